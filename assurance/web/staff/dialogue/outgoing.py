"""What goes to participants: written, checked against everybody else's ideas, answered for, sent or released."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import InvalidInput, NotFound
from assurance.domain.provision.specification import changes
from assurance.persistence.queries.outgoing import get_outgoing, label_of, list_sent, version_before
from assurance.persistence.queries.specification import find_published
from assurance.services import dialogue
from assurance.web.forms.fields import choices
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.dialogue.record_forms import (
    ALL,
    AnswerFindingForm,
    GoForm,
    WriteBriefingForm,
    WriteOutgoingForm,
    WriteSpecificationForm,
    specification_form,
)
from assurance.web.staff.dialogue.routes import blueprint
from assurance.web.transaction import attempt, commits, db

FORMS: dict[str, type[WriteOutgoingForm]] = {"briefing": WriteBriefingForm, "specification": WriteSpecificationForm}


@blueprint.route("/information/new/<kind>", methods=["GET", "POST"])
@requires(Permission.DIALOGUE_LEAD)
@commits
def write(ref: str, kind: str) -> ResponseReturnValue:
    """Write a briefing or a version of the specification, which is checked when it is saved."""
    if kind not in FORMS:
        raise NotFound("There is no such kind of information")
    form = _blank(kind)
    to = _participants(form)
    made: list[Any] = []

    def act() -> None:
        made.append(
            dialogue.prepare(
                db(), procurement=procurement(), kind=kind, title=form.title.data, text=_text(form),
                **_addressed(form, to), actor=actor(), now=now(),
            )
        )  # fmt: skip

    if attempt(form, act):
        return redirect(url_for(".outgoing", ref=ref, outgoing_id=made[0].public_id))
    return render_template("staff/dialogue/write.html", form=form, procurement=procurement(), kind=kind), form.status


@blueprint.get("/information/<outgoing_id>")
@requires(Permission.DISCLOSURE_VIEW)
def outgoing(ref: str, outgoing_id: str) -> ResponseReturnValue:
    """What is to be sent or was, with the outcome of its check and what still has to happen."""
    return _page(_row(outgoing_id), AnswerFindingForm(formdata=None))


@blueprint.route("/information/<outgoing_id>/rewrite", methods=["GET", "POST"])
@requires(Permission.DIALOGUE_LEAD)
@commits
def rewrite(ref: str, outgoing_id: str) -> ResponseReturnValue:
    """Change the text of what is not sent yet, and check it again."""
    row = _row(outgoing_id)
    form: WriteOutgoingForm = WriteOutgoingForm(obj=row)
    if row.kind == "specification":
        form = specification_form(row.text, version=row.version, title=row.title, changes=row.changes)

    def act() -> None:
        because = form.changes.data if isinstance(form, WriteSpecificationForm) else ""
        dialogue.rewrite(
            db(), row=row, title=form.title.data, text=_text(form), changes=because,
            version=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        return redirect(url_for(".outgoing", ref=ref, outgoing_id=outgoing_id))
    return render_template("staff/dialogue/rewrite.html", form=form, procurement=procurement(), row=row), form.status


@blueprint.post("/information/<outgoing_id>/answer/<key>")
@requires(Permission.DIALOGUE_LEAD)
@commits
def answer_finding(ref: str, outgoing_id: str, key: str) -> ResponseReturnValue:
    """Say why a finding may stand."""
    row, form = _row(outgoing_id), AnswerFindingForm()

    def act() -> None:
        dialogue.answer_finding(db(), row=row, key=key, reason=form.reason.data, actor=actor(), now=now())

    if attempt(form, act):
        flash("The finding is answered. Somebody else has to release the text.", "success")
        return redirect(url_for(".outgoing", ref=ref, outgoing_id=outgoing_id))
    return _page(row, form, key)


@blueprint.post("/information/<outgoing_id>/send")
@requires(Permission.DIALOGUE_LEAD)
@commits
def send(ref: str, outgoing_id: str) -> ResponseReturnValue:
    """Send what nothing stands in the way of."""
    return _go(outgoing_id, dialogue.send, "It is sent.")


@blueprint.post("/information/<outgoing_id>/release")
@requires(Permission.DISCLOSURE_RELEASE, fresh_to="release information")
@commits
def release(ref: str, outgoing_id: str) -> ResponseReturnValue:
    """Release as the second person what somebody answered for."""
    return _go(outgoing_id, dialogue.release, "It is released and sent.")


@blueprint.post("/information/<outgoing_id>/drop")
@requires(Permission.DIALOGUE_LEAD)
@commits
def drop(ref: str, outgoing_id: str) -> ResponseReturnValue:
    """Give up what is not sent."""
    if GoForm().validate_on_submit():
        dialogue.drop(db(), row=_row(outgoing_id), actor=actor(), now=now())
        flash("It is given up. It stays on record.", "success")
    return redirect(url_for(".information", ref=ref))


def _blank(kind: str) -> WriteOutgoingForm:
    """Start from the version that participants have last, or else from the one published with the call."""
    version = procurement().version
    if kind != "specification":
        return FORMS[kind](version=version)
    last = version_before(list_sent(db(), procurement().id), kind, None)
    before = last or find_published(db(), procurement())
    text = before.text if before else ""
    return specification_form(text, version=version, title=last.title if last else "")


def _text(form: WriteOutgoingForm) -> str:
    return form.said if isinstance(form, WriteSpecificationForm) else str(form.text.data or "")


def _go(outgoing_id: str, act: Any, said: str) -> ResponseReturnValue:
    row, form = _row(outgoing_id), GoForm()
    if not form.validate_on_submit():
        return _page(row, AnswerFindingForm(formdata=None), status=form.status)
    act(db(), row=row, version=form.expected_version, actor=actor(), now=now())
    flash(said, "success")
    return redirect(url_for(".outgoing", ref=procurement().reference, outgoing_id=outgoing_id))


def _row(outgoing_id: str) -> Any:
    return get_outgoing(db(), procurement().id, outgoing_id)


def _participants(form: WriteOutgoingForm) -> dict[str, Any]:
    found = {each.public_id: each for each in dialogue.list_in_dialogue(db(), procurement().id)}
    if isinstance(form, WriteBriefingForm):
        form.to.choices = choices([(key, each.organisation.name) for key, each in found.items()])
    return found


def _addressed(form: WriteOutgoingForm, participants: dict[str, Any]) -> dict[str, Any]:
    if isinstance(form, WriteSpecificationForm):
        return {"changes": form.changes.data}
    if not isinstance(form, WriteBriefingForm) or form.reach.data == ALL:
        return {}
    if not form.to.data:
        raise InvalidInput("to", "Select at least one participant")
    return {"to": [participants[key] for key in form.to.data], "unequal_reason": form.unequal_reason.data or ""}


def _before(row: Any) -> Any:
    """Return the version before one: the last one sent before it, or else the one published with the call."""
    if row.kind != "specification":
        return None
    sent = list_sent(db(), procurement().id)
    return version_before(sent, row.kind, row.number) or find_published(db(), procurement())


def _page(row: Any, form: AnswerFindingForm, key: str = "", status: int | None = None) -> ResponseReturnValue:
    to, before = dialogue.recipients_of(db(), row), _before(row)
    page = render_template(
        "staff/dialogue/outgoing.html", procurement=procurement(), row=row, form=form, answered=key,
        label=label_of(row), recipients=to, outcome=dialogue.screen(db(), row, to) if row.sent_at is None else None,
        me=actor().user_id, before=before, changes=changes(before.text, row.text) if before else (),
    )  # fmt: skip
    return page, status or form.status
