"""What the programme says beside its pathways: definitions, people who use the care, the envelope of each year."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assurance.cli.demo.play import MSK, Scene, Step, london
from assurance.cli.demo.texts import load
from assurance.persistence.queries.programme import list_definitions
from assurance.persistence.queries.specification import list_sections
from assurance.services import planning
from assurance.services.planning import specification


def define(scene: Scene) -> None:
    """Take terms over from the starting list, and define what it does not have."""
    said, common = _said(scene), _common(scene, "dialogue")
    planning.take_over(scene.session, terms=said["terms"], **common)
    for each in said.get("definitions", ()):
        planning.define(scene.session, **each, **common)


def involve(scene: Scene) -> None:
    """Record who of those who use the care was involved, and what changed because of it."""
    for each in _said(scene)["involved"]:
        planning.record_involvement(scene.session, **each, **_common(scene, "dialogue"))


def set_envelope(scene: Scene) -> None:
    """Say how the envelope of each year follows from the budget."""
    said = _said(scene)
    planning.set_envelope_terms(
        scene.session, growth=[Decimal(each) for each in said["growth"]], social_amount=Decimal(said["social"]),
        rate_per_head=None, **_common(scene, "finance"),
    )  # fmt: skip


def specify(scene: Scene) -> None:
    """Start the specification from the template, say in three sections what it means here, and keep a version."""
    said, common = _said(scene)["specification"], _common(scene, "dialogue")
    specification.start_from_template(scene.session, **common)
    for row in list_sections(scene.session, scene.procurement.id):
        if row.title in said["sections"]:
            specification.edit_section(
                scene.session, row=row, title=row.title, text=said["sections"][row.title], version=row.version, **common
            )
    specification.keep_version(scene.session, changes=said["because"], **common)


def definition_of(scene: Scene, outcome: str) -> Any:
    """Return the definition that says what an outcome measures."""
    term = _said(scene)["bound"][outcome]
    return next(each for each in list_definitions(scene.session, scene.procurement.id) if each.term == term)


def _said(scene: Scene) -> Mapping[str, Any]:
    found: Mapping[str, Any] = load("programme")[scene.programme]
    return found


def _common(scene: Scene, key: str) -> dict[str, Any]:
    return {"procurement": scene.procurement, "actor": scene.actor(key), "now": scene.now}


STEPS = (
    Step(london(2025, 1, 8, 15), MSK, set_envelope, "five yearly envelopes follow from the budget"),
    Step(london(2025, 1, 10, 11), MSK, define, "ten terms defined; each outcome will be bound to one"),
    Step(london(2025, 1, 14, 10), MSK, specify, "specification: twenty sections, kept as its first version"),
    Step(london(2025, 1, 24, 10), MSK, involve, "on record: who was involved, and what changed because of it"),
)
