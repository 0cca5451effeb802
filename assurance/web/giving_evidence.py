"""Giving the evidence that a gate asked for, and files that show what is met or done: one way in for all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash
from wtforms import FileField, SubmitField, TextAreaField

from assurance.domain.errors import InvalidInput, NotNow
from assurance.services import documents, gate_evidence, proof
from assurance.services.intake import FIELD, Judged, judged
from assurance.web.errors import NOT_NOW
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.validators import longest, optional
from assurance.web.forms.widgets import FileInput
from assurance.web.guards import actor, now
from assurance.web.incoming import intake
from assurance.web.transaction import attempt, database, db

MEGABYTE = 1024 * 1024


class EvidenceFileForm(BaseForm):
    """One file for what was asked."""

    document = FileField("Choose a file", widget=FileInput())
    submit = SubmitField("Add the file")

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        most = intake().limits.file_bytes // MEGABYTE
        self.document.description = f"PDF, Word, Excel, PNG or JPEG, up to {most} MB, without macros or scripts."


class AnswerEvidenceForm(VersionedForm):
    """What is given, in words."""

    answer = TextAreaField(
        "What you give", [optional(), longest(8000)],
        description="Say what each file shows and where to look in it. Without a file, say where the evidence is.",
    )  # fmt: skip
    submit = SubmitField("Give this evidence")


def answer(request: Any, form: AnswerEvidenceForm) -> bool:
    """Give what was asked for as the form says; return whether that was done."""

    def act() -> None:
        gate_evidence.answer(
            db(), request=request, text=form.answer.data or "", version=form.expected_version, actor=actor(), now=now()
        )

    if done := attempt(form, act):
        flash("The evidence is given. The reviewer is told.", "success")
    return done


def add_file(load: Callable[[], Any], form: EvidenceFileForm, reference: str, request_id: str) -> tuple[bool, int]:
    """Take the file of a form for a request; return whether that was done, and the status to answer with.

    `load` gives the request anew: nothing is held while the file is scanned and judged.
    """

    def attach(file: Judged) -> None:
        gate_evidence.attach(db(), request=load(), file=file, intake=intake(), actor=actor(), now=now())

    return _added(
        form, reference, request_id, lambda: gate_evidence.may_attach(db(), request=load(), actor=actor()), attach,
        "The file is added. It counts once you give the evidence.",
    )  # fmt: skip


def add_proof(load: Callable[[], Any], form: EvidenceFileForm, reference: str) -> tuple[bool, int]:
    """Take the file of a form for a condition or a task, in the same way."""

    def attach(file: Judged) -> None:
        proof.attach(db(), shown=load(), file=file, intake=intake(), actor=actor(), now=now())

    return _added(
        form, reference, proof.name_of(load()), lambda: proof.may_attach(db(), shown=load(), actor=actor()), attach,
        "The file is added.",
    )  # fmt: skip


def _added(
    form: EvidenceFileForm, reference: str, owner: str, check: Callable[[], object], attach: Callable[[Judged], None],
    words: str,
) -> tuple[bool, int]:  # fmt: skip
    try:
        done = attempt(form, lambda: _take(form, reference, owner, check, attach))
        status = form.status
    except NotNow as refused:
        db().rollback()
        form.attach(InvalidInput(FIELD, str(refused)))
        done, status = False, NOT_NOW[refused.code]
    if done:
        flash(words, "success")
    elif form.document.errors:
        documents.note_rejected(
            database(), reference=reference, bid_id=owner, message=str(form.document.errors[0]), actor=actor(),
            now=now(),
        )  # fmt: skip
    return done, status


def _take(
    form: EvidenceFileForm, reference: str, owner: str, check: Callable[[], object], attach: Callable[[Judged], None]
) -> None:
    """Judge the file while nothing is held, between asking whether it may be attached and attaching it."""
    sent = form.document.data
    if sent is None or not sent.filename:
        raise InvalidInput(FIELD, "Choose a file")
    check()
    db().rollback()
    with judged(
        intake(), reference=reference, bid_id=owner, name=sent.filename, content=sent.stream.pieces()
    ) as file:  # fmt: skip
        attach(file)
