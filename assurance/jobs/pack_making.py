"""What the worker and the command line do alike to make a pack: lay out, seal."""

from __future__ import annotations

from assurance.config import Settings
from assurance.packs.building import Builder, Progress
from assurance.packs.press import Presses
from assurance.packs.section_cache import SectionCache
from assurance.packs.snapshot import Snapshot
from assurance.services import pack_seal


def open_builder(settings: Settings) -> Builder:
    """Return what lays out packs, with the sections this installation has kept."""
    return Builder(Presses(), SectionCache(settings.instance / "cache" / "packs"))


def make(builder: Builder, snapshot: Snapshot, progress: Progress | None = None) -> bytes:
    """Return the pack, sealed; the same content under the same key gives the same bytes."""
    seal = pack_seal.seal()
    return seal.apply(builder.build(snapshot, seal=seal.fingerprint, progress=progress), snapshot.instant)
