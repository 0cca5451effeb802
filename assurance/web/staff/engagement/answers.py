"""What providers answered, how ready the market is, and who is interested: for the authority's planners only."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.domain.suppliers.duplicates import findings
from assurance.domain.suppliers.readiness import Element, tally
from assurance.persistence.queries.engagement import find_engagement, find_response, list_submitted
from assurance.persistence.queries.suppliers import list_interests, list_named
from assurance.services import audit
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.engagement.routes import blueprint
from assurance.web.transaction import apart, db


@blueprint.get("/answers")
@requires(Permission.ENGAGEMENT_VIEW)
def answers(ref: str) -> ResponseReturnValue:
    """Who answered, and how many can deliver each element of care."""
    found = find_engagement(db(), procurement().id)
    submitted = list_submitted(db(), found.id) if found else []
    elements = [Element(*each) for each in found.elements] if found else []
    return render_template(
        "staff/engagement/answers.html", procurement=procurement(), engagement=found, submitted=submitted,
        readiness=tally(elements, [each.readiness for each in submitted]),
    )  # fmt: skip


@blueprint.get("/answers/<int:organisation_id>")
@requires(Permission.ENGAGEMENT_VIEW)
def answer(ref: str, organisation_id: int) -> ResponseReturnValue:
    """One organisation's submitted answers; that they were read is on record."""
    found = find_engagement(db(), procurement().id)
    response = find_response(db(), found.id, organisation_id) if found and organisation_id < 2**31 else None
    if response is None or response.submitted_at is None:
        raise NotFound("There are no submitted answers of this organisation")
    page = render_template(
        "staff/engagement/answer.html", procurement=procurement(), engagement=found, response=response
    )
    audit.record_apart(
        apart(), tag="engagement:answers-read", actor=actor(), now=now(), reference=procurement().reference,
        subject=str(organisation_id),
    )  # fmt: skip
    return page


@blueprint.get("/interest")
@requires(Permission.ENGAGEMENT_VIEW)
def interest(ref: str) -> ResponseReturnValue:
    """Which organisations say that they are interested, and which of them may be registered twice."""
    interested = list_interests(db(), procurement().id)
    flagged = {each.key for each in findings(list_named(db()))}
    return render_template(
        "staff/engagement/interest.html", procurement=procurement(), interests=interested, flagged=flagged
    )
