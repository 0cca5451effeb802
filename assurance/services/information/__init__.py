"""Requests for information: registered, records picked, withheld from, and released by a second person."""

from assurance.services.information.answering import (
    choose,
    close,
    current,
    may_release,
    names_left,
    put_back,
    register,
    release,
    withhold,
)
from assurance.services.information.record import items_of

__all__ = [
    "choose",
    "close",
    "current",
    "items_of",
    "may_release",
    "names_left",
    "put_back",
    "register",
    "release",
    "withhold",
]
