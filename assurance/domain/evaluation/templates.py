"""Criteria to start from. They are examples to be changed, not law: no provision fixes these weights or questions.

The five key criteria are those of PSR 2023 regulation 5, which says what is considered and not what each counts for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from assurance.domain.evaluation.criteria_faults import LOWEST_PRICE
from assurance.domain.evaluation.criterion import Kind
from assurance.domain.evaluation.drafting import CriterionDraft, Placed, clean
from assurance.domain.evaluation.scales import ZERO_TO_FIVE
from assurance.domain.evaluation.workbook import CriteriaDraft

Question = tuple[str, str, int, str, tuple[str, ...]]
"""Short name, title, weight in its group, question, points to cover."""


@dataclass(frozen=True, slots=True)
class CriteriaTemplate:
    """A tree of criteria to start from, with its scale and the rules that separate equal totals."""

    code: str
    title: str
    about: str
    draft: CriteriaDraft
    tie_break: tuple[str, ...]


def _scored(parent: str, questions: tuple[Question, ...], down_select: tuple[str, ...]) -> tuple[Placed, ...]:
    return tuple(
        _placed(
            code, parent, Kind.SCORED,
            CriterionDraft(
                title, Decimal(weight), question, sub_criteria=points, word_limit=1_500,
                is_down_select=code in down_select,
            ),
        )
        for code, title, weight, question, points in questions
    )  # fmt: skip


def _placed(code: str, parent: str, kind: Kind, draft: CriterionDraft) -> Placed:
    return Placed(code, parent, kind, clean(kind, draft))


def _price(weight: int) -> Placed:
    asked = "State the price of the whole contract for its full term, without VAT, in the form of the price schedule."
    return _placed("price", "", Kind.PRICE, CriterionDraft("Price", Decimal(weight), asked))


_REGISTERED = _placed(
    "registered", "", Kind.PASS_FAIL,
    CriterionDraft("Registered with the Care Quality Commission", question="Confirm that every provider of regulated "
                   "care in your bid is registered, or will be before the service starts."),
)  # fmt: skip

_FIVE: tuple[Question, ...] = (
    ("quality-innovation", "Quality and innovation", 30,
     "How will you deliver safe, effective care with a good experience, and what will you do that is new?",
     ("Safety and effectiveness", "Experience of patients and carers", "What is new, and the evidence for it")),
    ("integration", "Integration, collaboration and service sustainability", 25,
     "How will care be joined up with other services, and how will the service last?",
     ("Hand-overs and who owns each", "Working with primary care and the voluntary sector", "Workforce and finance "
      "over the whole term")),
    ("access", "Improving access, reducing health inequalities and facilitating choice", 15,
     "How will you improve access, reduce inequalities and let patients choose?",
     ("Who waits longest now, and what changes", "Inequalities by place and group", "How choice is offered")),
    ("social-value", "Social value", 10,
     "What lasting social, economic and environmental good will the contract do in the area?",
     ("Local jobs and skills", "Carbon", "How it is measured")),
)  # fmt: skip
_FIVE_KEY = CriteriaTemplate(
    "psr-five",
    "The five key criteria with social value",
    "Quality and innovation 30, value as price 20, integration 25, access 15, social value 10. Every key criterion of "
    "the Provider Selection Regime is there; what each counts for is yours to decide and to give reasons for.",
    CriteriaDraft(
        (*_scored("", _FIVE, ("quality-innovation", "integration")), _price(20), _REGISTERED), ZERO_TO_FIVE.descriptors
    ),
    ("quality-innovation", "integration", LOWEST_PRICE),
)

_QUALITY: tuple[Question, ...] = (
    ("pathway", "Pathway", 30, "Describe the pathway from first contact to discharge, with who is accountable for each "
     "step.", ("First contact and triage", "Shared decisions", "Discharge and self-management")),
    ("workforce", "Workforce", 25, "How will you recruit, keep and lead the staff the service needs?",
     ("Numbers and skills by year", "Transfer of staff", "Leadership")),
    ("integration", "Integration", 15, "How will partners and subcontractors work as one service?",
     ("Hand-overs", "Shared governance")),
    ("digital", "Digital", 15, "Which records, data and digital tools will you use, and who can see what?",
     ("Shared records", "Information governance", "People who are not online")),
    ("mobilisation", "Mobilisation", 15, "How will you be ready on the first day?",
     ("Plan with milestones", "Risks and what is done about them")),
)  # fmt: skip
_EIGHTY_TWENTY = CriteriaTemplate(
    "quality-80-price-20",
    "Quality 80, price 20",
    "Quality counts for 80: pathway 30, workforce 25, integration 15, digital 15 and mobilisation 15 of it. Price "
    "counts for 20. Half the marks at least are asked of quality as a whole.",
    CriteriaDraft(
        (
            _placed("quality", "", Kind.GROUP, CriterionDraft("Quality", Decimal(80), minimum=Decimal(50))),
            *_scored("quality", _QUALITY, ("pathway", "workforce", "integration")),
            _price(20),
            _REGISTERED,
        ),
        ZERO_TO_FIVE.descriptors,
    ),
    ("quality", "pathway", LOWEST_PRICE),
)

TEMPLATES: Mapping[str, CriteriaTemplate] = MappingProxyType({each.code: each for each in (_FIVE_KEY, _EIGHTY_TWENTY)})
