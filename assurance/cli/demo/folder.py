"""The folder a demonstration is built in: made from nothing each time, and never over anything that is not one."""

from __future__ import annotations

import shutil
from pathlib import Path

from assurance.adapters.demonstration import MARKER, was_built

__all__ = ["MARKER", "NotADemonstration", "clear"]


class NotADemonstration(Exception):  # noqa: N818 -- a refusal in words, not a fault
    """The folder holds something else, which is not ours to delete."""


def clear(folder: Path) -> None:
    """Empty the folder of the last demonstration, or raise `NotADemonstration` and touch nothing."""
    if folder.is_dir() and any(folder.iterdir()) and not was_built(folder):
        raise NotADemonstration(f"{folder} is not empty and not a demonstration; choose another folder with --dir")
    if folder.exists() and not folder.is_dir():
        raise NotADemonstration(f"{folder} is a file; choose a folder with --dir")
    folder.mkdir(parents=True, exist_ok=True)
    # The marker goes last and comes first, so that a broken-off demonstration can still be built again.
    for each in folder.iterdir():
        if each.name != MARKER:
            shutil.rmtree(each) if each.is_dir() and not each.is_symlink() else each.unlink()
    (folder / MARKER).write_text("Built by `assurance demo`, which deletes everything here when it runs again.\n")
