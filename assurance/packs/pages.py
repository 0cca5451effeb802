"""Turns a snapshot into pages: part by part as HTML, then bound into one sheet for the printer.

Whatever people wrote is escaped by the template engine, always and everywhere; a name a template asks for and the
content does not have is a fault.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assurance.config import resource_folder
from assurance.packs.catalogue import BY_FOLDER
from assurance.packs.printing import Sheet
from assurance.packs.snapshot import Part, Snapshot

CHART = "ranking.svg"
WEIGHTS = "weights.svg"


def list_parts(snapshot: Snapshot) -> tuple[Part, ...]:
    """List the parts a snapshot is printed in."""
    return BY_FOLDER[snapshot.kind].parts(snapshot.view())


def render_part(snapshot: Snapshot, part: Part) -> str:
    """Return one part as HTML."""
    content = snapshot.view()
    about = None if part.index is None else content.bids[part.index]
    return _render(f"packs/{snapshot.kind}/{part.template}", content=content, bid=about)


def bind(snapshot: Snapshot, parts: Sequence[str]) -> Sheet:
    """Bind rendered parts into one sheet with cover, running lines, drawings and attachments."""
    content = snapshot.view()
    html = _render(
        f"packs/{snapshot.kind}/document.html",
        content=content,
        title=snapshot.title,
        dated=snapshot.dated,
        digest=snapshot.digest,
        stylesheet=Markup(_stylesheet()),  # noqa: S704 -- our own file, shipped with the code
        parts=[Markup(part) for part in parts],  # noqa: S704 -- rendered above, with everything in it escaped
    )
    return Sheet(
        html=html,
        identifier=bytes.fromhex(snapshot.digest[:32]),
        dated=snapshot.instant,
        drawings=_drawings(content),
        attachments=snapshot.attachments,
    )


def _drawings(content: Any) -> dict[str, str]:
    if not hasattr(content, "ranking") or not content.ranking.bars:
        return {}
    drawings = {CHART: _render("packs/shared/stacked_bars.svg", ranking=content.ranking)}
    if content.firmness.range_rows:
        drawings[WEIGHTS] = _render("packs/shared/weight_ranges.svg", firmness=content.firmness)
    return drawings


def _render(name: str, **values: Any) -> str:
    return _environment().get_template(name).render(**values)


@functools.cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(resource_folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@functools.cache
def _stylesheet() -> str:
    return (resource_folder("templates") / "packs" / "print.css").read_text()
