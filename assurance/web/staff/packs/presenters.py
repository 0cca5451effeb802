"""Says which documents there are to print, and how far one is. Asks the rows; decides nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from assurance.domain.gates.catalogue import GATES
from assurance.persistence.queries.packs import IN_HAND


def printable(
    *,
    has_result: bool,
    reviews: Sequence[Any],
    letters: Sequence[Any],
    is_opened: bool,
    has_dialogue: bool = False,
    has_record: bool = False,
    has_guide: bool = False,
    is_moderated: bool = False,
    may_redact: bool = False,
    notices: Sequence[Any] = (),
    has_contract: bool = False,
    statements: Sequence[Any] = (),
) -> list[tuple[str, str]]:
    """List what can be printed now: kind and subject in one value, and its name.

    A gate is printed once its last sitting has a verdict; `letters` and `statements` are those issued.
    """
    found = [("evaluation:", "Evaluation pack: the whole record of the evaluation")] if has_result else []
    found += [("board:", "Evaluation pack for the board: the decision and what it rests on")] if has_result else []
    found += [
        (f"redacted:{each.bid.public_id}", f"Evaluation pack, redacted for {each.bid.organisation.name}")
        for each in letters
        if has_result and may_redact
    ]
    found += [("moderation:", "Moderation record: what the panel agreed, and why")] if is_moderated else []
    found += [("guide:", "Guide for evaluators, with blank sheets")] if has_guide else []
    found += [("opening:", "Record of the opening of the final tenders")] if is_opened else []
    found += [("dialogue:", "Dialogue record: sessions, ideas, information and decisions")] if has_dialogue else []
    found += [("record:", "Record-keeping report: what the law asks to have on record")] if has_record else []
    last = {review.gate_code: review for review in reviews}
    concluded = {code for code, review in last.items() if review.verdict is not None}
    found += [(f"gate:{gate.code}", f"Gate report: {gate.label}") for gate in GATES.values() if gate.code in concluded]
    found += [(f"letter:{each.bid.public_id}", f"Outcome letter: {each.bid.organisation.name}") for each in letters]
    found += [(f"notice:{each.public_id}", each.title) for each in notices]
    found += [("contract:", "Contract schedules: care, payment, partners, conditions")] if has_contract else []
    found += [
        (f"statement:{each.year}-{each.quarter}", f"Payment statement: year {each.year}, quarter {each.quarter}")
        for each in statements
    ]
    return found


def is_in_hand(pack: Any) -> bool:
    """Say whether a pack is waiting or being built."""
    return pack.status in IN_HAND


def elapsed(pack: Any, now: datetime) -> timedelta:
    """Give how long a pack has taken so far, or took."""
    begun = pack.started_at or pack.requested_at
    return max((pack.finished_at or now) - begun, timedelta(0))


def file_name(reference: str, pack: Any) -> str:
    """Give the name a pack is saved under: reference, title and the beginning of its hash."""
    title = re.sub(r"[^a-z0-9]+", "-", pack.title.lower()).strip("-")[:80]
    return f"{reference}-{title}-{pack.sha256[:8]}.pdf"
