"""A reason that compares bids marks them against each other and not against the scale; it may not stand as it is.

*Lancashire Care NHS Foundation Trust v Lancashire County Council* [2018] EWHC 1589 (TCC): words such as "better" and
"wider" in the panel's notes pointed to another bid, and the award was set aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assurance.domain.evaluation.rationale.finding import LANCASHIRE, Finding

# Not "provider", "supplier" or "response": a sound reason speaks of other providers and of response times.
_BIDS = r"(?:bid|bidder|tender|tenderer|submission|proposal|offer|competitor|applicant)s?"
_OTHERS = r"(?:other|others|another|rival|competing|remaining)"
_DEGREE = r"(?:better|worse|stronger|weaker|wider|clearer|poorer|superior|inferior|(?:more|less)\s+\w+)"
_MEASURES = (
    r"(?:national|local|regional|average|baseline|benchmark|target|standard|minimum|threshold|required|requirement|"
    r"specification|specified|expected|needed|asked|last|previous|current|today|before|now|usual|is|was|\d+)"
)
_COMPARISONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\brather )(?<!\bother )\bthan\s+(?:any\s+|all\s+|most\s+)?(?:of\s+)?(?:the\s+)?{_OTHERS}\b",
        rf"\b{_DEGREE}\s+than\s+(?:the\s+|any\s+|all\s+)?(?:\w+\s+)?{_BIDS}\b",
        rf"\b(?:better|worse|stronger|weaker)\s+than\b(?!\s+(?:the\s+|a\s+|an\s+)?{_MEASURES}\b)",
        rf"\b{_OTHERS}\s+{_BIDS}\b",
        rf"\b(?:compared|comparison|relative|unlike)\b\s*(?:to|with|of)?\s+(?:the\s+)?{_OTHERS}\b",
        rf"\b(?:best|worst|strongest|weakest)\s+(?:of|among|amongst)\s+(?:the\s+|all\s+)?(?:{_BIDS}|\w+\s+{_BIDS})\b",
        rf"\b(?:best|worst|strongest|weakest)\s+{_BIDS}\b",
    )
)

_LEGAL_ENDINGS = re.compile(
    r"[\s,]+(?:nhs foundation trust|nhs trust|limited|ltd\.?|plc|llp|cic|community interest company)$", re.IGNORECASE
)
_SHORTEST_NAME = 3


def compared(words: str, own: str, others: tuple[str, ...]) -> Iterator[Finding]:
    """Find every wording that compares this bid with another, and every other bidder named."""
    spoken = _without(words, own)
    spans = [match.span() for pattern in _COMPARISONS for match in pattern.finditer(spoken)]
    found = [(spoken[start:end], "compares bids") for start, end in _joined(spans)]
    found += [(name, "names another bidder") for name in others if _named(spoken, name)]
    yield from {said.lower(): _comparison(said, does) for said, does in found}.values()


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that overlap, so that one comparison is one finding."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _comparison(said: str, does: str) -> Finding:
    message = f"“{said}” {does}; judge this bid against the criterion and the scale alone"
    return Finding(
        "comparison",
        message,
        blocks_lock=True,
        said=said[:300],
        why="Each bid is marked on its own. A reason that leans on another bid shows that it was not.",
        source=LANCASHIRE,
        mend="Say what this answer has or lacks against the question and the scale, and leave the other bid out.",
    )


def _without(words: str, own: str) -> str:
    """Take out the name of the bidder being marked, which may hold another's."""
    for form in _forms(own):
        words = re.sub(rf"\b{re.escape(form)}\b", " ", words, flags=re.IGNORECASE)
    return words


def _named(words: str, name: str) -> bool:
    return any(re.search(rf"\b{re.escape(form)}\b", words, re.IGNORECASE) for form in _forms(name))


def _forms(name: str) -> Iterator[str]:
    """Give a name in full, and without its legal ending if two words are left."""
    full = " ".join(name.split())
    if len(full) < _SHORTEST_NAME:
        return
    yield full
    short = _LEGAL_ENDINGS.sub("", full)
    if short != full and " " in short:
        yield short
