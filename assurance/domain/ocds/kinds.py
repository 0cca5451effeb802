"""Every kind of notice that becomes open data, one row each: how its release is tagged and what it holds.

Codes, document types and tags of the Procurement Act notices follow what Find a Tender publishes and the UK extension
of the Open Contracting Data Standard; notices under the other regimes have no code of their own there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from assurance.domain.ocds.facts import Notice

Holder = Literal["planning", "tender", "awards", "contracts"]
Stage = Literal["planning", "tender", "award", "contract"]
STAGES: tuple[Stage, ...] = ("planning", "tender", "award", "contract")
Part = Literal[
    "engagement", "call", "amendment", "counts", "award", "standstill", "supplier_size", "contract", "termination",
    "cancellation",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of notice is written as a release."""

    code: str
    notice_type: str
    """UK1 to UK17: said only of procurements under the Procurement Act, which alone has such codes."""
    document_type: str
    holder: Holder
    """The section of the release that lists the notice among its documents."""
    stage: Stage
    tags: tuple[str, ...]
    tender_status: str = ""
    award_status: str = ""
    contract_status: str = ""
    shows: tuple[Part, ...] = ()


_ENGAGEMENT: tuple[Part, ...] = ("engagement",)
_CALL: tuple[Part, ...] = ("call",)
_CHANGE: tuple[Part, ...] = ("call", "amendment")
_AWARD: tuple[Part, ...] = ("counts", "award", "standstill")
_UK_AWARD: tuple[Part, ...] = (*_AWARD, "supplier_size")
_CONTRACT: tuple[Part, ...] = ("award", "contract")
_END: tuple[Part, ...] = ("cancellation",)

_ROWS = (
    # What the market is asked before a call, under the laws that name no notice for it or one of their own
    Kind("market_engagement", "", "marketEngagementNotice", "planning", "planning", ("planning",), "planning",
         shows=_ENGAGEMENT),
    Kind("prior_information", "", "plannedProcurementNotice", "planning", "planning", ("planning",), "planning",
         shows=_ENGAGEMENT),
    # Provider Selection Regime 2023, Schedules 8, 10 and 11 and regulation 15; a refinement under each regime
    Kind("notice_inviting_offers", "", "tenderNotice", "tender", "tender", ("tender",), "active", shows=_CALL),
    Kind("criteria_refined", "UK4", "tenderNotice", "tender", "tender", ("tenderUpdate",), "active", shows=_CHANGE),
    Kind("intention_to_award", "", "awardNotice", "awards", "award", ("award",), "complete", "pending", shows=_AWARD),
    Kind(
        "award", "", "awardNotice", "awards", "contract", ("awardUpdate", "contract"), "complete", "active", "active",
        _CONTRACT,
    ),
    Kind("abandonment", "", "tenderCancellationNotice", "tender", "tender", ("tenderCancellation",), "cancelled",
         "cancelled", shows=_END),
    Kind("psr_modification", "", "contractChangeNotice", "contracts", "contract", ("contractAmendment",), "", "active",
         "active", ("contract",)),
    # Procurement Act 2023
    Kind("uk2", "UK2", "marketEngagementNotice", "planning", "planning", ("planning",), "planning",
         shows=_ENGAGEMENT),
    Kind("uk3", "UK3", "plannedProcurementNotice", "planning", "planning", ("planning",),
         "planned", shows=_CALL),
    Kind("uk4", "UK4", "tenderNotice", "tender", "tender", ("tender",), "active", shows=_CALL),
    Kind("uk4_update", "UK4", "tenderNotice", "tender", "tender", ("tenderUpdate",), "active", shows=_CHANGE),
    Kind("uk6", "UK6", "awardNotice", "awards", "award", ("award",), "complete", "pending",
         shows=_UK_AWARD),
    Kind("uk7", "UK7", "contractNotice", "contracts", "contract", ("awardUpdate", "contract"),
         "complete", "active", "active", _CONTRACT),
    Kind("uk1", "UK1", "pipelineNotice", "planning", "planning", ("planning",), "planning"),
    Kind("uk8", "UK8", "contractPaymentNotice", "contracts", "contract", ("implementation",), "", "active", "active",
         ("contract",)),
    Kind("uk9", "UK9", "contractPerformanceNotice", "contracts", "contract", ("implementation",), "", "active",
         "active", ("contract",)),
    Kind("uk10", "UK10", "contractChangeNotice", "contracts", "contract", ("contractAmendment",), "", "active",
         "active", ("contract",)),
    Kind("uk11", "UK11", "contractTerminationNotice", "contracts", "contract",
         ("contractTermination",), "", "active", "terminated", ("contract", "termination")),
    Kind("uk12", "UK12", "tenderCancellationNotice", "tender", "tender",
         ("tenderCancellation",), "cancelled", "cancelled", shows=_END),
    # Public Contracts Regulations 2015
    Kind("contract_notice", "", "tenderNotice", "tender", "tender", ("tender",), "active", shows=_CALL),
    Kind("contract_notice_change", "", "tenderNotice", "tender", "tender", ("tenderUpdate",), "active", shows=_CHANGE),
    Kind("contract_award_notice", "", "awardNotice", "awards", "contract", ("award", "contract"), "complete", "active",
         "active", ("counts", "award", "contract")),
    Kind("pcr15_modification", "", "contractChangeNotice", "contracts", "contract", ("contractAmendment",), "",
         "active", "active", ("contract",)),
    Kind("contract_award_notice_none", "", "tenderCancellationNotice", "tender", "tender", ("tenderCancellation",),
         "cancelled", "cancelled", shows=_END),
)  # fmt: skip

KINDS: dict[str, Kind] = {row.code: row for row in _ROWS}
if len(KINDS) != len(_ROWS):
    raise RuntimeError("a kind of notice has two rows")


def get_kind(code: str) -> Kind:
    """Return the row of a kind of notice; a kind without one is a fault of the program, not of a person."""
    if code not in KINDS:
        raise LookupError(f"notices of the kind {code} have no row in assurance/domain/ocds/kinds.py")
    return KINDS[code]


CORRECTED = {
    "planning": "planningUpdate", "tender": "tenderUpdate", "award": "awardUpdate", "contract": "contractUpdate",
}  # fmt: skip
"""The tag of a release that corrects one with the first tag; the others stay as they are."""


def kind_of(notice: Notice) -> Kind:
    """Return how a notice is written: as its kind says, and as an amendment with its reason where it corrects one."""
    kind = get_kind(notice.kind)
    if not notice.is_correction:
        return kind
    tags = tuple(dict.fromkeys(CORRECTED.get(tag, tag) for tag in kind.tags))
    shows = kind.shows if kind.holder != "tender" else tuple(dict.fromkeys((*kind.shows, "amendment")))
    return replace(kind, tags=tags, shows=shows)
