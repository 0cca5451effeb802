"""What notices are made of: sections of heading and text, each written by a function from stored fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.procedures.regimes import Regime
from assurance.persistence.models import Procurement

Section = dict[str, str]
Writer = Callable[[Session, Procurement, datetime, str], list[Section]]

BUYER = {
    Regime.PSR: "Relevant authority", Regime.PA23: "Contracting authority", Regime.PCR15: "Contracting authority",
}  # fmt: skip
"""What each law calls the body that buys."""


def section(heading: str, text: str) -> Section:
    """Make one section of a notice."""
    return {"heading": heading, "text": text}


def about(procurement: Procurement) -> Section:
    """Say which procurement it is and who buys."""
    lines = (
        procurement.title,
        f"Reference: {procurement.reference}",
        f"{BUYER[procurement.procedure.regime]}: {procurement.organisation.name}",
    )
    return section("Procurement", "\n".join(lines))
