"""The lots of a procurement: start a group, join one, leave it, and see who is awarded which."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.award.lots import LotRule
from assurance.persistence.queries.lots import find_group_of, get_group, list_groups
from assurance.services import lots as service
from assurance.web.forms.fields import choices
from assurance.web.guards import actor, may_open, now, procurement, requires
from assurance.web.staff.lots.forms import JoinLotsForm, LeaveLotsForm, StartLotsForm
from assurance.web.transaction import attempt, commits, db

blueprint = Blueprint("lots", __name__, url_prefix="/procurements/<ref>/lots")


@blueprint.get("/")
@requires(Permission.PROCUREMENT_VIEW)
def show(ref: str) -> ResponseReturnValue:
    """Which lots there are, the limit, and, once every ranking is confirmed, who is awarded which."""
    group = find_group_of(db(), procurement().id)
    joinable = [each for each in list_groups(db(), procurement().organisation_id) if not service.is_published(each)]
    return render_template(
        "staff/lots/show.html", procurement=procurement(), group=group, rule=LotRule(group.rule) if group else None,
        joinable=joinable, is_open=not (group and service.is_published(group)), form=LeaveLotsForm(),
        **_awarded(group, shown=may_open("staff.award.recommendation")),
    )  # fmt: skip


def _awarded(group: Any, *, shown: bool) -> dict[str, Any]:
    """Give the allocation for those who may see the ranking, and which lots it waits for."""
    if group is None or not shown:
        return {"waiting": [], "allocation": None, "names": {}}
    waiting = service.waiting_for(db(), group)
    if waiting:
        return {"waiting": waiting, "allocation": None, "names": {}}
    return {"waiting": [], "allocation": service.allocation(db(), group), "names": service.bidder_names(db(), group)}


@blueprint.route("/start", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_RUN)
@commits
def start(ref: str) -> ResponseReturnValue:
    """Put lots together, with this procurement as the first."""
    form = StartLotsForm()

    def act() -> None:
        service.start_group(
            db(), procurement=procurement(), title=form.title.data or "", most_lots=form.data["most_lots"],
            rule=LotRule(form.rule.data), number=form.data["number"], actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The lots are put together. Other procurements can join until one call is published.", "success")
        return redirect(url_for(".show", ref=ref))
    meanings = {rule.value: rule.meaning for rule in LotRule}
    return render_template(
        "staff/lots/start.html", form=form, procurement=procurement(), meanings=meanings
    ), form.status


@blueprint.route("/join", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_RUN)
@commits
def join(ref: str) -> ResponseReturnValue:
    """Make this procurement one of the lots of a group."""
    groups = [each for each in list_groups(db(), procurement().organisation_id) if not service.is_published(each)]
    form = JoinLotsForm()
    form.group.choices = choices([(each.public_id, each.title) for each in groups], prompt="Choose the lots")

    def act() -> None:
        group = get_group(db(), procurement().organisation_id, form.group.data or "")
        service.join(db(), group=group, procurement=procurement(), number=form.data["number"], actor=actor(), now=now())

    if attempt(form, act):
        flash("The procurement is one of the lots.", "success")
        return redirect(url_for(".show", ref=ref))
    return render_template("staff/lots/join.html", form=form, procurement=procurement(), groups=groups), form.status


@blueprint.post("/leave")
@requires(Permission.PROCUREMENT_RUN)
@commits
def leave(ref: str) -> ResponseReturnValue:
    """Take this procurement out of its lots."""
    group = find_group_of(db(), procurement().id)
    form = LeaveLotsForm()

    def act() -> None:
        if group is not None:
            service.leave(db(), group=group, procurement=procurement(), actor=actor(), now=now())

    if attempt(form, act):
        flash("The procurement is no longer one of the lots.", "success")
    return redirect(url_for(".show", ref=ref))
