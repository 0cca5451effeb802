"""One search over everything a person may read: each kind by the rule of the page it leads to, and nothing sealed.

A fixed number of queries, however much there is. What is found says no more than the list in which it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor, Reach, permits
from assurance.domain.authority.roles import Role
from assurance.domain.mail import one_line
from assurance.domain.stages import BEFORE_SELECTION, Stage
from assurance.domain.suppliers.search import Search
from assurance.domain.tenderbox.visibility import PANEL, panel_may_read
from assurance.persistence.models import Bid, Clarification, Procurement
from assurance.persistence.queries import finding
from assurance.persistence.queries.opportunities import find_page
from assurance.persistence.queries.procurements import list_stages, roles_by_procurement

SHOWN = finding.SHOWN
TITLE = 120
"""Characters of a question in a list."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: its name, what helps to tell it from others, and the page it leads to."""

    title: str
    detail: str = ""
    endpoint: str = ""
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind, and whether there is more."""

    name: str
    hits: tuple[Hit, ...]
    has_more: bool


def search_as_staff(session: Session, *, words: Sequence[str], actor: Actor) -> list[Group]:
    """Find what a person of an authority may read; kinds of which nothing was found are left out."""
    roles = roles_by_procurement(session, actor.user_id)
    stages = list_stages(session, roles, actor.organisation_id)

    def where(permission: Permission) -> set[int]:
        return {each for each in stages if _permits(actor, permission, roles[each])}

    reads = where(Permission.BIDS_VIEW) - _of_panel(roles)
    marks = {each for each in _of_panel(roles) & set(stages) if panel_may_read(stages[each])}
    asks = {each for each in where(Permission.SELECTION_VIEW) if stages[each] not in BEFORE_SELECTION}
    return _groups(
        ("Procurements", finding.find_procurements(session, set(stages), words), _procurement),
        ("Tenders", finding.find_opened_bids(session, reads, marks, actor.user_id, words), _tender),
        ("Requests to take part", finding.find_requests(session, asks, actor.user_id, words), _request),
        ("Questions", finding.find_questions(session, where(Permission.CLARIFICATION_VIEW), words), _question),
        ("Documents", finding.find_packs(session, where(Permission.PACKS_VIEW), words), _pack),
        ("Notices", finding.find_notices(session, words), _notice),
        ("Registered providers", finding.find_providers(session, words), _provider),
        ("People of your authority", finding.find_colleagues(session, actor.organisation_id, words), _person),
    )


def search_as_supplier(session: Session, *, words: Sequence[str], actor: Actor, now: datetime) -> list[Group]:
    """Find what a person of a provider may read."""
    own = actor.organisation_id
    opportunities = find_page(session, Search(tuple(words)), now, 1)[0][: SHOWN + 1]
    return _groups(
        ("Your bids", finding.find_own_bids(session, own, words), _own_bid),
        ("Opportunities", opportunities, _opportunity),
        ("Questions and answers", finding.find_questions_for(session, own, words), lambda each: _asked(each, own)),
        ("Notices", finding.find_notices(session, words), _notice),
        ("Your colleagues", finding.find_colleagues(session, own, words), _person),
    )


def _groups(*found: tuple[str, Sequence[Any], Callable[[Any], Hit]]) -> list[Group]:
    return [
        Group(name, tuple(as_hit(each) for each in rows[:SHOWN]), len(rows) > SHOWN)
        for name, rows, as_hit in found
        if rows
    ]


def _permits(actor: Actor, permission: Permission, roles: frozenset[Role]) -> bool:
    return permits(replace(actor, roles=roles), permission, Reach(authority_id=actor.organisation_id))


def _of_panel(roles: dict[int, frozenset[Role]]) -> set[int]:
    return {each for each, held in roles.items() if held & PANEL}


def _at(procurement: Procurement) -> str:
    return f"{procurement.reference}: {procurement.title}"


def _link(endpoint: str, title: str, detail: str, **params: str) -> Hit:
    return Hit(title, detail, endpoint, tuple(params.items()))


def _procurement(row: Procurement) -> Hit:
    return _link("staff.procurements.show", _at(row), Stage(row.stage).label, ref=row.reference)


def _tender(row: Bid) -> Hit:
    at = row.procurement
    return _link("staff.opening.bid", row.organisation.name, _at(at), ref=at.reference, bid_id=row.public_id)


def _request(row: Bid) -> Hit:
    at = row.procurement
    return _link("staff.selection.request", row.organisation.name, _at(at), ref=at.reference, bid_id=row.public_id)


def _question(row: Clarification) -> Hit:
    ref = row.procurement.reference
    return _link("staff.clarifications.show", one_line(row.question, TITLE), ref, ref=ref, question_id=row.public_id)


def _pack(found: tuple[Any, Procurement]) -> Hit:
    pack, at = found
    return _link("staff.packs.show", pack.title, _at(at), ref=at.reference, pack_id=pack.public_id)


def _notice(found: tuple[Any, Procurement]) -> Hit:
    notice, at = found
    return _link("public.notices.show", notice.title, at.reference, notice_id=notice.public_id)


def _provider(found: tuple[Any, str]) -> Hit:
    organisation, number = found
    return Hit(organisation.name, f"Company number {number}" if number else "")


def _person(row: Any) -> Hit:
    return Hit(row.name, ", ".join(_given(row.job_title, row.email)))


def _own_bid(row: Bid) -> Hit:
    return _link("supplier.bids.show", row.procurement.title, row.procurement.reference, bid_id=row.public_id)


def _opportunity(row: Any) -> Hit:
    at = row.procurement
    return _link("supplier.opportunities.show", at.title, at.reference, ref=at.reference)


def _asked(row: Clarification, own: int) -> Hit:
    ref = row.procurement.reference
    if row.organisation_id == own:
        page = "supplier.clarifications.show"
        return _link(page, one_line(row.question, TITLE), f"{ref}, asked by you", ref=ref, question_id=row.public_id)
    return _link(
        "supplier.clarifications.index", f"Question {row.number}: {one_line(row.wording, TITLE)}", ref, ref=ref
    )


def _given(*parts: str) -> Iterable[str]:
    return (each for each in parts if each)
