"""From the award to two quarters of service: mobilisation, results, a statement, an amendment, a subcontractor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from assurance.cli.demo.play import MSK, Scene, Step, london
from assurance.cli.demo.texts import load
from assurance.domain.contracts.schedule_changes import Amount
from assurance.domain.provision.partners import PaymentBasis
from assurance.persistence.queries.contract_running import (
    get_amendment,
    get_report,
    get_statement,
    get_subcontract_change,
    get_task,
)
from assurance.persistence.queries.contracts import get_contract
from assurance.services.contracting import (
    amending,
    indicators,
    mobilising,
    paying,
    reporting,
    subcontracting,
)

PROVIDER = "birch"
YEAR = 1
Act = Callable[[Scene], None]


def contract_of(scene: Scene) -> Any:
    """Return the contract of the first programme."""
    return get_contract(scene.session, scene.procurement.id)


def plan(scene: Scene) -> None:
    """Write the plan of mobilisation."""
    for said in load("running")["tasks"]:
        terms = mobilising.TaskTerms(
            said["title"], said["owner"], said["starts_on"], said["due_on"], tuple(said.get("after", ())),
            said.get("condition", ""),
        )  # fmt: skip
        mobilising.add_task(
            scene.session, procurement=scene.procurement, terms=terms, actor=scene.actor("contracts"), now=scene.now
        )


def finish(number: int, said: dict[str, Any]) -> Act:
    """Make the act of saying that a task is done."""

    def act(scene: Scene) -> None:
        task = get_task(scene.session, scene.procurement.id, number)
        mobilising.say_state(
            scene.session, task=task, state="done", evidence=said["evidence"], version=task.version,
            actor=scene.actor("contracts"), now=scene.now,
        )  # fmt: skip

    return act


def set_indicators(scene: Scene) -> None:
    """Set what is watched beside the outcomes."""
    for said in load("running")["indicators"]:
        terms = indicators.IndicatorTerms(
            said["title"], said["measured_by"], "%", Decimal(said["target"]), Decimal(said["floor"]),
            said["consequence"], said.get("condition", ""),
        )  # fmt: skip
        indicators.set_indicator(
            scene.session, contract=contract_of(scene), terms=terms, actor=scene.actor("contracts"), now=scene.now
        )


def report(quarter: dict[str, Any]) -> Act:
    """Make the act of reporting every result of a quarter; one with a figure before it is queried first."""

    def act(scene: Scene) -> None:
        for kind, code, said in _results(quarter):
            if "queried" in said:
                _report(scene, quarter["quarter"], kind, code, said | {"actual": said["queried"]})
                row = get_report(scene.session, contract_of(scene).id, YEAR, quarter["quarter"], kind, code)
                reporting.query(
                    scene.session, row=row, reason=said["question"], actor=scene.actor("contracts"), now=scene.now
                )
            _report(scene, quarter["quarter"], kind, code, said)

    return act


def accept(quarter: dict[str, Any]) -> Act:
    """Make the act of accepting every result of a quarter, each indicator rated as its figures say."""

    def act(scene: Scene) -> None:
        contract = contract_of(scene)
        for kind, code, _ in _results(quarter):
            row = get_report(scene.session, contract.id, YEAR, quarter["quarter"], kind, code)
            rating = reporting.proposed_rating(reporting.get_asked(scene.session, contract, kind, code), row.actual)
            reporting.accept(
                scene.session, row=row, rating=rating or "", reason="", actor=scene.actor("contracts"), now=scene.now
            )

    return act


def prepare(quarter: int) -> Act:
    """Make the act of working out a statement."""

    def act(scene: Scene) -> None:
        paying.prepare(
            scene.session, contract=contract_of(scene), year=YEAR, quarter=quarter, actual_spend=None,
            actor=scene.actor("finance"), now=scene.now,
        )  # fmt: skip

    return act


def issue(scene: Scene) -> None:
    """Issue the statement of the first quarter."""
    row = get_statement(scene.session, contract_of(scene).id, YEAR, 1)
    paying.issue(scene.session, row=row, version=row.version, actor=scene.actor("contracts"), now=scene.now)


def ask_subcontract(scene: Scene) -> None:
    """Ask for one more subcontractor, as the lead provider."""
    said = load("running")["subcontract"]
    wanted = subcontracting.Subcontract(
        "", said["name"], "", said["delivers"], PaymentBasis(said["payment_basis"]), Decimal(said["share"]),
        said["payment_days"], Decimal(said["outcome_share"]), True, said["from_on"], said["reason"],
    )  # fmt: skip
    subcontracting.propose(
        scene.session, contract=contract_of(scene), wanted=wanted, actor=scene.actor(PROVIDER), now=scene.now
    )


def admit(scene: Scene) -> None:
    """Let it in, after a look at grounds for exclusion."""
    said = load("running")["subcontract"]
    subcontracting.decide(
        scene.session, change=get_subcontract_change(scene.session, contract_of(scene).id, 1), approve=True,
        exclusion_check=said["check"], reason=said["decision"], actor=scene.actor("contracts"), now=scene.now,
    )  # fmt: skip


def propose(key: str) -> Act:
    """Make the act of proposing an amendment, on the ground that the law of the walk gives for it."""

    def act(scene: Scene) -> None:
        said = load("running")[key]
        amending.propose(
            scene.session, contract=contract_of(scene), actor=scene.actor("contracts"), now=scene.now,
            proposal=amending.Proposal(
                said["title"], said["reason"], _ground(scene, said["ground"]), said["is_own_decision"],
                said["effective_on"], Amount(Decimal(said["change"]), said["from_year"]),
                {said["schedule"]: said["text"]},
            ),
        )  # fmt: skip

    return act


def approve(scene: Scene) -> None:
    """Approve the first amendment, as somebody who did not propose it."""
    amending.decide(
        scene.session, amendment=get_amendment(scene.session, contract_of(scene).id, 1), approve=True,
        reason=load("running")["amendment"]["decision"], actor=scene.actor("owner"), now=scene.now,
    )  # fmt: skip


def _ground(scene: Scene, code: str) -> str:
    """Name the ground under another law that fits the same change."""
    others = {"external": "unforeseeable", "own_decision": "below_threshold"}
    return code if scene.procurement.procedure.regime == "psr" else others[code]


def _results(quarter: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    outcomes = [(reporting.OUTCOME, code, said) for code, said in quarter["outcomes"].items()]
    return outcomes + [(reporting.INDICATOR, code, said) for code, said in quarter["indicators"].items()]


def _report(scene: Scene, quarter: int, kind: str, code: str, said: dict[str, Any]) -> None:
    contract = contract_of(scene)
    members = tuple((name, Decimal(people), Decimal(rate)) for name, people, rate in said.get("members", ()))
    actual = None if members else Decimal(said["actual"])
    reporting.report(
        scene.session, contract=contract, asked=reporting.get_asked(scene.session, contract, kind, code), year=YEAR,
        quarter=quarter, result=reporting.Result(actual, members, said["evidence"]), actor=scene.actor(PROVIDER),
        now=scene.now,
    )  # fmt: skip


def _at(day: date, hour: int) -> Any:
    return london(day.year, day.month, day.day, hour)


_FINISHED = tuple(
    Step(_at(said["done_on"], 16), MSK, finish(number, said))
    for number, said in enumerate(load("running")["tasks"], start=1)
)
_FIRST, _SECOND = load("running")["quarters"]
STEPS = (
    Step(london(2025, 9, 29, 10), MSK, set_indicators, "three indicators are set; one carries condition C-003"),
    Step(london(2025, 10, 2, 10), MSK, plan, "the plan of mobilisation: eight tasks and their critical path"),
    *_FINISHED,
    Step(_at(_FIRST["reported_on"], 10), MSK, report(_FIRST), "results of the first quarter; one is queried"),
    Step(_at(_FIRST["accepted_on"], 15), MSK, accept(_FIRST), "the results are accepted"),
    Step(london(2026, 7, 27, 10), MSK, prepare(1)),
    Step(london(2026, 7, 28, 10), MSK, issue, "the first payment statement is issued"),
    Step(london(2026, 9, 3, 10), MSK, ask_subcontract),
    Step(london(2026, 9, 8, 11), MSK, admit, "one more subcontractor, after a look at grounds for exclusion"),
    Step(london(2026, 9, 10, 10), MSK, propose("amendment")),
    Step(london(2026, 9, 15, 10), MSK, approve, "the contract is amended: version 2 of its schedules"),
    Step(_at(_SECOND["reported_on"], 10), MSK, report(_SECOND)),
    Step(_at(_SECOND["accepted_on"], 15), MSK, accept(_SECOND), "results of the second quarter accepted"),
    Step(london(2026, 10, 19, 10), MSK, prepare(2), "a second statement waits to be issued"),
    Step(london(2026, 10, 19, 11), MSK, propose("waiting"), "a second amendment waits for a decision"),
)
