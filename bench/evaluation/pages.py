"""The pages an evaluator and the officer wait for, at 12 bids x 120 criteria x 8 evaluators, beside a trivial page."""

from __future__ import annotations

from collections.abc import Iterator

from bench.report import Row
from bench.site.application import TRIVIAL
from bench.site.client import Client
from bench.site.load import Load, run

REPEATS = 8


def rows(kind: str, evaluator: Client, officer: Client, scoring: str, ranking: str) -> Iterator[Row]:
    """Open each page again and again; `scoring` and `ranking` are addresses of the two panels."""
    queue = scoring.split("/score/")[0] + "/queue"
    for name, client, path, goal in (
        ("scoring page", evaluator, scoring, 30.0),
        ("my questions", evaluator, queue, None),
        ("progress", officer, ranking.replace("/ranking", "/progress"), None),
        ("ranking", officer, ranking, None),
    ):
        page, trivial = opened(client, path), opened(client, TRIVIAL)
        detail = {"queries": page.queries, "p50": page.p50, "p95": page.p95, "p50 beside": trivial.p50}
        yield Row(f"{name}, {kind}: server CPU", page.cpu, trivial.cpu, "trivial page", goal, detail=detail)


def opened(client: Client, path: str) -> Load:
    """Open a page a few times, the first time uncounted."""
    client.get(path)
    client.get(path)
    load = run([lambda number: client.get(path)], REPEATS)
    if load.failed:
        raise SystemExit(f"{path} answered {load.failed[0].status}: {load.failed[0].body[-300:]!r}")
    return load
