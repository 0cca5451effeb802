"""The gates, in the order they are held. The lines of enquiry of each are in a file of their own.

They follow the pattern of NHS England's Integrated Support and Assurance Process (version 2, August 2017) in
our own words: a template each authority may change, not law.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assurance.domain.errors import NotFound
from assurance.domain.gates.checkpoint_1 import CHECKPOINT_1
from assurance.domain.gates.checkpoint_2 import CHECKPOINT_2
from assurance.domain.gates.checkpoint_3 import CHECKPOINT_3
from assurance.domain.gates.definition import Gate, Kind
from assurance.domain.gates.early_engagement import EARLY_ENGAGEMENT
from assurance.domain.gates.gateway_decisions import GATEWAY_3, GATEWAY_4, GATEWAY_5
from assurance.domain.gates.gateway_reviews import GATEWAY_0, GATEWAY_1, GATEWAY_2

GATES: Mapping[str, Gate] = MappingProxyType(
    {
        gate.code: gate
        for gate in (
            GATEWAY_0, EARLY_ENGAGEMENT, GATEWAY_1, GATEWAY_2, CHECKPOINT_1, CHECKPOINT_2, GATEWAY_3, CHECKPOINT_3,
            GATEWAY_4, GATEWAY_5,
        )
    }
)  # fmt: skip
CHECKPOINTS = tuple(gate for gate in GATES.values() if gate.kind is Kind.CHECKPOINT)
"""The gates that a move opens and that object to the next one."""
REVIEWS = tuple(gate for gate in GATES.values() if gate.kind is Kind.REVIEW)
"""The gates that an officer opens when they are wanted."""


def get_gate(code: str) -> Gate:
    """Get a gate by its code, or raise `NotFound`."""
    gate = GATES.get(code)
    if gate is None:
        raise NotFound(f"There is no gate called “{code}”")
    return gate
