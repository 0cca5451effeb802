"""What a worker does with a pack once it is gathered, in a process of its own, so that its memory can be looked at.

Run as `python -m bench.packs.worker SNAPSHOT FOLDER`: lays out, joins, seals and checks, with nothing kept from before.
What it takes to gather a pack from a database is not in it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from assurance.adapters.seal import Seal
from assurance.jobs import worker as _the_rest_of_it  # noqa: F401 -- what a worker has loaded beside packs
from assurance.packs.building import Builder
from assurance.packs.checking import check
from assurance.packs.press import Presses
from assurance.packs.section_cache import SectionCache
from assurance.packs.snapshot import Snapshot


def main(stored: str, folder: str) -> None:
    """Make the pack of a snapshot."""
    snapshot = Snapshot.from_bytes(Path(stored).read_bytes())
    seal = Seal.open(Path(folder))
    with Presses() as presses:
        built = Builder(presses, SectionCache(Path(folder) / "sections")).build(snapshot, seal=seal.fingerprint)
        check(seal.apply(built, snapshot.instant), snapshot.attachments)


if __name__ == "__main__":
    main(*sys.argv[1:])
