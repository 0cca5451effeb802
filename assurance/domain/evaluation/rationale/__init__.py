"""What a written reason lacks, or may not contain: each mark is judged on its own bid, in words that say why.

*Lancashire Care NHS Foundation Trust v Lancashire County Council* [2018] EWHC 1589 (TCC) set an award aside because
the reasons did not show why marks were given. Comparisons, bare words, published points passed over and words that fit
another mark keep a mark from being locked until they are mended or answered; everything else is pointed out and left
to the evaluator. Nothing here keeps text from being saved.
"""

from assurance.domain.evaluation.rationale.check import About, blocks_lock, findings
from assurance.domain.evaluation.rationale.finding import Finding
from assurance.domain.evaluation.rationale.reconciliation import OwnMark, reconciliation_findings
from assurance.domain.evaluation.rationale.repetition import Elsewhere, elsewhere
from assurance.domain.evaluation.rationale.wording import ENOUGH_CHARACTERS

__all__ = [
    "ENOUGH_CHARACTERS",
    "About",
    "Elsewhere",
    "Finding",
    "OwnMark",
    "blocks_lock",
    "elsewhere",
    "findings",
    "reconciliation_findings",
]
