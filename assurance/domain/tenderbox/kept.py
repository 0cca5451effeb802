"""The bidder's own file of its whole tender: what its list says, and whether a list is that of the tender in the box.

The list carries the signed receipt, and with it the salts. Names in the file are for people: what a part is follows
from its content alone, by the commitment on the receipt.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from assurance.domain.tenderbox.receipt import FORMAT as RECEIPT_FORMAT
from assurance.domain.tenderbox.receipt import receipt_faults

FORMAT = "assurance-kept-tender/1"
LIST = "list-and-receipt.json"
LARGEST_LIST = 2**20
"""Bytes of a list; that of a large tender has a tenth of it."""
KEEP_SAFE = (
    "Keep this file safe: it is your tender in plain text. If the key of the tender box is lost, it gives your tender "
    "again without anything else. Every part is here byte for byte as it was submitted; do not change or save it anew."
)
_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


def write_list(receipt: dict[str, Any], names: Iterable[str]) -> bytes:
    """Write the list: the receipt, and the name in the file of each part in the order of the receipt."""
    pairs = zip(names, receipt["manifest"]["items"], strict=True)
    files = [{"file": name, "kind": item["kind"], "code": item["code"]} for name, item in pairs]
    data = {"format": FORMAT, "keep_safe": KEEP_SAFE, "files": files, "receipt": receipt}
    return json.dumps(data, indent=2, ensure_ascii=False).encode()


def name_in_file(number: int, words: str) -> str:
    """Return what a part is called in the file: numbered, so that no two names are alike."""
    return f"{number:03} {_UNFIT.sub(' ', words).strip(' .')}"


def find_receipt(content: bytes) -> dict[str, Any] | None:
    """Return the receipt that content is, or is the list around; None when it is something else."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if isinstance(data, dict) and data.get("format") == FORMAT:
        data = data.get("receipt")
    return data if isinstance(data, dict) and data.get("format") == RECEIPT_FORMAT else None


def why_other(
    receipt: dict[str, Any], is_genuine: Callable[[bytes, str], bool], *, reference: str, bid: str, version: int,
    digest: str,
) -> str:  # fmt: skip
    """Say why a receipt is not that of the tender in the box, naming whose it is; nothing when it is."""
    try:
        faults = receipt_faults(receipt, is_genuine)
    except (ValueError, RecursionError):
        faults = ["The receipt is not whole"]
    if faults:
        return f"The receipt in the file is not one that this service signed. {faults[0]}"
    manifest = receipt["manifest"]
    if manifest["procurement"] != reference:
        return f"This is the file of a tender in another procurement, {manifest['procurement']}"
    if manifest["bid"] != bid:
        return f"This is the file of the tender of {receipt['bidder']}, and not of yours"
    if manifest["version"] != version or receipt["digest"] != digest:
        return (
            f"This is the file of version {manifest['version']} of your tender. Version {version} is in the box: "
            "choose the file of that one"
        )
    return ""
