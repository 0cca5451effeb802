"""Writes what the demonstration published as open data, beside its packs."""

from __future__ import annotations

from pathlib import Path

from assurance.cli.demo.play import Play
from assurance.cli.export import in_lines
from assurance.domain.errors import NotFound
from assurance.services.open_data.exporting import export


def write(play: Play, folder: Path) -> list[Path]:
    """Write a release package and a record package of every procurement that published something."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with play.database.reading() as session:
        for reference in play.references.values():
            for name, as_record in (("ocds", False), ("record", True)):
                try:
                    package = export(session, reference=reference, as_record=as_record)
                except NotFound:
                    continue  # nothing is published of it yet
                path = folder / f"{reference}-{name}.json"
                path.write_text(in_lines(package) + "\n", "utf-8")
                written.append(path)
    return written
