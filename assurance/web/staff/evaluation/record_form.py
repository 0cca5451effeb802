"""What the moderator and the panel fill in about an agreed mark; the record has two fields for each published point."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from wtforms import HiddenField, SubmitField, TextAreaField

from assurance.domain.evaluation.agreed import FindingKey, Given, Point
from assurance.web.forms.base import BaseForm
from assurance.web.forms.fields import MarkField
from assurance.web.forms.validators import longest, optional, required

LONGEST = longest(20_000)


class RecordForm(BaseForm):
    """The mark the panel agreed, with its reasons; `replaces` is the record that was shown, 0 for none."""

    mark = MarkField("Agreed mark", [required("Select the agreed mark")])
    discussion = TextAreaField(
        "What was discussed, and why marks moved",
        [LONGEST],
        description="Needed where anyone’s own mark differs from the agreed one. Say who argued what, by name.",
    )
    reason = TextAreaField(
        "Why the answer earns this mark",
        [required("Enter why the answer earns this mark"), LONGEST],
        description="Goes into the letter to the bidder. Judge this bid against the criterion and the scale alone.",
    )
    dissent = TextAreaField(
        "Who does not agree, and why",
        [optional(), LONGEST],
        description="Members can also state a dissent in their own words when they approve.",
    )
    replaces = HiddenField(default="0")
    submit = SubmitField("Record the agreed mark")


class ApproveForm(BaseForm):
    """A panel member's approval of the record they were shown, with their dissent if they hold to another mark."""

    record = HiddenField()
    own_dissent = TextAreaField(
        "I hold to another mark, because",
        [optional(), LONGEST],
        description="Leave empty if you agree. Stands beside the record, in your words, in the evaluation pack.",
    )
    submit = SubmitField("Approve this record")


class CorrectionForm(BaseForm):
    """A panel member's request for another record."""

    record = HiddenField()
    correction = TextAreaField(
        "What should the record say instead?",
        [required("Enter what the record should say instead"), LONGEST],
        description="The moderator reads it and makes a new record, which everyone approves again.",
    )
    submit = SubmitField("Ask for a correction")


def record_form(sheet: Any, *, start: bool = False) -> Any:
    """Make the form for a question; `start` fills it from the current record, so that a change is no retyping."""
    fields: dict[str, Any] = {}
    for number, title in enumerate(sheet.sub_criteria, start=1):
        fields[f"discussed_{number}"] = TextAreaField(
            f"What was discussed on “{title}”", [required(f"Enter what was discussed on “{title}”"), LONGEST]
        )
        fields[f"moved_{number}"] = TextAreaField(
            f"Why a mark moved on “{title}”", [optional(), LONGEST], description="Leave empty if none moved here."
        )
    if sheet.sub_criteria:
        fields["discussion"] = TextAreaField("Anything else that was discussed", [optional(), LONGEST])
    shown = sheet.agreed if start else None
    kept: dict[str, Any] = {"formdata": None} if start else {}
    form = type("RecordForm", (RecordForm,), fields)(obj=shown, data=_points_of(shown), **kept)
    if start:
        form.replaces.data = str(shown.id) if shown else "0"
    form.mark.most = sheet.criterion.scale_top or 0
    return form


def given(form: Any, sheet: Any, findings: Sequence[Any] = ()) -> Given:
    """Return the record as typed, with the answers to the findings that were shown."""
    points = tuple(
        Point(title, form[f"discussed_{number}"].data or "", form[f"moved_{number}"].data or "")
        for number, title in enumerate(sheet.sub_criteria, start=1)
    )
    typed = Given(
        form.mark.data or 0, form.discussion.data or "", form.reason.data or "", form.dissent.data or "", points
    )
    answers: dict[FindingKey, str] = {(each.code, each.said): typed_answer(each) for each in findings}
    return Given(typed.mark, typed.discussion, typed.reason, typed.dissent, points, answers)


@dataclass(frozen=True, slots=True)
class Note:
    """A finding that keeps the record from being made, with the name of its field and what was typed in answer."""

    finding: Any
    key: str
    typed: str


def notes(findings: Sequence[Any]) -> list[Note]:
    """Pair each finding with its field."""
    return [Note(each, key_of(each), typed_answer(each)) for each in findings]


def key_of(finding: Any) -> str:
    """Name the field for the answer to a finding: other words, another field."""
    return "answer-" + hashlib.sha256(f"{finding.code}|{finding.said}".encode()).hexdigest()[:12]


def typed_answer(finding: Any) -> str:
    """Return what was typed in answer to a finding."""
    return request.form.get(key_of(finding), "").strip()


def _points_of(record: Any) -> dict[str, str]:
    filled: dict[str, str] = {}
    for number, each in enumerate(record.points if record else (), start=1):
        filled[f"discussed_{number}"], filled[f"moved_{number}"] = each.discussed, each.moved
    return filled
