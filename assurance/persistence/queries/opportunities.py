"""Finds what is published by what somebody looks for, in a fixed number of queries whatever is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, func, select, type_coerce
from sqlalchemy.orm import Session

from assurance.domain.deadlines import london_to_utc
from assurance.domain.stages import Stage
from assurance.domain.suppliers.search import Order, Search, Which
from assurance.persistence.columns import Pounds
from assurance.persistence.models import BudgetLine, Notice, Organisation, Procurement
from assurance.persistence.queries.finding import containing

UNKNOWN = (Stage.PLANNING, Stage.ENGAGEMENT, Stage.CHECKPOINT_1)
PAGE = 20
FEED = 100
"""Most entries of a feed: enough for a reader that looks once a week."""


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One published procurement as lists show it."""

    procurement: Procurement
    is_open: bool
    value: Decimal | None
    """Approximate lifetime value as published with the call, where a budget was chosen."""
    published_at: datetime
    changed_at: datetime
    """When the newest notice about it was published."""


_envelope = (
    select(func.sum(BudgetLine.latest_amount))
    .where(BudgetLine.procurement_id == Procurement.id, BudgetLine.is_chosen.is_(True))
    .correlate(Procurement)
    .scalar_subquery()
)
_value = type_coerce(type_coerce(_envelope, BigInteger) * Procurement.contract_years, Pounds())
_changed = (
    select(func.max(Notice.published_at))
    .where(Notice.procurement_id == Procurement.id)
    .correlate(Procurement)
    .scalar_subquery()
)


def find_page(session: Session, search: Search, now: datetime, page: int) -> tuple[list[Opportunity], int]:
    """Return one page of what is found, and how many there are in all; two queries."""
    total = session.scalar(select(func.count()).select_from(_matching(search, now).subquery())) or 0
    query = _sorted(_matching(search, now), search, now).offset((page - 1) * PAGE).limit(PAGE)
    return _read(session, query, now), total


def find_every(session: Session, search: Search, now: datetime) -> list[Opportunity]:
    """Return everything that is found, for a file; one query."""
    return _read(session, _sorted(_matching(search, now), search, now), now)


def find_newest(session: Session, search: Search, now: datetime) -> list[Opportunity]:
    """Return what is found for a feed, last changed first; one query."""
    query = _matching(search, now).order_by(_changed.desc(), Procurement.id.desc()).limit(FEED)
    return _read(session, query, now)


def matches(session: Session, search: Search, procurement_id: int, now: datetime) -> bool:
    """Say whether a search finds one procurement that something was published about, by the same query as the list.

    Before the call its value is not public, so that a search by value does not find it yet.
    """
    query = _matching(search, now, announced=search.band is None).where(Procurement.id == procurement_id)
    return session.execute(query).first() is not None


def list_choices(session: Session) -> tuple[list[str], list[str]]:
    """List the authorities and the care groups of what is published, by name; one query."""
    rows = session.execute(
        select(Organisation.name, Procurement.care_group)
        .join(Procurement, Procurement.organisation_id == Organisation.id)
        .where(*_published())
        .distinct()
    ).all()
    return sorted({row[0] for row in rows}), sorted({row[1] for row in rows if row[1]})


def _published() -> tuple[ColumnElement[bool], ...]:
    return Procurement.stage.not_in(UNKNOWN), Procurement.criteria_frozen_at.is_not(None)


def _matching(search: Search, now: datetime, *, announced: bool = False) -> Select[Procurement, Decimal, datetime]:
    query = (
        select(Procurement, _value, _changed)
        .join(Organisation, Organisation.id == Procurement.organisation_id)
        .where(*(() if announced else _published()), *(_says(word) for word in search.words))
    )
    if search.which is not Which.ALL:
        query = query.where(_is_open(now) if search.which is Which.OPEN else ~_is_open(now))
    if search.authority:
        query = query.where(Organisation.name == search.authority)
    if search.care_group:
        query = query.where(Procurement.care_group == search.care_group)
    if search.band:
        least, above = search.band.bounds
        query = query.where(_value >= Decimal(least))
        query = query.where(_value < Decimal(above)) if above else query
    if search.before:
        end = london_to_utc(search.before + timedelta(days=1), time(0), "before")
        query = query.where(_is_open(now), Procurement.requests_due_at <= end)
    return query


def _says(word: str) -> ColumnElement[bool]:
    """Look for a word in everything a list shows and the notice says."""
    places = (
        Procurement.title, Procurement.summary, Procurement.notice_text, Procurement.care_group,
        Procurement.reference, Organisation.name,
    )  # fmt: skip
    return containing((word,), *places)


def _is_open(now: datetime) -> ColumnElement[bool]:
    """The rule of `services.bids.call_is_open`, where the database has to answer it."""
    due = Procurement.requests_due_at
    return and_(Procurement.stage == Stage.CALL, due.is_not(None), func.coalesce(due > now, False))


def _sorted(
    query: Select[Procurement, Decimal, datetime], search: Search, now: datetime
) -> Select[Procurement, Decimal, datetime]:
    closed_last = case((_is_open(now), 0), else_=1)
    soonest = case((_is_open(now), Procurement.requests_due_at))
    newest = Procurement.criteria_frozen_at.desc()
    by = {
        Order.DEADLINE: (closed_last, soonest, newest),
        Order.NEWEST: (newest,),
        Order.VALUE: (_value.is_(None), _value.desc()),
        Order.LEAST: (_value.is_(None), _value),
        Order.TITLE: (func.lower(Procurement.title),),
        Order.TITLE_DOWN: (func.lower(Procurement.title).desc(),),
    }[search.order]
    return query.order_by(*by, Procurement.id.desc())


def _read(session: Session, query: Select[Procurement, Decimal, datetime], now: datetime) -> list[Opportunity]:
    return [_row(procurement, value, changed, now) for procurement, value, changed in _rows(session, query)]


def _rows(
    session: Session, query: Select[Procurement, Decimal, datetime]
) -> Sequence[tuple[Procurement, Decimal, datetime]]:
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def _row(procurement: Procurement, value: Decimal | None, changed: datetime | None, now: datetime) -> Opportunity:
    due = procurement.requests_due_at
    is_open = procurement.stage is Stage.CALL and due is not None and now < due
    frozen = procurement.criteria_frozen_at
    if frozen is None:
        raise RuntimeError("what is published has its criteria fixed")
    return Opportunity(procurement, is_open, value, frozen, changed or frozen)
