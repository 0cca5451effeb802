"""What somebody looks for among past procurements, read from an address and written back to one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assurance.domain.errors import InvalidInput
from assurance.domain.money import parse_gbp, plain

LONGEST = 200
MOST_WORDS = 10


class Order(StrEnum):
    """How past procurements are sorted."""

    NEWEST = "newest"
    OLDEST = "oldest"
    VALUE = "value"
    LEAST = "least"
    TITLE = "title"
    TITLE_DOWN = "title-down"

    @property
    def label(self) -> str:
        """The order in the words shown to people."""
        return {
            "newest": "Newest first", "oldest": "Oldest first", "value": "Largest value first",
            "least": "Smallest value first", "title": "By title, A to Z", "title-down": "By title, Z to A",
        }[self.value]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PastSearch:
    """What is looked for; an empty one finds everything."""

    words: tuple[str, ...] = ()
    cpv: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    since: int | None = None
    order: Order = Order.NEWEST

    def as_params(self) -> dict[str, str]:
        """Write the search as the parts of an address; what is not asked for is left out."""
        given = {
            "q": " ".join(self.words),
            "cpv": self.cpv,
            "least": "" if self.least is None else plain(self.least),
            "most": "" if self.most is None else plain(self.most),
            "since": "" if self.since is None else str(self.since),
            "sort": "" if self.order is Order.NEWEST else self.order.value,
        }
        return {key: value for key, value in given.items() if value}


def read_past_search(given: Mapping[str, str]) -> tuple[PastSearch, dict[str, str]]:
    """Read a search from the parts of an address, with a message for each part that cannot be read and is left out."""
    faults: dict[str, str] = {}
    cpv = given.get("cpv", "").strip()
    if cpv and not (cpv.isascii() and cpv.isdigit() and 2 <= len(cpv) <= 8):
        faults["cpv"] = "Enter the first figures of a CPV code, from two to eight, such as 8514"
        cpv = ""
    least, most = (_amount(name, given, faults) for name in ("least", "most"))
    if least is not None and most is not None and least > most:
        faults["most"] = "The highest value must not be below the lowest"
        most = None
    orders = {each.value: each for each in Order}
    return PastSearch(
        words=tuple(given.get("q", "").replace("\x00", "")[:LONGEST].split()[:MOST_WORDS]), cpv=cpv, least=least,
        most=most, since=_year(given, faults), order=orders.get(given.get("sort", ""), Order.NEWEST),
    ), faults  # fmt: skip


def _amount(name: str, given: Mapping[str, str], faults: dict[str, str]) -> Decimal | None:
    typed = given.get(name, "").strip()
    if not typed:
        return None
    try:
        return parse_gbp(typed, name)
    except InvalidInput as refusal:
        faults[name] = refusal.message
        return None


def _year(given: Mapping[str, str], faults: dict[str, str]) -> int | None:
    typed = given.get("since", "").strip()
    if not typed:
        return None
    if typed.isascii() and typed.isdigit() and len(typed) == 4 and 1990 <= int(typed) <= 2100:
        return int(typed)
    faults["since"] = "Enter a year, such as 2024"
    return None
