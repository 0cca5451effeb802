"""Planning a programme: its frame, the real budget table, pathways, outcomes, criteria, and market engagement."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from assurance.cli.demo import programme
from assurance.cli.demo.people import give_roles
from assurance.cli.demo.play import MSK, Scene, Step, london, moving
from assurance.cli.demo.texts import load, table
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.procedures import CURRENT
from assurance.domain.procedures.regimes import Regime
from assurance.domain.provision.integration import IntegrationForm
from assurance.persistence.queries.planning import list_elements
from assurance.services import planning, procurements, tendering

BUDGETS = "northamptonshire_programme_budgets"


def start(scene: Scene) -> None:
    """Start the procurement as its officer and give out the roles."""
    data = load(scene.programme)
    procurement = procurements.create_procurement(
        scene.session, title=data["title"], summary=data["summary"], care_group=data["care_group"],
        population=data["population"], contract_years=data["contract_years"],
        outcome_share_percent=data["outcome_share_percent"],
        integration_forms=[IntegrationForm(form) for form in data["integration_forms"]],
        procedure=CURRENT[scene.play.regime if scene.programme == MSK else Regime.PSR],
        actor=scene.actor("officer"), now=scene.now,
    )  # fmt: skip
    scene.play.references[scene.programme] = procurement.reference
    give_roles(scene)


def set_budget(scene: Scene) -> None:
    """Import the whole table of programme budgets and choose the programme's category."""
    finance = scene.actor("finance")
    planning.import_budget(
        scene.session, procurement=scene.procurement, text=table(BUDGETS), actor=finance, now=scene.now
    )
    planning.choose_budget_lines(
        scene.session, procurement=scene.procurement, codes=load(scene.programme)["budget_codes"], actor=finance,
        now=scene.now,
    )  # fmt: skip


def classify(scene: Scene) -> None:
    """Say by which codes and where it is found, and under which number the authority is known."""
    data = load(scene.programme)
    planning.classify(
        scene.session, procurement=scene.procurement, codes="\n".join(data["cpv"]), region=data["region"],
        number=data["authority_number"], actor=scene.actor("officer"), now=scene.now,
    )  # fmt: skip


def describe_pathways(scene: Scene) -> None:
    """Describe the elements of every pathway."""
    for pathway in load(scene.programme)["pathways"]:
        for name in pathway["elements"]:
            planning.add_element(
                scene.session, procurement=scene.procurement, pathway=pathway["name"], name=name,
                actor=scene.actor("dialogue"), now=scene.now,
            )  # fmt: skip


def name_handovers(scene: Scene) -> None:
    """Say where care passes from one element to another."""
    elements = {each.name: each for each in list_elements(scene.session, scene.procurement.id)}
    for source, target in load(scene.programme)["handovers"]:
        planning.add_handover(
            scene.session, procurement=scene.procurement, source=elements[source], target=elements[target],
            actor=scene.actor("dialogue"), now=scene.now,
        )  # fmt: skip


def set_outcomes(scene: Scene) -> None:
    """Set the outcomes that part of the payment depends on."""
    for outcome in load(scene.programme)["outcomes"]:
        planning.add_outcome(
            scene.session, procurement=scene.procurement, code=outcome["code"], name=outcome["name"],
            unit=outcome["unit"], weight_percent=Decimal(outcome["weight"]), rule=outcome["rule"],
            baseline=_figure(outcome, "baseline"), threshold=_figure(outcome, "threshold"),
            target=Decimal(outcome["target"]), definition=programme.definition_of(scene, outcome["code"]),
            actor=scene.actor("finance"), now=scene.now,
        )  # fmt: skip


def draft_criteria(scene: Scene) -> None:
    """Draft the tree of award criteria, its scale and the rules that break ties."""
    data = load(scene.programme)
    officer = scene.actor("officer")
    tendering.set_scale(scene.session, procurement=scene.procurement, actor=officer, now=scene.now)
    for each in data["criteria"]:
        tendering.add_criterion(
            scene.session, procurement=scene.procurement, code=each["code"], title=each["title"],
            kind=Kind(each["kind"]), parent_code=each.get("parent"), weight_percent=Decimal(each["weight"]),
            question=each.get("question", ""), guidance=each.get("guidance", ""), minimum=_figure(each, "minimum"),
            word_limit=each.get("word_limit"), is_down_select=each.get("is_down_select", False),
            sub_criteria=each.get("sub_criteria", ()), evaluator_guidance=each.get("evaluator_guidance", ""),
            price_formula=each.get("price_formula", ""), actor=officer, now=scene.now,
            price_parameters={key: Decimal(value) for key, value in each.get("price_parameters", {}).items()},
        )  # fmt: skip
    tendering.set_method(
        scene.session, procurement=scene.procurement, method="weighted-sum",
        price_opens_after_quality=data.get("price_opens_after_quality", False),
        low_price_percent=data.get("low_price_percent", 10), actor=officer, now=scene.now,
    )  # fmt: skip
    tendering.set_tie_break(
        scene.session, procurement=scene.procurement, rules=data["tie_break"], actor=officer, now=scene.now
    )


def summarise_engagement(scene: Scene) -> None:
    """Write down what market engagement changed."""
    planning.record_engagement(
        scene.session, procurement=scene.procurement, summary=load(scene.programme)["engagement"],
        actor=scene.actor("officer"), now=scene.now,
    )  # fmt: skip


def _figure(data: dict[str, Any], key: str) -> Decimal | None:
    return Decimal(data[key]) if key in data else None


STEPS = (
    Step(london(2025, 1, 6, 9, 30), MSK, start, "started; every role is given to a person"),
    Step(london(2025, 1, 8, 10), MSK, set_budget, "budget: 23 categories imported, category 15 chosen"),
    Step(london(2025, 1, 8, 11), MSK, classify, "found by what is bought and where: orthopaedics in UKF2"),
    Step(london(2025, 1, 9, 11), MSK, describe_pathways, "five pathways described, element by element"),
    Step(london(2025, 1, 9, 12), MSK, name_handovers, "sixteen hand-overs named, each to be owned by a bidder"),
    Step(london(2025, 1, 10, 14), MSK, set_outcomes, "four outcomes; 30 per cent of payment depends on them"),
    Step(london(2025, 1, 13), MSK, moving("start_engagement"), "the market is asked"),
    Step(london(2025, 1, 29, 15), MSK, draft_criteria, "award criteria drafted: 80 quality, 20 price"),
    Step(london(2025, 2, 4), MSK, moving("request_checkpoint_1"), "assurance reviewers are asked"),
)
