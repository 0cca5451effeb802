"""The mark of a folder that `assurance demo` has built; nothing that a real installation keeps carries it."""

from __future__ import annotations

from pathlib import Path

MARKER = ".assurance-demonstration"


def was_built(folder: Path) -> bool:
    """Say whether a folder was built as a demonstration."""
    return (folder / MARKER).is_file()
