"""How firm a result is: what would change the winner, and what would not. It never says that a result is wrong.

Everything but the share of wins under random weights is exact.
"""

from assurance.domain.evaluation.sensitivity.flips import Flip, smallest_flips
from assurance.domain.evaluation.sensitivity.report import Report, analyse

__all__ = ["Flip", "Report", "analyse", "smallest_flips"]
