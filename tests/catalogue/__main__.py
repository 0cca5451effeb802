"""Prints the catalogue of refusals: each row with the tests that prove it and its state.

    python -m tests.catalogue [--run] [ROW]...

With `--run` the tests are run first, on both databases where a test is; the exit status is 1 when one fails.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import defaultdict
from typing import Any

import pytest

from tests.catalogue.test_refusals import CATALOGUE

GOOD = frozenset({"passed"})


class Outcomes:
    """How each test came out, whatever its parameters."""

    def __init__(self) -> None:
        self.of: dict[str, set[str]] = defaultdict(set)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the outcome of a test, and of a set-up that failed."""
        if report.when == "call" or report.outcome != "passed":
            self.of[report.nodeid.partition("[")[0]].add(report.outcome)


def state(row: dict[str, Any], outcomes: Outcomes | None) -> str:
    """Say how a row stands: proved, in part, or not, and what came out where its tests were run."""
    known = "not proved" if not row["tests"] else "proved in part" if row.get("open") else "proved"
    if outcomes is None or not row["tests"]:
        return known
    return known if all(outcomes.of[test] == GOOD for test in row["tests"]) else "FAILED"


def told(name: str, row: dict[str, Any], outcomes: Outcomes | None) -> list[str]:
    """Write one row as lines of text."""
    ran = outcomes.of if outcomes is not None else {}
    marks = {test: f" {'/'.join(sorted(ran[test])) or 'not found'}" for test in row["tests"]} if ran else {}
    lines = [f"{name:6} {state(row, outcomes):14} {row['what']}"]
    lines += [f"{'':6} {'':14}   {test}{marks.get(test, '')}" for test in row["tests"]]
    return lines + ([f"{'':6} {'':14}   open: {row['open']}"] if row.get("open") else [])


def main() -> None:
    """Read which rows, run their tests if asked to, print them and how many stand how."""
    parser = argparse.ArgumentParser(prog="python -m tests.catalogue", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help="such as N-12; all unless given")
    parser.add_argument("--run", action="store_true", help="run the tests first")
    given = parser.parse_args()
    rows = {name: row for name, row in CATALOGUE.items() if not given.rows or name in given.rows}
    outcomes = Outcomes() if given.run else None
    if outcomes is not None:
        os.environ["ASSURANCE_FAULTS"] = "1"  # some proofs take minutes, and are otherwise left out
        pytest.main(["-q", *sorted({test for row in rows.values() for test in row["tests"]})], plugins=[outcomes])
    counts: dict[str, int] = defaultdict(int)
    for name, row in rows.items():
        counts[state(row, outcomes)] += 1
        sys.stdout.write("\n".join([*told(name, row, outcomes), ""]))
    sys.stdout.write(", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()) if count) + "\n")
    sys.exit(1 if counts["FAILED"] else 0)


if __name__ == "__main__":
    main()
