"""The opening of prices that were kept closed: who is needed, who is here, then the record."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.tenderbox.opening import PRICE, SHARE_LIFE
from assurance.domain.tenderbox.visibility import price_visible
from assurance.persistence.queries.bids import find_opening_record, list_openers
from assurance.persistence.queries.sealing import find_tender_key
from assurance.services import ceremony, price_opening, second_factor
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.opening.forms import OpenForm
from assurance.web.staff.opening.routes import blueprint, take_part
from assurance.web.stepping_up import stepped_up_at
from assurance.web.transaction import commits, db


@blueprint.get("/prices")
@requires(Permission.BIDS_VIEW)
def prices(ref: str) -> ResponseReturnValue:
    """Who is needed to open the prices and who is here; once opened, the record."""
    return _page(OpenForm(), 200)


@blueprint.post("/prices")
@requires(Permission.TENDERS_OPEN)
@commits
def open_prices(ref: str) -> ResponseReturnValue:
    """Take part in the opening of the prices with one’s passphrase; the last needed person opens all of them."""
    return take_part(PRICE, ".prices", "The prices are opened.", _page)


def _page(form: OpenForm, status: int) -> ResponseReturnValue:
    found = procurement()
    page = render_template(
        "staff/opening/prices.html",
        procurement=found,
        form=form,
        me=actor().user_id,
        half_an_hour=SHARE_LIFE,
        key=find_tender_key(db(), found.id),
        here=ceremony.who_is_here(db(), found, now=now(), envelope=PRICE),
        opened_by=list_openers(db(), found.id, PRICE),
        why_not=price_opening.why_not_now(found),
        is_fresh=second_factor.is_fresh(stepped_up_at(), now()),
        record=find_opening_record(db(), found.id, PRICE),
        shows_prices=price_visible(actor().roles, found.stage, closed=found.are_prices_closed),
    )
    return page, status
