"""Conflict declarations: one's own, bid by bid; and for the officer those that wait for a decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.roles import Role
from assurance.domain.stages import BEFORE_SELECTION
from assurance.persistence.queries.declared import list_declared_before
from assurance.persistence.queries.evaluation import (
    count_marks,
    find_declaration,
    get_declaration,
    list_declarations,
    list_declarations_of,
    list_opened_bids,
)
from assurance.persistence.queries.panel import count_set_apart, list_undeclared
from assurance.persistence.queries.selection import list_requests
from assurance.services import conflicts as declaring
from assurance.web.guards import actor, allows, bid, now, procurement, requires
from assurance.web.staff.evaluation.forms import DecideForm, DeclareForm
from assurance.web.staff.evaluation.routes import blueprint
from assurance.web.transaction import attempt, commits, db

SEES_ALL = frozenset({Role.OFFICER, Role.OWNER, Role.AUDITOR})


@blueprint.get("/conflicts")
@requires(Permission.CONFLICT_VIEW)
def conflicts(ref: str) -> ResponseReturnValue:
    """My declarations bid by bid; for officer, owner and auditor everybody's, and what waits for a decision."""
    sees_all = bool(actor().roles & SEES_ALL)
    session, here = db(), procurement()
    everyone = list_declarations(session, here.id) if sees_all else []
    return render_template(
        "staff/evaluation/conflicts.html",
        procurement=here,
        declares=allows(Permission.CONFLICT_DECLARE),
        sees_all=sees_all,
        may_decide={row.id for row in everyone if _may_decide(row)},
        bids=_bids(),
        mine=list_declarations_of(session, here.id, actor().user_id),
        everyone=everyone,
        set_apart=count_set_apart(session, here.id) if sees_all else {},
        history=list_declared_before(session, here.id, None if sees_all else actor().user_id),
        undeclared=list_undeclared(session, here) if sees_all else [],
        me=actor().user_id,
        open_bids={each.id for each in _bids() if declaring.is_open(each, actor())},
        undecided={row.id for row in everyone if _waits(row)},
    )


def _bids() -> list[Any]:
    """List the bids this person declares about: opened tenders, and requests for whoever reads those."""
    found = list_opened_bids(db(), procurement().id)
    if actor().roles & declaring.READS_REQUESTS and procurement().stage not in BEFORE_SELECTION:
        known = {each.id for each in found}
        found += [each for each in list_requests(db(), procurement().id) if each.id not in known]
    return sorted(found, key=lambda bid: (bid.organisation.name, bid.id))


def _waits(row: Any) -> bool:
    return row.has_conflict and not row.decision and declaring.is_open(row.bid, actor())


def _may_decide(row: Any) -> bool:
    return allows(Permission.CONFLICT_DECIDE) and declaring.may_decide(db(), row, actor())


@blueprint.route("/conflicts/<bid_id>", methods=["GET", "POST"])
@requires(Permission.CONFLICT_DECLARE)
@commits
def declare(ref: str, bid_id: str) -> ResponseReturnValue:
    """Declare about one bidder."""
    declaring.require_may_declare(db(), bid(), actor())
    made = find_declaration(db(), bid().id, actor().user_id)
    form = DeclareForm(data=_filled(made))

    def act() -> None:
        declaring.declare(
            db(), bid=bid(), has_conflict=form.has_conflict.data == "yes", detail=form.detail.data or "",
            actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(f"Your declaration about {bid().organisation.name} is on record.", "success")
        return redirect(_next_to_declare(ref))
    page = render_template(
        "staff/evaluation/declare.html", procurement=procurement(), bid=bid(), form=form, made=made,
        marked=count_marks(db(), bid().id, actor().user_id),
    )  # fmt: skip
    return page, form.status


@blueprint.route("/conflicts/decide/<int(max=999999999):declaration_id>", methods=["GET", "POST"])
@requires(Permission.CONFLICT_DECIDE)
@commits
def decide_conflict(ref: str, declaration_id: int) -> ResponseReturnValue:
    """Clear or recuse a person who declared a conflict."""
    row = get_declaration(db(), procurement().id, declaration_id)
    declaring.require_decider(db(), row, actor())
    form = DecideForm(data={"seen": row.declared_at.isoformat()})

    def act() -> None:
        declaring.decide(
            db(), declaration=row, decision=form.decision.data, reason=form.reason.data, actor=actor(), now=now(),
            seen=_instant(form.seen.data),
        )  # fmt: skip

    if attempt(form, act):
        flash(f"The decision on {row.user.name} is on record.", "success")
        return redirect(url_for(".conflicts", ref=ref))
    page = render_template(
        "staff/evaluation/decide_conflict.html", procurement=procurement(), row=row, form=form,
        marked=count_marks(db(), row.bid_id, row.user_id),
    )  # fmt: skip
    return page, form.status


def _filled(made: Any) -> dict[str, str]:
    if made is None:
        return {}
    return {"has_conflict": "yes" if made.has_conflict else "no", "detail": made.detail}


def _next_to_declare(ref: str) -> str:
    done = list_declarations_of(db(), procurement().id, actor().user_id)
    for each in _bids():
        if each.id not in done and declaring.is_open(each, actor()):
            return url_for(".declare", ref=ref, bid_id=each.public_id)
    return url_for(".conflicts", ref=ref)


def _instant(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text or "")
    except ValueError:
        return None
