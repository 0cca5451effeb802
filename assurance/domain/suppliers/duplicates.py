"""Which registered organisations may be the same one twice, and what to say about it, to whom.

Nothing is refused for it: companies of one group share names, and a charity may trade under a number of its own.
Staff are told what was found; the person who registers is asked, without being told who the other is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assurance.domain.suppliers.names import mixes_alphabets, skeleton


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation as duplicates are looked for; `key` is whatever tells it from the others."""

    key: int
    name: str
    company_number: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something staff should look at: about whom, in which words, and beside whom."""

    key: int
    message: str
    other: int | None = None


SAME_NAME = "The name reads like that of another registered organisation"
SAME_NUMBER = "The company number is that of another registered organisation"
MIXED = "The name mixes letters of different alphabets, which may be made to look like another name"


def findings(organisations: Iterable[Named]) -> list[Finding]:
    """Find every pair that shares a skeleton or a company number, both ways, and every name of mixed alphabets."""
    known = list(organisations)
    found = [Finding(each.key, MIXED) for each in known if mixes_alphabets(each.name)]
    by_name: dict[str, list[Named]] = {}
    by_number: dict[str, list[Named]] = {}
    for each in known:
        by_name.setdefault(skeleton(each.name), []).append(each)
        if each.company_number:
            by_number.setdefault(each.company_number, []).append(each)
    for message, groups in ((SAME_NAME, by_name), (SAME_NUMBER, by_number)):
        found += [
            Finding(each.key, message, other.key)
            for group in groups.values()
            for each in group
            for other in group
            if other.key != each.key
        ]
    return found


def ask_newcomer(name: str, *, same_name: bool, same_number: bool) -> str:
    """Say to a person who registers why to look again, or nothing; never who the other organisation is."""
    if same_number:
        return (
            "An organisation with this company number is already registered. If it is yours, ask its lead to invite "
            "you. If the number is right and yours is another organisation, tick the box and register"
        )
    if same_name:
        return (
            "An organisation with a name like this is already registered. If it is yours, ask its lead to invite "
            "you. If yours is another one, tick the box and register"
        )
    if mixes_alphabets(name):
        return (
            "The name mixes letters of different alphabets. Type it again on one keyboard; if it is really written "
            "so, tick the box and register"
        )
    return ""
