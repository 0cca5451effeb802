"""Checks a receipt: signed by this service's key, and in agreement with itself. Needs no database and no network."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from assurance.adapters.signing import Signer, is_genuine, key_id
from assurance.config import Settings
from assurance.domain.tenderbox.receipt import receipt_faults

BAD_INPUT = 2


def verify(file: Path, key: Path | None) -> None:
    """Say whether a receipt is genuine; exit status 1 with what is wrong, 2 when a file cannot be read."""
    receipt = _receipt(file)
    pem = _public_key(key)
    faults = receipt_faults(receipt, lambda message, signature: is_genuine(message, signature, pem))
    if not faults and receipt.get("key_id") != key_id(pem):
        faults.append(f"The receipt names the key {receipt.get('key_id')}, and this is the key {key_id(pem)}")
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        sys.exit(1)
    click.echo(
        f"Genuine: {receipt['bidder']} submitted version {receipt['version']} of its final tender in "
        f"{receipt['procurement']['reference']}, received {receipt['received_at']}, receipt {receipt['receipt']}, "
        f"signed with the key {receipt['key_id']}."
    )


def _receipt(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes())
    except (OSError, ValueError) as refused:
        click.echo(f"{file} cannot be read as a receipt: {refused}", err=True)
        sys.exit(BAD_INPUT)


def _public_key(key: Path | None) -> str:
    """Return the public key given, or that of the installation at hand."""
    try:
        pem = key.read_text() if key is not None else Signer.open(Settings.from_environ().keys).public_pem
        key_id(pem)
    except (OSError, ValueError) as refused:
        click.echo(f"{key} cannot be read as a public key: {refused}", err=True)
        sys.exit(BAD_INPUT)
    return pem
