"""The people of one procurement, each with a browser of their own, and the clock they share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from flask import Flask

from assurance.domain.authority.policy import Audience
from assurance.persistence.session import Database
from assurance.services import accounts
from tests.journeys.by_hand.page import Page, said
from tests.journeys.by_hand.person import PASSWORD, Person

START = datetime(2025, 1, 6, 9, 0, tzinfo=UTC)
AUTHORITY = "Northfold Integrated Care Board"
TITLE = "Community musculoskeletal care"

STAFF: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "officer": ("Olga Marsh", "Head of procurement", ()),
    "owner": ("Peter Quill", "Director of planned care", ("Senior responsible owner", "Opener")),
    "approver": ("Ada Finch", "Chief finance officer", ("Approver",)),
    "lead": ("Daniel Lock", "Commissioning manager", ("Dialogue lead",)),
    "opener": ("Una Frost", "Board secretary", ("Opener",)),
    "second_opener": ("Victor Hale", "Governance manager", ("Opener",)),
    "doctor": ("Clara Nunn", "Rheumatologist", ("Evaluator",)),
    "nurse": ("Ned Farrow", "Nurse consultant", ("Evaluator",)),
    "physio": ("Imran Shah", "Physiotherapist", ("Evaluator",)),
    "moderator": ("Moira Steel", "Evaluation chair", ("Moderator",)),
    "reviewer": ("Rhoda Blake", "Assurance partner", ("Assurance reviewer",)),
    "second_reviewer": ("Silas Crane", "Assurance partner", ("Assurance reviewer",)),
    "hearer": ("Grace Oakes", "Deputy chief nurse", ("Representation reviewer",)),
    "contracts": ("Colin Reeve", "Contracts manager", ("Contract manager",)),
}
"""Person to name, position and the roles they are given on a page; whoever starts the procurement is its officer."""

SECRETARY = "Una Frost"
"""Who confirms powers that somebody else proposes; named at the command line like every first board secretary."""
SUPPLIERS = {
    "alder": ("Alder Community Health", "Alma Alder"),
    "birch": ("Birch Health Partners", "Bert Birch"),
    "cedar": ("Cedar Care", "Celia Cedar"),
    "dogwood": ("Dogwood Clinics", "Dan Dogwood"),
}


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


class Journey:
    """One procurement, walked by hand. `staff` and `suppliers` are the people, signed in."""

    def __init__(self, app: Flask, database: Database, clock: SetClock) -> None:
        self.app, self.clock, self.reference = app, clock, ""
        self.secrets: dict[str, str] = {}
        """What each person's own device holds for their second factor."""
        self._hire(database)
        self.staff = {key: self._person(name) for key, (name, _, _) in STAFF.items()}
        self.suppliers = {key: self._person(name) for key, (_, name) in SUPPLIERS.items()}

    def _person(self, name: str) -> Person:
        return Person(self.app, name, f"{name.lower().replace(' ', '.')}@example.org")

    def _hire(self, database: Database) -> None:
        """The authority and its people, without any role: the only rows that no page made."""
        with database.transaction() as session:
            authority = accounts.create_organisation(session, name=AUTHORITY, audience=Audience.STAFF, now=START)
            for name, post, _ in STAFF.values():
                accounts.create_user(
                    session, email=self._person(name).email, name=name, password=PASSWORD, organisation=authority,
                    job_title=post, now=START,
                )  # fmt: skip
            accounts.set_board_secretary(session, email=self._person(SECRETARY).email, is_secretary=True, now=START)

    def kept(self) -> dict[str, tuple[str, str]]:
        """Every kind of page that anybody saw, and every one that was refused, once."""
        return {
            key: page
            for person in (*self.staff.values(), *self.suppliers.values())
            for key, page in person.kept.items()
        }

    def wait(self, **time: int) -> None:
        """Let time pass."""
        self.clock.now += timedelta(**time)

    def wait_until(self, instant: datetime) -> None:
        """Let time pass until an instant, which must be ahead."""
        assert instant > self.clock.now
        self.clock.now = instant

    def hub(self, who: str) -> Person:
        """Someone of the authority goes to the page of the procurement, by its breadcrumb where there is one."""
        person = self.staff[who]
        if urlsplit(person.page.url).path == self.hub_path:
            person.open(self.hub_path)
        elif self.reference in dict(person.page.links()):
            person.follow(self.reference)
        else:
            person.go_home().follow("Procurements", TITLE)
        return person

    @property
    def hub_path(self) -> str:
        """The address of the page of the procurement, learnt from the page after starting it."""
        return f"/staff/procurements/{self.reference}/"

    def part(self, who: str, *words: str) -> Person:
        """Someone of the authority goes to a part of the procurement by the links of its page."""
        person = self.hub(who)
        person.follow(*words)
        return person

    def blocked(self, who: str, move: str, *objections: str) -> None:
        """The hub shows a move as not possible, says why, and gives no button for it."""
        page = self.hub(who).page
        section = said(move_section(page, move))
        for words in objections:
            assert words in section, f"“{words}” is not said about “{move}”: {section}"
        assert (move, True) not in [(text, True) for text, _ in page.links()], f"“{move}” can be pressed"

    def move(self, who: str, move: str, arrives: str) -> None:
        """Take a move: from the hub to its page, and the button there."""
        person = self.hub(who)
        person.follow(move)
        assert person.page.title.endswith(move)
        person.press(move, says=f"{self.reference} is now at “{arrives}”")

    def approve_notice(self, notice: str, says: str) -> None:
        """The approver reads what a move would make public, and approves it as it stands."""
        approver = self.part("approver", "Notices")
        approver.follow(notice)
        assert says in approver.page
        approver.press("Approve this text", says="The notice is approved as it stands")

    def workspace(self, who: str) -> Person:
        """Someone of a provider goes to their bid."""
        person = self.suppliers[who]
        if urlsplit(person.page.url).path.startswith("/supplier/bids/") and self.reference in dict(person.page.links()):
            person.follow(self.reference)
        else:
            person.go_home().follow("My bids", TITLE)
        return person


def move_section(page: Page, move: str) -> object:
    """The part of the hub about one move."""
    for section in page.tree.iter("section"):
        heading = section.find("h3")
        if heading is not None and said(heading) == move:
            return section
    raise AssertionError(f"{page.url} does not offer “{move}”")
