"""The rows of a section: printed as they come, and written to instance/bench as JSON."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "instance" / "bench"
COLUMNS = "{:<58} {:>12} {:>12} {:>8}  {}"


@dataclass(frozen=True)
class Row:
    """One figure beside its baseline. Figures are in milliseconds unless `unit` says otherwise."""

    name: str
    ours: float
    baseline: float | None = None
    beside: str = ""
    """What the baseline is."""
    goal: float | None = None
    """The most (or, where more is better, the least) that is wanted of `ours`."""
    unit: str = "ms"
    more_is_better: bool = False
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        """Ours by the baseline."""
        return self.ours / self.baseline if self.baseline else None

    @property
    def verdict(self) -> str:
        """Whether the goal is met, in words; empty without a goal."""
        if self.goal is None:
            return ""
        met = self.ours >= self.goal if self.more_is_better else self.ours <= self.goal
        sign = ">=" if self.more_is_better else "<="
        return f"{'meets' if met else 'MISSES'} {sign} {self.goal:g} {self.unit}"


def write(section: str, rows: Iterable[Row]) -> None:
    """Print the table of a section row by row, then keep it."""
    print(f"\n{section}\n" + COLUMNS.format("", "ours", "baseline", "ratio", "beside; goal"), flush=True)
    kept = []
    for row in rows:
        kept.append({**asdict(row), "ratio": row.ratio, "verdict": row.verdict})
        print(_line(row), flush=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    machine = {"processors": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()}
    target = FOLDER / f"{section}.json"
    target.write_text(json.dumps({"section": section, "machine": machine, "rows": kept}, indent=2) + "\n")
    print(f"Written to {target.relative_to(FOLDER.parent.parent)}")


def _line(row: Row) -> str:
    notes = "; ".join(part for part in (row.beside, row.verdict, *_words(row.detail)) if part)
    baseline = "" if row.baseline is None else _figure(row.baseline, row.unit)
    ratio = "" if row.ratio is None else f"{row.ratio:.2g}" if row.ratio < 10 else f"{row.ratio:.0f}"
    return COLUMNS.format(row.name, _figure(row.ours, row.unit), baseline, ratio, notes).rstrip()


def _words(detail: dict[str, Any]) -> list[str]:
    return [f"{key} {value:.4g}" if isinstance(value, float) else f"{key} {value}" for key, value in detail.items()]


def _figure(value: float, unit: str) -> str:
    return f"{value:,.1f} {unit}" if unit else f"{value:,.1f}"
