"""What a release is written from: plain values that a published notice states, and nothing it does not.

Whoever fills these leaves out what the notice does not say; the mapping then cannot give it away.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Organisation:
    """A party, by its number in a public register where it has one."""

    key: str
    """What tells it from others where it has no number: never the name, which may change."""
    name: str
    scheme: str = ""
    number: str = ""
    buyer_type: str = ""
    is_sme: bool | None = None
    is_vcse: bool | None = None

    @property
    def id(self) -> str:
        """The party id: scheme and number, or the key."""
        return f"{self.scheme}-{self.number}" if self.scheme else self.key


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it was published."""

    id: str
    kind: str
    title: str
    text: str
    url: str
    published_at: datetime
    reason: str = ""
    """Why it was published, where it changes, corrects or ends something."""
    is_correction: bool = False
    """It takes the place of one that was published before."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """An award criterion that is judged directly."""

    title: str
    is_price: bool
    weight: Fraction | None
    """Of the whole, in per cent; None for one that is only met or not."""
    minimum: Decimal | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    """An outcome or key performance indicator agreed in the contract."""

    code: str
    name: str
    unit: str
    target: Decimal


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step that bidders are told to expect, and by when."""

    code: str
    title: str
    kind: str
    """`assessment` or `delivery`, of the list of the standard."""
    due_on: date


@dataclass(frozen=True, slots=True)
class Call:
    """What a notice that opens or changes a competition says of it."""

    value: Decimal | None = None
    term_years: int | None = None
    extension_years: int = 0
    procedure_text: str = ""
    assessment_text: str = ""
    criteria: tuple[Criterion, ...] = ()
    cpv: tuple[tuple[str, str], ...] = ()
    """Code and meaning, the main one first."""
    region: str = ""
    requests_due_at: datetime | None = None
    enquiries_due_at: datetime | None = None
    tenders_due_at: datetime | None = None
    award_by: datetime | None = None
    engagement_due_at: datetime | None = None
    future_notice_on: date | None = None
    milestones: tuple[Milestone, ...] = ()
    fewest: int | None = None
    most: int | None = None
    is_reduced_in_stages: bool = False
    """Participants are taken fewer by stages, as by a down-selection between rounds of dialogue."""
    no_lots_reason: str = ""
    other_lots: tuple[OtherLot, ...] = ()
    most_lots: int | None = None
    """How many lots one supplier is awarded at most, where there are several."""
    lots_rule: str = ""
    """How the limit is applied, in words."""
    is_above_threshold: bool | None = None
    is_light_touch: bool = False


@dataclass(frozen=True, slots=True)
class OtherLot:
    """A lot that is bought in a procurement of its own, beside this one."""

    number: str
    title: str
    reference: str


@dataclass(frozen=True, slots=True)
class Award:
    """To whom the contract is to be, or is, awarded."""

    id: str
    supplier: Organisation
    decided_at: datetime
    value: Decimal | None = None
    subcontractors: tuple[str, ...] = ()
    standstill_begins_on: date | None = None
    standstill_until: datetime | None = None
    """Its last second."""
    summaries_sent_at: datetime | None = None
    sign_from: date | None = None
    conflicts_text: str = ""


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract as it was signed, or as it ended."""

    award_id: str
    value: Decimal | None
    starts_on: date | None
    ends_on: date | None
    longest_until: date | None = None
    signed_on: date | None = None
    metrics: tuple[Metric, ...] = ()
    no_metrics_reason: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many took part, as far as the notice says so."""

    received: int | None = None
    assessed: int | None = None
    assessed_from_sme: int | None = None
    assessed_from_vcse: int | None = None
    valid: int | None = None


@dataclass(frozen=True, slots=True)
class Process:
    """One notice and everything it states about its procurement."""

    ocid: str
    reference: str
    title: str
    summary: str
    regime: str
    procedure_label: str
    buyer: Organisation
    notice: Notice
    is_demonstration: bool = False
    call: Call | None = None
    award: Award | None = None
    contract: Contract | None = None
    counts: Counts = field(default_factory=Counts)
    lot: str = "1"
    """The number of the lot that this procurement is; one that is no lot of several still counts as the first."""
    cancelled_awards: tuple[str, ...] = ()
    """Awards of earlier notices that this one takes back."""
