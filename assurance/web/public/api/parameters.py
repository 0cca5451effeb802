"""What a program asks the open data for: read from the address, every fault named by its parameter.

A cursor is a place in the list and the search it belongs to, signed, so that it means nothing to anybody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import MultiDict

from assurance.domain.faults import Fault, refuse_if_any
from assurance.domain.ocds.kinds import STAGES
from assurance.persistence.queries.open_data import Place

MOST = 100
KNOWN = ("updatedFrom", "updatedTo", "stages", "limit", "cursor")


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of releases that is asked for."""

    updated_from: datetime | None = None
    updated_to: datetime | None = None
    stages: tuple[str, ...] = ()
    limit: int = MOST
    after: Place | None = None

    def as_params(self) -> dict[str, str]:
        """Write the search, without the place, as the parts of an address."""
        given = {
            "updatedFrom": self.updated_from.isoformat() if self.updated_from else "",
            "updatedTo": self.updated_to.isoformat() if self.updated_to else "",
            "stages": ",".join(self.stages),
            "limit": "" if self.limit == MOST else str(self.limit),
        }
        return {key: value for key, value in given.items() if value}

    def _search(self) -> dict[str, str]:
        return {key: value for key, value in self.as_params().items() if key != "limit"}

    def cursor(self, place: Place, secret: str) -> str:
        """Write the place where the next page begins."""
        written: str = _cursors(secret).dumps([place.published_at.isoformat(), place.id, self._search()])
        return written


def read_parameters(given: MultiDict[str, str], secret: str) -> Asked:
    """Read what is asked for. Raises `FaultsFound` that names every parameter at fault."""
    faults: list[Fault] = [_unknown(name) for name in given if name not in KNOWN]
    faults += [Fault(name, "Give it once") for name in KNOWN if name != "stages" and len(given.getlist(name)) > 1]
    asked = Asked(
        updated_from=_instant("updatedFrom", given, faults),
        updated_to=_instant("updatedTo", given, faults),
        stages=_stages(given, faults),
        limit=_limit(given, faults),
    )
    if asked.updated_from and asked.updated_to and asked.updated_from >= asked.updated_to:
        faults.append(Fault("updatedTo", "It must be later than updatedFrom"))
    after = _place(given.get("cursor", ""), asked, secret, faults)
    refuse_if_any(faults)
    return Asked(asked.updated_from, asked.updated_to, asked.stages, asked.limit, after)


def _unknown(name: str) -> Fault:
    return Fault(name[:40], f"There is no such parameter; there are {', '.join(KNOWN)}")


def _instant(name: str, given: MultiDict[str, str], faults: list[Fault]) -> datetime | None:
    """Read a date or an instant, in UTC where it has no zone. A plus sign that was not coded arrives as a space."""
    typed = given.get(name, "").strip()
    if not typed:
        return None
    try:
        if len(typed) == 10:
            return datetime.combine(date.fromisoformat(typed), time(0), tzinfo=UTC)
        value = datetime.fromisoformat(typed.replace(" ", "+"))
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        faults.append(Fault(name, "Give a date or a time such as 2026-03-26 or 2026-03-26T10:00:00Z"))
        return None


def _stages(given: MultiDict[str, str], faults: list[Fault]) -> tuple[str, ...]:
    asked = [each.strip() for value in given.getlist("stages") for each in value.split(",") if each.strip()]
    if unknown := [each for each in asked if each not in STAGES]:
        faults.append(Fault("stages", f"There is no stage {unknown[0][:40]!r}; there are {', '.join(STAGES)}"))
    return tuple(each for each in STAGES if each in asked)


def _limit(given: MultiDict[str, str], faults: list[Fault]) -> int:
    typed = given.get("limit", "").strip()
    if not typed:
        return MOST
    if typed.isascii() and typed.isdigit() and len(typed) < 4 and 1 <= int(typed) <= MOST:
        return int(typed)
    faults.append(Fault("limit", f"Give a whole number from 1 to {MOST}"))
    return MOST


def _place(cursor: str, asked: Asked, secret: str, faults: list[Fault]) -> Place | None:
    if not cursor:
        return None
    try:
        published_at, number, search = _cursors(secret).loads(cursor)
    except BadSignature:
        faults.append(Fault("cursor", "This is not a cursor of ours: take the address in links.next as it is"))
        return None
    if search != asked._search():
        faults.append(Fault("cursor", "This cursor belongs to another search: keep the other parameters as they were"))
    return Place(datetime.fromisoformat(published_at), number)


def _cursors(secret: str) -> Any:
    return URLSafeSerializer(secret, salt="open data cursor")
