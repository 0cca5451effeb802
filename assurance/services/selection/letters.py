"""What each bidder is told of the selection: the decision, and for every question what it was given and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.deadlines import LONDON
from assurance.domain.money import round_out
from assurance.domain.selection.questionnaire import Question, Questionnaire
from assurance.domain.selection.shortlist import Place
from assurance.persistence.models import Bid, Letter
from assurance.persistence.queries.bids import SELECTION
from assurance.persistence.queries.selection import RequestRecord
from assurance.services import audit, letter_content, telling

TITLES = {
    "selected": "You are selected to take part",
    "not_selected": "You are not selected to take part",
    "excluded": "You are excluded from the competition",
}
_INTROS = {
    "selected": "Thank you for your request to take part in {title}. You are selected; we will invite you to dialogue.",
    "not_selected": "Thank you for your request to take part in {title}. You are not selected.",
    "excluded": "Thank you for your request to take part in {title}. You are excluded, because a ground applies.",
}


def compose(asked: Questionnaire, record: RequestRecord, place: Place, requests: int) -> dict[str, Any]:
    """Write one bidder's letter from what was judged of it; of others it says only how many asked."""
    assessed = record.assessed(asked)
    kind = "excluded" if assessed.excluding else "selected" if place.is_through else "not_selected"
    content = letter_content.blank(record.bid.procurement, record.bid, kind)
    return content | {
        "intro": _INTROS[kind].format(title=record.bid.procurement.title),
        "why": "; ".join(_why(asked, record, place, requests)),
        "questions": [_line(asked, record, each) for each in asked.questions],
        "grounds": list(_grounds(asked, record)),
        "replaced": list(_replaced(record)),
        "score": None if place.score is None or not asked.marked else round_out(place.score, 2),
        "place": place.place if asked.marked else None,
        "requests": requests,
        "rule": rule_words(asked),
    }


def issue(session: Session, *, bid: Bid, content: dict[str, Any], actor: Actor, now: datetime) -> Letter:
    """Issue the letter and tell the bidder that it is there."""
    content = content | {"date": now.astimezone(LONDON).date().isoformat()}
    letter = Letter(
        bid_id=bid.id, bid=bid, kind=SELECTION, content=content, prepared_by_id=actor.user_id, prepared_at=now,
        issued_at=now,
    )  # fmt: skip
    session.add(letter)
    session.flush()
    audit.record(
        session, tag="letter:issued", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        kind=content["kind"],
    )  # fmt: skip
    telling.tell(
        session, kind="selection", subject=bid.public_id, title=TITLES[content["kind"]], text=content["intro"],
        endpoint="supplier.selection.decision", params={"bid_id": bid.public_id}, now=now,
        organisations=[bid.organisation_id],
    )  # fmt: skip
    return letter


def rule_words(asked: Questionnaire) -> str:
    """Say in one sentence how many go through, as it is published."""
    if asked.at_most is None:
        return "Everybody who is not excluded and passes every question is selected."
    return (
        f"The {asked.at_most} with the highest marks are selected, of those who are not excluded and pass every "
        "question; all who are level at the last place go through; fewer only where fewer qualify."
    )


def _why(asked: Questionnaire, record: RequestRecord, place: Place, requests: int) -> Iterator[str]:
    assessed = record.assessed(asked)
    if assessed.excluding:
        for found, decision in assessed.excluding:
            yield f"“{found.ground.title}” applies to {found.name}: {decision.reason}"
        return
    failed = [each for each in asked.questions if (got := record.judgements.get(each.code)) and got.passes is False]
    for question in failed:
        yield f"“{question.heading}” is not passed: {record.judgements[question.code].reason}"
    if not failed and not place.is_through:
        yield place.why
    if place.is_through:
        reached = (
            f" and reaches {round_out(place.score or 0, 2)} of 100, place {place.place} of {requests}"
            if asked.marked
            else ""
        )
        yield f"No ground excludes you, and your request passes every question{reached}"


def _line(asked: Questionnaire, record: RequestRecord, question: Question) -> dict[str, Any]:
    got = record.judgements.get(question.code)
    if got is None:
        given = "Not judged, because the request was out before"
    elif got.passes is not None:
        given = "Passed" if got.passes else "Not passed"
    else:
        given = f"{got.mark} of {asked.scale.top}"
    weight = f"{round_out(question.weight, 2)}%" if question.weight else question.kind.label
    return {"title": question.heading, "given": given, "weight": weight, "reason": got.reason if got else ""}


def _grounds(asked: Questionnaire, record: RequestRecord) -> Iterator[dict[str, Any]]:
    titles = {each.code: each.title for each in asked.grounds}
    names = {each.id: each.name for each in record.everybody}
    for (party, ground), each in record.decisions.items():
        yield {
            "name": names[party], "ground": titles[ground], "excludes": each.excludes, "reason": each.reason
        }  # fmt: skip


def _replaced(record: RequestRecord) -> Iterator[dict[str, str]]:
    names = {each.id: each.name for each in record.everybody}
    for party, notice in record.notices.items():
        if notice.answered_at and notice.replacement_id:
            yield {"name": names[party], "by": names[notice.replacement_id], "reason": notice.reason}
