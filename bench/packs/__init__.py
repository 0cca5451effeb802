"""Packs: built anew, after one mark was changed, and again unchanged, beside plain WeasyPrint and a browser’s print.

And the memory that this takes, of a worker of its own that knows nothing of what is measured with.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assurance.packs.building import Builder
from assurance.packs.press import Presses
from assurance.packs.section_cache import SectionCache
from assurance.packs.sections import cut, pairs
from assurance.packs.sheets import Sheet
from assurance.packs.snapshot import Snapshot
from bench.packs.content import AT, SIZES, Changed, pack
from bench.packs.memory import megabytes
from bench.report import Row

LAID_AHEAD = ("How the evaluation was set up", "Gates")
"""Sections that do not rest on the result, beside the questions."""
WARM = Sheet('<html lang="en-GB"><title>x</title><p>x</p></html>', b"\0" * 16, AT)


def rows(*sizes: str) -> Iterator[Row]:
    """Measure the sizes that are named, or the small one; of medium and large, how the time grows with the pages."""
    measured: dict[str, dict[str, Any]] = {}
    for size in sizes or ("small",):
        if size not in SIZES:
            raise SystemExit(f"There is no size {size}; there are: {', '.join(SIZES)}")
        measured[size] = _ours(size)
        yield from _rows(size, measured[size])
        yield from _memory(size)
    if {"medium", "large"} <= measured.keys():
        yield _growth(measured["medium"], measured["large"])


def _growth(less: dict[str, Any], more: dict[str, Any]) -> Row:
    """Return the exponent with which the time to build anew grows with the number of pages."""
    exponent = math.log(more["cold"] / less["cold"]) / math.log(more["pages"] / less["pages"])
    return Row("medium to large: exponent of time by pages", exponent, goal=1.05, unit="")


def _rows(size: str, ours: dict[str, Any]) -> Iterator[Row]:
    judged = size != "small"  # the goals are for packs from the medium size on
    yield Row(f"{size}: built anew, warm presses", ours["cold"], unit="s", detail={
        "pages": ours["pages"], "sections": ours["sections"],
    })  # fmt: skip
    browser = _plain("chromium", size)
    if size != "large":  # of which one plain document takes a quarter of an hour and gigabytes
        plain = _plain("weasyprint", size)
        said = {"pages there": plain["pages"], "MB there": plain["megabytes"]}
        yield Row(f"{size}: built anew", ours["cold"], plain["seconds"], "one plain document, plain library",
                  plain["seconds"] / 4.5 if judged else None, "s", detail=said)  # fmt: skip
    yield Row(f"{size}: built anew", ours["cold"], browser["seconds"], "a browser’s print, no numbers in its contents",
              unit="s", detail={"pages there": browser["pages"], "MB there": browser["megabytes"]})  # fmt: skip
    yield Row(f"{size}: one mark changed", ours["changed"], ours["cold"], "built anew",
              0.1 * ours["cold"] if judged else None, "s", detail={"laid out": ours["again"]})  # fmt: skip
    yield Row(f"{size}: one mark changed", ours["changed"], browser["seconds"], "a browser’s print",
              0.25 * browser["seconds"] if judged else None, "s")  # fmt: skip
    yield Row(f"{size}: after the last lock", ours["locked"], browser["seconds"], "a browser’s print; laid out ahead",
              0.3 * browser["seconds"] if judged else None, "s")  # fmt: skip
    yield Row(f"{size}: once a result is confirmed", ours["kept"], browser["seconds"], "a browser’s print",
              0.3 * browser["seconds"] if judged else None, "s")  # fmt: skip


def _memory(size: str) -> Iterator[Row]:
    """Measure the memory of a worker; what is shared is counted once in all, and in each of the others."""
    most = megabytes(pack(size))
    if most is None:
        return
    large = size == "large"
    yield Row(f"{size}: memory of one press", most["press"], goal=350, unit="MB")
    yield Row(f"{size}: memory of the worker", most["worker"], goal=None if large else 250, unit="MB")
    yield Row(f"{size}: memory of all processes", most["all"], goal=1200 if large else None, unit="MB")


def _ours(size: str) -> dict[str, Any]:
    before, after = pack(size), pack(size, Changed(1, 7, 2))
    with tempfile.TemporaryDirectory() as folder, Presses() as presses:
        for waiting in [presses.submit(WARM) for _ in range(presses.count)]:
            waiting.result()
        builder = Builder(presses, SectionCache(Path(folder)))
        cold, document = _timed(builder, before)
        sections = builder.laid_out
        changed, _ = _timed(builder, after)
        again = builder.laid_out - sections
        kept, _ = _timed(builder, after)
        _forget_what_rests_on_the_result(builder.cache, after)
        locked, _ = _timed(builder, after)
    return {
        "cold": cold, "changed": changed, "kept": kept, "locked": locked,
        "sections": sections, "again": again, "pages": _pages(document),
    }  # fmt: skip


def _forget_what_rests_on_the_result(cache: SectionCache, snapshot: Snapshot) -> None:
    """Leave what is laid out ahead while agreed marks are approved one by one, before there is a result."""
    for _, section in pairs(cut(snapshot, "0" * 64)):
        if section.key and ": questions " not in section.name and section.name not in LAID_AHEAD:
            next(cache.folder.glob(f"*/{section.key}")).unlink(missing_ok=True)


def _timed(builder: Builder, snapshot: Snapshot) -> tuple[float, bytes]:
    begun = time.perf_counter()
    document = builder.build(snapshot, seal="0" * 64)
    return time.perf_counter() - begun, document


def _pages(document: bytes) -> int:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(document)) as opened:
        return len(opened.pages)


def _plain(engine: str, size: str) -> dict[str, Any]:
    """Print the same words in a process of its own; its start and imports are not counted."""
    done = subprocess.run(  # noqa: S603 -- our own interpreter and module
        [sys.executable, "-m", "bench.packs.plain", engine, size], stdout=subprocess.PIPE, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found
