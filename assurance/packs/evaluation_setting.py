"""What was fixed before any bid was read: procedure, dates, people, criteria, scale; and how the bids were opened."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.domain.errors import NotFound
from assurance.domain.evaluation.criteria import CriteriaTree, Kind
from assurance.domain.evaluation.pricing import FORMULAS
from assurance.domain.money import plain
from assurance.domain.procedures import get_procedure
from assurance.domain.tenderbox.visibility import OPENED_STAGES
from assurance.packs.wording import NONE, counted, day, fixed, listed, moment, moment_to_the_second
from assurance.persistence.queries import evidence
from assurance.persistence.queries.bids import list_in_procurement
from assurance.persistence.queries.criteria import (
    get_publication,
    get_tree,
    list_assignments,
    list_criteria,
    list_descriptors,
)
from assurance.persistence.queries.procurements import list_people

if TYPE_CHECKING:
    from assurance.persistence.models import ConflictDeclaration, CriterionRow, OpeningAct, Procurement

Fact = tuple[str, str]
MEETS = {Kind.GROUP: "Group", Kind.SCORED: "Marked", Kind.PRICE: "Price", Kind.PASS_FAIL: "Pass or fail"}


@dataclass(frozen=True, slots=True)
class CriterionRecord:
    """One node of the tree as it was published."""

    code: str
    title: str
    level: int
    how: str
    weight: str
    weight_of_all: str
    minimum: str
    question: str
    guidance: str
    word_limit: str
    evaluators: str


@dataclass(frozen=True, slots=True)
class DeclarationRecord:
    """What one person declared about one bidder, and what was decided."""

    person: str
    bidder: str
    declared: str
    decision: str
    decided: str


@dataclass(frozen=True, slots=True)
class TenderRecord:
    """One final tender as it arrived."""

    bidder: str
    arrived: str
    items: str
    digest: str


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything that was settled before the marks."""

    procedure: tuple[Fact, ...]
    people: tuple[tuple[str, str, str], ...]
    criteria: tuple[CriterionRecord, ...]
    criteria_frozen: str
    criteria_digest: str
    tie_break: str
    scale: tuple[tuple[str, str, str], ...]
    declarations: tuple[DeclarationRecord, ...]
    nothing_declared: str
    opening: tuple[Fact, ...]
    tenders: tuple[TenderRecord, ...]


def gather_setting(session: Session, procurement: Procurement) -> Setting:
    """Gather what was settled before the marks."""
    tree = get_tree(session, procurement.id)
    declarations = evidence.list_declarations(session, procurement.id)
    return Setting(
        procedure=_procedure(procurement),
        people=tuple(_people(session, procurement)),
        criteria=tuple(_criteria(session, procurement, tree)),
        criteria_frozen=moment(procurement.criteria_frozen_at),
        criteria_digest=procurement.criteria_digest or get_publication(session, procurement).digest(),
        tie_break=_tie_break(procurement, tree),
        scale=tuple((str(each.mark), each.label, each.text) for each in list_descriptors(session, procurement.id)),
        declarations=tuple(_declaration(session, each) for each in declarations if each.has_conflict),
        nothing_declared=_nothing_declared(declarations),
        opening=_opening(session, procurement),
        tenders=tuple(
            TenderRecord(
                bid.organisation.name,
                moment_to_the_second(bid.submitted_at),
                counted(len((bid.manifest or {}).get("items", ())), "item") if bid.manifest else "Not listed",
                bid.manifest_digest or "",
            )
            for bid in list_in_procurement(session, procurement.id)
            if bid.stage in OPENED_STAGES
        ),
    )


def _procedure(procurement: Procurement) -> tuple[Fact, ...]:
    try:
        found = get_procedure(procurement.procedure_code, procurement.procedure_version)
        named = (("Regime", found.regime.label), ("Procedure", f"{found.label}, version {found.version}"))
        provision: tuple[Fact, ...] = (("Provision", found.citation),)
    except NotFound:
        named = (("Regime", "Not known to this system"), ("Procedure", procurement.procedure_code))
        provision = ()
    population = f"{procurement.population:,} people" if procurement.population else "Not given"
    return (
        *named, *provision,
        ("Care group", procurement.care_group or "Not given"),
        ("Population", population),
        ("Contract term", counted(procurement.contract_years, "year")),
        ("Paid on outcomes", f"{procurement.outcome_share_percent}% of the contract value"),
        ("Criteria frozen", moment(procurement.criteria_frozen_at)),
        ("Requests to take part due", moment(procurement.requests_due_at)),
        ("Final tenders due", moment(procurement.tenders_due_at)),
        ("Intention to award published", day(procurement.intention_published_on)),
    )  # fmt: skip


