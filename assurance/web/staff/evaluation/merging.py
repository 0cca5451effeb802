"""Saving what the form holds: as it is, over another window's text, under it or together with it; and the answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import request

from assurance.domain.evaluation.places import read_places, write_places
from assurance.services import marking
from assurance.web.forms import clashes
from assurance.web.guards import actor, begin_to_write, bid, now, procurement
from assurance.web.staff.evaluation import mark_page
from assurance.web.staff.evaluation.mark_form import MarkForm
from assurance.web.staff.evaluation.my_list import my_queue
from assurance.web.transaction import db


def save(criterion: Any, form: MarkForm, *, by_itself: bool = False) -> Any:
    """Save the mark; with answers to findings, unless the page saves `by_itself` while one may be half typed."""
    begin_to_write()
    version = _version(form)
    merged = _merged(criterion, form) if clashes.MERGE in request.form else {}
    typed = {
        "mark": form.mark.data,
        "rationale": form.rationale.data or "",
        "evidence": form.evidence,
        "private_note": form.private_note.data or "",
    }
    row = marking.save_mark(
        db(), bid=bid(), criterion=criterion, version=version or None, actor=actor(), now=now(), **{**typed, **merged}
    )
    if clashes.TAKE in request.form:
        return marking.restore_draft(
            db(), bid=bid(), criterion=criterion, number=version, version=row.version, actor=actor(), now=now()
        )
    if not by_itself:
        _answer(criterion)
    return row


def answers_without_finding(criterion: Any) -> list[str]:
    """List what was typed as an answer to something that the reason no longer has."""
    keys = {note.key for note in _notes(criterion)}
    return [text for key, text in _typed_answers() if key not in keys]


def _version(form: MarkForm) -> int:
    """Return the version that is to be replaced: the one shown, or the other window's once the person has seen it."""
    chosen = clashes.chosen_version()
    return form.expected_version if chosen is None else chosen


def _merged(criterion: Any, form: MarkForm) -> dict[str, Any]:
    """Put what stands and what was typed one after the other; a mark that was typed counts."""
    place = my_queue().position(bid().id, criterion.id)
    stored = my_queue().questions[place].mark if place is not None else None
    if stored is None:
        return {}
    places = dict.fromkeys((*read_places(stored.evidence), *read_places(form.evidence)))
    return {
        "mark": stored.mark if form.mark.data is None else form.mark.data,
        "rationale": clashes.both(stored.rationale, form.rationale.data or ""),
        "evidence": write_places(places),
        "private_note": clashes.both(stored.private_note, form.private_note.data or ""),
    }


def _answer(criterion: Any) -> None:
    typed = dict(_typed_answers())
    for note in _notes(criterion) if typed else ():
        if note.key in typed:
            marking.answer_finding(
                db(), bid=bid(), criterion=criterion, code=note.seen.finding.code, said=note.seen.finding.said,
                reason=typed[note.key], actor=actor(), now=now(),
            )  # fmt: skip


def _typed_answers() -> Iterator[tuple[str, str]]:
    for name, text in request.form.items():
        if name.startswith("answer-") and text.strip():
            yield name, text.replace("\r\n", "\n").strip()


def _notes(criterion: Any) -> list[mark_page.Note]:
    mine = my_queue()
    place = mine.position(bid().id, criterion.id)
    check = marking.checker(db(), procurement=procurement(), questions=mine.questions)
    return mark_page.notes(check.seen(mine.questions[place])) if place is not None else []
