"""Says in words what differs between two versions of published criteria, from their stored documents alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from assurance.domain.evaluation.explanation import RULE_WORDS
from assurance.domain.evaluation.methods import METHODS
from assurance.domain.evaluation.pricing import FORMULAS
from assurance.domain.evaluation.word_changes import Stretch, word_changes
from assurance.domain.evaluation.workbook_columns import KIND_WORDS, NORMALISE_WORDS
from assurance.domain.money import percent

NONE = "none"
Document = Mapping[str, Any]
Words = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class VersionChange:
    """One thing that differs: what it is, and what was and is said of it."""

    what: str
    before: str
    after: str
    is_text: bool = False
    """A text of sentences, compared word by word; anything else is read whole."""

    @property
    def sentence(self) -> str:
        """The change in one line; a text is only named."""
        if self.is_text:
            return f"{self.what}: {'reworded' if self.before and self.after else 'added' if self.after else 'removed'}"
        return f"{self.what}: {self.before or NONE} to {self.after or NONE}"

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The words kept, taken out and put in."""
        return word_changes(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Placed:
    """One criterion of a document with the title of the group it stands in."""

    data: Document
    parent: str
    parent_title: str

    @property
    def title(self) -> str:
        """Its title as published."""
        return str(self.data["title"])


def version_changes(before: Document, after: Document) -> tuple[VersionChange, ...]:
    """List what differs, criterion by criterion in the order of the newer version, then the rules for the whole."""
    old, new = walk(before), walk(after)
    found: list[VersionChange] = []
    for code, placed in new.items():
        if code in old:
            found += _criterion_changes(old[code], placed)
        else:
            found.append(VersionChange(f"Criterion “{placed.title}”", "not there", "added"))
    found += [
        VersionChange(f"Criterion “{placed.title}”", "there", "removed")
        for code, placed in old.items()
        if code not in new
    ]
    if [code for code in old if code in new] != [code for code in new if code in old]:
        found.append(VersionChange("Order of the criteria", _titles(old), _titles(new)))
    return (*found, *_rule_changes(before, after, old | new))


def walk(document: Document) -> dict[str, Placed]:
    """List the criteria of a document by their short names, parents before children."""
    found: dict[str, Placed] = {}

    def add(nodes: list[Document], parent: str, title: str) -> None:
        for node in nodes:
            found[node["id"]] = Placed(node, parent, title)
            add(node.get("children", []), node["id"], node["title"])

    add(document["criteria"], "", "")
    return found


def _titles(criteria: Mapping[str, Placed]) -> str:
    return ", ".join(each.title for each in criteria.values())


def _criterion_changes(old: Placed, new: Placed) -> Iterator[VersionChange]:
    name = f"“{new.title}”"
    if old.parent != new.parent:
        yield VersionChange(f"Place of {name}", old.parent_title or "at the top", new.parent_title or "at the top")
    for what, (key, words) in _values(name, new).items():
        was, now = old.data.get(key), new.data.get(key)
        if was != now:
            yield VersionChange(what, words(was) if was else "", words(now) if now else "")
    for what, (key, words) in _TEXTS.items():
        was, now = words(old.data.get(key, "")), words(new.data.get(key, ""))
        if was != now:
            yield VersionChange(f"{what} {name}", was, now, is_text=True)


_TEXTS: Mapping[str, tuple[str, Words]] = MappingProxyType(
    {
        "Question of": ("question", str),
        "Guidance for bidders on": ("guidance", str),
        "Points to cover under": ("sub_criteria", "\n".join),
    }
)


def _values(name: str, placed: Placed) -> dict[str, tuple[str, Words]]:
    """Say what each short value of a criterion is called, where it is kept and how it is written."""
    return {
        f"Title of {name}": ("title", str),
        f"Kind of {name}": ("kind", lambda kind: KIND_WORDS[kind]),
        f"Weight of {name} in {'its group' if placed.parent else 'the whole'}": (
            "weight", lambda weight: percent(Decimal(weight)),
        ),
        f"Minimum of {name}": ("minimum", lambda least: _minimum(placed, least)),
        f"Limit of words for {name}": ("word_limit", lambda limit: f"{limit:,} words"),
        f"Top mark of {name}": ("scale", str),
        f"Price formula of {name}": ("formula", lambda formula: FORMULAS[formula].label),
        f"Figures of the price formula of {name}": ("parameters", _figures),
        f"{name} set against the other bids": ("normalise", lambda how: NORMALISE_WORDS[how]),
    }  # fmt: skip


def _minimum(placed: Placed, least: str) -> str:
    return percent(Decimal(least)) if placed.data["kind"] == "group" else f"{least} of {placed.data['scale']}"


def _figures(parameters: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in sorted(parameters.items()))


def _rule_changes(before: Document, after: Document, criteria: Mapping[str, Placed]) -> Iterator[VersionChange]:
    def titles(codes: list[str]) -> str:
        return ", then ".join(RULE_WORDS.get(code) or _title(criteria, code) for code in codes)

    writers: dict[str, Words] = {
        "Method of ranking": lambda document: _method(document["method"]),
        "Equal totals are separated by": lambda document: titles(document["tie_break"]),
        "Marked in the down-selection": lambda document: titles(document["down_select"]).replace(", then", ","),
        "Prices wait for the marks on quality": lambda document: _yes(document["price_opens_after_quality"]),
        "Criteria may be refined": lambda document: _yes(document.get("criteria_may_be_refined", False)),
    }
    for what, write in writers.items():
        if write(before) != write(after):
            yield VersionChange(what, write(before), write(after))
    old, new = _scale(before), _scale(after)
    for mark in sorted(old | new):
        if old.get(mark, "") != new.get(mark, ""):
            yield VersionChange(f"Meaning of mark {mark}", old.get(mark, ""), new.get(mark, ""), is_text=True)


def _title(criteria: Mapping[str, Placed], code: str) -> str:
    return f"“{criteria[code].title}”" if code in criteria else f"“{code}”"


def _method(data: Mapping[str, str]) -> str:
    worth = f", each per cent of quality worth £{data['value_per_point']}" if "value_per_point" in data else ""
    return METHODS[data["name"]].label + worth


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _scale(document: Document) -> dict[int, str]:
    return {each["mark"]: f"{each['label']}: {each['text']}" for each in document["scale"]}
