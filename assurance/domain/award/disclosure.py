"""What a bidder is given of the record it asked for: items, what is withheld or cut and why, and what is left.

Something withheld is not in what is released, in no form: a passage is removed wherever it stands, and never covered.
The exceptions are those of regulation 12(5) of the Provider Selection Regime Regulations 2023, and personal data.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType

from assurance.domain.errors import InvalidInput

REMOVED = "[removed]"
SHORTEST = 3
"""Characters of the shortest passage that can be cut: less would take letters out of other words."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Why something of the record may be kept back."""

    label: str
    provision: str


_PSR = "Provider Selection Regime Regulations 2023, regulation 12(5)"
EXCEPTIONS: Mapping[str, Ground] = MappingProxyType(
    {
        "commercial": Ground("It would prejudice legitimate commercial interests", f"{_PSR}(a)"),
        "competition": Ground("It might prejudice fair competition between providers", f"{_PSR}(b)"),
        "public_interest": Ground("It would otherwise be contrary to the public interest", f"{_PSR}(c)"),
        "personal": Ground("It names or describes a person", "UK General Data Protection Regulation, article 5(1)(c)"),
    }
)


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of the record under a key that stays the same however often it is gathered."""

    key: str
    section: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Cut:
    """A whole item that is withheld (no passage), or a passage that is removed wherever it stands."""

    item: str
    passage: str
    exception: str
    reason: str
    by: str
    """The role of who withheld it, never a name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register as the bidder reads it: it says what kind of thing went and why, not the thing."""

    what: str
    why: str
    provision: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is released."""

    items: tuple[Item, ...]
    register: tuple[Entry, ...]

    @property
    def digest(self) -> str:
        """The SHA-256 of the content: whoever approves it approves exactly this."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def bundle(items: Sequence[Item], cuts: Sequence[Cut], grounds: Mapping[str, Ground] = EXCEPTIONS) -> Bundle:
    """Return what is left of the items, with the register of what is not; `grounds` is the law it is withheld under."""
    whole = {cut.item for cut in cuts if not cut.passage}
    # The longest first, so that a shorter passage inside a longer one does not break it up.
    passages = sorted((cut.passage for cut in cuts if cut.passage), key=lambda each: (-len(each), each))
    left = [Item(each.key, each.section, each.title, "" if each.key in whole else each.text) for each in items]
    entries = [_entry(cut, items, grounds) for cut in cuts]
    return Bundle(
        tuple(Item(each.key, each.section, _cut(each.title, passages), _cut(each.text, passages)) for each in left),
        tuple(
            Entry(_cut(each.what, passages), each.why, each.provision, _cut(each.reason, passages), each.by)
            for each in entries
        ),
    )


def stands_in(items: Iterable[Item], passage: str) -> int:
    """Count the items in which a passage stands, whatever its case and line breaks."""
    wanted = _pattern(passage)
    return sum(1 for each in items if wanted.search(each.title) or wanted.search(each.text))


def check_cut(items: Sequence[Item], item: str, passage: str, already: Iterable[tuple[str, str]]) -> None:
    """Raise `InvalidInput` for what cannot be withheld: no such item, words that do not stand in it, or done before."""
    if item not in {each.key for each in items}:
        raise InvalidInput("item", "Select an item of the record")
    if passage and len(passage) < SHORTEST:
        raise InvalidInput("passage", f"Give at least {SHORTEST} characters, copied from the item")
    if passage and not stands_in([each for each in items if each.key == item], passage):
        raise InvalidInput("passage", "These words do not stand in the item. Copy them from it")
    if (item, passage.casefold()) in {(key, words.casefold()) for key, words in already}:
        raise InvalidInput("passage" if passage else "item", "This is withheld already")


def still_named(given: Bundle, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """List what would still name somebody who must not be named: the title of the item, and the name."""
    texts = [(each.title, f"{each.title}\n{each.text}") for each in given.items]
    texts += [("Register of what is withheld", f"{each.what}\n{each.reason}") for each in given.register]
    return tuple(
        (title, name)
        for name in sorted({each.strip() for each in names if each.strip()})
        for title, text in texts
        if re.search(rf"(?<!\w){_pattern(name).pattern}(?!\w)", text, re.IGNORECASE)
    )


def _entry(cut: Cut, items: Sequence[Item], grounds: Mapping[str, Ground]) -> Entry:
    ground = grounds[cut.exception]
    title = next((each.title for each in items if each.key == cut.item), "An item of the record")
    what = title if not cut.passage else f"A passage of “{title}”, and the same words wherever else they stood"
    return Entry(what, ground.label, ground.provision, cut.reason, cut.by)


def _cut(text: str, passages: Iterable[str]) -> str:
    for each in passages:
        text = _pattern(each).sub(REMOVED, text)
    return text


def _pattern(passage: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(re.escape(word) for word in passage.split()), re.IGNORECASE)
