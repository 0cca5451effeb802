"""What a written reason lacks, or may not contain: each mark is judged on its own bid, in words that say why.

*Lancashire Care NHS Foundation Trust v Lancashire County Council* [2018] EWHC 1589 (TCC) set an award aside because
the reasons did not show why marks were given. A reason that compares bids marks them against each other and not
against the scale, so it stops a mark from being locked; thin wording is pointed out and left to the evaluator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

ENOUGH_CHARACTERS = 40

_BARE = (
    "acceptable adequate average bad comprehensive detailed excellent fair fine good inadequate limited ok okay "
    "poor satisfactory sound strong sufficient thorough unacceptable unsatisfactory weak"
)
_FILLERS = (
    "a all an and answer bid broadly but generally in is it mark mostly of overall proposal quite rather reasonable "
    "response section some submission tender that the this to very was were with"
)
BARE_WORDS = frozenset(_BARE.split())
FILLERS = frozenset(_FILLERS.split())


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing seen in a written reason."""

    code: str
    message: str
    blocks_lock: bool


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


def findings(text: str, *, own_name: str = "", other_names: Iterable[str] = ()) -> tuple[Finding, ...]:
    """List what is seen in a written reason; `other_names` are the other bidders, `own_name` the one being marked."""
    words = " ".join(text.split())
    if not words:
        return (Finding("missing", "Say why this mark was given", blocks_lock=True),)
    others = tuple(other_names)
    return tuple(finding for check in _CHECKS for finding in check(words, own_name, others))


def blocks_lock(found: Iterable[Finding]) -> bool:
    """Say whether any finding keeps a mark from being locked."""
    return any(finding.blocks_lock for finding in found)


def _short(words: str, _own: str, _others: tuple[str, ...]) -> Iterator[Finding]:
    if len(words) < ENOUGH_CHARACTERS:
        message = f"This is short: a reason of at least {ENOUGH_CHARACTERS} characters is easier to defend"
        yield Finding("too-short", message, blocks_lock=False)


def _bare(words: str, _own: str, _others: tuple[str, ...]) -> Iterator[Finding]:
    said = set(re.findall(r"[a-z]+", words.lower()))
    verdicts = said & BARE_WORDS
    if verdicts and not said - BARE_WORDS - FILLERS:
        listed = ", ".join(f"“{word}”" for word in sorted(verdicts))
        message = f"{listed} alone does not say why: name what in the bid earned or lost marks"
        yield Finding("bare-words", message, blocks_lock=False)


def _compared(words: str, own: str, others: tuple[str, ...]) -> Iterator[Finding]:
    spoken = _without(words, own)
    for pattern in _COMPARISONS:
        match = pattern.search(spoken)
        if match:
            yield _comparison(match[0])
            return
    for name in others:
        if _named(spoken, name):
            yield _comparison(name)
            return


def _comparison(said: str) -> Finding:
    message = f"“{said}” compares bids; judge this bid against the criterion and the scale alone"
    return Finding("comparison", message, blocks_lock=True)


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


_CHECKS: tuple[Callable[[str, str, tuple[str, ...]], Iterator[Finding]], ...] = (_short, _bare, _compared)
