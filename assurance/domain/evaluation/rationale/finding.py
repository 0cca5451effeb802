"""One thing seen in a written reason: what, in which words, why it matters, and what would mend it."""

from __future__ import annotations

from dataclasses import dataclass

LANCASHIRE = "Lancashire Care NHS Foundation Trust v Lancashire County Council [2018] EWHC 1589 (TCC)"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing seen in a written reason; `code` and `said` together tell it from any other."""

    code: str
    message: str
    blocks_lock: bool
    said: str = ""
    """The words it is about: other words are another finding, and need another answer."""
    why: str = ""
    source: str = ""
    """The case, provision or practice behind it."""
    mend: str = ""
    answerable: bool = True
    """A reason given by the evaluator lets the text stand as it is."""