def _people(session: Session, procurement: Procurement) -> list[tuple[str, str, str]]:
    given = sorted(list_people(session, procurement.id), key=lambda each: (list(Role).index(each.role), each.user.name))
    return [(each.role.label, each.user.name, each.user.job_title) for each in given]


def _criteria(session: Session, procurement: Procurement, tree: CriteriaTree) -> list[CriterionRecord]:
    marked_by: dict[int, list[str]] = defaultdict(list)
    for duty in list_assignments(session, procurement.id):
        marked_by[duty.criterion_id].append(duty.user.name)
    rows = list_criteria(session, procurement.id)
    parents = {row.id: row.parent_id for row in rows}
    return [_criterion(row, tree, _depth(parents, row.id), sorted(marked_by[row.id])) for row in rows]


def _criterion(row: CriterionRow, tree: CriteriaTree, level: int, evaluators: list[str]) -> CriterionRecord:
    kind = Kind(row.kind)
    how = MEETS[kind] if row.scale_top is None else f"Marked 0 to {row.scale_top}"
    judged = kind is not Kind.PASS_FAIL
    return CriterionRecord(
        code=row.code,
        title=row.title,
        level=level,
        how=how,
        weight=f"{fixed(row.weight_percent)}" if judged else "",
        weight_of_all=f"{fixed(tree.global_weight(row.code))}" if judged else "",
        minimum=_minimum(row),
        question=row.question,
        guidance=row.guidance,
        word_limit=f"{row.word_limit:,} words" if row.word_limit else "",
        evaluators=listed(evaluators),
    )


def _minimum(row: CriterionRow) -> str:
    if row.minimum is None:
        return "Must be met" if row.kind == Kind.PASS_FAIL else NONE
    return f"{plain(row.minimum)} marks" if row.kind == Kind.SCORED else f"{plain(row.minimum)}%"


def _depth(parents: dict[int, int | None], row_id: int) -> int:
    level, parent = 1, parents[row_id]
    while parent is not None:
        level, parent = level + 1, parents[parent]
    return level


def _tie_break(procurement: Procurement, tree: CriteriaTree) -> str:
    rules = []
    for rule in procurement.tie_break:
        criterion = tree.find(rule)
        words = {"lowest-price": "the lower price", "earliest": "the earlier arrival"}
        rules.append(words.get(rule, f"the higher percentage on {criterion.title if criterion else rule}"))
    return ", then ".join(rules) if rules else "No tie-break was published; equal totals share a rank"


def _declaration(session: Session, given: ConflictDeclaration) -> DeclarationRecord:
    names = evidence.names_of(session, [given.decided_by_id])
    decided = f"{names.get(given.decided_by_id or 0, 'Nobody')}, {moment(given.decided_at)}" if given.decision else ""
    return DeclarationRecord(
        person=given.user.name,
        bidder=given.bid.organisation.name,
        declared=f"{given.detail} (declared {moment(given.declared_at)})",
        decision={"cleared": "Cleared", "recused": "Recused", "": "Not decided"}[given.decision],
        decided=f"{decided}: {given.decision_reason}" if given.decision_reason else decided,
    )


def _nothing_declared(declarations: list[ConflictDeclaration]) -> str:
    people = {each.user.name for each in declarations}
    conflicted = {each.user.name for each in declarations if each.has_conflict}
    clear = sorted(people - conflicted)
    if not clear:
        return ""
    return f"Declared no conflict with any bidder: {listed(clear)}."


def _opening(session: Session, procurement: Procurement) -> tuple[Fact, ...]:
    acts = evidence.list_openings(session, procurement.id)
    return (
        ("Deadline for final tenders", moment_to_the_second(procurement.tenders_due_at)),
        ("Closed by the system", moment_to_the_second(procurement.tenders_closed_at)),
        *_openers("Opener", [act for act in acts if act.envelope == "tender"]),
        *_openers("Opener of the prices", [act for act in acts if act.envelope == "price"]),
        *((("Prices opened, after quality", moment_to_the_second(procurement.prices_opened_at)),)
          if procurement.price_opens_after_quality else ()),
    )  # fmt: skip


def _openers(label: str, acts: list[OpeningAct]) -> list[Fact]:
    return [
        (f"{label} {number}", f"{act.user.name}, {moment_to_the_second(act.at)}")
        for number, act in enumerate(acts, start=1)
    ]


def formula_words(name: str) -> str:
    """Write a price formula out in words and symbols."""
    if name == "lowest-over-price":
        return "Price percentage = 100 × lowest price among the bids still in ÷ price of the bid"
    return FORMULAS[name].label
