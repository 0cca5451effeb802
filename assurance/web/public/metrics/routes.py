"""Figures in the text format of Prometheus, for who shows the token; to everybody else there is no such page."""

from __future__ import annotations

import hmac
import shutil
import time
from collections.abc import Iterator

from flask import Blueprint, Response, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import text

from assurance.adapters.clock import system_clock
from assurance.domain.errors import NotFound
from assurance.services import worker_beats, working
from assurance.web import guards, measuring
from assurance.web.guards import public
from assurance.web.transaction import db

blueprint = Blueprint("metrics", __name__, url_prefix="/metrics")


@blueprint.get("")
@public
def show() -> Response:
    """Figures of the service as a whole, none of which tells of a tender."""
    token = current_app.extensions["assurance_settings"].metrics_token
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(shown.encode(), token.encode()):
        raise NotFound("There is no such page")
    return Response(measuring.exposition(AtHand()), content_type=CONTENT_TYPE_LATEST)


class AtHand(Collector):
    """What is found when somebody asks."""

    def collect(self) -> Iterator[Metric]:
        """Return each figure; what only now came or went is left out, as it would tell who sends what."""
        began = time.perf_counter()
        db().execute(text("SELECT 1"))
        yield _gauge("database_answer_seconds", "Seconds the database took to answer.", time.perf_counter() - began)
        settings = current_app.extensions["assurance_settings"]
        disk = shutil.disk_usage(settings.instance)
        yield _gauge("disk_free_ratio", "Free part of the disk, in hundredths.", round(disk.free / disk.total, 2))
        seen = worker_beats.last_seen(db())
        if seen is not None:
            age = max(0.0, (system_clock() - seen).total_seconds())
            yield _gauge("worker_heartbeat_age_seconds", "Seconds since any worker was last heard of.", age)
        found = working.look(db(), now=guards.now(), really=system_clock())
        late = f"for more than {working.LATE_MINUTES} minutes"
        yield _gauge("jobs_waiting", f"Jobs that have waited or run {late}.", found.jobs_waiting)
        yield _gauge("jobs_failed", "Jobs that ended without finishing.", found.jobs_failed)
        yield _gauge("dead_letters", "Work that has failed for good and waits for a word.", found.dead_letters)
        yield _gauge("chores_failing", "Chores of living workers that failed the last time.", found.chores_failing)
        yield _gauge("outbox_waiting", f"Email that has waited {late}.", found.mail_waiting)


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"assurance_{name}", meaning, value=value)
