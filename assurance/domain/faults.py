"""What is wrong with a document or a set of figures, each fault at the path where it can be mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assurance.domain.errors import AssuranceError


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong, at a path such as `criteria[1].weight`."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class FaultsFound(AssuranceError):
    """Something handed in cannot be used; `faults` lists everything found wrong, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def refuse_if_any(faults: Iterable[Fault]) -> None:
    """Raise `FaultsFound` if there is any fault, else do nothing."""
    found = tuple(faults)
    if found:
        raise FaultsFound(found)
