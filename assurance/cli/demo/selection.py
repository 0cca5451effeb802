"""Selection in the demonstration: questions, answers, a subcontractor replaced in time, marks, the shortlist."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assurance.cli.demo.play import Scene
from assurance.cli.demo.texts import load
from assurance.domain.selection.answers import written_contracts, written_years
from assurance.domain.selection.grounds import TEMPLATE, Party
from assurance.domain.selection.questionnaire import Kind, Question
from assurance.domain.selection.template import EXPERIENCE_WORDS
from assurance.persistence.queries.selection import list_requests, read_request
from assurance.services import bids, conflicts, selection
from assurance.services.selection import replacing

Said = dict[str, Any]
NONE_APPLIES = {ground.code: False for ground in TEMPLATE}
YEARS = ("2023/24", "2022/23", "2021/22")
GROWTH = Decimal("0.96")
"""Each year before the last had so much of the turnover of the year after it."""


def write_questionnaire(scene: Scene) -> None:
    """Mark two questions by weight, and let at most as many through as the data file says."""
    said, common = load("selection"), _officer(scene)
    for each in said["questions"]:
        question = Question(
            each["code"], each["text"], Kind.MARKED, Fraction(each["weight"]), each["title"],
            word_limit=EXPERIENCE_WORDS,
        )  # fmt: skip
        selection.save_question(scene.session, procurement=scene.procurement, question=question, **common)
    selection.set_rule(
        scene.session, procurement=scene.procurement, multiple=Fraction(2), reasons="", at_most=said["at_most"],
        **common,
    )  # fmt: skip


def ask(supplier: str, turnover: str, experience: str) -> Callable[[Scene], None]:
    """Make the act of a provider's lead answering what every questionnaire asks, and sending the request."""

    def act(scene: Scene) -> None:
        bid = _start(scene, supplier, turnover, experience)
        bids.send_request(scene.session, bid=bid, actor=scene.actor(supplier), now=scene.now)

    return act


def ask_in_full(said: Said) -> Callable[[Scene], None]:
    """Make the act of also answering the marked question, and naming those the provider relies on."""

    def act(scene: Scene) -> None:
        bid, key = _start(scene, said["key"], said["turnover"], said["experience"]), said["key"]
        common: Said = {"bid": bid, "actor": scene.actor(key), "now": scene.now}
        text = load("selection")["bidders"][key]["together"]
        selection.save_answer(scene.session, code="together", content={"text": text}, **common)
        for each in _partners(said):
            row = selection.add_party(
                scene.session, party=Party.SUBCONTRACTOR, name=each["name"], company_number="",
                delivers=each["delivers"], **common,
            )  # fmt: skip
            applies = {**NONE_APPLIES, each["ground"]: True} if "ground" in each else NONE_APPLIES
            done = {each["ground"]: each["self_cleaning"]} if "ground" in each else {}
            selection.declare(
                scene.session, public_id=row.public_id, applies=applies, self_cleaning=done, **common
            )  # fmt: skip
        bids.send_request(scene.session, **common)

    return act


def declare_conflicts(scene: Scene) -> None:
    """Let everyone who reads requests declare, bidder by bidder, that they have no conflict."""
    for key in ("officer", "dialogue"):
        for bid in list_requests(scene.session, scene.procurement.id):
            conflicts.declare(
                scene.session, bid=bid, has_conflict=False, detail="", actor=scene.actor(key), now=scene.now
            )


def give_notice(scene: Scene) -> None:
    """Tell the bidder about the subcontractor to whom a ground applies, five days before its time is up."""
    said = load("selection")["replaced"]
    bid = scene.bid(said["bidder"])
    selection.give_notice(
        scene.session, bid=bid, public_id=_party(scene, said), reason=said["notice"],
        answer_on=date(2025, 3, 19), answer_time=time(17), **_officer(scene),
    )  # fmt: skip


def name_another(scene: Scene) -> None:
    """Name who takes the place, declare for it, and send the answer."""
    said = load("selection")["replaced"]
    common: Said = {
        "bid": scene.bid(said["bidder"]), "public_id": _party(scene, said), "actor": scene.actor(said["bidder"]),
        "now": scene.now,
    }  # fmt: skip
    replacing.name_another(scene.session, name=said["by"], company_number="", delivers=said["delivers"], **common)
    replacing.declare(scene.session, applies=NONE_APPLIES, self_cleaning={}, **common)
    replacing.answer(scene.session, words=said["answer"], names_nobody=False, **common)


def judge_all(scene: Scene) -> None:
    """Judge every answer of every bidder with its reason."""
    for key, said in load("selection")["bidders"].items():
        for code, (given, reason) in said["judged"].items():
            _judge(scene, key, code, given, reason)


def judge_briefly(scene: Scene, suppliers: list[str]) -> None:
    """Declare, pass every answer of these bidders, for the same reasons, and decide."""
    declare_conflicts(scene)
    for key in suppliers:
        for code, reason in load("selection")[scene.programme].items():
            _judge(scene, key, code, "yes", reason)
    conclude(scene)


def conclude(scene: Scene) -> None:
    """Decide the shortlist by the published rule, and issue the letters."""
    selection.conclude(scene.session, procurement=scene.procurement, seen=None, **_officer(scene))


def _start(scene: Scene, supplier: str, turnover: str, experience: str) -> Any:
    lead = scene.actor(supplier)
    bid = bids.start_request(scene.session, procurement=scene.procurement, actor=lead, now=scene.now)
    common: Said = {"bid": bid, "actor": lead, "now": scene.now}
    amounts = [round(Decimal(turnover) * GROWTH**number) for number in range(len(YEARS))]
    years = written_years([(year, Decimal(amount)) for year, amount in zip(YEARS, amounts, strict=True)])
    contract = {"ended_on": None, **load("selection")["bidders"][supplier]["contract"]}
    contract["annual_value"] = Decimal(contract["annual_value"])
    answers = {
        "standing": years, "contracts": written_contracts([contract]), "experience": {"text": experience}
    }  # fmt: skip
    for code, content in answers.items():
        selection.save_answer(scene.session, code=code, content=content, **common)
    itself = read_request(scene.session, bid).everybody[0]
    selection.declare(
        scene.session, public_id=itself.public_id, applies=NONE_APPLIES, self_cleaning={}, **common
    )  # fmt: skip
    return bid


def _partners(said: Said) -> list[Said]:
    replaced = load("selection")["replaced"]
    named = said.get("subcontractors", [])
    if said["key"] != replaced["bidder"]:
        return list(named)
    return [replaced, *(each for each in named if each["name"] != replaced["by"])]


def _party(scene: Scene, said: Said) -> str:
    record = read_request(scene.session, scene.bid(said["bidder"]))
    return next(each.public_id for each in record.everybody if each.name == said["name"])


def _judge(scene: Scene, supplier: str, code: str, given: Any, reason: str) -> None:
    is_mark = isinstance(given, int)
    selection.judge(
        scene.session, bid=scene.bid(supplier), code=code, mark=given if is_mark else None,
        passes=None if is_mark else given == "yes", reason=reason, **_officer(scene),
    )  # fmt: skip


def _officer(scene: Scene) -> Said:
    return {"actor": scene.actor("officer"), "now": scene.now}
