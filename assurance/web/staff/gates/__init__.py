"""Gates: the board of checkpoints, their reviews, and the conditions that travel from them."""

from assurance.web.staff.gates import conditions, evidence, lines, openings, proof
from assurance.web.staff.gates.routes import blueprint

__all__ = ["blueprint", "conditions", "evidence", "lines", "openings", "proof"]
