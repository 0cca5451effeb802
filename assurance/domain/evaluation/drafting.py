"""What a person writes about one criterion while the criteria are drafted, and what of it does not fit its kind.

Nothing that does not fit is dropped: it is named at its field, in words for the person who wrote it. What only shows
in the tree as a whole, such as weights that do not sum to 100, is named by `criteria_faults`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from assurance.domain.evaluation.criteria_faults import TIE_RULES
from assurance.domain.evaluation.criterion import NORMALISATIONS, Kind
from assurance.domain.evaluation.document_criteria import DEEPEST
from assurance.domain.evaluation.pricing import DEFAULT_FORMULA, FORMULAS, PriceFormula
from assurance.domain.faults import Fault
from assurance.domain.money import LARGEST

__all__ = ["DEEPEST", "CriterionDraft", "Placed", "clean", "code_fault", "draft_faults", "fingerprint"]

MOST_SUB_CRITERIA = 20
LONGEST_TITLE, LONGEST_SUB_CRITERION, LONGEST_TEXT = 200, 300, 30_000
"""In characters. A cell of a workbook holds 32,767."""
MOST_WORDS = 50_000

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", re.ASCII)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class CriterionDraft:
    """What is written about a criterion. Texts for bidders are published; those for evaluators are not."""

    title: str
    weight_percent: Decimal = Decimal(0)
    """Per cent of the group it stands in."""
    question: str = ""
    guidance: str = ""
    evaluator_guidance: str = ""
    sub_criteria: tuple[str, ...] = ()
    minimum: Decimal | None = None
    """In marks for a scored criterion, in per cent for a group."""
    word_limit: int | None = None
    price_formula: str = ""
    price_parameters: Mapping[str, Decimal] = field(default_factory=dict)
    normalise: str = ""
    is_down_select: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A criterion with its code, its kind and the code of the group it stands in, empty at the top."""

    code: str
    parent: str
    kind: Kind
    draft: CriterionDraft


def fingerprint(draft: CriterionDraft) -> str:
    """Give a few letters that are others as soon as anything said of a criterion is other."""
    said = replace(draft, price_parameters=dict(sorted(draft.price_parameters.items())))
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def clean(kind: Kind, draft: CriterionDraft) -> CriterionDraft:
    """Drop blanks at both ends and what no keyboard types, and name the usual formula where a price names none."""
    formula = draft.price_formula or (DEFAULT_FORMULA if kind is Kind.PRICE else "")
    return replace(
        draft,
        title=_line(draft.title),
        question=_text(draft.question),
        guidance=_text(draft.guidance),
        evaluator_guidance=_text(draft.evaluator_guidance),
        sub_criteria=tuple(line for each in draft.sub_criteria if (line := _line(each))),
        price_formula=formula,
    )


def _line(text: str) -> str:
    return " ".join(_CONTROL.sub("", text).split())


def _text(text: str) -> str:
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def code_fault(code: str) -> str:
    """Say what is wrong with a short name, or return nothing."""
    if not _CODE.fullmatch(code):
        return "Enter a short name of letters, figures, dots and dashes, such as clinical-model"
    return f"“{code}” is the name of a tie-break rule; choose another" if code in TIE_RULES else ""


def draft_faults(kind: Kind, draft: CriterionDraft, top: int) -> Iterator[Fault]:
    """List what does not fit, each at the name of its field, for a scale from 0 to `top`."""
    for check in (_misfits, _title_faults, _weight_faults, _limit_faults, _text_faults, _sub_criteria_faults):
        yield from check(kind, draft)
    yield from _minimum_faults(kind, draft, top)
    if kind is Kind.PRICE:
        yield from _formula_faults(draft)
    if draft.normalise not in NORMALISATIONS:
        yield Fault("normalise", "Choose whether and how it is set against the other bids")


_SCORED_ONLY = frozenset({Kind.SCORED})
_JUDGED_IN_PER_CENT = frozenset({Kind.SCORED, Kind.GROUP})
_PRICE_ONLY = frozenset({Kind.PRICE})
_FITS: Mapping[str, tuple[Collection[Kind], str]] = {
    "weight_percent": (frozenset(Kind) - {Kind.PASS_FAIL}, "A pass or fail criterion carries no weight"),
    "question": (frozenset(Kind) - {Kind.GROUP}, "A group asks nothing; put the question on a criterion under it"),
    "sub_criteria": (_SCORED_ONLY, "Only a scored criterion has sub-criteria"),
    "evaluator_guidance": (_SCORED_ONLY, "Only a scored criterion is marked by evaluators and has guidance for them"),
    "word_limit": (_SCORED_ONLY, "Only a scored criterion has a limit of words"),
    "is_down_select": (_SCORED_ONLY, "Only a scored criterion can be marked in the down-selection"),
    "minimum": (_JUDGED_IN_PER_CENT, "Only a scored criterion or a group has a minimum"),
    "normalise": (_JUDGED_IN_PER_CENT, "Only a scored criterion or a group is set against the other bids"),
    "price_formula": (_PRICE_ONLY, "Only a price has a formula"),
    "price_parameters": (_PRICE_ONLY, "Only a price has figures for a formula"),
}
"""Which kinds have a field, and what is said where another kind fills it in."""


