"""How far the panel is: maps of states, totals by person, reminders, and replacements where too few are left."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries import panel as duties
from assurance.persistence.queries.agreed_marks import list_agreed_keys
from assurance.persistence.queries.criteria import get_criterion, list_scored
from assurance.persistence.queries.evaluation import list_mark_states
from assurance.persistence.queries.invitations import list_people_named
from assurance.persistence.queries.procurements import list_changes
from assurance.services import panel_replacements as replacing
from assurance.services import reminders
from assurance.web.forms.fields import choices
from assurance.web.guards import actor, bid, now, procurement, requires
from assurance.web.staff.evaluation import heat
from assurance.web.staff.evaluation.invitations import number
from assurance.web.staff.evaluation.panel_forms import RemindForm, ReplacementForm
from assurance.web.staff.evaluation.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/progress")
@requires(Permission.PANEL_PROGRESS)
def progress(ref: str) -> ResponseReturnValue:
    """How far each evaluator is with each bid: states, never a mark."""
    return _progress_page(RemindForm())


@blueprint.post("/progress")
@requires(Permission.PANEL_ASSIGN)
@commits
def remind(ref: str) -> ResponseReturnValue:
    """Remind one person, or everyone behind."""
    form, sent = RemindForm(), []
    people = frozenset({number(request.form["person"])}) if "person" in request.form else None

    def act() -> None:
        sent.append(
            reminders.remind(
                db(),
                procurement=procurement(),
                actor=actor(),
                now=now(),
                people=people,
                message=form.message.data or "",
                again=bool(form.again.data),
            )  # fmt: skip
        )

    if not attempt(form, act):
        return _progress_page(form)
    flash(heat.sent_words(sent[0]), "success")
    return redirect(url_for(".progress", ref=ref))


@blueprint.route("/replacement/<bid_id>/<code>", methods=["GET", "POST"])
@requires(Permission.PANEL_ASSIGN)
@commits
def replacement(ref: str, bid_id: str, code: str) -> ResponseReturnValue:
    """Give one question of one bid to one more evaluator."""
    criterion = get_criterion(db(), procurement().id, code)
    people = replacing.candidates(db(), bid=bid(), criterion=criterion)
    form = ReplacementForm()
    form.person.choices = choices([(str(user.id), f"{user.name}, {user.job_title}") for user in people])

    def act() -> None:
        replacing.add(
            db(), bid=bid(), criterion=criterion, user_id=int(form.person.data), reason=form.reason.data,
            actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(
            "The replacement is added. They see it with their work; invite them if they have not accepted.", "success"
        )
        return redirect(url_for(".progress", ref=ref))
    page = render_template(
        "staff/evaluation/replacement.html", procurement=procurement(), bid=bid(), criterion=criterion, form=form,
        people=people, is_short=replacing.is_short(db(), bid=bid(), criterion=criterion),
    )  # fmt: skip
    return page, form.status


def _progress_page(form: RemindForm) -> ResponseReturnValue:
    session, here = db(), procurement()
    bids = duties.list_evaluated_bids(session, here.id)
    work = heat.Work(
        bids=bids,
        criteria=list_scored(session, here.id),
        duties=duties.list_duties(session, here.id, bids),
        recused=duties.recused_pairs(session, here.id),
        marks=list_mark_states(session, here.id),
        agreed=list_agreed_keys(session, here.id),
    )
    people = list_people_named(session, {cell.evaluator_id for cell in work.duties})
    started = next((each.at for each in list_changes(session, here.id) if each.trigger == "start_scoring"), None)
    outstanding = reminders.list_outstanding(session, here)
    page = render_template(
        "staff/evaluation/progress.html", procurement=here, form=form, work=work, people=people, now=now(),
        maps=heat.bid_maps(work, people, here), panel=heat.panel_map(work, here), short=heat.short(work),
        totals=heat.totals(work, people, outstanding, heat.Time(started, here.marks_due_at, now())),
    )  # fmt: skip
    return page, form.status
