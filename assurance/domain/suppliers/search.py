"""What somebody looks for among opportunities: read from an address, written back to one, said in words.

One shape serves the list, its feed and the alerts by e-mail, so that none finds what the others do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T", bound=StrEnum)
D = TypeVar("D")
LONGEST = 200


class Which(StrEnum):
    """Calls by whether one can still ask to take part."""

    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"

    @property
    def label(self) -> str:
        """The choice in the words shown to people."""
        return {"open": "Open for requests", "closed": "Closed", "all": "Open and closed"}[self.value]


class Order(StrEnum):
    """How a list of opportunities is sorted."""

    DEADLINE = "deadline"
    NEWEST = "newest"
    VALUE = "value"
    LEAST = "least"
    TITLE = "title"
    TITLE_DOWN = "title-down"

    @property
    def label(self) -> str:
        """The choice in the words shown to people."""
        return {
            "deadline": "Open calls first, soonest deadline first", "newest": "Newest first",
            "value": "Largest value first", "least": "Smallest value first", "title": "By title, A to Z",
            "title-down": "By title, Z to A",
        }[self.value]  # fmt: skip


class Band(StrEnum):
    """Published lifetime values, in bands."""

    SMALL = "under-1m"
    MIDDLE = "1m-10m"
    LARGE = "10m-50m"
    LARGER = "50m-250m"
    LARGEST = "over-250m"

    @property
    def label(self) -> str:
        """The band in words."""
        return {
            "under-1m": "Under £1 million", "1m-10m": "£1 million to £10 million",
            "10m-50m": "£10 million to £50 million", "50m-250m": "£50 million to £250 million",
            "over-250m": "£250 million and over",
        }[self.value]  # fmt: skip

    @property
    def bounds(self) -> tuple[int, int | None]:
        """The least value in pounds that is inside, and the first that is above."""
        return {
            "under-1m": (0, 10**6), "1m-10m": (10**6, 10**7), "10m-50m": (10**7, 5 * 10**7),
            "50m-250m": (5 * 10**7, 25 * 10**7), "over-250m": (25 * 10**7, None),
        }[self.value]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; an empty one finds everything."""

    words: tuple[str, ...] = ()
    which: Which = Which.ALL
    authority: str = ""
    care_group: str = ""
    band: Band | None = None
    before: date | None = None
    order: Order = Order.DEADLINE

    def as_params(self) -> dict[str, str]:
        """Write the search as the parts of an address; what is not asked for is left out."""
        given = {
            "q": " ".join(self.words),
            "which": "" if self.which is Which.ALL else self.which.value,
            "authority": self.authority,
            "care_group": self.care_group,
            "band": self.band.value if self.band else "",
            "before": self.before.isoformat() if self.before else "",
            "sort": "" if self.order is Order.DEADLINE else self.order.value,
        }
        return {key: value for key, value in given.items() if value}

    @property
    def in_words(self) -> str:
        """Say in one line what is looked for."""
        said = [f"“{word}”" for word in self.words]
        said += [each for each in (self.authority, self.care_group) if each]
        said += [self.band.label] if self.band else []
        said += [f"closing on or before {self.before.day} {self.before:%B %Y}"] if self.before else []
        return ", ".join(said) or "Every opportunity"

    @property
    def lasting(self) -> Search:
        """What is left of the search for alerts: what an opportunity is, not whether it is open at the moment."""
        return Search(self.words, Which.ALL, self.authority, self.care_group, self.band, None, Order.DEADLINE)


def read_search(given: Mapping[str, str]) -> tuple[Search, dict[str, str]]:
    """Read a search from the parts of an address, with a message for each part that cannot be read.

    What cannot be read is left out of the search and named, so that nobody takes a wider list for a narrower one.
    """
    faults: dict[str, str] = {}

    def part(name: str) -> str:
        text = " ".join(given.get(name, "").replace("\x00", " ").split())
        if len(text) > LONGEST:
            faults[name] = f"Enter at most {LONGEST} characters"
            return ""
        return text

    search = Search(
        words=tuple(dict.fromkeys(part("q").split())),
        which=_choice(Which, part("which"), Which.ALL, "which", faults),
        authority=part("authority"),
        care_group=part("care_group"),
        band=_choice(Band, part("band"), None, "band", faults),
        before=_day(part("before"), faults),
        order=_choice(Order, part("sort"), Order.DEADLINE, "sort", faults),
    )
    return search, faults


def _choice(options: type[T], text: str, otherwise: D, name: str, faults: dict[str, str]) -> T | D:
    if not text:
        return otherwise
    try:
        return options(text)
    except ValueError:
        faults[name] = "Select one of the options"
        return otherwise


def _day(text: str, faults: dict[str, str]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        faults["before"] = "Enter a date as year, month and day, like 2027-03-31"
        return None
