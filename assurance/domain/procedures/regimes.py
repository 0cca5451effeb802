"""The three bodies of law under which a procurement may run. A regime is a value; what differs between them is data."""

from __future__ import annotations

from enum import StrEnum


class Regime(StrEnum):
    """A body of law, by the code used in commands and documents."""

    PSR = "psr"
    PA23 = "pa23"
    PCR15 = "pcr15"

    @property
    def label(self) -> str:
        """The regime’s name as people say it."""
        return _NAMES[self][0]

    @property
    def short(self) -> str:
        """The name as provisions are cited, such as “PSR 2023”."""
        return _NAMES[self][1]

    @property
    def citation(self) -> str:
        """The enactment in full."""
        return _NAMES[self][2]


_NAMES: dict[Regime, tuple[str, str, str]] = {
    Regime.PSR: (
        "Provider Selection Regime 2023",
        "PSR 2023",
        "The Health Care Services (Provider Selection Regime) Regulations 2023 (SI 2023/1348)",
    ),
    Regime.PA23: ("Procurement Act 2023", "PA 2023", "The Procurement Act 2023 (c. 54)"),
    Regime.PCR15: (
        "Public Contracts Regulations 2015",
        "PCR 2015",
        "The Public Contracts Regulations 2015 (SI 2015/102), for procurements begun before 24 February 2025",
    ),
}
