"""A worker as its own process, for tests that kill it: `python -m tests.adapters.worker_program URL FILE`.

Its one job writes a line before and after each of three steps; the file `FILE.hold` makes the second step wait.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import text

from assurance.adapters import workflows
from assurance.persistence.session import Database


def add_one(database: Database) -> bool:
    """Read a figure and write it back one higher, as any two writers might at the same time."""
    with database.transaction() as session:
        lock = "" if database.engine.dialect.name == "sqlite" else " FOR UPDATE"
        figure = session.scalar(text("SELECT figure FROM counter" + lock))
        session.execute(text("UPDATE counter SET figure = :next"), {"next": figure + 1})
    return True


def main(url: str, trace: Path) -> None:
    """Work until nothing is left."""

    def note(line: str) -> None:
        with trace.open("a") as file:
            file.write(line + "\n")

    def act(number: int) -> str:
        note(f"begin {number}")
        while number == 2 and trace.with_suffix(".hold").exists():
            time.sleep(0.05)
        note(f"end {number}")
        return f"result {number}"

    def job(payload: Mapping[str, Any]) -> None:
        results = [workflows.step(f"step {number}", lambda number=number: act(number)) for number in (1, 2, 3)]
        note("done " + ", ".join(results) + " " + payload["what"])

    database = Database.open(url)

    def count(payload: Mapping[str, Any]) -> None:
        workflows.step("count", lambda: add_one(database))

    worker = workflows.Worker.start(url, {"three_steps": job, "count": count}, concurrency=4)
    deadline = time.monotonic() + 60
    while not worker.is_idle() and time.monotonic() < deadline:
        worker.adopt()
        time.sleep(0.1)
    worker.stop()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
