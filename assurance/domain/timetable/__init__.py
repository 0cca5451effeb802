"""The timetable of a procurement: proposed from what the law asks and what is usual, with warnings where it breaks."""

from assurance.domain.timetable.plan import Basis, Ending, Plan, Span, backwards, forwards
from assurance.domain.timetable.warnings import Standing, Warned, check

__all__ = ["Basis", "Ending", "Plan", "Span", "Standing", "Warned", "backwards", "check", "forwards"]
