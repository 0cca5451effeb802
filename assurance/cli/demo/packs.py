"""The packs of the demonstration: asked for as the officer would, built by the worker, copied under readable names."""

from __future__ import annotations

import re
import subprocess
from datetime import datetime
from pathlib import Path

from assurance.cli.demo.play import MSK, Play, Scene
from assurance.persistence.queries.awards import list_letters
from assurance.persistence.queries.packs import list_packs
from assurance.services import packs

GATES = ("checkpoint_1", "checkpoint_2", "checkpoint_3")


def request_all(play: Play, now: datetime, *, quick: bool) -> int:
    """Ask for the evaluation pack and, unless it has to be quick, for every other one there is; return how many."""
    with play.database.transaction() as session:
        scene = Scene(play, session, MSK, now)
        wanted = [("evaluation", "")]
        if not quick:
            found = list_letters(session, scene.procurement.id)
            wanted += [("letter", letter.bid.public_id) for letter in found]
            wanted += [("board", ""), ("guide", ""), ("moderation", ""), ("redacted", found[-1].bid.public_id)]
            wanted += [("opening", ""), ("dialogue", ""), *(("gate", code) for code in GATES)]
            wanted += [("contract", ""), ("statement", "1-1")]
        for kind, subject in wanted:
            packs.request_pack(
                session, procurement=scene.procurement, kind=kind, subject=subject, actor=scene.actor("officer"),
                now=now,
            )  # fmt: skip
    return len(wanted)


def build(worker: list[str]) -> None:
    """Let a worker process build what was asked for and end when nothing is left."""
    subprocess.run([*worker, "--until-idle"], check=True)


def copy_out(play: Play, folder: Path, now: datetime) -> list[Path]:
    """Copy the finished packs into a folder under readable names; a pack that failed stops the demonstration."""
    folder.mkdir(exist_ok=True)
    written = []
    with play.database.reading() as session:
        procurement = Scene(play, session, MSK, now).procurement
        for pack in reversed(list_packs(session, procurement.id)):
            if pack.sha256 is None:
                raise RuntimeError(f"{pack.title} was not built: {pack.error or pack.status}")
            path = folder / f"{procurement.reference}-{_slug(pack.title)}.pdf"
            path.write_bytes(play.files.get(pack.sha256))
            written.append(path)
    return written


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
