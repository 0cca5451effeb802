"""I15: each pack is one file under one row and one entry, and comes out the same when it is made again."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.checker.store import Store, body

SECONDS = 300


def packs(store: Store) -> Iterator[str]:
    """Compare rows with entries and files; where the program is given, let it make the smallest packs again."""
    issued = [
        (subject, said["sha256"], said["size"], said["pages"], said["snapshot"])
        for subject, written in store.rows("SELECT subject, body FROM audit_event WHERE tag = 'pack:issued'")
        if (said := body(written)["data"]) and said["requested_by"] != "the command line"
    ]
    rows = [tuple(row) for row in store.rows(f"SELECT {_COLUMNS} FROM pack WHERE status = 'done'")]  # noqa: S608 -- ours
    told, there = Counter(issued), Counter(rows)
    yield from (f"pack {each[0]} is issued and no row says so" for each in sorted(told - there))
    yield from (f"pack {each[0]} is done and no entry tells of it as it is" for each in sorted(there - told))
    files = {path.name: path for path in store.stored()}
    for name, key, size, _, snapshot in rows:
        if key in files and files[key].stat().st_size != size:
            yield f"pack {name} has another size than its row says"
        if key in files and snapshot not in files:
            yield f"pack {name} cannot be made again: what it was made from is not there"
    if store.program:
        again = sorted((size, name, key) for name, key, size, _, snapshot in rows if {key, snapshot} <= set(files))
        for _, name, key in again[: store.again]:
            yield from _again(store, name, files[key])


def _again(store: Store, name: str, file: Path) -> Iterator[str]:
    """Make a pack again from what it was made from, all of it laid out anew, and compare every byte."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "again.pdf"
        done = subprocess.run(  # noqa: S603 -- the program under test, as it is installed
            [*store.program, "reprint", name, "--out", str(out)], capture_output=True, text=True, timeout=SECONDS
        )
        if not out.is_file():
            yield f"pack {name} cannot be made again: {done.stderr.strip()[-200:]}"
        elif out.read_bytes() != file.read_bytes():
            yield f"pack {name} comes out otherwise when it is made again"


_COLUMNS = "public_id, sha256, size, pages, snapshot_digest"
