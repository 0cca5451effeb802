"""The contract: drawing it up, signing, making ready, amending, and running it."""

from assurance.web.staff.contract import (
    amendments,
    exit_plan,
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
    "exit_plan",
    "indicators",
    "mobilisation",
    "results",
    "reviews",
    "running",
    "statements",
    "subcontracts",
    "task_state",
]
