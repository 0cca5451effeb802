"""Past procurements of others that an authority took in, and those a plan is compared with."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.domain.ocds.past.procurement import CODE
from assurance.domain.ocds.past.search import Order, PastSearch
from assurance.persistence.models import Comparable, PastProcurement, Procurement

PAGE = 25
MOST_OUT = 5_000
"""Most rows of a list taken out as a file."""


def find_past(
    session: Session, organisation_id: int, search: PastSearch, page: int
) -> tuple[list[PastProcurement], int]:
    """Return one page of what is found, and how many there are in all; two queries."""
    matching = _matching(organisation_id, search)
    total = session.scalar(select(func.count()).select_from(matching.subquery())) or 0
    return list(session.scalars(_sorted(matching, search).offset((page - 1) * PAGE).limit(PAGE))), total


def list_past(session: Session, organisation_id: int, search: PastSearch) -> list[PastProcurement]:
    """Return all that is found, for a file; one query."""
    return list(session.scalars(_sorted(_matching(organisation_id, search), search).limit(MOST_OUT)))


def get_past(session: Session, organisation_id: int, public_id: str) -> PastProcurement:
    """Return a past procurement of an authority by its public id; that of another authority does not exist."""
    found = session.scalar(
        select(PastProcurement).where(
            PastProcurement.public_id == public_id, PastProcurement.organisation_id == organisation_id
        )
    )
    if found is None:
        raise NotFound("There is no such past procurement, or it is not yours to see")
    return found


def list_known(session: Session, organisation_id: int, ocids: Collection[str]) -> dict[str, PastProcurement]:
    """Return those that an authority has already, by ocid."""
    query = select(PastProcurement).where(
        PastProcurement.organisation_id == organisation_id, PastProcurement.ocid.in_(ocids)
    )
    return {each.ocid: each for each in session.scalars(query)}


def list_comparables(session: Session, procurement_id: int) -> list[Comparable]:
    """List what a plan is compared with, in the order chosen; one query."""
    query = select(Comparable).where(Comparable.procurement_id == procurement_id)
    return list(session.scalars(query.order_by(Comparable.id)))


def list_compared(session: Session, past_id: int) -> list[str]:
    """List the references of the procurements whose plan is compared with a past one."""
    query = select(Procurement.reference).join(Comparable, Comparable.procurement_id == Procurement.id)
    return list(session.scalars(query.where(Comparable.past_procurement_id == past_id).order_by(Procurement.reference)))


def _matching(organisation_id: int, search: PastSearch) -> Select[PastProcurement]:
    query = select(PastProcurement).where(PastProcurement.organisation_id == organisation_id)
    for word in search.words:
        query = query.where(PastProcurement.search_text.contains(word.casefold(), autoescape=True))
    if search.cpv:
        query = query.where(PastProcurement.search_text.contains(f"\n{CODE}{search.cpv}", autoescape=True))
    if search.least is not None or search.most is not None:
        query = query.where(PastProcurement.currency == "GBP")
    if search.least is not None:
        query = query.where(PastProcurement.value_amount >= search.least)
    if search.most is not None:
        query = query.where(PastProcurement.value_amount <= search.most)
    if search.since is not None:
        query = query.where(PastProcurement.published_on >= date(search.since, 1, 1))
    return query


def _sorted(query: Select[PastProcurement], search: PastSearch) -> Select[PastProcurement]:
    """Sort by what is asked for; what is not known comes last either way, and equals stand newest first."""
    published, value, title = PastProcurement.published_on, PastProcurement.value_amount, PastProcurement.title
    by: dict[Order, tuple[ColumnElement[Any], ...]] = {
        Order.NEWEST: (),
        Order.OLDEST: (published.asc().nulls_last(),),
        Order.VALUE: (value.desc().nulls_last(),),
        Order.LEAST: (value.asc().nulls_last(),),
        Order.TITLE: (func.lower(title),),
        Order.TITLE_DOWN: (func.lower(title).desc(),),
    }
    return query.order_by(*by[search.order], published.desc().nulls_last(), PastProcurement.id.desc())
