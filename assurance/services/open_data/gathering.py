"""Gathers what a notice states about its procurement, and no more: the row of its kind says which parts it shows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.evaluation.criteria import CriteriaTree, Kind
from assurance.domain.ocds import facts
from assurance.domain.ocds.kinds import get_kind
from assurance.domain.stages import Stage
from assurance.persistence.models import Organisation, Procurement
from assurance.persistence.queries.awards import list_letters
from assurance.persistence.queries.classification import find_classification, find_number
from assurance.persistence.queries.contracts import find_contract, list_subcontractors_of, total_price
from assurance.persistence.queries.criteria import get_tree
from assurance.persistence.queries.engagement import find_engagement
from assurance.persistence.queries.evidence import get_result
from assurance.persistence.queries.open_data import count_submitted, find_profile
from assurance.persistence.queries.planning import get_contract_value, list_outcomes
from assurance.persistence.queries.timetable import find_timetable
from assurance.services import notice_content, notice_outcome
from assurance.services.open_data.lots import lot_number, with_lots
from assurance.services.timetable.published import TOLD

Release = dict[str, Any]
REGISTERS = (("company_number", "GB-COH"), ("ods_code", "GB-NHS"), ("charity_number", "GB-CHC"))
"""Public registers that tell providers apart, the first that a provider has a number in is used."""


def gather(
    session: Session, procurement: Procurement, notice: facts.Notice, *, ocid: str, earlier: Sequence[Release]
) -> facts.Process:
    """Gather the facts of a notice; `earlier` are the releases already published of the same procurement."""
    shows = get_kind(notice.kind).shows
    award = _award(session, procurement, notice, earlier) if "award" in shows else None
    return facts.Process(
        ocid=ocid, reference=procurement.reference, title=procurement.title, summary=procurement.summary,
        regime=procurement.procedure.regime, procedure_label=procurement.procedure.label,
        buyer=_buyer(session, procurement.organisation), notice=notice, is_demonstration=procurement.is_demonstration,
        call=_call(session, procurement) if "call" in shows else _engagement(session, procurement, shows),
        award=award,
        contract=_contract(session, procurement, _award_id(earlier, award)) if "contract" in shows else None,
        counts=_counts(session, procurement) if "counts" in shows else facts.Counts(),
        lot=lot_number(session, procurement),
        cancelled_awards=_taken_back(earlier, award, ends="cancellation" in shows),
    )  # fmt: skip


def _buyer(session: Session, authority: Organisation) -> facts.Organisation:
    register = find_number(session, authority.id)
    return facts.Organisation(
        key=_key(authority), name=authority.name, scheme=register.scheme if register else "",
        number=register.number if register else "", buyer_type="publicAuthoritySubCentralGovernment",
    )  # fmt: skip


def _key(organisation: Organisation) -> str:
    return f"ORG-{organisation.id}"


def _call(session: Session, procurement: Procurement) -> facts.Call:
    classified = find_classification(session, procurement.id)
    call = facts.Call(
        value=get_contract_value(session, procurement).total or None,
        term_years=procurement.contract_years,
        procedure_text=notice_content.procedure(procurement),
        assessment_text=notice_content.assessment(session, procurement),
        criteria=_criteria(get_tree(session, procurement.id)),
        requests_due_at=procurement.requests_due_at,
        milestones=_milestones(session, procurement),
        is_reduced_in_stages=True,
        is_light_touch=procurement.given.light_touch,
        cpv=tuple((code, meaning) for code, meaning in classified.cpv) if classified else (),
        region=classified.region if classified else "",
    )
    return with_lots(session, procurement, call)


def _engagement(session: Session, procurement: Procurement, shows: Collection[str]) -> facts.Call | None:
    """Give until when the market may answer, for a notice that asks it."""
    asked = find_engagement(session, procurement.id) if "engagement" in shows else None
    return facts.Call(engagement_due_at=asked.closes_at) if asked else None


def _milestones(session: Session, procurement: Procurement) -> tuple[facts.Milestone, ...]:
    """Give the ends of the stages that the notice tells as planned."""
    table = find_timetable(session, procurement.id)
    ends = {each.stage: each.ends_on for each in table.stages} if table else {}
    return tuple(
        facts.Milestone(stage.value, words, "delivery" if stage is Stage.LIVE else "assessment", ends[stage])
        for stage, words in TOLD.items()
        if stage in ends
    )


def _criteria(tree: CriteriaTree) -> tuple[facts.Criterion, ...]:
    return tuple(
        facts.Criterion(
            title=each.title, is_price=each.kind is Kind.PRICE,
            weight=tree.global_weight(each.id) if each.is_judged else None, minimum=each.minimum,
        )
        for each in tree.leaves()
    )  # fmt: skip


def _award(session: Session, procurement: Procurement, notice: facts.Notice, earlier: Sequence[Release]) -> facts.Award:
    bid = notice_outcome.chosen(session, procurement)
    supplier = _supplier(session, bid.organisation)
    standstill, is_act = procurement.standstill, procurement.procedure.regime == "pa23"
    sent = [each.issued_at for each in list_letters(session, procurement.id) if each.issued_at]
    return facts.Award(
        id=_id_for(supplier, earlier),
        supplier=supplier,
        decided_at=_decided_at(notice, earlier),
        value=total_price(session, bid.id),
        subcontractors=tuple(f"{each.name}: {each.delivers}" for each in list_subcontractors_of(session, bid.id)),
        standstill_begins_on=standstill.begins_on if standstill else None,
        standstill_until=standstill.representations_until if standstill else None,
        sign_from=standstill.earliest_award_on if standstill and is_act else None,
        summaries_sent_at=max(sent, default=None) if is_act else None,
        conflicts_text=notice_outcome.conflicts(session, procurement),
    )


def _supplier(session: Session, organisation: Organisation) -> facts.Organisation:
    profile = find_profile(session, organisation.id)
    if profile is None:
        return facts.Organisation(key=_key(organisation), name=organisation.name)
    numbers = [(scheme, getattr(profile, column)) for column, scheme in REGISTERS]
    scheme, number = next(((scheme, number) for scheme, number in numbers if number), ("", ""))
    return facts.Organisation(
        key=_key(organisation), name=organisation.name, scheme=scheme, number=number,
        is_sme=profile.is_sme, is_vcse=profile.is_vcse,
    )  # fmt: skip


def _decided_at(notice: facts.Notice, earlier: Sequence[Release]) -> datetime:
    """Return when the award was decided: a correction moves no day of what it corrects."""
    told = [award["date"] for release in earlier for award in release.get("awards", ()) if "date" in award]
    return datetime.fromisoformat(told[-1]) if notice.is_correction and told else notice.published_at


def _awarded(earlier: Sequence[Release]) -> dict[str, str]:
    """Return the award ids published so far, each with the id of its supplier."""
    awards = (award for release in earlier for award in release.get("awards", ()) if award.get("suppliers"))
    return {award["id"]: award["suppliers"][0]["id"] for award in awards}


def _id_for(supplier: facts.Organisation, earlier: Sequence[Release]) -> str:
    """Return the id of the award to a supplier: that of an earlier notice, or the next number."""
    known = _awarded(earlier)
    return next((award for award, holder in known.items() if holder == supplier.id), str(len(known) + 1))


def _taken_back(earlier: Sequence[Release], award: facts.Award | None, *, ends: bool) -> tuple[str, ...]:
    if award is None and not ends:
        return ()
    return tuple(each for each in _awarded(earlier) if award is None or each != award.id)


def _award_id(earlier: Sequence[Release], award: facts.Award | None) -> str:
    return award.id if award else next(reversed(_awarded(earlier)), "1")


def _contract(session: Session, procurement: Procurement, award_id: str) -> facts.Contract | None:
    found = find_contract(session, procurement.id)
    if found is None:
        return None
    signed = max((each.signed_on for each in found.signatures), default=None)
    return facts.Contract(
        award_id=award_id,
        value=found.value_amount,
        starts_on=found.starts_on,
        ends_on=_after(found.starts_on, found.years),
        longest_until=_after(found.starts_on, found.years + found.extension_years) if found.extension_years else None,
        signed_on=signed,
        metrics=tuple(
            facts.Metric(each.code, each.name, each.unit, Decimal(each.target))
            for each in list_outcomes(session, procurement.id)
        ),
    )


def _after(starts_on: date, years: int) -> date:
    """Return the last day of a term; one that starts on a leap day ends on the last of February."""
    day = 28 if (starts_on.month, starts_on.day) == (2, 29) else starts_on.day
    return starts_on.replace(year=starts_on.year + years, day=day) - timedelta(days=1)


def _counts(session: Session, procurement: Procurement) -> facts.Counts:
    """Count what the notice counts: tenders ranked under the Provider Selection Regime, received and assessed else."""
    entries = get_result(session, procurement.id).result["bids"]
    if procurement.procedure.regime == "psr":
        return facts.Counts(valid=sum(1 for each in entries if each["rank"] is not None))
    return facts.Counts(received=count_submitted(session, procurement.id), assessed=len(entries))
