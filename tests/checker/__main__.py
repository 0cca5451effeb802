"""Checks an installation and names every breach; exit status 1 when there is one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.checker import clients, looking, opened, packs, records, results, telling, tenders, trail
from tests.checker.store import Store, documents, lines, open_store, read_keys

INVARIANTS: dict[str, tuple[Callable[[Store], Iterator[str]], ...]] = {
    "I1": (trail.receipts,), "I2": (tenders.entries,), "I3": (records.files,), "I4": (opened.contents,),
    "I5": (trail.chain,), "I6": (trail.heads,), "I7": (trail.times,), "I8": (tenders.deadlines,),
    "I9": (looking.readings,), "I10": (records.marks,), "I11": (results.results,), "I12": (looking.marks,),
    "I13": (tenders.once,), "I14": (telling.messages,), "I15": (packs.packs,),
    "I16": (records.unnamed, clients.staging), "I17": (records.canaries,), "I18": (records.integrity,),
    "I19": (records.sessions,), "I20": (records.stages,), "I21": (clients.answers,),
}  # fmt: skip


def breaches(store: Store) -> list[tuple[str, str]]:
    """Name every breach with the invariant it is of."""
    return [(name, said) for name, checks in INVARIANTS.items() for check in checks for said in check(store)]


def main() -> None:
    """Read what to check from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.checker", description=__doc__)
    parser.add_argument("--database", required=True, help="URL of the database")
    parser.add_argument("--files", required=True, type=Path, help="folder of the file store")
    parser.add_argument("--receipts", type=Path, help="folder of receipts that bidders kept")
    parser.add_argument("--heads", type=Path, help="folder of signed heads of the audit trail")
    parser.add_argument("--pubkey", type=Path, help="public key of receipts and heads")
    parser.add_argument("--keys", type=Path, help="folder of the application’s keys: then what was opened is opened")
    parser.add_argument("--answers", type=Path, help="what clients were answered, one line of JSON for each form")
    parser.add_argument("--program", default="", help="the installed program, to make packs again: assurance")
    parser.add_argument("--again", type=int, default=1, help="how many packs it makes again, the smallest first")
    parser.add_argument("--canary", action="append", default=[], help="words that may lie plain nowhere")
    given = parser.parse_args()
    store = open_store(
        given.database, given.files, public_pem=given.pubkey.read_bytes() if given.pubkey else b"",
        receipts=documents(given.receipts), heads=documents(given.heads), canaries=tuple(given.canary),
        loose=tuple(path for path in given.files.parent.rglob("*") if given.files not in path.parents),
        keys=read_keys(given.keys), answers=lines(given.answers), instance=given.files.parent,
        program=tuple(given.program.split()), again=given.again,
    )  # fmt: skip
    found = breaches(store)
    for name, said in found:
        sys.stderr.write(f"{name}: {said}\n")
    sys.stdout.write(f"{len(INVARIANTS)} invariants checked, {len(found)} breaches\n")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
