"""Lists taken out as a workbook or as CSV, each by who may see it on its page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.roles import Role
from assurance.domain.errors import Conflict
from assurance.domain.stages import Stage, reached
from assurance.domain.tenderbox.visibility import price_visible
from assurance.persistence.queries.bids import list_in_procurement, list_opened, list_openers
from assurance.persistence.queries.criteria import list_scored
from assurance.persistence.queries.evaluation import list_counting_marks, list_declarations_of
from assurance.persistence.queries.evidence import list_agreed, list_marks
from assurance.persistence.queries.panel import list_evaluated_bids
from assurance.persistence.queries.selection import list_decisions, list_requests
from assurance.persistence.queries.specification import list_sections
from assurance.services import results, selection
from assurance.services.conflicts import is_clear
from assurance.services.reading import note_read
from assurance.web.downloads import table
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.clarifications.lists import questions as questions_wanted
from assurance.web.staff.evaluation.quality import why_no_price
from assurance.web.staff.planning.specification import readable_versions
from assurance.web.staff.procurements.lists import all_of_mine
from assurance.web.staff.procurements.lists import people as people_wanted
from assurance.web.staff.suppliers.lists import suppliers as suppliers_wanted
from assurance.web.staff.tables import rows
from assurance.web.transaction import apart, db

blueprint = Blueprint("tables", __name__)
KIND = "<any(xlsx, csv):kind>"


@blueprint.get(f"/suppliers/suppliers.{KIND}")
@requires(Permission.DESK_VIEW)
def suppliers(kind: str) -> Response:
    """Every registered organisation, and what was found about it."""
    return table(rows.suppliers(suppliers_wanted()[0].found), "suppliers", kind)


@blueprint.get(f"/procurements/procurements.{KIND}")
@requires(Permission.DESK_VIEW)
def procurements(kind: str) -> Response:
    """The procurements I take part in, as they are looked for."""
    return table(rows.procurements(all_of_mine()), "procurements", kind)


@blueprint.get(f"/procurements/<ref>/people.{KIND}")
@requires(Permission.PROCUREMENT_VIEW)
def people(ref: str, kind: str) -> Response:
    """Who holds which role, as it is looked for."""
    return table(rows.people(people_wanted().found), f"{ref}-people", kind)


@blueprint.get(f"/procurements/<ref>/planning/specification.{KIND}")
@requires(Permission.PROCUREMENT_VIEW)
def specification(ref: str, kind: str) -> Response:
    """The specification as it is written, section by section, and the versions that one may read."""
    listed = rows.specification(list_sections(db(), procurement().id), readable_versions())
    return table(listed, f"{ref}-specification", kind)


@blueprint.get(f"/procurements/<ref>/questions/questions.{KIND}")
@requires(Permission.CLARIFICATION_VIEW)
def questions(ref: str, kind: str) -> Response:
    """Every question with who asked it, what was answered and to whom."""
    return table(rows.questions(questions_wanted().found), f"{ref}-questions", kind)


@blueprint.get(f"/procurements/<ref>/evaluation/agreed-marks.{KIND}")
@requires(Permission.RANKING_VIEW, fresh_to="take out marks")
def agreed_marks(ref: str, kind: str) -> Response:
    """What the panel agreed on every question of every bid, once moderation is complete; the reading is on record."""
    here = procurement()
    if not reached(here.stage, Stage.RANKING):
        raise Conflict("Agreed marks go out once moderation is complete")
    bids = {bid.id: bid for bid in list_in_procurement(db(), here.id)}
    agreed = [each for each in list_agreed(db(), here.id) if each.superseded_at is None]
    listed = rows.agreed_marks(agreed, list_marks(db(), here.id), bids, list_scored(db(), here.id))
    for bid_id in sorted({each.bid_id for each in agreed}):
        note_read(apart(), bid=bids[bid_id], actor=actor(), now=now(), what=f"marks:{kind}")
    return table(listed, f"{ref}-agreed-marks", kind)


@blueprint.get(f"/procurements/<ref>/evaluation/single-marks.{KIND}")
@requires(Permission.MARKS_VIEW, fresh_to="take out marks")
def single_marks(ref: str, kind: str) -> Response:
    """Everybody’s locked marks with their reasons, of the bids that one may read; the reading is on record."""
    here = procurement()
    if not reached(here.stage, Stage.MODERATION):
        raise Conflict("Single marks go out once everybody has locked theirs and moderation has begun")
    declared = list_declarations_of(db(), here.id, actor().user_id)
    bids = {bid.id: bid for bid in list_evaluated_bids(db(), here.id) if _is_open_to_me(declared.get(bid.id))}
    counting = {each.id for marks in list_counting_marks(db(), here.id).values() for each in marks}
    marks = [each for each in list_marks(db(), here.id) if each.bid_id in bids and each.id in counting]
    listed = rows.single_marks(marks, bids, list_scored(db(), here.id))
    for bid_id in sorted({each.bid_id for each in marks}):
        note_read(apart(), bid=bids[bid_id], actor=actor(), now=now(), what=f"single-marks:{kind}")
    return table(listed, f"{ref}-single-marks", kind)


@blueprint.get(f"/procurements/<ref>/evaluation/ranking.{KIND}")
@requires(Permission.RANKING_VIEW, fresh_to="take out the ranking")
def ranking(ref: str, kind: str) -> Response:
    """Rank, total and points of every bid by criterion, where the person may see prices."""
    here = procurement()
    if not reached(here.stage, Stage.RANKING):
        raise Conflict("The ranking goes out once moderation is complete")
    if not price_visible(actor().roles, here.stage, closed=here.are_prices_closed):
        raise Conflict(f"{why_no_price(here)}. Until then there is no ranking to take out")
    outcome = results.shown(db(), here)
    if outcome.result is None:
        raise Conflict("There is no ranking yet: its page says what is missing", endpoint="staff.evaluation.ranking")
    return table(rows.ranking(outcome), f"{ref}-ranking", kind)


@blueprint.get(f"/procurements/<ref>/opening/tenders.{KIND}")
@requires(Permission.BIDS_VIEW, fresh_to="take out the list of tenders")
def tenders(ref: str, kind: str) -> Response:
    """Every opened tender with when it was received and what ties it to its receipt."""
    if not list_openers(db(), procurement().id):
        raise Conflict("Nobody knows which tenders there are until the box is opened")
    return table(rows.tenders(list_opened(db(), procurement().id)), f"{ref}-tenders", kind)


@blueprint.get(f"/procurements/<ref>/selection/requests.{KIND}")
@requires(Permission.SELECTION_VIEW, fresh_to="take out the list of requests")
def requests(ref: str, kind: str) -> Response:
    """Everybody who asked to take part, and what was decided, once the call is closed."""
    if hidden := selection.why_hidden(procurement()):
        raise Conflict(hidden)
    asked, decided = list_requests(db(), procurement().id), list_decisions(db(), procurement().id)
    return table(rows.requests(asked, decided), f"{ref}-requests", kind)


def _is_open_to_me(row: Any) -> bool:
    """Say whether the marks of a bid are for this person, by the rule of the page on which they stand side by side."""
    return Role.AUDITOR in actor().roles or is_clear(row)
