"""Promise against cost after the opening: what each tender would be paid under the model that was published."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import Conflict
from assurance.services import payment_model, payment_offers, reading
from assurance.web.guards import actor, bid, now, procurement, requires
from assurance.web.staff.opening.routes import blueprint, noting_peeks
from assurance.web.transaction import apart, db


@blueprint.get("/payment")
@requires(Permission.PROCUREMENT_VIEW)
def payments(ref: str) -> ResponseReturnValue:
    """Every opened tender that the person may read, side by side. Each reading is recorded."""
    listed = payment_offers.compare(db(), procurement=procurement(), actor=actor())
    page = render_template(
        "staff/opening/payments.html", procurement=procurement(), listed=listed,
        has_model=payment_model.of(db(), procurement()) is not None,
    )  # fmt: skip
    for each in listed:
        reading.note_read(apart(), bid=each.bid, actor=actor(), now=now(), what="payment")
    return page


@blueprint.get("/<bid_id>/payment")
@requires(Permission.PROCUREMENT_VIEW)
def payment(ref: str, bid_id: str) -> ResponseReturnValue:
    """What one tender would be paid by its promises, how its money flows down, what stands behind it."""
    with noting_peeks():
        found = payment_offers.offered(db(), bid=bid(), actor=actor(), now=now())
    if found is None:
        raise Conflict("There is no payment model in this procurement", endpoint="staff.opening.show")
    page = render_template("staff/opening/payment.html", procurement=procurement(), bid=bid(), found=found)
    reading.note_read(apart(), bid=bid(), actor=actor(), now=now(), what="payment")
    return page
