"""What of a procurement changes a statutory period, and under which regime each of it has a meaning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

REGIMES = ("psr", "pa23", "pcr15")
"""Codes of the three regimes, as commands and documents write them."""


class Way(StrEnum):
    """How competition is called for, where the regime knows more than one way."""

    DIALOGUE = "dialogue"
    RESTRICTED = "restricted"
    NEGOTIATION = "negotiation"
    FLEXIBLE = "flexible"
    OPEN = "open"


WAYS: dict[str, tuple[Way, ...]] = {
    "psr": (),
    "pa23": (Way.FLEXIBLE, Way.OPEN),
    "pcr15": (Way.DIALOGUE, Way.RESTRICTED, Way.NEGOTIATION, Way.OPEN),
}
"""The ways each regime knows, its usual one first."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The facts of one procurement that shorten or lengthen a period; the defaults shorten nothing."""

    way: Way | None = None
    """None is the regime's usual way."""
    light_touch: bool = False
    """A light touch contract (PA 2023 s9), or social and other specific services (PCR 2015 regs 74 to 76)."""
    urgent: bool = False
    """The authority considers that urgency makes the ordinary period impractical, and can substantiate it."""
    planned_notice: bool = False
    """A qualifying planned procurement notice (PA 2023 s15), or a prior information notice (PCR 2015 reg 48) sent 35
    days to 12 months before."""
    electronic: bool = True
    """Tenders may be submitted electronically."""
    documents_together: bool = True
    """All documents are provided with the notice, and (PCR 2015 reg 53) are open to everybody online."""
    preselected: bool = False
    """Only suppliers selected beforehand may tender, and the authority is not central government."""
    agreed_period: bool = False
    """The tendering period is agreed with all selected suppliers, and the authority is not central government."""
    by_post: bool = False
    """The notices of the decision are sent only otherwise than electronically (PCR 2015 reg 87(3))."""
    no_standstill: bool = False
    """A light touch contract whose contract award notice provides for no standstill (PA 2023 s51(3)(f) and (4))."""


MEANT: dict[str, frozenset[str]] = {
    "psr": frozenset(),
    "pa23": frozenset(
        {
            "way", "light_touch", "urgent", "planned_notice", "electronic", "documents_together", "preselected",
            "agreed_period", "no_standstill",
        }
    ),
    "pcr15": frozenset(
        {
            "way", "light_touch", "urgent", "planned_notice", "electronic", "documents_together", "preselected",
            "agreed_period", "by_post",
        }
    ),
}  # fmt: skip
"""Which circumstances change something under a regime. The Provider Selection Regime sets no period they could."""

USUAL = Circumstances()


def stated(names: Iterable[str], *, preselected: bool = False) -> Circumstances:
    """Make circumstances of the names of those that are true."""
    true: dict[str, Any] = dict.fromkeys(names, True)
    return Circumstances(preselected=preselected, **true)


def without_meaning(regime: str, given: Circumstances) -> list[tuple[str, str]]:
    """List what is given and changes nothing under a regime, by its name and with the reason."""
    found = [
        (each.name, "has no meaning under this regime")
        for each in fields(Circumstances)
        if getattr(given, each.name) != getattr(USUAL, each.name) and each.name not in MEANT[regime]
    ]
    if given.way is not None and given.way not in WAYS[regime] and WAYS[regime]:
        found.append(("way", "is not a procedure of this regime; it knows " + ", ".join(WAYS[regime])))
    if given.no_standstill and not given.light_touch and "no_standstill" in MEANT[regime]:
        found.append(("no_standstill", "is possible for a light touch contract only (PA 2023 s51(3)(f))"))
    return found


def way_of(regime: str, given: Circumstances) -> Way | None:
    """Return the way a procurement goes, its regime's usual one unless another is named."""
    return given.way or next(iter(WAYS[regime]), None)
