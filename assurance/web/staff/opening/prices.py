"""The opening of prices that were kept closed: who is needed, who is here, then the record."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.roles import Role
from assurance.domain.tenderbox.opening import PRICE, openers_short
from assurance.domain.tenderbox.visibility import price_visible
from assurance.persistence.queries.bids import find_opening_record, list_openers
from assurance.persistence.queries.gates import list_holders
from assurance.services import price_opening
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.opening.routes import blueprint
from assurance.web.transaction import commits, db


@blueprint.get("/prices")
@requires(Permission.BIDS_VIEW)
def prices(ref: str) -> ResponseReturnValue:
    """Who is needed to open the prices and who is here; once opened, the record."""
    here = list_openers(db(), procurement().id, PRICE)
    return render_template(
        "staff/opening/prices.html",
        procurement=procurement(),
        here=here,
        short=openers_short(len(here)),
        holders=list_holders(db(), procurement().id, Role.OPENER),
        why_not=price_opening.why_not_now(procurement()),
        has_joined=actor().user_id in {act.user_id for act in here},
        record=find_opening_record(db(), procurement().id, PRICE),
        shows_prices=price_visible(actor().roles, procurement().stage, closed=procurement().are_prices_closed),
    )


@blueprint.post("/prices/take-part")
@requires(Permission.TENDERS_OPEN)
@commits
def open_prices(ref: str) -> ResponseReturnValue:
    """Take part in the opening of the prices; the second person opens all of them."""
    price_opening.take_part(db(), procurement=procurement(), actor=actor(), now=now())
    waiting = "You have taken part. Another opener must take part before any price opens."
    flash(waiting if procurement().are_prices_closed else "The prices are opened.", "success")
    return redirect(url_for(".prices", ref=ref))
