"""The contract: drawing it up, signing, making ready, amending, and running it."""

from assurance.web.staff.contract import (
    amendments,
    indicators,
    mobilisation,
    results,
    reviews,
    running,
    statements,
    subcontracts,
    task_state,
)
from assurance.web.staff.contract.routes import blueprint

__all__ = [
    "amendments",
    "blueprint",
    "indicators",
    "mobilisation",
    "results",
    "reviews",
    "running",
    "statements",
    "subcontracts",
    "task_state",
]
