"""Looks for words in what lists show. What a person may know of is decided by whoever asks: it comes in as ids."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, defer

from assurance.domain.authority.policy import Audience
from assurance.domain.clarifications.questions import TAKES_PART, Circle, State
from assurance.domain.finding import says
from assurance.persistence.models import (
    Bid,
    BidStageChange,
    Clarification,
    ConflictDeclaration,
    Notice,
    Organisation,
    Pack,
    Procurement,
    SupplierProfile,
    User,
)

SHOWN = 10
"""Of each kind; one more is asked for, to say that there are more."""
MOST_QUESTIONS = 500
"""Questions read through, newest first: they lie enciphered, so that the database cannot look into them."""
Place = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]


def containing(words: Iterable[str], *places: Place) -> ColumnElement[bool]:
    """Want every word in one of the places; what means something to LIKE is taken plainly."""
    return and_(
        *(or_(*(place.icontains(word, autoescape=True) for place in places)) for word in words)
    )  # fmt: skip


def find_procurements(session: Session, ids: Collection[int], words: Sequence[str]) -> list[Procurement]:
    """Find procurements by reference, title, summary or care group, newest first."""
    places = (Procurement.reference, Procurement.title, Procurement.summary, Procurement.care_group)
    query = select(Procurement).where(Procurement.id.in_(ids), containing(words, *places))
    return list(session.scalars(query.order_by(Procurement.id.desc()).limit(SHOWN + 1)))


def find_opened_bids(
    session: Session, ids: Collection[int], panel_ids: Collection[int], user_id: int, words: Sequence[str]
) -> list[Bid]:
    """Find bidders whose tender was opened, as `services/reading.py` lets a person read it.

    `panel_ids` are procurements in which the person is of the panel and marking has begun: there they find those about
    whom they have declared. Whoever has a conflict that nobody cleared does not find that bidder.
    """
    opened = exists().where(BidStageChange.bid_id == Bid.id, BidStageChange.trigger == "open")
    own = (ConflictDeclaration.bid_id == Bid.id, ConflictDeclaration.user_id == user_id)
    may = or_(Bid.procurement_id.in_(ids), and_(Bid.procurement_id.in_(panel_ids), exists().where(*own)))
    return _bids(session, words, may, opened, ~_in_conflict(user_id))


def find_requests(session: Session, ids: Collection[int], user_id: int, words: Sequence[str]) -> list[Bid]:
    """Find bidders who have asked to take part, in procurements whose requests may be read."""
    sent = (Bid.procurement_id.in_(ids), Bid.requested_at.is_not(None))
    return _bids(session, words, *sent, ~_in_conflict(user_id))


def find_own_bids(session: Session, organisation_id: int, words: Sequence[str]) -> list[Bid]:
    """Find an organisation’s bids by the procurement they are for."""
    wanted = containing(words, Procurement.reference, Procurement.title, Procurement.summary)
    query = select(Bid).join(Procurement).where(Bid.organisation_id == organisation_id, wanted)
    return list(session.scalars(query.order_by(Bid.id.desc()).limit(SHOWN + 1)))


def find_questions(session: Session, ids: Collection[int], words: Sequence[str]) -> list[Clarification]:
    """Find questions of bidders by their words, for those of the authority who may read them."""
    may = Clarification.procurement_id.in_(ids)
    return _questions(session, may, words, lambda each: (each.question, each.wording, each.answer))


def find_questions_for(session: Session, organisation_id: int, words: Sequence[str]) -> list[Clarification]:
    """Find what an organisation asked itself, what is published to everybody, and where it takes part all published."""
    within = select(Bid.procurement_id).where(Bid.organisation_id == organisation_id, Bid.stage.in_(TAKES_PART))
    to_it = or_(Clarification.circle == Circle.EVERYBODY, Clarification.procurement_id.in_(within))
    published = and_(Clarification.state == State.PUBLISHED, to_it)
    may = or_(Clarification.organisation_id == organisation_id, published)
    return _questions(session, may, words, lambda each: _read_by(each, organisation_id))


def find_packs(session: Session, ids: Collection[int], words: Sequence[str]) -> list[tuple[Pack, Procurement]]:
    """Find issued documents by title or by the reference of their procurement, newest first."""
    query = select(Pack, Procurement).join(Procurement, Procurement.id == Pack.procurement_id)
    wanted = (Pack.procurement_id.in_(ids), Pack.status == "done", containing(words, Pack.title, Procurement.reference))
    return list(session.execute(query.where(*wanted).order_by(Pack.id.desc()).limit(SHOWN + 1)))


def find_providers(session: Session, words: Sequence[str]) -> list[tuple[Organisation, str]]:
    """Find registered providers by name or company number; that one is registered says nothing of any tender."""
    query = select(Organisation, SupplierProfile.company_number)
    query = query.join(SupplierProfile, SupplierProfile.organisation_id == Organisation.id)
    wanted = (
        Organisation.audience == Audience.SUPPLIER, containing(words, Organisation.name, SupplierProfile.company_number)
    )  # fmt: skip
    query = query.where(*wanted).order_by(Organisation.name, Organisation.id).limit(SHOWN + 1)
    return [(found, number or "") for found, number in session.execute(query)]


def find_notices(session: Session, words: Sequence[str]) -> list[tuple[Notice, Procurement]]:
    """Find published notices, which are everybody’s to read, newest first."""
    query = select(Notice, Procurement).join(Procurement, Procurement.id == Notice.procurement_id)
    query = query.where(containing(words, Notice.title, Procurement.title, Procurement.reference))
    return list(session.execute(query.order_by(Notice.id.desc()).limit(SHOWN + 1)))


def find_colleagues(session: Session, organisation_id: int, words: Sequence[str]) -> list[User]:
    """Find the people of one’s own organisation."""
    wanted = (User.organisation_id == organisation_id, User.is_active, containing(words, User.name, User.job_title))
    return list(session.scalars(select(User).where(*wanted).order_by(User.name, User.id).limit(SHOWN + 1)))


def _bids(session: Session, words: Sequence[str], *wanted: ColumnElement[bool]) -> list[Bid]:
    query = select(Bid).join(Organisation, Organisation.id == Bid.organisation_id)
    query = query.where(*wanted, containing(words, Organisation.name))
    return list(session.scalars(query.options(defer(Bid.manifest)).order_by(Bid.id.desc()).limit(SHOWN + 1)))


def _in_conflict(user_id: int) -> ColumnElement[bool]:
    return exists().where(
        ConflictDeclaration.bid_id == Bid.id, ConflictDeclaration.user_id == user_id,
        ConflictDeclaration.has_conflict, ConflictDeclaration.decision != "cleared",
    )  # fmt: skip


def _read_by(row: Clarification, organisation_id: int) -> tuple[str, ...]:
    """Return what an organisation reads of a question: its own as asked, that of another only as it was published."""
    asked = (row.question,) if row.organisation_id == organisation_id else ()
    return (*asked, row.wording, row.answer) if row.settled_at else asked


def _questions(
    session: Session, may: ColumnElement[bool], words: Sequence[str], read: Callable[[Clarification], tuple[str, ...]]
) -> list[Clarification]:
    found = session.scalars(select(Clarification).where(may).order_by(Clarification.id.desc()).limit(MOST_QUESTIONS))
    return [each for each in found if says(words, *read(each))][: SHOWN + 1]
