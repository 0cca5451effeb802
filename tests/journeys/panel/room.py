"""A panel of six before four bids: the rows it starts from, the site it works on, and people with browsers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from playwright.sync_api import Browser, Page, Response, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.persistence.models import Answer, Bid, CriterionAssignment, CriterionRow, SubCriterion, User
from assurance.persistence.session import Database
from assurance.services import accounts, procurements
from tests.accessibility import WCAG, violations
from tests.factories.cast import NOW, PASSWORD, World, email, make_world
from tests.factories.evaluation import Scene, accept_all, make_scene
from tests.factories.sealing import give_second_factor

T = TypeVar("T")
NEWCOMERS = ("pharmacist", "therapist", "manager", "analyst")
SIX = ("clinician", "nurse", *NEWCOMERS)
BIDDERS = ("Alder Care", "Birch Care", "Cedar Care", "Dogwood Care")
TITLES = {"clinical": "Clinical pathway", "workforce": "Workforce", "outcomes": "Outcomes"}
POINTS = ("Each step from referral to discharge has an owner", "Two years of audit support the pathway")
READY = "#mark-form[data-app-ready]"


def build(session: Session) -> Scene:
    """Bring a procurement to individual scoring: four bids, three questions, six people who said they will mark."""
    world = make_world(session)
    scene = make_scene(session, world, bids=4)
    _third_question(session, scene)
    for name in NEWCOMERS:
        _join(session, world, name)
    questions = [scene.criterion(session, code) for code in TITLES]
    rows = session.execute(select(CriterionAssignment.criterion_id, CriterionAssignment.user_id))
    given = {(criterion_id, user_id) for criterion_id, user_id in rows}
    for row in questions:
        for name in SIX:
            if (row.id, world.users[name]) not in given:
                session.add(CriterionAssignment(criterion_id=row.id, user_id=world.users[name]))
    accept_all(session, world, *NEWCOMERS)
    return scene


def _third_question(session: Session, scene: Scene) -> None:
    clinical = scene.criterion(session)
    for position, title in enumerate(POINTS, start=1):
        clinical.sub_criteria.append(SubCriterion(position=position, title=title))
    workforce = scene.criterion(session, "workforce")
    workforce.weight_percent -= 15
    row = CriterionRow(
        procurement_id=workforce.procurement_id, parent_id=workforce.parent_id, code="outcomes", title="Outcomes",
        kind="scored", weight_percent=15, scale_top=5, word_limit=500, position=9,
        question="Which outcomes will improve, by when, and how will that be shown?",
    )  # fmt: skip
    session.add(row)
    session.flush()
    for answer in session.scalars(select(Answer).where(Answer.criterion_id == workforce.id)).all():
        text = "Falls go down by a tenth in two years, counted each month by site."
        session.add(
            Answer(
                bid_id=answer.bid_id, criterion_id=row.id, text=text, updated_at=NOW, updated_by_id=answer.updated_by_id
            )
        )


def _join(session: Session, world: World, name: str) -> None:
    officer = world.actor(session, "officer")
    authority = session.get_one(User, world.users["officer"]).organisation
    user = accounts.create_user(
        session, email=email(name), name=name.title(), password=PASSWORD, organisation=authority, now=NOW,
        job_title="Test post",
    )  # fmt: skip
    world.users[name] = user.id
    procurement = world.procurement(session)
    procurements.assign_role(session, procurement=procurement, user=user, role=Role.EVALUATOR, actor=officer, now=NOW)


@dataclass
class Room:
    """The served installation, everybody's browser, and which pages were found fit for all."""

    address: str
    database: Database
    scene: Scene
    browser: Browser
    pages: dict[str, Page] = field(default_factory=dict)
    checked: set[str] = field(default_factory=set)

    def enter(self, who: str, *, script: bool = True) -> Page:
        """Sign a person in, each in a browser of their own, and go to the procurement."""
        context = self.browser.new_context(
            base_url=self.address, viewport={"width": 1280, "height": 900}, java_script_enabled=script
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto("/sign-in")
        sign_in(page, who)
        expect(page.get_by_role("heading", level=1)).to_have_text("My work")
        give_second_factor(self.database, self.scene.world, who)
        page.goto(self.hub)
        self.pages[who] = page
        return page

    @property
    def hub(self) -> str:
        """The address of the procurement."""
        return f"/staff/procurements/{self.scene.world.reference}/"

    def at(self, part: str) -> str:
        """The address of a part of the evaluation."""
        return f"{self.hub}evaluation/{part}"

    def question(self, bidder: str, code: str, part: str = "score") -> str:
        """The address of a question of a bid."""
        return self.at(f"{part}/{self.read(lambda session: self._bid(session, bidder).public_id)}/{code}")

    def _bid(self, session: Session, bidder: str) -> Bid:
        bids = session.scalars(select(Bid)).all()
        return next(bid for bid in bids if bid.organisation.name == bidder)

    def read(self, look: Callable[[Session], T]) -> T:
        """Look at the rows."""
        with self.database.reading() as session:
            return look(session)

    def check(self, page: Page, kind: str) -> None:
        """Nobody is kept out: no violation of WCAG 2.2 AA on the page as it stands; once for each kind of page."""
        if kind in self.checked:
            return
        assert violations(page, WCAG) == [], kind
        self.checked.add(kind)


def sign_in(page: Page, who: str) -> None:
    """Fill in the page on which one signs in."""
    page.get_by_label("Email address").fill(email(who))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def refused(page: Page, address: str, status: int, why: str = "") -> None:
    """Go where one may not, and be told."""
    response: Response | None = page.goto(address)
    assert response is not None
    assert response.status == status, f"{address}: {response.status}"
    if why:
        expect(page.locator("main")).to_contain_text(why)


def banner(page: Page, words: str) -> None:
    """Wait for the notice at the top to say so."""
    expect(page.locator(".nhsuk-notification-banner")).to_contain_text(words)
