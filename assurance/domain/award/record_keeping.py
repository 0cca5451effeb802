"""What each law asks an authority to have on record about a procurement, as data; and whether it is there.

Provisions: regulation 24 of the Provider Selection Regime Regulations 2023, section 98 of the Procurement Act 2023,
regulation 84 of the Public Contracts Regulations 2015.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from assurance.domain.procedures.regimes import Regime
from assurance.domain.stages import Stage


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing to have on record: which stored fact it is, from which stage it is expected, and where to write it."""

    fact: str
    title: str
    provision: str
    since: Stage
    endpoint: str
    comes_from: str


class State(StrEnum):
    """Whether a requirement is on record."""

    FILLED = "filled"
    MISSING = "missing"
    NOT_YET = "not_yet"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        """The state in words."""
        return {"filled": "On record", "missing": "Missing", "not_yet": "Not yet due"}.get(self.value, "Does not apply")


@dataclass(frozen=True, slots=True)
class Kept:
    """A requirement with what is on record for it."""

    requirement: Requirement
    state: State
    text: str


_HUB, _PEOPLE = "staff.procurements.show", "staff.procurements.people"
_SOURCES: Mapping[str, tuple[str, Stage, str, str]] = MappingProxyType(
    {
        "authority": ("Authority, reference and subject", Stage.PLANNING, _HUB, "The case file"),
        "value": ("Value of the contract", Stage.CONTRACT, "staff.contract.show", "The contract"),
        "process": ("Process followed, and why it was chosen", Stage.CALL, "staff.gates.index",
                    "The procedure, and the verdict of checkpoint 1"),
        "decision_makers": ("Who took part in the decisions", Stage.CALL, _PEOPLE, "People and roles"),
        "selection": ("Who was selected, and who was not and why", Stage.DIALOGUE_1, "staff.selection.index",
                      "Decisions on requests to take part, and on who stays in the dialogue"),
        "criteria": ("Criteria, their weights, and how they were applied", Stage.RECOMMENDATION,
                     "staff.evaluation.ranking", "The published criteria and the confirmed result"),
        "abnormal": ("Bids rejected as abnormally low", Stage.RANKING, "staff.evaluation.abnormal",
                     "Questions about low bids and the decisions on them"),
        "winner": ("Provider to which the contract goes", Stage.CHECKPOINT_2, "staff.award.recommendation",
                   "The approved recommendation"),
        "reasons": ("Reasons for the decision", Stage.CHECKPOINT_2, "staff.award.recommendation",
                    "The approved recommendation"),
        "subcontractors": ("Subcontractors and their shares", Stage.CHECKPOINT_2, "staff.opening.show",
                           "The tender of the provider to which the contract goes"),
        "conflicts": ("Conflicts of interest declared, and how they were managed", Stage.SCORING,
                      "staff.evaluation.conflicts", "Declarations of interest and the decisions on them"),
        "representations": ("Representations and further decisions", Stage.AWARD, "staff.award.register",
                            "The register of representations"),
        "not_awarded": ("Why no contract was awarded, and when that was decided", Stage.ABANDONED, _HUB,
                        "The move that ended the procurement"),
        "decisions": ("Material decisions, with when and why", Stage.PLANNING, "staff.procurements.timeline",
                      "The moves of the procedure"),
        "communications": ("Communications with suppliers", Stage.CALL, "staff.clarifications.index",
                           "Questions and answers, addenda, dialogue sessions with minutes, letters"),
        "deliberations": ("Internal deliberations and the progress of each stage", Stage.RANKING,
                          "staff.evaluation.moderation", "Individual marks, moderation, gate reviews"),
    }
)  # fmt: skip


def _asks(provision: str, *facts: str) -> tuple[Requirement, ...]:
    found = ((fact, *_SOURCES[fact]) for fact in facts)
    return tuple(Requirement(fact, title, provision, since, at, says) for fact, title, since, at, says in found)


REQUIREMENTS: Mapping[Regime, tuple[Requirement, ...]] = MappingProxyType(
    {
        Regime.PSR: (
            *_asks("PSR 2023, regulation 24", "authority", "winner", "process"),
            *_asks("PSR 2023, regulation 24(d)", "decision_makers"),
            *_asks("PSR 2023, regulations 19, 20 and 24", "selection"),
            *_asks("PSR 2023, regulations 5 and 24", "criteria", "reasons"),
            *_asks("PSR 2023, regulations 21 and 24", "conflicts"),
            *_asks("PSR 2023, regulations 12 and 25", "representations"),
            *_asks("PSR 2023, regulations 15 and 24", "not_awarded"),
        ),
        Regime.PA23: (
            *_asks("PA 2023, section 98(1)", "authority", "process", "decision_makers", "selection", "criteria"),
            *_asks("PA 2023, section 98(1)", "abnormal", "winner", "reasons", "decisions", "not_awarded"),
            *_asks("PA 2023, sections 81 to 83", "conflicts"),
            *_asks("PA 2023, section 98(2)", "communications"),
        ),
        Regime.PCR15: (
            *_asks("PCR 2015, regulation 84(1)", "authority", "value", "selection", "abnormal", "winner", "reasons"),
            *_asks("PCR 2015, regulation 84(1)", "subcontractors", "process", "not_awarded", "conflicts"),
            *_asks("PCR 2015, regulation 84(7) and (8)", "decisions", "communications", "deliberations"),
        ),
    }
)


def kept(regime: Regime, facts: Mapping[str, str | None], reached: frozenset[Stage]) -> Iterator[Kept]:
    """Say of each requirement whether it is on record.

    `facts` gives the stored text of each, empty where there is none and None where it does not apply; `reached` is
    every stage the procurement has been at, so that nothing is called missing before its time.
    """
    for each in REQUIREMENTS[regime]:
        text = facts[each.fact]
        if text is None:
            yield Kept(each, State.NOT_APPLICABLE, "")
        elif text:
            yield Kept(each, State.FILLED, text)
        elif each.since in reached:
            yield Kept(each, State.MISSING, "")
        else:
            yield Kept(each, State.NOT_YET, "")
