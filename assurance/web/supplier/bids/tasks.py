"""The parts of a final tender as the bidder sees them: how far each is, who is at it, and what is worth a look."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from flask import url_for

from assurance.persistence.queries.answers import list_unasked
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.criteria import list_criteria
from assurance.services import bids
from assurance.services.bids import State, Task
from assurance.web.filters import short_datetime as in_short
from assurance.web.filters import words as in_count
from assurance.web.guards import actor, may_open, now
from assurance.web.transaction import db


def tasks_of(mine: Any, missing: Sequence[bids.Missing]) -> list[bids.Task]:
    """List the parts of a final tender in hand as the person at work sees them."""
    return bids.list_tasks(
        db(), bid=mine, criteria=list_criteria(db(), mine.procurement_id), parts=get_parts(db(), mine.id),
        missing=missing, actor=actor(), now=now(),
    )  # fmt: skip


def tender_tasks(bid: Any, tasks: Sequence[Task]) -> list[dict[str, str]]:
    """Show each part of the final tender with how far it is, who changed it last, and where to go on with it."""
    return [
        {"title": task.title, "href": _task_link(bid, task), "status": str(task.state), "hint": " ".join(_hints(task))}
        for task in tasks
    ]


def _task_link(bid: Any, task: Task) -> str:
    """Lead to where a part is given, or for whoever only reads to where it can be read."""
    code = task.code or None
    if may_open(f"supplier.bids.{task.page}"):
        return url_for(f"supplier.bids.{task.page}", bid_id=bid.public_id, code=code)
    return url_for("supplier.bids.preview_answer", bid_id=bid.public_id, code=code) if task.words is not None else ""


def advice(bid: Any, tasks: Sequence[Task]) -> list[tuple[str, str]]:
    """List what is worth a look before submitting although it keeps nobody from it, with where to look."""
    return [(words, _task_link(bid, task)) for task in tasks for words in _advice(task)]


def _advice(task: Task) -> Iterator[str]:
    if task.is_asked_anew:
        yield f"What is asked under “{task.title}” has changed since its answer was saved"
    if task.is_writing:
        yield f"{task.by} is working on “{task.title}” now"
    elif task.state is State.IN_PROGRESS and task.words:
        yield f"The answer to “{task.title}” is not marked as ready"


def unasked(bid: Any, asked: Collection[str]) -> list[tuple[str, str]]:
    """Name the questions that are no longer asked and of which texts are kept, with where these can be read."""
    codes = list_unasked(db(), bid.id, asked)
    return [(code, url_for("supplier.bids.drafts", bid_id=bid.public_id, code=code)) for code in codes]


def _hints(task: Task) -> Iterator[str]:
    if task.words is not None or task.limit is not None:
        limit = f" of {task.limit:,} allowed" if task.limit else ""
        yield f"{in_count(task.words or 0)}{limit}."
    if task.count is not None:
        yield "No documents." if not task.count else "1 document." if task.count == 1 else f"{task.count} documents."
    if task.is_asked_anew:
        yield "What is asked has changed since: look at it again."
    if task.is_writing:
        yield f"{task.by} is writing this now."
    elif task.changed is not None and task.by:
        yield f"Last changed by {task.by}, {in_short(task.changed.at)}."
