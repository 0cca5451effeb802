"""What a tender says, between the rows a bidder works on and the parts that are put in the box."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from assurance.adapters.vault import FileKey
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.money import plain
from assurance.domain.tenderbox.parts import (
    ANSWER,
    BACKING,
    COVER,
    FORM,
    IMPACT,
    NAMES,
    PARTNERS,
    PRICE_PART,
    PROMISES,
    QUESTIONS,
    Part,
)
from assurance.persistence.models import (
    Answer,
    AnswerDraft,
    Bid,
    BidBacking,
    BidDocument,
    Cover,
    CriterionRow,
    FormQuestion,
    Price,
    Subcontractor,
    Trajectory,
    Upload,
)
from assurance.persistence.queries.bids import Parts, get_parts
from assurance.persistence.queries.criteria import list_criteria
from assurance.services.sealing import backing, form_questions, impact, offered

PARTNER_WORDS = (
    "name", "role", "company_number", "delivers", "payment_basis", "flows_down", "has_no_exclusion_ground",
    "is_not_debarred", "has_signed_terms",
)  # fmt: skip
READERS = {
    COVER: offered.read,
    PROMISES: offered.read,
    QUESTIONS: form_questions.read,
    BACKING: backing.read,
    IMPACT: impact.read,
}
"""What reads a part back into rows of its own kind."""
PARTNER_FIGURES = ("share_percent", "payment_days", "outcome_share_percent")


def parts_of(session: Session, bid: Bid) -> list[Part]:
    """Write the rows of a tender as parts: answers and prices by criterion, form, partners, names of the files."""
    found = get_parts(session, bid.id)
    parts = [part for row in list_criteria(session, bid.procurement_id) for part in _of_criterion(row, found)]
    parts.append(Part(FORM, "form", "Form of working together", {"form": bid.integration_form}))
    parts.append(form_questions.part_of(list(found.questions.values())))
    parts.append(Part(PARTNERS, "partners", "Partners", [_partner(each) for each in found.subcontractors]))
    parts.extend(offered.parts_of(session, bid, found))
    parts.extend(backing.parts_of(found.backing))
    parts.extend(impact.parts_of(session, bid))
    parts.append(Part(NAMES, "names", "Names of the documents", [_named(each) for each in found.documents]))
    return parts


def write_rows(
    session: Session, bid: Bid, parts: Iterable[Part], *, by_id: int, at: datetime, files: dict[str, FileKey]
) -> None:
    """Write parts back as rows, as of a person and an instant; a file whose key is not given stays out."""
    criteria = {row.code: row for row in list_criteria(session, bid.procurement_id)}
    for part in parts:
        if part.kind == ANSWER:
            session.add(
                Answer(
                    bid_id=bid.id, criterion_id=criteria[part.code].id, text=part.content["text"],
                    is_confirmed=part.content["is_confirmed"], is_ready=True, updated_at=at, updated_by_id=by_id,
                )
            )  # fmt: skip
        elif part.kind == PRICE_PART:
            session.add(_read_price(bid, criteria[part.code], part.content))
        elif part.kind == FORM:
            bid.integration_form = part.content["form"]
        elif part.kind == PARTNERS:
            session.add_all(_read_partner(bid, each) for each in part.content)
        elif part.kind in READERS:
            session.add_all(READERS[part.kind](session, bid, part, by_id=by_id, at=at))
        elif part.kind == NAMES:
            named = [each for each in part.content if each["id"] in files]
            session.add_all(_read_named(bid, each, files[each["id"]]) for each in named)
    session.flush()


def wipe_rows(session: Session, bid: Bid) -> None:
    """Delete everything readable of a tender in hand, and files still on their way with the only key to them.

    The files themselves stay, closed, for who has their keys.
    """
    session.flush()
    for model in (
        Answer,
        AnswerDraft,
        Price,
        Subcontractor,
        FormQuestion,
        Cover,
        Trajectory,
        BidBacking,
        BidDocument,
        Upload,
    ):
        session.execute(delete(model).where(model.bid_id == bid.id))
    impact.wipe(session, bid)
    bid.integration_form = ""
    session.flush()
    session.expire_all()


def _of_criterion(row: CriterionRow, found: Parts) -> Iterator[Part]:
    answer = found.answers.get(row.id)
    if row.kind == Kind.PRICE and row.id in found.prices:
        yield Part(PRICE_PART, row.code, row.title, _price(found.prices[row.id], found.schedules.get(row.id)))
    elif row.kind in (Kind.SCORED, Kind.PASS_FAIL) and answer is not None:
        yield Part(ANSWER, row.code, row.title, {"text": answer.text, "is_confirmed": answer.is_confirmed})


def _price(amount: Decimal, years: Sequence[Decimal] | None) -> dict[str, Any]:
    return {"amount": plain(amount), "years": None if years is None else [plain(each) for each in years]}


def _read_price(bid: Bid, criterion: CriterionRow, content: dict[str, Any]) -> Price:
    years = content.get("years")
    return Price(
        bid_id=bid.id, criterion_id=criterion.id, amount=Decimal(content["amount"]),
        years=None if years is None else tuple(Decimal(each) for each in years),
    )  # fmt: skip


def _partner(each: Subcontractor) -> dict[str, Any]:
    figures = {name: _written(getattr(each, name)) for name in PARTNER_FIGURES}
    return {name: getattr(each, name) for name in PARTNER_WORDS} | figures


def _written(figure: Decimal | None) -> str | None:
    return None if figure is None else plain(figure)


def _read_partner(bid: Bid, each: dict[str, Any]) -> Subcontractor:
    given = {name: None if (value := each.get(name)) is None else Decimal(value) for name in PARTNER_FIGURES}
    return Subcontractor(bid_id=bid.id, **{name: each.get(name) for name in PARTNER_WORDS}, **given)


def _named(each: BidDocument) -> dict[str, Any]:
    return {
        "id": each.public_id, "name": each.name, "content_type": each.content_type, "size": each.size,
        "storage_key": each.storage_key, "commitment": each.commitment, "uploaded_at": each.uploaded_at.isoformat(),
        "uploaded_by": each.uploaded_by_id,
    }  # fmt: skip


def _read_named(bid: Bid, each: dict[str, Any], key: FileKey) -> BidDocument:
    return BidDocument(
        public_id=each["id"], bid_id=bid.id, name=each["name"], content_type=each["content_type"], size=each["size"],
        storage_key=each["storage_key"], commitment=each["commitment"], file_key=key.to_bytes(),
        uploaded_at=datetime.fromisoformat(each["uploaded_at"]), uploaded_by_id=each["uploaded_by"],
    )  # fmt: skip
