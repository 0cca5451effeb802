"""Who may hold a share of a tender key, and what a passphrase must be. Practice in sealed tendering, not statute.

Two people open together; one more share than is needed exists, so that one absence does not lose the tenders; and
those who run the procurement never hold enough shares to open it among themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assurance.domain.errors import InvalidInput

NEEDED, MOST_HOLDERS = 2, 7
RECOMMENDED = 3
SHORTEST, LONGEST = 20, 1_024
FEWEST_WORDS, FEWEST_LETTERS = 4, 8

LOST_FOR_GOOD = (
    "A tender has been sealed to this key, so its shares can no longer be given out anew: whoever could do that could "
    "also open. If too few holders are left, declare the key lost; bidders are then asked to open their own copies"
)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who is to hold a share."""

    user_id: int
    name: str
    runs_procurement: bool
    is_opener: bool = True
    has_key: bool = True
    staff_number: str = ""
    """Their number with the authority; two accounts with one number are one person."""


def check_holders(holders: Sequence[Holder], *, needed: int, reason: str) -> None:
    """Raise `InvalidInput` at the field that is wrong: too few, too many, one person twice, or all from one side."""
    if not NEEDED <= needed <= MOST_HOLDERS:
        raise InvalidInput("needed", f"At least {NEEDED} people open together, and at most {MOST_HOLDERS}")
    _check_people(holders)
    if len(holders) < needed:
        raise InvalidInput("holders", f"{needed} people are to open together, so choose at least {needed} holders")
    if len(holders) > MOST_HOLDERS:
        raise InvalidInput("holders", f"Choose at most {MOST_HOLDERS} holders")
    if len(holders) == needed and not reason.strip():
        raise InvalidInput(
            "reason",
            f"If one holder is absent, nobody can open. Choose {needed + 1} holders or more, or enter the reason",
        )
    if sum(holder.runs_procurement for holder in holders) >= needed:
        raise InvalidInput(
            "holders",
            "The people who run the procurement could open among themselves. Choose holders from outside its officers",
        )


def _check_people(holders: Sequence[Holder]) -> None:
    if len({holder.user_id for holder in holders}) != len(holders):
        raise InvalidInput("holders", "Each holder is a different person")
    if (twins := find_twins([(holder.name, holder.staff_number) for holder in holders])) is not None:
        raise InvalidInput("holders", say_twins(*twins) + ". Choose another holder in the place of one of them")
    for holder in holders:
        if not holder.is_opener:
            raise InvalidInput("holders", f"{holder.name} does not have the role of opener. Give it first")
        if not holder.has_key:
            raise InvalidInput("holders", f"{holder.name} has no key yet. They set it up on their page “My key”")


def find_twins(people: Sequence[tuple[str, str | None]]) -> tuple[str, str] | None:
    """Return the names of two accounts that have one staff number, out of names with numbers; None when all differ."""
    first: dict[str, str] = {}
    for name, number in people:
        if number and number in first:
            return first[number], name
        if number:
            first[number] = name
    return None


def say_twins(first: str, second: str) -> str:
    """Say of two accounts that they count as one person."""
    return f"{first} and {second} have the same staff number, so they count as one person"


def check_passphrase(passphrase: str, again: str, *, known: Sequence[str] = ()) -> None:
    """Raise `InvalidInput` unless a passphrase was typed twice alike and is too long to be guessed.

    `known` is what anybody knows of its owner, such as the name: it may be in the passphrase but does not count.
    """
    if len(passphrase) > LONGEST:
        raise InvalidInput("passphrase", f"The passphrase must have at most {LONGEST:,} characters")
    counted = passphrase.casefold()
    for each in known:
        counted = counted.replace(each.casefold(), "") if each else counted
    words = {word for word in counted.split() if len(word) > 1}
    if len(counted.strip()) < SHORTEST or len(set(counted)) < FEWEST_LETTERS or len(words) < FEWEST_WORDS:
        raise InvalidInput(
            "passphrase",
            f"Use at least {FEWEST_WORDS} different words and {SHORTEST} characters; names others know do not count",
        )
    if passphrase != again:
        raise InvalidInput("passphrase_again", "The two passphrases are not alike. Type it again")
