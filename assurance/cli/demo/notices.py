"""The committee's chair reads and approves what a step makes public, before the step is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assurance.services import notices

if TYPE_CHECKING:
    from assurance.cli.demo.play import Scene


def approve(scene: Scene, trigger: str) -> None:
    """Approve every notice that a step publishes, as it would be published now."""
    move = scene.procurement.procedure.lifecycle.moves[trigger]
    for kind in move.notices if move.notices_approved_first else ():
        notices.approve(
            scene.session, procurement=scene.procurement, kind=kind, actor=scene.actor("approver"), now=scene.now,
            digest=notices.digest_of(scene.session, procurement=scene.procurement, kind=kind),
        )  # fmt: skip
