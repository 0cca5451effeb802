"""Turns a snapshot into pages: part by part as HTML, then bound into one sheet for the printer.

Whatever people wrote is escaped by the template engine, always and everywhere; a name a template asks for and the
content does not have is a fault.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assurance.config import resource_folder
from assurance.packs.catalogue import BY_FOLDER
from assurance.packs.sheets import Sheet
from assurance.packs.snapshot import Part, Snapshot

CHART = "ranking.svg"
WEIGHTS = "weights.svg"
INCOME = "income.svg"
PageOf = Callable[[str], str]
"""What is printed as the page of an anchor."""


def list_parts(kind: str, content: Any) -> tuple[Part, ...]:
    """List the parts that content is printed in."""
    return BY_FOLDER[kind].parts(content)


def render_part(kind: str, content: Any, part: Part, page_of: PageOf) -> str:
    """Return one part as HTML, from content that need not be a whole pack yet."""
    about = None if part.index is None else content.bids[part.index]
    questions = () if about is None else about.questions[slice(*part.span)]
    return render(f"packs/{kind}/{part.template}", content=content, bid=about, questions=questions, page_of=page_of)


def sheet_of(snapshot: Snapshot, parts: Sequence[Part] = ()) -> Sheet:
    """Return a short document as one sheet: the parts given, or all that it has."""
    content = snapshot.view()
    chosen = parts or list_parts(snapshot.kind, content)
    return bind(snapshot, [render_part(snapshot.kind, content, part, lambda target: "") for part in chosen], content)


def bind(snapshot: Snapshot, parts: Sequence[str], content: Any, seal: str = "", running: str = "") -> Sheet:
    """Bind rendered parts into one sheet with cover, running lines, drawings and attachments."""
    html = render(
        f"packs/{snapshot.kind}/document.html",
        content=content,
        title=snapshot.title,
        dated=snapshot.dated,
        digest=snapshot.digest,
        stylesheet=Markup(stylesheet()),  # noqa: S704 -- our own file, shipped with the code
        running=Markup(running),  # noqa: S704 -- our own rules, with every word in them written in figures
        parts=[Markup(part) for part in parts],  # noqa: S704 -- rendered above, with everything in it escaped
        seal=seal,
        files=(),
    )
    return Sheet(
        html=html,
        identifier=bytes.fromhex(snapshot.digest[:32]),
        dated=snapshot.instant,
        drawings=drawings_of(content, html),
        attachments=snapshot.attachments,
    )


def drawings_of(content: Any, html: str) -> dict[str, str]:
    """Return the drawings that some pages show."""
    drawings = {}
    if f"asset:{CHART}" in html:
        drawings[CHART] = render("packs/shared/stacked_bars.svg", ranking=content.ranking)
    if f"asset:{WEIGHTS}" in html:
        drawings[WEIGHTS] = render("packs/shared/weight_ranges.svg", firmness=content.firmness)
    if f"asset:{INCOME}" in html:
        drawings[INCOME] = render("packs/shared/income_ranges.svg", payment=content.payment)
    return drawings


def render(name: str, **values: Any) -> str:
    """Fill in a template."""
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
def stylesheet() -> str:
    """Return the one style sheet of all packs."""
    return (resource_folder("templates") / "packs" / "print.css").read_text()
