"""Everything about the criteria that bidders are told before they offer, and the digest that fixes it.

The tree alone does not decide a result: the method, the tie-break, the wording of the scale and what counts in the
down-selection do too, so all of it is published, frozen and hashed together (PSR 2023 regulation 11 and Schedule 8;
PCR 2015 regulation 67(9); Lancashire Care v Lancashire CC [2018] EWHC 1589 (TCC) on criteria not applied as published).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import rfc8785

from assurance.domain.evaluation.bids import tie_break_faults
from assurance.domain.evaluation.criteria import CriteriaTree
from assurance.domain.evaluation.methods import Method, method_faults
from assurance.domain.evaluation.scales import Descriptor
from assurance.domain.faults import Fault

FORMAT = "assurance-published-criteria/1"


@dataclass(frozen=True, slots=True)
class Publication:
    """The criteria with all that decides how they are applied."""

    tree: CriteriaTree
    method: Method = Method()
    tie_break: tuple[str, ...] = ()
    descriptors: tuple[Descriptor, ...] = ()
    down_select: tuple[str, ...] = ()
    """Ids of the criteria marked between the rounds of dialogue."""
    price_opens_after_quality: bool = False
    criteria_may_be_refined: bool = False
    """Whether the call says that the criteria may be refined before final tenders are invited."""

    def faults(self) -> tuple[Fault, ...]:
        """List what keeps the criteria from being published, each at the path where it can be mended."""
        found = (
            *self.tree.faults(weighted=not self.method.ignores_weights),
            *method_faults(self.method, self.tree),
        )
        return found or tuple(tie_break_faults(self.tree, (), self.tie_break))

    def as_data(self) -> dict[str, Any]:
        """Give all of it as plain JSON, decimals as strings: what the digest covers. Silence on refining means no."""
        return {
            "format": FORMAT,
            "criteria": self.tree.as_data(),
            "method": self.method.as_data(),
            "tie_break": list(self.tie_break),
            "scale": [{"mark": each.mark, "label": each.label, "text": each.text} for each in self.descriptors],
            "down_select": list(self.down_select),
            "price_opens_after_quality": self.price_opens_after_quality,
            **({"criteria_may_be_refined": True} if self.criteria_may_be_refined else {}),
        }

    def digest(self) -> str:
        """Give the SHA-256 of the canonical JSON (RFC 8785): the same publication gives the same digest."""
        return hashlib.sha256(rfc8785.dumps(self.as_data())).hexdigest()
