"""I11: what a result says follows from the agreed marks, in the rows, in the award and in what was printed."""

from __future__ import annotations

import functools
import hashlib
import io
import json
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import rfc8785
from pypdf import PdfReader

from tests.checker.ranking import recompute, said
from tests.checker.store import Store, body, instant

Document = dict[str, Any]
PRINTED_PLACES = 2
SUMMARY_PAGES = 12
"""The result stands on the first pages of a pack."""


def results(store: Store) -> Iterator[str]:
    """Recompute every confirmed result, and compare with it the marks, the award and the packs."""
    for number, procurement, evaluation, result, digest, at in store.rows(
        "SELECT id, procurement_id, evaluation, result, digest, confirmed_at FROM evaluation_result ORDER BY id"
    ):
        given, found = body(evaluation), body(result)
        if recompute(given) != found:
            yield f"result {number} is not what follows from its own evaluation"
        if hashlib.sha256(rfc8785.dumps({"evaluation": given, "result": found})).hexdigest() != digest:
            yield f"result {number} is not what was hashed when it was confirmed"
        yield from (f"result {number} {said}" for said in _other_marks(store, procurement, given, at))
    yield from _awards(store)
    yield from _packs(store)


def _other_marks(store: Store, procurement: int, evaluation: Document, at: Any) -> Iterator[str]:
    """Name the marks that are not those agreed when the result was confirmed."""
    agreed: dict[tuple[str, str], Fraction] = {}
    for bidder, code, mark, recorded, superseded in store.rows(
        "SELECT o.name, c.code, s.mark, s.recorded_at, s.superseded_at FROM consensus s "
        "JOIN bid b ON b.id = s.bid_id JOIN organisation o ON o.id = b.organisation_id "
        "JOIN criterion c ON c.id = s.criterion_id WHERE b.procurement_id = :of",
        of=procurement,
    ):
        stood = superseded is None or instant(superseded) > instant(at)
        if stood and instant(recorded) <= instant(at):
            agreed[_plain(bidder), code] = Fraction(mark)
    for bid in evaluation["bids"]:
        for code, mark in bid.get("scores", {}).items():
            if agreed.get((bid["id"], code)) != Fraction(mark):
                yield f"has another mark of {bid['id']} for {code} than was agreed"


def _plain(name: str) -> str:
    """Write the name of a bidder as an evaluation does."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _awards(store: Store) -> Iterator[str]:
    """Name awards to somebody whom a bid ranked better was passed over for, and contracts with somebody else."""
    for number, procurement, preferred, decided in store.rows(
        "SELECT r.id, r.procurement_id, o.name, r.decided_at FROM recommendation r JOIN bid b "
        "ON b.id = r.preferred_bid_id JOIN organisation o ON o.id = b.organisation_id WHERE r.decision = 'approved' "
        "AND r.procurement_id NOT IN (SELECT procurement_id FROM lot)"  # a limit on lots may pass over the best
    ):
        stood = [
            body(result)["ranking"]
            for result, at, superseded in store.rows(
                "SELECT result, confirmed_at, superseded_at FROM evaluation_result WHERE procurement_id = :of",
                of=procurement,
            )
            if instant(at) <= instant(decided) and (superseded is None or instant(superseded) > instant(decided))
        ]
        if len(stood) != 1 or _plain(preferred) not in stood[0]:
            yield f"recommendation {number} rests on no result"
            continue
        better = stood[0][: stood[0].index(_plain(preferred))]
        passed = {_plain(name) for (name,) in store.rows(_PASSED_OVER, of=procurement)}
        yield from (f"recommendation {number} passes over {each}, ranked better" for each in better if each in passed)
    for (number,) in store.rows(
        "SELECT c.id FROM contract c WHERE NOT EXISTS (SELECT 1 FROM recommendation r WHERE r.decision = 'approved' "
        "AND r.procurement_id = c.procurement_id AND c.bid_id IN (r.preferred_bid_id, r.reserve_bid_id))"
    ):
        yield f"contract {number} is with somebody who was not recommended"


_PASSED_OVER = (
    "SELECT o.name FROM bid_stage_change s JOIN bid b ON b.id = s.bid_id JOIN organisation o "
    "ON o.id = b.organisation_id WHERE b.procurement_id = :of AND s.trigger IN ('reserve', 'not_preferred')"
)


def _packs(store: Store) -> Iterator[str]:
    """Recompute what is attached to evaluation packs, and look for each total in what is printed."""
    there = {path.name: path for path in store.stored()}
    known = {digest for (digest,) in store.rows("SELECT digest FROM evaluation_result")}
    for number, key in store.rows("SELECT id, sha256 FROM pack WHERE status = 'done' AND kind = 'evaluation'"):
        if key not in there:
            continue  # named by another invariant
        try:
            yield from (f"pack {number} {each}" for each in _pack(there[key].read_bytes(), known))
        except Exception as garbled:  # noqa: BLE001 -- whatever a reader stumbles over, it is no pack as it was issued
            yield f"pack {number} cannot be read: {garbled}"


def _pack(content: bytes, known: set[str]) -> Iterator[str]:
    evaluation, record, figures = _read(content)
    result = recompute(evaluation)
    if record["result"] != result:
        yield "has a result attached that does not follow from its evaluation"
    if record["result_digest"] not in known:
        yield "has a result attached that was never confirmed"
    for bid in result["bids"]:
        if bid["status"] == "ranked" and (total := printed(bid["total"])) not in figures:
            yield f"does not print {total}, the total of {bid['id']}"


@functools.lru_cache(maxsize=8)
def _read(content: bytes) -> tuple[Document, Document, set[str]]:
    """Give the two documents that are attached to a pack, and every figure with decimals on its first pages."""
    reader = PdfReader(io.BytesIO(content))
    evaluation, record = (json.loads(reader.attachments[name][0]) for name in ("evaluation.json", "record.json"))
    words = "\n".join(page.extract_text() for page in reader.pages[:SUMMARY_PAGES])
    return evaluation, record, set(re.findall(r"\d+\.\d+", words))


def printed(total: str) -> str:
    """Write a total as packs do: half up, always with two places."""
    whole, _, part = said(Fraction(total), PRINTED_PLACES).partition(".")
    return f"{whole}.{part.ljust(PRINTED_PLACES, '0')}"
