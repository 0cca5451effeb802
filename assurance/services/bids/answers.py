"""The answers of a final tender, kept as its people write them, several at once. Nobody else can read them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import InvalidInput, Stale
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.tenderbox.asked import Asked
from assurance.domain.words import count_words
from assurance.persistence.models import Answer, Bid, CriterionRow
from assurance.persistence.queries.answers import find_answer, get_draft
from assurance.services import audit
from assurance.services.bids.asked import ANSWERED, StaleForm, asked_now, changes_since
from assurance.services.bids.drafts import keep_draft
from assurance.services.bids.own import hold_tender

LONGEST_ANSWER = 200_000
"""Characters of an answer to a question that sets no limit of words."""


class StaleAnswer(Stale):
    """Somebody saved this answer after the page was opened; both texts are still there."""


def save_answer(
    session: Session,
    *,
    bid: Bid,
    criterion: CriterionRow,
    text: str,
    actor: Actor,
    now: datetime,
    is_confirmed: bool = False,
    is_ready: bool = False,
    version: int | None = None,
    asked: Asked | None = None,
    by_itself: bool = False,
    anew: bool = False,
) -> Answer:
    """Keep the answer to a criterion. Words are counted here, and more than the limit are refused.

    `version` is that of the answer the person was shown, 0 when there was none, and `asked` what they were asked.
    Raises `StaleForm` when something else is asked by now, `StaleAnswer` when somebody was quicker: nothing newer is
    ever overwritten. `by_itself` says that the page saved while the person typed, `anew` that it is another text.
    """
    hold_tender(session, bid, actor, now)
    _check_asked(session, bid, criterion, asked)
    text = _tidied(criterion, text)
    answer = find_answer(session, bid.id, criterion.id)
    if version is not None and version != (answer.version if answer else 0):
        raise StaleAnswer(
            f"“{criterion.title}” was saved by a colleague, or in another window, after the page was opened"
        )
    now_asked = str(asked_now(session, bid.procurement_id, [criterion])[criterion.id])
    said = (text, is_confirmed and criterion.kind == Kind.PASS_FAIL, is_ready, now_asked)
    if answer is not None and said == (answer.text, answer.is_confirmed, answer.is_ready, answer.asked):
        return answer
    answer = answer or Answer(bid_id=bid.id, criterion_id=criterion.id)
    session.add(answer)
    answer.text, answer.is_confirmed, answer.is_ready, answer.asked = said
    answer.updated_at, answer.updated_by_id = now, actor.user_id
    keep_draft(session, bid=bid, code=criterion.code, text=text, actor=actor, now=now, anew=anew)
    audit.record(
        session, tag="answer:autosaved" if by_itself else "answer:saved", actor=actor, now=now,
        procurement=bid.procurement, subject=bid.public_id, criterion=criterion.code,
    )  # fmt: skip
    return answer


def restore_draft(
    session: Session, *, bid: Bid, criterion: CriterionRow, number: int, version: int, actor: Actor, now: datetime
) -> Answer:
    """Take an earlier draft up again as the answer; what stood until now stays among the drafts.

    Raises `NotFound` where there is no such draft, and whatever `save_answer` raises.
    """
    draft = get_draft(session, bid.id, criterion.code, number)
    standing = find_answer(session, bid.id, criterion.id)
    answer = save_answer(
        session, bid=bid, criterion=criterion, text=draft.text, version=version, actor=actor, now=now, anew=True,
        is_confirmed=standing is not None and standing.is_confirmed,
    )  # fmt: skip
    audit.record(
        session, tag="answer:restored", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        criterion=criterion.code, draft=number,
    )  # fmt: skip
    return answer


def _check_asked(session: Session, bid: Bid, criterion: CriterionRow, asked: Asked | None) -> None:
    """Raise `StaleForm` when something else is asked than the person saw, `InvalidInput` when nothing is."""
    if asked is not None and (changes := changes_since(session, bid.procurement, criterion, asked)):
        raise StaleForm(criterion.title, changes)
    if criterion.procurement_id != bid.procurement_id or criterion.kind not in ANSWERED:
        raise InvalidInput("text", "This criterion asks for no answer")


def _tidied(criterion: CriterionRow, text: str) -> str:
    text = text.strip()
    if len(text) > LONGEST_ANSWER:
        raise InvalidInput(
            "text", f"Use {LONGEST_ANSWER:,} characters or fewer: take out {len(text) - LONGEST_ANSWER:,}"
        )
    limit, count = criterion.word_limit, count_words(text)
    if limit is not None and count > limit:
        raise InvalidInput("text", f"The answer has {count:,} words; at most {limit:,} are allowed")
    return text