def _misfits(kind: Kind, draft: CriterionDraft) -> Iterator[Fault]:
    for name, (kinds, message) in _FITS.items():
        value = getattr(draft, name)
        is_filled = value is not None if name in {"minimum", "word_limit"} else bool(value)
        if is_filled and kind not in kinds:
            paths = [f"price_parameters.{each}" for each in value] if name == "price_parameters" else [name]
            yield from (Fault(path, message) for path in paths)


def fits(kind: Kind, name: str) -> str:
    """Say why a kind has no such field, or return nothing where it has."""
    kinds, message = _FITS.get(name, (frozenset(Kind), ""))
    return "" if kind in kinds else message


def _title_faults(kind: Kind, draft: CriterionDraft) -> Iterator[Fault]:
    if not draft.title:
        yield Fault("title", "Enter a title")
    elif len(draft.title) > LONGEST_TITLE:
        yield Fault("title", f"Enter at most {LONGEST_TITLE} characters: this has {len(draft.title)}")


def _weight_faults(kind: Kind, draft: CriterionDraft) -> Iterator[Fault]:
    weight = draft.weight_percent
    if not _is_hundredths(weight):
        yield Fault("weight_percent", "Enter a number with at most 2 figures after the point")
    elif not 0 <= weight <= 100:
        yield Fault("weight_percent", "Enter a weight from 0 to 100")


def _is_hundredths(value: Decimal) -> bool:
    """Say whether the database can keep a figure exactly."""
    return value.is_finite() and abs(value) < 10**12 and value == round(value, 2)


def _limit_faults(kind: Kind, draft: CriterionDraft) -> Iterator[Fault]:
    if draft.word_limit is not None and not 0 < draft.word_limit <= MOST_WORDS:
        yield Fault("word_limit", f"Enter a limit of 1 to {MOST_WORDS:,} words")


def _text_faults(kind: Kind, draft: CriterionDraft) -> Iterator[Fault]:
    for name in ("question", "guidance", "evaluator_guidance"):
        length = len(getattr(draft, name))
        if length > LONGEST_TEXT:
            yield Fault(name, f"Enter at most {LONGEST_TEXT:,} characters: this has {length:,}")


def _sub_criteria_faults(kind: Kind, draft: CriterionDraft) -> Iterator[Fault]:
    titles = draft.sub_criteria
    if len(titles) > MOST_SUB_CRITERIA:
        yield Fault("sub_criteria", f"Enter at most {MOST_SUB_CRITERIA} sub-criteria: these are {len(titles)}")
    for number, title in enumerate(titles):
        if len(title) > LONGEST_SUB_CRITERION:
            words = f"At most {LONGEST_SUB_CRITERION} characters each: “{title[:40]}…” has {len(title)}"
            yield Fault("sub_criteria", words)
        elif title.casefold() in {each.casefold() for each in titles[:number]}:
            yield Fault("sub_criteria", f"“{title}” stands there twice")


def _minimum_faults(kind: Kind, draft: CriterionDraft, top: int) -> Iterator[Fault]:
    minimum = draft.minimum
    if minimum is None or kind not in _JUDGED_IN_PER_CENT:
        return
    most, unit = (100, "per cent") if kind is Kind.GROUP else (top, "marks")
    if not _is_hundredths(minimum):
        yield Fault("minimum", "Enter a number with at most 2 figures after the point")
    elif not 0 <= minimum <= most:
        yield Fault("minimum", f"Enter a minimum from 0 to {most} {unit}")


def _formula_faults(draft: CriterionDraft) -> Iterator[Fault]:
    formula = FORMULAS.get(draft.price_formula)
    if formula is None:
        yield Fault("price_formula", "Choose one of the formulas")
        return
    for name, message in formula.parameter_faults(draft.price_parameters):
        yield Fault(f"price_parameters.{name}", _in_words(formula, name, message, draft))
    for name, value in draft.price_parameters.items():
        if value.is_finite() and abs(value) > LARGEST:
            yield Fault(f"price_parameters.{name}", "Enter a smaller figure")


def _in_words(formula: PriceFormula, name: str, message: str, draft: CriterionDraft) -> str:
    labels = {each.name: each.label for each in formula.parameters}
    if name not in labels:
        return f"“{formula.label}” does not use this figure: leave it empty, or choose the formula that does"
    if name not in draft.price_parameters:
        return f"Enter “{labels[name]}”: it is published with the formula"
    return f"“{labels[name]}” {message}".replace('"max"', f"“{labels.get('max', '')}”")
