"""Second factors by hand: set up with a device, and given whenever the service asks who it is."""

from __future__ import annotations

import re

import pyotp

from tests.journeys.by_hand.journey import Journey
from tests.journeys.by_hand.person import Person

ASKED = ("officer", "owner", "approver", "opener", "second_opener", "contracts")
"""Who holds a role that two people give, or is board secretary, and gets nowhere without a second factor; and whoever
records the signatures."""
CODE = re.compile(r"[0-9A-Z]{5}(?:-[0-9A-Z]{5}){5}")


def enrol(journey: Journey, who: str) -> Person:
    """Set up a second factor as a person does: read the secret off the page, and give the first code."""
    person = journey.staff[who].go_home()
    if "Set up a second factor" not in person.page.title:  # who holds a power is led there by the password
        person.follow("My key", "Give a code")
    found = re.search(r"\b[A-Z2-7]{32}\b", person.page.words)
    assert found is not None
    journey.secrets[who] = found[0]
    assert "This code is not right" in person.press("Continue", {"Code": "000000"}, refused=422)
    person.press("Continue", {"Code": code(journey, who)}, shows="Your recovery codes")
    assert len(CODE.findall(person.page.words)) == 8
    person.follow("I have kept them")
    person.fresh_code = lambda: _next_code(journey, who)
    return person


def code(journey: Journey, who: str) -> str:
    """Read the code of the minute off a person’s device."""
    return pyotp.TOTP(journey.secrets[who]).at(journey.clock.now)


def give(journey: Journey, who: str) -> None:
    """Give a code where the page at hand asks for one before its form."""
    person = journey.staff[who]
    person.follow("Give a code")
    person.press("Continue", {"Code": _next_code(journey, who)}, says="Your second factor is checked")


def _next_code(journey: Journey, who: str) -> str:
    journey.wait(minutes=1)  # no code counts twice
    return code(journey, who)
