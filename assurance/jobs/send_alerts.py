"""Writes a message to everybody whose saved search finds what a new notice is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assurance.adapters.workflows import step
from assurance.config import Settings
from assurance.jobs.build_pack import Workshop
from assurance.services.suppliers import alerts


def send_alerts(workshop: Workshop, settings: Settings, payload: Mapping[str, Any]) -> None:
    """Tell the subscribers of one notice, in one transaction: all of them or, after a crash, all of them anew."""
    step("Tell the subscribers", lambda: _tell(workshop, settings, str(payload["notice"])))


def _tell(workshop: Workshop, settings: Settings, notice_id: str) -> int:
    def unsubscribe(public_id: str) -> str:
        return f"{settings.public_url}/alerts/{public_id}/{alerts.sign(public_id, settings.secret_key)}"

    with workshop.database.transaction() as session:
        return alerts.tell(
            session, notice_id=notice_id, now=workshop.clock(), unsubscribe=unsubscribe,
            address=f"{settings.public_url}/notices/{notice_id}",
        )  # fmt: skip
