"""Everything a notice could ever state, as plain values: what a release shows of it is for the kind to decide."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assurance.domain.ocds.facts import (
    Award,
    Call,
    Contract,
    Counts,
    Criterion,
    Metric,
    Milestone,
    Notice,
    Organisation,
    Process,
)

AT = datetime(2026, 3, 26, 10, tzinfo=UTC)
AUTHORITY = Organisation("ORG-1", "Test Board", buyer_type="publicAuthoritySubCentralGovernment")
ALDER = Organisation("ORG-2", "Alder Care", scheme="GB-COH", number="01234567", is_sme=True, is_vcse=False)


def everything(kind: str, **more: Any) -> Process:
    """Return all there is to say, for a notice of a kind."""
    notice = Notice(
        "PR-2026-0001-01", kind, "A notice", "What\nAll of it", "http://127.0.0.1/notices/1", AT, "The budget is gone"
    )
    process = Process(
        ocid="ocds-213czf-PR-2026-0001", reference="PR-2026-0001", title="Musculoskeletal lead provider",
        summary="All musculoskeletal care", regime="pa23", procedure_label="Competitive flexible procedure",
        buyer=AUTHORITY, notice=notice, call=CALL, award=AWARD, contract=CONTRACT,
        counts=Counts(received=4, assessed=3, assessed_from_sme=2, assessed_from_vcse=1, valid=3),
    )  # fmt: skip
    return replace(process, **more)


CALL = Call(
    value=Decimal("12500000.50"),
    term_years=5,
    extension_years=2,
    procedure_text="Selection, two rounds of dialogue, final tenders",
    assessment_text="Price: lowest over price",
    criteria=(
        Criterion("Clinical", is_price=False, weight=Fraction(100, 3), minimum=Decimal("2.5")),
        Criterion("Price", is_price=True, weight=Fraction(200, 3)),
        Criterion("Registered", is_price=False, weight=None),
    ),
    cpv=(("85100000", "Health services"), ("85121283", "Orthopaedic services")),
    region="UKF24",
    requests_due_at=AT,
    engagement_due_at=AT,
    future_notice_on=date(2026, 7, 1),
    milestones=(Milestone("dialogue_1", "First round of dialogue", "assessment", date(2026, 6, 30)),),
    fewest=3,
    most=5,
    is_reduced_in_stages=True,
    no_lots_reason="A whole programme cannot be divided",
    is_above_threshold=True,
    is_light_touch=True,
)
AWARD = Award(
    id="1",
    supplier=ALDER,
    decided_at=AT,
    value=Decimal(10_000_000),
    subcontractors=("Partner: therapy",),
    standstill_begins_on=date(2026, 3, 26),
    standstill_until=datetime(2026, 4, 8, 22, 59, 59, tzinfo=UTC),
    summaries_sent_at=AT,
    sign_from=date(2026, 4, 9),
    conflicts_text="None declared a conflict.",
)
CONTRACT = Contract(
    award_id="1",
    value=Decimal(10_000_000),
    starts_on=date(2026, 10, 1),
    ends_on=date(2031, 9, 30),
    longest_until=date(2033, 9, 30),
    signed_on=date(2026, 4, 20),
    metrics=(Metric("mobility", "Mobility regained", "%", Decimal(80)),),
)
