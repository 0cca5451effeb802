"""When two names of organisations are one name to a reader, and when a name mixes alphabets that look alike.

The skeleton of a name is what is left when everything a reader does not see or say is taken out. Two different
organisations can share one, so an equal skeleton is something to look at and never a reason to refuse by itself.
"""

from __future__ import annotations

import re
import unicodedata

LEGAL_FORMS = frozenset(
    {
        "ltd", "limited", "plc", "llp", "lp", "llc", "inc", "cic", "cio", "co", "company", "gmbh", "bv", "sa", "sarl",
        "incorporated", "public limited company", "limited liability partnership", "community interest company",
        "charitable incorporated organisation", "cyf", "cyfyngedig", "ccc",
    }
)  # fmt: skip
"""Endings that say what kind of body it is and not which one."""

_UNSEEN = frozenset({"Cc", "Cf"})
_NUMBER = re.compile(r"(?:[A-Z]{2}|[0-9]{1,2})[0-9]{6}|[0-9]{1,8}", re.ASCII)
_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "HEBREW", "ARABIC", "GEORGIAN")


def skeleton(name: str) -> str:
    """Return what a name comes down to: compatible letters, one case, nothing unseen, no marks, no legal form."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).replace("ı", "i")
    seen = "".join("" if unicodedata.category(each) in _UNSEEN else each for each in folded)
    words = " ".join("".join(each if each.isalnum() else _gap(each) for each in _spelt(seen)).split())
    return _without_form(words)


def _spelt(text: str) -> str:
    return text.replace("&", " and ").replace("+", " and ")


def _gap(mark: str) -> str:
    """Close up what stands inside a word (apostrophes, points of "C.I.C."), part words at everything else."""
    return "" if mark in "'’‘ʼ.`" or unicodedata.category(mark).startswith("M") else " "


def _without_form(words: str) -> str:
    rest = words.split()
    if len(rest) > 2 and rest[0] == "the":
        rest = rest[1:]
    while len(rest) > 1:
        taken = next((count for count in (3, 2, 1) if " ".join(rest[-count:]) in LEGAL_FORMS), 0)
        if not 0 < taken < len(rest):
            break
        rest = rest[:-taken]
    return " ".join(rest)


def alphabets(name: str) -> frozenset[str]:
    """Return the alphabets that the letters of a name belong to, in the words of the Unicode character names."""
    names = (unicodedata.name(each, "") for each in unicodedata.normalize("NFKC", name) if each.isalpha())
    return frozenset(each for full in names for each in _ALPHABETS if full.startswith(each))


def mixes_alphabets(name: str) -> bool:
    """Say whether letters of different alphabets stand in one name, such as a Cyrillic “А” among Latin letters."""
    return len(alphabets(name)) > 1


def company_number(typed: str) -> str | None:
    """Return a UK company number in the eight characters of the register; "" for nothing typed, None for none."""
    compact = "".join(unicodedata.normalize("NFKC", typed).split()).upper()
    if not compact:
        return ""
    if not _NUMBER.fullmatch(compact):
        return None
    return compact.zfill(8)
