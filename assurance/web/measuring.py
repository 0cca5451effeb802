"""Counts answers and how long they took, for all processes of the site together.

Told apart are only the parts of the site and whether it answered, refused or failed: which pages bidders open, or how
often they send a form, would tell how many tenders there are before anybody may know.
"""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.registry import Collector

REGISTRY = CollectorRegistry()
ANSWERS = Counter(
    "assurance_answers", "Answers of the site by part and outcome.", ["part", "outcome"], registry=REGISTRY
)
SECONDS = Histogram(
    "assurance_answer_seconds", "Seconds until the site answered, by part.", ["part"], registry=REGISTRY,
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)  # fmt: skip
_PARTS = {"staff": "signed_in", "supplier": "signed_in", "auth": "sign_in", "public": "public"}


def note(blueprint: str | None, endpoint: str | None, status: int, seconds: float) -> None:
    """Count one answer."""
    part = "static" if endpoint == "static" else _PARTS.get((blueprint or "").split(".")[0], "other")
    outcome = "answered" if status < 400 else "refused" if status < 500 else "failed"
    ANSWERS.labels(part, outcome).inc()
    SECONDS.labels(part).observe(seconds)


def exposition(at_hand: Collector) -> bytes:
    """Return what all processes counted, and what is found at this moment, in the text format of Prometheus."""
    return generate_latest(_counted()) + generate_latest(_only(at_hand))


def _counted() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    return registry


def _only(collector: Collector) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(collector)
    return registry
