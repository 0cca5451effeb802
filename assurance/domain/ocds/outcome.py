"""The parts of a release about who is to have the contract: counts of tenders, awards and contracts."""

from __future__ import annotations

from assurance.domain.money import round_out
from assurance.domain.ocds.facts import Award, Contract, Metric, Process
from assurance.domain.ocds.kinds import Kind
from assurance.domain.ocds.tender import notice_document
from assurance.domain.ocds.writing import JsonObject, day_begins, day_ends, gbp, instant, number

MEASURES = (
    ("received", "bids"),
    ("valid", "validBids"),
    ("assessed", "finalStageBids"),
    ("assessed_from_sme", "smeFinalStageBids"),
    ("assessed_from_vcse", "vcseFinalStageBids"),
)
"""What is counted, and its code in the lists of the standard and of the UK extension."""


def bids(process: Process, kind: Kind) -> JsonObject:
    """Write how many tenders there were, only where the notice says so; never whose they were."""
    if "counts" not in kind.shows:
        return {}
    counted = [(code, getattr(process.counts, name)) for name, code in MEASURES]
    return {
        "statistics": [
            {"id": code, "measure": code, "value": value, "relatedLot": process.lot}
            for code, value in counted
            if value is not None
        ]
    }


def awards(process: Process, kind: Kind) -> list[JsonObject]:
    """Write the award of the notice, and take back those of earlier notices that no longer stand."""
    written: list[JsonObject] = [
        {"id": each, "status": "cancelled", "statusDetails": process.notice.reason} for each in process.cancelled_awards
    ]
    if process.award and "award" in kind.shows:
        written.append(_award(process, process.award, kind))
    return written


def _award(process: Process, award: Award, kind: Kind) -> JsonObject:
    written: JsonObject = {
        "id": award.id,
        "title": process.title,
        "status": kind.award_status,
        "date": instant(award.decided_at),
        "value": gbp(award.value),
        "mainProcurementCategory": "services",
        "suppliers": [{"id": award.supplier.id, "name": award.supplier.name}],
        "relatedLots": [process.lot],
        "documents": _award_documents(process, award, kind),
    }
    if award.subcontractors:
        told = "; ".join(award.subcontractors)
        written |= {"hasSubcontracting": True, "subcontracting": {"description": told}}
    if "standstill" in kind.shows:
        begins, ends = day_begins(award.standstill_begins_on), instant(award.standstill_until)
        written["standstillPeriod"] = {"startDate": begins, "endDate": ends}
        written["assessmentSummariesDateSent"] = instant(award.summaries_sent_at)
    if "standstill" in kind.shows and award.sign_from:
        written["milestones"] = [_earliest_signature(day_begins(award.sign_from))]
    return written


def _earliest_signature(due: str) -> JsonObject:
    """Write when the contract may be signed at the earliest, as Find a Tender does; no extension declares the field."""
    return {
        "id": "signature", "title": "Earliest signature", "type": "futureSignatureDate", "dueDate": due,
        "status": "scheduled",
    }  # fmt: skip


def _award_documents(process: Process, award: Award, kind: Kind) -> list[JsonObject]:
    documents = [notice_document(process, kind)] if kind.holder == "awards" else []
    if award.conflicts_text:
        documents.append(
            {
                "id": "conflicts",
                "documentType": "conflictOfInterest",
                "title": "Conflicts of interest",
                "description": award.conflicts_text,
                "url": process.notice.url,
                "datePublished": instant(process.notice.published_at),
                "format": "text/html",
                "language": "en",
            }
        )
    return documents


def contracts(process: Process, kind: Kind) -> list[JsonObject]:
    """Write the contract of a notice that details or ends one."""
    if process.contract is None or "contract" not in kind.shows:
        return []
    return [_contract(process, process.contract, kind)]


def _contract(process: Process, contract: Contract, kind: Kind) -> JsonObject:
    written: JsonObject = {
        "id": contract.award_id,
        "awardID": contract.award_id,
        "title": process.title,
        "status": kind.contract_status,
        "value": gbp(contract.value),
        "period": {
            "startDate": day_begins(contract.starts_on),
            "endDate": day_ends(contract.ends_on),
            "maxExtentDate": day_ends(contract.longest_until),
        },
        "dateSigned": day_begins(contract.signed_on),
        "agreedMetrics": [_metric(each) for each in contract.metrics],
        "noAgreedMetricsRationale": contract.no_metrics_reason,
    }
    if kind.holder == "contracts":
        written["documents"] = [notice_document(process, kind)]
    if "termination" in kind.shows:
        written["statusDetails"] = process.notice.reason
    return written


def _metric(metric: Metric) -> JsonObject:
    target = {"id": f"{metric.code}-target", "measure": number(metric.target), "unit": {"name": metric.unit}}
    unit = metric.unit if metric.unit == "%" else f" {metric.unit}"
    told = f"{metric.name}: target {round_out(metric.target, 2)}{unit}"
    return {"id": metric.code, "title": metric.name, "description": told, "observations": [target]}
