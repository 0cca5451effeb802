"""Checks an installation and names every breach; exit status 1 when there is one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.checker import records, tenders, trail
from tests.checker.store import Store, documents, open_store

INVARIANTS: dict[str, Callable[[Store], Iterator[str]]] = {
    "I1": trail.receipts, "I2": tenders.entries, "I3": records.files, "I5": trail.chain, "I6": trail.heads,
    "I7": trail.times, "I8": tenders.deadlines, "I9": tenders.readings, "I10": records.marks, "I13": tenders.once,
    "I17": records.canaries, "I18": records.integrity, "I19": records.sessions, "I20": records.stages,
}  # fmt: skip


def breaches(store: Store) -> list[tuple[str, str]]:
    """Name every breach with the invariant it is of."""
    return [(name, said) for name, check in INVARIANTS.items() for said in check(store)]


def main() -> None:
    """Read what to check from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.checker", description=__doc__)
    parser.add_argument("--database", required=True, help="URL of the database")
    parser.add_argument("--files", required=True, type=Path, help="folder of the file store")
    parser.add_argument("--receipts", type=Path, help="folder of receipts that bidders kept")
    parser.add_argument("--heads", type=Path, help="folder of signed heads of the audit trail")
    parser.add_argument("--pubkey", type=Path, help="public key of receipts and heads")
    parser.add_argument("--canary", action="append", default=[], help="words that may lie plain nowhere")
    given = parser.parse_args()
    store = open_store(
        given.database, given.files, public_pem=given.pubkey.read_bytes() if given.pubkey else b"",
        receipts=documents(given.receipts), heads=documents(given.heads), canaries=tuple(given.canary),
        loose=tuple(path for path in given.files.parent.rglob("*") if given.files not in path.parents),
    )  # fmt: skip
    found = breaches(store)
    for name, said in found:
        sys.stderr.write(f"{name}: {said}\n")
    sys.stdout.write(f"{len(INVARIANTS)} invariants checked, {len(found)} breaches\n")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
