"""The refusals the system can give. Each carries words fit for the person who caused it; none carries HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Objection:
    """One reason a move is refused: what is missing, and what would mend it."""

    code: str
    message: str
    mend: str = ""
    provision: str = ""
    endpoint: str = ""
    """Name of the page where it can be mended, relative to the procurement; the web layer makes it a link."""
    about: tuple[tuple[str, str], ...] = ()
    """What the address of that page needs beside the procurement, by name."""


class AssuranceError(Exception):
    """Anything the system refuses or cannot find."""


class InvalidInput(AssuranceError):
    """A value was not acceptable; `field` names where it was entered."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        self.message = message
        super().__init__(f"{field}: {message}")


class MoveRefused(AssuranceError):
    """A move is not possible now, for the reasons listed."""

    def __init__(self, trigger: str, objections: Sequence[Objection]) -> None:
        self.trigger = trigger
        self.objections = tuple(objections)
        super().__init__(f"{trigger}: " + "; ".join(o.message for o in objections))


class SignedOut(AssuranceError):
    """A form arrived from somebody who is not signed in, or no longer."""


class NotPermitted(AssuranceError):
    """The person may know of the thing but may not do this to it."""


class StepUpNeeded(NotPermitted):
    """The act wants a second factor that was given a moment ago."""


class SecondPersonNeeded(NotPermitted):
    """The act is one that nobody does alone or for themselves; the words say who can."""


class NotFound(AssuranceError):
    """There is no such thing, or this person may not know that there is."""


class Conflict(AssuranceError):
    """The thing is locked, closed, or was changed by someone else first; `endpoint` names the page that mends it."""

    def __init__(self, message: str, *, endpoint: str = "") -> None:
        self.endpoint = endpoint
        super().__init__(message)


class Stale(Conflict):
    """A newer version was saved after the page was opened; it stands, and what was typed is given back beside it."""

    code = "stale"


class NotNow(AssuranceError):
    """It cannot be done at the moment, through no fault of the person; `code` names why for programs."""

    def __init__(self, message: str, *, code: str) -> None:
        self.code = code
        super().__init__(message)
