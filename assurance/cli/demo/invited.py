"""Providers drawn to the published call by a list that is read, shown and confirmed, as from a spreadsheet."""

from __future__ import annotations

from assurance.cli.demo.play import MSK, Scene, Step, london
from assurance.cli.demo.texts import table
from assurance.services.suppliers import inviting


def invite(scene: Scene) -> None:
    """Put in the list of providers and confirm it."""
    procurement = scene.procurement
    reading = inviting.read_upload(
        scene.session, procurement=procurement, content=table("providers").encode(), now=scene.now
    )
    inviting.invite(
        scene.session, procurement=procurement, table=reading.table,
        address=f"http://127.0.0.1:8000/opportunities/{procurement.reference}", actor=scene.actor("officer"),
        now=scene.now,
    )  # fmt: skip


STEPS = (Step(london(2025, 2, 12, 9), MSK, invite, "six providers are drawn to the call, from a spreadsheet"),)
