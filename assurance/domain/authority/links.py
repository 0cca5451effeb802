"""Links that are mailed to one person: what each is for, and how long it opens.

The token of a link is worth what it opens, so only its hash is kept, it opens once, and only the newest one does.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class Purpose(StrEnum):
    """What a mailed link is for."""

    INVITATION = "invitation"
    PASSWORD = "password"  # noqa: S105 -- the name of a purpose
    REGISTRATION = "registration"

    @property
    def valid_for(self) -> timedelta:
        """How long the link opens."""
        return _VALID_FOR[self]

    @property
    def gone(self) -> str:
        """What is said of a link that is wrong, used, replaced, withdrawn or too old; which of these is not told."""
        return _GONE[self]


_VALID_FOR = {
    Purpose.INVITATION: timedelta(days=7),
    Purpose.PASSWORD: timedelta(minutes=30),
    Purpose.REGISTRATION: timedelta(hours=24),
}
_GONE = {
    Purpose.INVITATION: "This invitation is no longer valid. Ask the person who invited you for a new one",
    Purpose.PASSWORD: "This link no longer sets a password. Ask for a new one",
    Purpose.REGISTRATION: "This link no longer completes a registration. Register again to get a new one",
}
