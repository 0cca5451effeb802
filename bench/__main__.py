"""Run every section, or those that are named: python -m bench [evaluation feed lists load packs packs:medium ...]."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator

from bench.evaluation import rows as evaluation
from bench.feed import rows as feed
from bench.lists import rows as lists
from bench.load import rows as load
from bench.packs import rows as packs
from bench.payment import rows as payment
from bench.report import Row, write
from bench.rush import rows as rush
from bench.uploads import rows as uploads

SECTIONS: dict[str, Callable[..., Iterator[Row]]] = {
    "evaluation": evaluation,
    "feed": feed,
    "lists": lists,
    "load": load,
    "payment": payment,
    "uploads": uploads,
    "packs": packs,
    "rush": rush,
}


def main(names: list[str]) -> int:
    """Run sections and return the exit status; a section ends when one of its own checks fails."""
    asked = [(name, sizes.split(",") if sizes else []) for name, _, sizes in (each.partition(":") for each in names)]
    unknown = [name for name, _ in asked if name not in SECTIONS]
    if unknown:
        print(f"There is no section {', '.join(unknown)}; there are: {', '.join(SECTIONS)}", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # servers that were started end too
    for name, sizes in asked or [(name, []) for name in SECTIONS if name != "load"]:  # made of others
        write(name, SECTIONS[name](*sizes))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
