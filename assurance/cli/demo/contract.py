"""From the award to the running service: the contract, the conditions that travel in it, checkpoint 3, day one."""

from __future__ import annotations

from assurance.cli.demo.gates import meet, review
from assurance.cli.demo.play import MSK, Scene, Step, london, moving
from assurance.cli.demo.texts import load
from assurance.domain.deadlines import LONDON
from assurance.persistence.queries.contracts import get_contract
from assurance.services import contracts


def draw_up(scene: Scene) -> None:
    """Draw up the contract from the bid and the programme."""
    said = load("contract")
    contracts.draw_up(
        scene.session, procurement=scene.procurement, starts_on=said["starts_on"],
        years=scene.procurement.contract_years, extension_years=said["extension_years"],
        actor=scene.actor("contracts"), now=scene.now,
    )  # fmt: skip


def sign(scene: Scene) -> None:
    """Record both signatures."""
    for party, said in load("contract")["signatures"].items():
        contracts.sign(
            scene.session, contract=get_contract(scene.session, scene.procurement.id), party=party,
            signatory=said["signatory"], capacity=said["capacity"], signed_on=scene.now.astimezone(LONDON).date(),
            actor=scene.actor("contracts"), now=scene.now,
        )  # fmt: skip


STEPS = (
    Step(london(2025, 9, 15, 14), MSK, draw_up, "the contract is drawn up from the bid"),
    Step(london(2025, 9, 16), MSK, moving("open_contract", "contracts"), "the contract is before both parties"),
    Step(london(2025, 9, 22, 11), MSK, meet(1), "C-001 met: the guarantee is signed"),
    Step(london(2025, 9, 24, 11), MSK, meet(2), "C-002 met: the tax opinion"),
    Step(london(2025, 9, 30, 15), MSK, sign, "both parties sign"),
    Step(london(2025, 10, 1), MSK, moving("request_checkpoint_3", "contracts"), "award notice; mobilisation begins"),
    Step(london(2026, 2, 24, 15), MSK, meet(3), "C-003 met: toolkit and map of controllers"),
    Step(london(2026, 3, 17, 15), MSK, review("checkpoint_3"), "verdict: proceed"),
    Step(london(2026, 4, 1, 8), MSK, moving("start_service", "contracts"), "the service is live"),
)
