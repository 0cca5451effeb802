"""The trial of drafted criteria on dummy bids before anybody is bound by them, and what it finds.

It judges the criteria, never a bidder: no real offer takes part. The ideas come from the trial of the model that
Cabinet Office guidance asks for, the 38 formulas compared by Stilger and others, and *Lancashire Care* on criteria that
could not be explained afterwards. Every decision is exact.
"""

from assurance.domain.evaluation.wind_tunnel.dummies import MOST_BIDS, DummyBid, dummy_faults
from assurance.domain.evaluation.wind_tunnel.finding import Finding, Severity
from assurance.domain.evaluation.wind_tunnel.kept import is_danger, unanswered
from assurance.domain.evaluation.wind_tunnel.trial import Trial, try_criteria
from assurance.domain.evaluation.wind_tunnel.typical import TypicalSet, typical_sets

__all__ = [
    "MOST_BIDS",
    "DummyBid",
    "Finding",
    "Severity",
    "Trial",
    "TypicalSet",
    "dummy_faults",
    "is_danger",
    "try_criteria",
    "typical_sets",
    "unanswered",
]
