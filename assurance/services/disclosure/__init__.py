"""Records given to a bidder that asks for them with its representation (PSR 2023 regulation 12(4)(b) and 24)."""

from assurance.services.disclosure.contents import compose, current
from assurance.services.disclosure.register import waits_until
from assurance.services.disclosure.releases import may_release, names_left, prepare, put_back, release, withhold

__all__ = [
    "compose",
    "current",
    "may_release",
    "names_left",
    "prepare",
    "put_back",
    "release",
    "waits_until",
    "withhold",
]
