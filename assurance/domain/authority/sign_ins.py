"""How long a sign-in lasts: until nothing was done for a while, or at the latest after some hours; and why one ended.

Who runs a procurement or holds a key has less time than others. Practice (OWASP ASVS 7.3, NIST SP 800-63B 5.2), not
statute.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from assurance.domain.authority.roles import Role

EVERYBODY = ""
"""The name under which settings keep the time of those whose roles have none of their own."""
NOTED_EVERY = timedelta(minutes=1)
"""What somebody does is noted at most this often, so that reading pages writes little."""


class Ended(StrEnum):
    """Why a sign-in ended."""

    SIGNED_OUT = "signed-out"
    IDLE = "idle"
    LONG = "long"
    ELSEWHERE = "elsewhere"
    PASSWORD = "password"  # noqa: S105 -- the name of a reason
    CLOSED = "closed"
    KEPT_OUT = "kept-out"

    def words(self, idle: timedelta) -> str:
        """Say it to the person, or nothing where they know; `idle` is how long they might have done nothing."""
        return _WORDS[self].format(minutes=int(idle.total_seconds()) // 60)


_WORDS = {
    Ended.SIGNED_OUT: "",
    Ended.IDLE: "You were signed out because nothing was done for {minutes} minutes.",
    Ended.LONG: "You were signed out because you had been signed in for very long.",
    Ended.ELSEWHERE: "You were signed out here because you signed in somewhere else. Who holds a key to tenders is "
    "signed in in one place at a time. If that was not you, set a new password.",
    Ended.PASSWORD: "You were signed out here because the password was changed.",
    Ended.CLOSED: "You were signed out here from the page of your account.",
    Ended.KEPT_OUT: "",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How long people may do nothing, by role, and how long a sign-in lasts at the most."""

    usual: timedelta
    of_roles: Mapping[Role, timedelta]
    longest: timedelta

    @classmethod
    def of(cls, minutes: Iterable[tuple[str, int]], hours: int) -> Limits:
        """Read what is set: minutes by role, those of everybody else under no name; raise `ValueError` otherwise."""
        given = {name: timedelta(minutes=number) for name, number in minutes}
        usual = given.pop(EVERYBODY)
        if unknown := given.keys() - set(Role):
            raise ValueError(f"There is no role {', '.join(sorted(unknown))}; the roles are {', '.join(Role)}")
        return cls(usual, {Role(name): limit for name, limit in given.items()}, timedelta(hours=hours))

    def idle(self, roles: Iterable[Role]) -> timedelta:
        """Return how long a person with these roles may do nothing: the shortest time that any of them has."""
        return min((self.of_roles[role] for role in roles if role in self.of_roles), default=self.usual)


def why_over(idle_at: datetime | None, ends_at: datetime | None, at: datetime) -> Ended | None:
    """Say why a sign-in counts no more at an instant, or nothing while it counts.

    One without times was started before there were any, and is over.
    """
    if idle_at is None or ends_at is None or at >= ends_at:
        return Ended.LONG
    return Ended.IDLE if at >= idle_at else None
