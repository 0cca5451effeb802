"""Trials of the criteria on dummy bids: the list, a new trial, what one found, and the answers to its dangers."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.evaluation.wind_tunnel import DummyBid, TypicalSet
from assurance.persistence.queries.criteria import get_publication, get_tree
from assurance.persistence.queries.evaluation_evidence import list_trials
from assurance.services import planning, tendering
from assurance.services.tendering import wind_tunnel as trials
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.tender import wind_tunnel_forms as forms
from assurance.web.staff.tender import wind_tunnel_page as page
from assurance.web.staff.tender.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/wind-tunnel")
@requires(Permission.PROCUREMENT_VIEW)
def wind_tunnel(ref: str) -> ResponseReturnValue:
    """Every trial of the criteria, and whether the criteria as they stand have been tried."""
    digest = get_publication(db(), procurement()).digest()
    return render_template(
        "staff/tender/wind_tunnel.html", procurement=procurement(), why=trials.why_untriable(db(), procurement()),
        runs=page.run_rows(list_trials(db(), procurement().id), digest), fixed=planning.why_fixed(procurement()),
    )  # fmt: skip


@blueprint.route("/wind-tunnel/try", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def wind_tunnel_try(ref: str) -> ResponseReturnValue:
    """Describe dummy bids, starting from a typical set or from nothing, and try the criteria on them."""
    sets = trials.starting_sets(db(), procurement())
    chosen = next((each for each in sets if each.code == request.args.get("set", sets[0].code)), None)
    form = _bids_form(chosen.bids if chosen else ())

    def act() -> None:
        source = chosen.code if chosen and tuple(form.bids) == chosen.bids else trials.OWN
        tendering.try_on_dummies(
            db(), procurement=procurement(), bids=form.bids, source=source, actor=actor(), now=now()
        )

    if not form.more.data and attempt(form, act):
        number = len(list_trials(db(), procurement().id))
        flash("The criteria are tried. Below is what was found.", "success")
        return redirect(url_for(".wind_tunnel_run", ref=ref, number=number))
    shown = render_template(
        "staff/tender/wind_tunnel_try.html", form=form, procurement=procurement(), sets=_choices(sets, chosen),
        chosen=chosen, why=trials.why_untriable(db(), procurement()), letter=forms.letter,
    )  # fmt: skip
    return shown, form.status


def _bids_form(start: Sequence[DummyBid]) -> forms.DummyBidsForm:
    tree, by_marks = get_tree(db(), procurement().id), request.args.get("by") == "marks"
    shown = len(start) or forms.FEWEST_ROWS
    count = forms.rows_sent(request.form.get("rows"), shown, add="more" in request.form)
    form = forms.dummy_bids_form(tree, count, by_marks=by_marks)(data=forms.stored(start, tree, by_marks=by_marks))
    form.rows.data = str(count)
    return form


def _choices(sets: Sequence[TypicalSet], chosen: TypicalSet | None) -> list[tuple[str, str, bool]]:
    own = (trials.OWN, "Bids of your own", chosen is None)
    return [*((each.code, each.label, each is chosen) for each in sets), own]


@blueprint.get("/wind-tunnel/<int:number>")
@requires(Permission.PROCUREMENT_VIEW)
def wind_tunnel_run(ref: str, number: int) -> ResponseReturnValue:
    """What one trial found: dangers first, who wins under every formula, and at which weights."""
    return _run(number)


@blueprint.post("/wind-tunnel/<int:number>/<code>/answer")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def wind_tunnel_answer(ref: str, number: int, code: str) -> ResponseReturnValue:
    """Say why the criteria may be published in spite of a danger."""
    form = forms.AnswerFindingForm(prefix=code)

    def act() -> None:
        tendering.answer_finding(
            db(), procurement=procurement(), number=number, code=code, reason=form.reason.data, actor=actor(), now=now()
        )

    if attempt(form, act):
        flash("Your answer is kept.", "success")
        return redirect(url_for(".wind_tunnel_run", ref=ref, number=number, _anchor=code))
    return _run(number, form, code)


def _run(number: int, answered: forms.AnswerFindingForm | None = None, code: str = "") -> ResponseReturnValue:
    here = procurement()
    run = trials.get_trial(db(), here, number)
    runs = list_trials(db(), here.id)
    is_newest, fixed = run is runs[-1], planning.why_fixed(here)
    open_codes = page.open_codes(run) if is_newest and not fixed else []
    answers = {each: forms.AnswerFindingForm(prefix=each, formdata=None) for each in open_codes}
    if answered is not None and code in answers:
        answers[code] = answered
    shown = render_template(
        "staff/tender/wind_tunnel_run.html", procurement=here, number=number, run=run, form=answered, answers=answers,
        is_newest=is_newest, is_current=run.criteria_digest == get_publication(db(), here).digest(),
        **page.layout(run),
    )  # fmt: skip
    return shown, answered.status if answered else 200
