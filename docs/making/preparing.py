"""Does what must be done before a page can be shown: an evaluator declares, without which nothing is read."""

from __future__ import annotations

from flask import Flask

from docs.making.roles.programmes import FRAIL
from docs.making.walking import Reader
from tests.journeys.by_hand.person import Person


def prepare(app: Flask) -> None:
    """Let the evaluator say of both bidders that there is no conflict."""
    person = Person(app, "Demo Clinical Evaluator", "clinical@demo.example")
    person.browser = Reader(app, "clinical").client
    person.open(f"/staff/procurements/{FRAIL}/evaluation/conflicts")
    while asked := sorted(words for words, _ in person.page.links() if words.startswith("Declare about")):
        person.follow(asked[0])
        answer = {"Do you have a conflict with this bidder, or could it seem that you have?": "No, I have no conflict"}
        person.press("Declare", answer, says="on record")
        person.open(f"/staff/procurements/{FRAIL}/evaluation/conflicts")
