"""The parts of a final tender as tasks: how far each is, who last changed it and when, who is writing now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.words import count_words
from assurance.persistence.models import Answer, Bid, CriterionRow
from assurance.persistence.queries.answers import LastChange, last_changes
from assurance.persistence.queries.bids import Parts
from assurance.persistence.queries.evidence import names_of
from assurance.persistence.queries.system_impact import list_incumbents
from assurance.services.bids.asked import ANSWERED, asked_now
from assurance.services.bids.backing import is_asked
from assurance.services.bids.missing import Missing

WRITING = timedelta(minutes=3)
"""A page saves a moment after each pause, so whoever saved within this time is most likely still writing."""


class State(StrEnum):
    """How far a part is."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    READY = "ready"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Task:
    """One part of a final tender: the page where it is given and how it stands."""

    title: str
    page: str
    """The last part of the page's name."""
    state: State
    code: str = ""
    words: int | None = None
    limit: int | None = None
    count: int | None = None
    """How many there are, of what is counted."""
    changed: LastChange | None = None
    by: str = ""
    is_writing: bool = False
    """A colleague changed it a moment ago."""
    is_asked_anew: bool = False
    """What is asked has changed since the answer was saved."""


@dataclass(frozen=True, slots=True)
class OtherPart:
    """A part that answers no criterion, and the entries of the audit trail that tell who changed it."""

    title: str
    page: str
    tags: tuple[str, ...]
    also: tuple[str, ...] = ()
    """Further pages on which something of this part can be missing."""


PRICE_TAGS = ("price:saved",)
DOCUMENTS = OtherPart("Documents", "documents", ("document:attached", "document:removed"))
BACKING = OtherPart("What stands behind the risk", "backing", ("backing:saved",))
QUESTIONS = OtherPart(
    "Questions of your form of working", "form_questions", ("form-question:answered",), also=("form_question",)
)
IMPACT = OtherPart("Effects on other providers", "impact", ("impact:saved",))
OTHER_PARTS = (
    OtherPart(
        "Form of working together and partners", "form",
        ("form:chosen", "partner:added", "partner:changed", "partner:removed"), also=("partner",),
    ),
    QUESTIONS,
    OtherPart("Cover of care", "coverage", ("cover:saved",), also=("cover",)),
    OtherPart("Promises on outcomes", "trajectories", ("trajectory:saved",), also=("trajectory",)),
    BACKING,
    IMPACT,
)  # fmt: skip
"""Parts that are there or missing, in the order of the list."""


def list_tasks(
    session: Session, *, bid: Bid, criteria: Sequence[CriterionRow], parts: Parts, missing: Sequence[Missing],
    actor: Actor, now: datetime,
) -> list[Task]:  # fmt: skip
    """List every part that is asked, in the order of the criteria and then the others, as the actor sees it."""
    tags = {tag for part in (*OTHER_PARTS, DOCUMENTS) for tag in part.tags} | set(PRICE_TAGS)
    latest = last_changes(session, bid, tags)
    asked = {BACKING: bool(parts.backing) or is_asked(session, bid.procurement),
             IMPACT: bool(list_incumbents(session, bid.procurement_id)),
             QUESTIONS: bool(bid.integration_form)}  # fmt: skip
    others = [each for each in OTHER_PARTS if asked.get(each, True)]
    lacking = {(part.endpoint.rpartition(".")[2], part.code) for part in missing}
    tasks = [
        *_answers(session, bid, criteria, parts),
        *_prices(criteria, lacking, latest),
        *(_other(part, lacking, latest) for part in others),
        _documents(parts, latest),
    ]
    order = {row.code: number for number, row in enumerate(criteria)}
    tasks.sort(key=lambda task: order.get(task.code, len(order)))
    names = names_of(session, [task.changed.by_id for task in tasks if task.changed])
    return [_named(task, names, actor, now) for task in tasks]


def state_of(row: CriterionRow, answer: Answer | None) -> State:
    """Say how far an answer is: ready when its people say so and there is one, or when what is asked is confirmed."""
    if answer is None or not (answer.text or answer.is_confirmed):
        return State.NOT_STARTED
    is_ready = answer.is_confirmed if row.kind == Kind.PASS_FAIL else answer.is_ready
    return State.READY if is_ready else State.IN_PROGRESS


def _answers(session: Session, bid: Bid, criteria: Sequence[CriterionRow], parts: Parts) -> Iterator[Task]:
    asked = asked_now(session, bid.procurement_id, criteria)
    for row in criteria:
        if row.kind not in ANSWERED:
            continue
        answer = parts.answers.get(row.id)
        yield Task(
            row.title, "answer", state_of(row, answer), row.code,
            words=count_words(answer.text) if answer and row.kind == Kind.SCORED else None, limit=row.word_limit,
            changed=LastChange(answer.updated_at, answer.updated_by_id) if answer else None,
            is_asked_anew=answer is not None and answer.asked not in ("", str(asked[row.id])),
        )  # fmt: skip


def _prices(
    criteria: Sequence[CriterionRow], lacking: set[tuple[str, str]], latest: dict[str, LastChange]
) -> Iterator[Task]:
    for row in criteria:
        if row.kind == Kind.PRICE:
            state = State.NOT_STARTED if ("price", row.code) in lacking else State.READY
            yield Task(row.title, "price", state, row.code, changed=_newest(PRICE_TAGS, latest))


def _other(part: OtherPart, lacking: set[tuple[str, str]], latest: dict[str, LastChange]) -> Task:
    changed = _newest(part.tags, latest)
    if {part.page, *part.also} & {page for page, _ in lacking}:
        return Task(part.title, part.page, State.IN_PROGRESS if changed else State.NOT_STARTED, changed=changed)
    return Task(part.title, part.page, State.READY, changed=changed)


def _documents(parts: Parts, latest: dict[str, LastChange]) -> Task:
    count = len(parts.documents)
    state = State.READY if count else State.OPTIONAL
    return Task(DOCUMENTS.title, DOCUMENTS.page, state, count=count, changed=_newest(DOCUMENTS.tags, latest))


def _newest(tags: Sequence[str], latest: dict[str, LastChange]) -> LastChange | None:
    return max((latest[tag] for tag in tags if tag in latest), key=lambda each: each.at, default=None)


def _named(task: Task, names: dict[int, str], actor: Actor, now: datetime) -> Task:
    if task.changed is None or task.changed.by_id is None:
        return task
    is_writing = task.changed.by_id != actor.user_id and now - task.changed.at < WRITING
    return replace(task, by=names.get(task.changed.by_id, ""), is_writing=is_writing)
