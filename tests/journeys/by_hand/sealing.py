"""The key of the tender box by hand: a second factor, keys of one's own, shares, and taking part in the opening."""

from __future__ import annotations

from tests.journeys.by_hand import factors
from tests.journeys.by_hand.journey import Journey
from tests.journeys.by_hand.person import Person

PASSPHRASES = {
    "opener": "willow carries eleven patient lamps",
    "second_opener": "granite singers borrow quiet umbrellas",
    "owner": "copper harbours never lend their maps",
}
HOLDERS = ["Una Frost", "Victor Hale", "Peter Quill"]


def make_key(journey: Journey) -> None:
    """Three holders set up their keys, and the officer gives each a share; without them nobody can be invited."""
    journey.blocked("officer", "Invite final tenders", "The tender box has no key yet")
    officer = journey.part("officer", "Key of the tender box", "Make the key")
    factors.give(journey, "officer")
    officer = journey.part("officer", "Key of the tender box", "Make the key")
    assert "No opener has a key of their own yet" in officer.page
    for holder, passphrase in PASSPHRASES.items():
        _set_up(journey, holder, passphrase)
    officer = journey.part("officer", "Key of the tender box", "Make the key")
    few = {"Who holds a share?": HOLDERS[:2], "How many of them open together?": "2"}
    assert "If one holder is absent, nobody can open" in officer.press("Make the key", few, refused=422)
    officer.press("Make the key", {**few, "Who holds a share?": HOLDERS}, says="The key is made")
    assert "2 of 3" in officer.page
    _change(journey, "second_opener", "marble otters keep a quiet ledger")


def take_part(journey: Journey, who: str, button: str, says: str, *more: str) -> Person:
    """Give a code, type the passphrase, and take part in the opening, or in that of `more`."""
    journey.wait(minutes=1)  # no code counts twice
    person = journey.part(who, "Final tenders and opening", *more)
    assert button not in person.page.buttons()
    person.follow("Give a code")
    person.press("Continue", {"Code": factors.code(journey, who)}, says="Your second factor is checked")
    wrong = person.press(button, {"Your passphrase": "these are not the right words"}, refused=422)
    assert "not the passphrase" in wrong
    person.press(button, {"Your passphrase": PASSPHRASES[who]}, says=says)
    return person


def _set_up(journey: Journey, who: str, passphrase: str) -> None:
    person = journey.staff[who].go_home()
    person.follow("My key")
    factors.give(journey, who)
    typed = {"Passphrase": passphrase, "The same passphrase again": passphrase}
    person.press("Set up my key", {**typed, "The same passphrase again": "something else"}, refused=422)
    person.press("Set up my key", typed, says="Your key is set up")


def _change(journey: Journey, who: str, passphrase: str) -> None:
    """A holder takes another passphrase: the key and the share stay, and the old words open nothing any more."""
    person = journey.staff[who].go_home()
    person.follow("My key", "Change my passphrase")
    typed = {
        "Your passphrase until now": "not the words", "Passphrase": passphrase, "The same passphrase again": passphrase
    }  # fmt: skip
    person.press("Change the passphrase", typed, refused=422)
    typed["Your passphrase until now"] = PASSPHRASES[who]
    person.press("Change the passphrase", typed, says="Your passphrase is changed")
    PASSPHRASES[who] = passphrase
