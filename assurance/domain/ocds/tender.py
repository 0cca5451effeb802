"""The parts of a release about what is to be bought and how: planning and tender."""

from __future__ import annotations

from typing import Any

from assurance.domain.ocds.facts import Call, Criterion, Milestone, OtherLot, Process
from assurance.domain.ocds.kinds import Kind
from assurance.domain.ocds.writing import JsonObject, day_begins, day_ends, gbp, instant, number

LEGAL_BASIS: dict[str, JsonObject] = {
    "psr": {
        "scheme": "CELEX", "id": "32014L0024",
        "description": "The Health Care Services (Provider Selection Regime) Regulations 2023 (SI 2023/1348)",
    },
    "pa23": {"scheme": "UKPGA", "id": "2023/54", "description": "The Procurement Act 2023"},
    "pcr15": {
        "scheme": "CELEX", "id": "32014L0024", "description": "The Public Contracts Regulations 2015 (SI 2015/102)",
    },
}  # fmt: skip
"""As Find a Tender publishes them: it files the Provider Selection Regime under the directive of 2014 as well."""
METHODS = {"pa23": "Competitive flexible procedure"}
"""What readers of Find a Tender look for, where our own name for the procedure says more."""


def notice_document(process: Process, kind: Kind) -> JsonObject:
    """List the notice as a document, under the id of its release, as readers of Find a Tender expect."""
    return {
        "id": process.notice.id,
        "documentType": kind.document_type,
        "noticeType": kind.notice_type if process.regime == "pa23" else "",
        "title": process.notice.title,
        "url": process.notice.url,
        "datePublished": instant(process.notice.published_at),
        "format": "text/html",
        "language": "en",
    }


def planning(process: Process, kind: Kind) -> JsonObject:
    """Write the planning of a notice that comes before the call."""
    if kind.holder != "planning":
        return {}
    written: JsonObject = {"documents": [notice_document(process, kind)]}
    if process.call and "engagement" in kind.shows and process.call.engagement_due_at:
        due = instant(process.call.engagement_due_at)
        written["milestones"] = [
            {
                "id": "engagement",
                "title": "Engagement ends",
                "type": "engagement",
                "dueDate": due,
                "status": "scheduled",
            }
        ]
    return written


def tender(process: Process, kind: Kind) -> JsonObject:
    """Write what is bought; all of it for a call, and for other notices only which procurement it is."""
    written: JsonObject = {
        "id": process.reference,
        "title": process.title,
        "description": process.summary,
        "status": kind.tender_status,
        "legalBasis": LEGAL_BASIS[process.regime],
        "mainProcurementCategory": "services",
        "procuringEntity": {"id": process.buyer.id, "name": process.buyer.name},
        "lots": [{"id": process.lot, "status": kind.tender_status}],
    }
    if kind.holder == "tender":
        written["documents"] = [notice_document(process, kind)]
    if "cancellation" in kind.shows:
        written["statusDetails"] = process.notice.reason
    if process.call and "call" in kind.shows:
        written |= _call(process, process.call, kind)
    if "amendment" in kind.shows:
        written["amendments"] = [_amendment(process)]
    return written


def _amendment(process: Process) -> JsonObject:
    notice = process.notice
    return {
        "id": notice.id,
        "date": instant(notice.published_at),
        "description": notice.title,
        "rationale": notice.reason,
    }


def _call(process: Process, call: Call, kind: Kind) -> JsonObject:
    written: JsonObject = {
        "procurementMethod": "selective",
        "procurementMethodDetails": METHODS.get(process.regime, process.procedure_label),
        "procedure": {"features": call.procedure_text},
        "value": gbp(call.value),
        "aboveThreshold": call.is_above_threshold,
        "specialRegime": ["lightTouch"] if call.is_light_touch else [],
        "submissionMethod": ["electronicSubmission"],
        "submissionMethodDetails": process.notice.url,
        "submissionTerms": {"electronicSubmissionPolicy": "required", "languages": ["en"]},
        "expressionOfInterestDeadline": instant(call.requests_due_at),
        "enquiryPeriod": {"endDate": instant(call.enquiries_due_at)},
        "tenderPeriod": {"endDate": instant(call.tenders_due_at)},
        "awardPeriod": {"endDate": instant(call.award_by)},
        "communication": {"futureNoticeDate": day_begins(call.future_notice_on)},
        "milestones": [_milestone(each) for each in call.milestones],
        "lotDetails": {
            "noLotsDivisionRationale": call.no_lots_reason,
            "maximumLotsAwardedPerSupplier": call.most_lots,
            "awardCriteriaDetails": call.lots_rule,
        },
        "items": _items(process, call),
        "lots": [_lot(process, call, kind), *(_other_lot(each, kind) for each in call.other_lots)],
    }
    if call.cpv:
        written["classification"] = _cpv(call.cpv[0])
    return written


def _milestone(milestone: Milestone) -> JsonObject:
    return {
        "id": milestone.code, "title": milestone.title, "type": milestone.kind,
        "dueDate": day_ends(milestone.due_on), "status": "scheduled",
    }  # fmt: skip


def _items(process: Process, call: Call) -> list[JsonObject]:
    if not call.cpv:
        return []
    place = [{"region": call.region, "country": "GB", "countryName": "United Kingdom"}] if call.region else []
    return [
        {
            "id": "1",
            "description": process.title,
            "relatedLot": process.lot,
            "classification": _cpv(call.cpv[0]),
            "additionalClassifications": [_cpv(each) for each in call.cpv[1:]],
            "deliveryAddresses": place,
        }
    ]


def _cpv(code: tuple[str, str]) -> JsonObject:
    return {"scheme": "CPV", "id": code[0], "description": code[1]}


def _lot(process: Process, call: Call, kind: Kind) -> JsonObject:
    return {
        "id": process.lot,
        "title": process.title,
        "description": process.summary,
        "status": kind.tender_status,
        "value": gbp(call.value),
        "contractPeriod": {"durationInMonths": call.term_years * 12 if call.term_years else None},
        "hasRenewal": bool(call.extension_years) if call.term_years else None,
        "renewal": {"description": f"Up to {call.extension_years} years"} if call.extension_years else {},
        "secondStage": {
            "minimumCandidates": call.fewest,
            "maximumCandidates": call.most,
            "successiveReduction": call.is_reduced_in_stages or None,
        },
        "awardCriteria": {
            "weightingDescription": call.assessment_text,
            "criteria": [_criterion(each) for each in call.criteria],
        },
    }


def _other_lot(lot: OtherLot, kind: Kind) -> JsonObject:
    """Name a lot of the same programme; a procurement of its own says everything else about it."""
    return {
        "id": lot.number, "title": lot.title, "status": kind.tender_status,
        "description": f"Bought in the procurement {lot.reference}",
    }  # fmt: skip


def _criterion(criterion: Criterion) -> JsonObject:
    numbers: list[dict[str, Any]] = []
    if criterion.weight is not None:
        numbers.append({"number": number(criterion.weight), "weight": "percentageExact"})
    if criterion.minimum is not None:
        numbers.append({"number": number(criterion.minimum), "threshold": "minimumScore"})
    return {
        "name": criterion.title,
        "type": "price" if criterion.is_price else "quality",
        "description": criterion.description,
        "numbers": numbers,
    }
