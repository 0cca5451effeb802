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
from assurance.domain.gates.definition import Gate

GATES: Mapping[str, Gate] = MappingProxyType({gate.code: gate for gate in (CHECKPOINT_1, CHECKPOINT_2, CHECKPOINT_3)})


def get_gate(code: str) -> Gate:
    """Get a gate by its code, or raise `NotFound`."""
    gate = GATES.get(code)
    if gate is None:
        raise NotFound(f"There is no gate called “{code}”")
    return gate
