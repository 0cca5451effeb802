"""Fills a database with published releases, written in bulk: four of each procurement's ocid, a minute apart."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from assurance.domain.ocds.kinds import STAGES
from assurance.persistence.models import Notice, OcdsRelease
from bench.site.seed import NOW, fill

FEW, MANY = 1_000, 100_000
BATCH = 5_000
FIRST = NOW - timedelta(minutes=MANY)
PANEL = (2, 2, 1)
WORDS = "All care of a county from referral to discharge, under one lead provider. " * 20


@dataclass(frozen=True)
class Place:
    """Who signs in, and what the notices belong to."""

    officer: int
    procurement: int


def begin(session: Session) -> Place:
    """Make the procurement that every notice is filed under."""
    filled = fill(session, [PANEL])
    return Place(filled.officer, filled.panels[0].procurement_id)


def publish(session: Session, place: Place, total: int) -> None:
    """Publish until there are so many releases."""
    there = session.scalar(select(func.count()).select_from(OcdsRelease)) or 0
    for start in range(there, total, BATCH):
        numbers = range(start, min(start + BATCH, total))
        session.execute(insert(Notice), list(_notices(place, numbers)))
        found = session.execute(select(Notice.public_id, Notice.id).where(Notice.published_at >= _at(start)))
        ids = {public_id: notice_id for public_id, notice_id in found}
        session.execute(insert(OcdsRelease), list(_releases(place, numbers, ids)))


def updated_to(total: int) -> str:
    """Give the instant before which a quarter of the releases was published."""
    return _at(max(total // 4, 200)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _at(number: int) -> datetime:
    return FIRST + timedelta(minutes=number)


def _notices(place: Place, numbers: range) -> Iterator[dict[str, Any]]:
    for number in numbers:
        yield {
            "public_id": f"notice-{number}", "procurement_id": place.procurement, "kind": "call",
            "title": f"Community programme {number}", "content": {}, "published_at": _at(number),
        }  # fmt: skip


def _releases(place: Place, numbers: range, ids: dict[str, int]) -> Iterator[dict[str, Any]]:
    for number in numbers:
        stage = STAGES[number % len(STAGES)]
        document = _document(number, stage)
        yield {
            "procurement_id": place.procurement, "notice_id": ids[f"notice-{number}"], "stage": stage,
            "ocid": f"ocds-bench-{number // 4}", "release_id": f"release-{number}", "published_at": _at(number),
            "document": document, "digest": hashlib.sha256(document.encode()).hexdigest(),
        }  # fmt: skip


def _document(number: int, stage: str) -> str:
    release = {
        "ocid": f"ocds-bench-{number // 4}", "id": f"release-{number}", "date": _at(number).isoformat(),
        "tag": [stage], "initiationType": "tender", "language": "en",
        "buyer": {"id": "GB-NHS-1", "name": "Measured Board"},
        "tender": {"id": f"PR-{number}", "title": f"Community programme {number}", "description": WORDS},
    }  # fmt: skip
    return json.dumps(release, separators=(",", ":"))
