"""The contract schedules: parties, term, care, outcomes, payment, partners, definitions, conditions, amendments.

Printed as amended so far; what each amendment changed is listed, and the schedules are attached as data.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from assurance.domain.contracts.grounds import find_ground
from assurance.domain.contracts.schedule_changes import SCHEDULES, differences
from assurance.domain.errors import Conflict
from assurance.domain.money import percent, plain
from assurance.packs.contract_exit import ExitRecord, exit_record
from assurance.packs.gate_report import ConditionRecord, condition_record
from assurance.packs.heading import AuditHead, Heading, audit_head, heading
from assurance.packs.printing import Attachment
from assurance.packs.snapshot import AttachedFile, Part, Snapshot, attached, snapshot
from assurance.packs.wording import counted, day, moment, pounds
from assurance.persistence.queries.contract_running import (
    current_schedules,
    current_value,
    list_approved,
    list_indicators,
    list_register,
)
from assurance.persistence.queries.contracts import find_contract
from assurance.persistence.queries.gates import list_conditions

if TYPE_CHECKING:
    from assurance.persistence.models import Contract, ContractAmendment, Procurement

KIND = "contract_schedules"
TITLE = "Contract schedules"
PARTIES = {"authority": "The authority", "lead_provider": "The lead provider"}
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AmendmentRecord:
    """One approved amendment and what it changed."""

    title: str
    facts: tuple[tuple[str, str], ...]
    changes: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ContractContent:
    """Everything the pack prints."""

    heading: Heading
    facts: tuple[tuple[str, str], ...]
    signatures: tuple[Row, ...]
    coverage: tuple[Row, ...]
    outcomes: tuple[Row, ...]
    promises: tuple[Row, ...]
    payment: tuple[Row, ...]
    payment_words: Row
    partners: tuple[Row, ...]
    flow: Row
    definitions: tuple[Row, ...]
    form: str
    questions: tuple[Row, ...]
    conditions: tuple[ConditionRecord, ...]
    indicators: tuple[Row, ...]
    amendments: tuple[AmendmentRecord, ...]
    exit: ExitRecord | None
    attachments: tuple[AttachedFile, ...]
    audit: AuditHead


def name_of(session: Session, procurement: Procurement, subject: str) -> str:
    """Return the title, or raise `Conflict` while the contract is not drawn up."""
    _drawn_up(session, procurement)
    return TITLE


def gather(session: Session, procurement: Procurement, subject: str) -> Snapshot:
    """Gather the schedules as amended so far; raise `Conflict` while the contract is not drawn up."""
    contract = _drawn_up(session, procurement)
    schedules = current_schedules(session, contract)
    head = audit_head(session, procurement.id)
    approved = list_approved(session, contract.id)
    data = json.dumps({"format": "assurance-contract/1", "schedules": schedules}, indent=1, ensure_ascii=False)
    file = Attachment("contract.json", "The schedules as data", data.encode())
    version = f"Version {len(approved) + 1} of the schedules"
    content = ContractContent(
        heading=heading(procurement, title=TITLE, variant=version, as_at=head.at),
        facts=_facts(session, contract, procurement),
        signatures=_signatures(contract),
        **_parts_of(schedules),
        partners=tuple(_partner(each.terms, each.from_on, each.until_on) for each in list_register(session, contract)),
        conditions=tuple(condition_record(each) for each in list_conditions(session, procurement.id)),
        indicators=tuple(
            (f"{each.code}: {each.title}", each.measured_by, _figure(each.target, each.unit),
             _figure(each.floor, each.unit), each.consequence, each.condition_reference)
            for each in list_indicators(session, contract.id)
        ),
        amendments=_amendments(contract, procurement, approved),
        exit=exit_record(session, contract),
        attachments=(attached(file),),
        audit=head,
    )  # fmt: skip
    return snapshot(KIND, TITLE, head.instant, content, (file,))


def parts(content: Any) -> tuple[Part, ...]:
    """List the parts the pack is made of."""
    found = [Part("Parties and signatures", "agreement.html"), Part("Schedules", "schedules.html")]
    found += [Part("Amendments", "amendments.html")] if content.amendments else []
    found += [Part("The end of the contract", "exit.html")] if getattr(content, "exit", None) else []
    return (*found, Part("Files and hashes", "files.html"))


def _drawn_up(session: Session, procurement: Procurement) -> Contract:
    contract = find_contract(session, procurement.id)
    if contract is None:
        raise Conflict("The contract is not drawn up yet. Its schedules can be printed once it is.")
    return contract


def _facts(session: Session, contract: Contract, procurement: Procurement) -> tuple[tuple[str, str], ...]:
    extension = counted(contract.extension_years, "year")
    return (
        ("Authority", procurement.organisation.name),
        ("Lead provider", contract.bid.organisation.name),
        ("Law", procurement.procedure.regime.citation),
        ("First day of the service", day(contract.starts_on)),
        ("Term", f"{counted(contract.years, 'year')}; may be extended by {extension}"),
        ("Value when signed", pounds(contract.value_amount)),
        ("Value as amended", pounds(current_value(session, contract))),
        ("Drawn up", moment(contract.drawn_up_at)),
    )


def _signatures(contract: Contract) -> tuple[Row, ...]:
    signed = {each.party: each for each in contract.signatures}
    return tuple(
        (label, found.signatory, found.capacity, day(found.signed_on)) if found else (label, "Not signed", "", "")
        for party, label in PARTIES.items()
        for found in (signed.get(party),)
    )


def _parts_of(schedules: dict[str, Any]) -> dict[str, Any]:
    """Write each schedule as rows of text."""
    form = schedules["integration_form"]
    flow = schedules.get("cascade") or {}
    return {
        "coverage": tuple(_covered(each) for each in schedules["coverage"]),
        "outcomes": tuple(_outcome(each) for each in schedules["outcomes"]),
        "promises": tuple((each["name"], *each["promised"]) for each in schedules["outcomes"] if "promised" in each),
        "payment": tuple(_year(each) for each in schedules["payment"]),
        "payment_words": tuple(schedules.get("risk_words", ())),
        "flow": (flow["summary"], *flow["findings"]) if flow else (),
        "definitions": tuple(
            (f"{each['term']}, version {each['version']}", each["meaning"], each["source"])
            for each in schedules.get("definitions", ())
        ),
        "form": f"{form['label']}. {form['meaning']}" if form else "Not stated",
        "questions": tuple(
            (each["title"], each["bidder"] or "Nobody", each["answer"], each["authority"] or "Nobody",
             each["authority_answer"])
            for each in schedules.get("integration_questions", ())
        ),
    }  # fmt: skip


def _figure(value: Decimal, unit: str) -> str:
    return f"{plain(value)}{unit}" if unit.startswith("%") else f"{plain(value)} {unit}"


def _covered(each: dict[str, Any]) -> Row:
    others = "; ".join(other["name"] for other in each.get("takes_part", ()))
    accountable = each.get("accountable", "The lead provider")
    paid = each.get("payment_basis", "")
    return (f"{each['pathway']}: {each['element']}", accountable, paid, others, each.get("handed_over", ""))


def _outcome(each: dict[str, Any]) -> Row:
    paid_from = each["threshold"] if each["threshold"] is not None else "All or nothing"
    return (
        each["name"], f"{each['weight_percent']}%", each["baseline"] or "–", paid_from,
        _figure(Decimal(each["target"]), each["unit"]), each.get("definition", ""),
    )  # fmt: skip


def _year(each: dict[str, Any]) -> Row:
    step = f"{each['outcome_share_percent']}% on outcomes; {each['phase'].lower()}" if "phase" in each else ""
    return (f"Year {each['year']}", pounds(each["base"]), pounds(each["outcome_pool"]), pounds(each["total"]), step)


def _partner(terms: dict[str, Any], from_on: Any, until_on: Any) -> Row:
    days = f"{terms['payment_days']} days" if "payment_days" in terms else ""
    risk = f"{terms['outcome_share_percent']}%" if "outcome_share_percent" in terms else ""
    since = f"From {day(from_on)}" + (f" to {day(until_on)}" if until_on else "")
    flows = "Yes" if terms.get("flows_down") else "No"
    return (
        terms["name"],
        since,
        terms["delivers"],
        terms["payment_basis"],
        days,
        flows,
        f"{terms['share_percent']}%",
        risk,
    )


def _amendments(
    contract: Contract, procurement: Procurement, approved: list[ContractAmendment]
) -> tuple[AmendmentRecord, ...]:
    before = contract.schedules
    found = []
    for each in approved:
        changed = tuple(
            (SCHEDULES[one.schedule], one.what if one.before else "Added words", one.before or "–", one.after)
            for one in differences(before, each.schedules)
        )
        found.append(
            AmendmentRecord(f"Amendment {each.number}: {each.title}", _of(each, contract, procurement), changed)
        )
        before = each.schedules
    return tuple(found)


def _of(each: ContractAmendment, contract: Contract, procurement: Procurement) -> tuple[tuple[str, str], ...]:
    ground = find_ground(procurement.procedure.regime, each.ground)
    share = percent(Decimal(each.value_change_amount) * 100 / contract.value_amount)
    return (
        ("Reason", each.reason),
        ("Ground", f"{ground.label} ({ground.provision})" if ground else each.ground),
        ("Change of value", f"{pounds(each.value_change_amount)}, {share} of the value when signed"),
        ("Value after it", pounds(each.value_after_amount)),
        ("In effect from", day(each.effective_on)),
        ("Proposed", f"{each.proposed_by.name}, {moment(each.proposed_at)}"),
        ("Approved", f"{each.decided_by.name if each.decided_by else ''}, {moment(each.decided_at)}"),
        ("Schedules", f"Version {each.schedules_version}"),
    )
