"""Who plays in the demonstration, and how a step of the walk is taken: on its day, as one person, in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.adapters.files import FileStore
from assurance.cli.demo import notices
from assurance.domain.authority.policy import Actor
from assurance.domain.deadlines import LONDON
from assurance.domain.procedures.regimes import Regime
from assurance.persistence.queries.bids import find_own
from assurance.persistence.queries.criteria import get_criterion
from assurance.persistence.session import Database
from assurance.services import accounts, loading, moves

MSK = "musculoskeletal"
"""The programme that is walked to its running contract; the name of its data file."""


@dataclass
class Play:
    """What the steps share: the installation, the people, and the references given as the walk goes."""

    database: Database
    files: FileStore
    people: dict[str, Any] = field(default_factory=dict)
    """Key in the data files to the person, staff and bidders alike."""
    references: dict[str, str] = field(default_factory=dict)
    """Programme to the reference of its procurement."""
    codes: dict[str, str] = field(default_factory=dict)
    """Provider to the return code of the tender it submitted last."""
    regime: Regime = Regime.PSR
    """The law under which the first programme runs; the others run under the Provider Selection Regime."""
    say: Callable[[str], None] = print

    def run(self, steps: Iterable[Step]) -> None:
        """Take the steps of every programme in the order of their days, each in a transaction of its own."""
        for step in sorted(steps, key=lambda each: each.at):
            with self.database.transaction() as session:
                scene = Scene(self, session, step.programme, step.at)
                step.act(scene)
                session.flush()
                line = self._line(scene, step)
            if line:
                self.say(line)

    def _line(self, scene: Scene, step: Step) -> str:
        if not step.label:
            return ""
        day = f"{step.at.day} {step.at:%b %Y}"
        procurement = scene.procurement
        return f"{day:>11}  {procurement.reference}  {procurement.stage.label:<22} {step.label}"


@dataclass(frozen=True)
class Scene:
    """One step as its act sees it: a session, a programme and the simulated instant."""

    play: Play
    session: Session
    programme: str
    now: datetime

    @property
    def procurement(self) -> Any:
        """The procurement of this step's programme."""
        return loading.procurement(self.session, self.play.references[self.programme])

    def actor(self, key: str) -> Actor:
        """Return a person as the policy sees them, with the roles they hold in this procurement."""
        person = self.play.people[key]
        reference = self.play.references.get(self.programme)
        if reference is None:
            return accounts.actor_of(person)
        roles = accounts.roles_in(self.session, user_id=person.id, procurement_id=self.procurement.id)
        return accounts.actor_of(person, roles)

    def bid(self, supplier: str) -> Any:
        """Return the bid of a provider by its key."""
        return find_own(self.session, self.procurement.id, self.play.people[supplier].organisation_id)

    def criterion(self, code: str) -> Any:
        """Return a criterion by its code."""
        return get_criterion(self.session, self.procurement.id, code)

    def move(self, trigger: str, key: str = "officer") -> None:
        """Take a move of the procedure with everything that follows from it, its notices approved before."""
        notices.approve(self, trigger)
        moves.perform(self.session, procurement=self.procurement, trigger=trigger, actor=self.actor(key), now=self.now)


@dataclass(frozen=True)
class Step:
    """One act on one day. A step with a label is told to whoever watches."""

    at: datetime
    programme: str
    act: Callable[[Scene], None]
    label: str = ""


def london(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return an instant by the clocks of London."""
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


def moving(trigger: str, key: str = "officer") -> Callable[[Scene], None]:
    """Make the act of taking a move as somebody."""

    def act(scene: Scene) -> None:
        scene.move(trigger, key)

    return act
