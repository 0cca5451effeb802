"""The panel's work: duties, conflicts, marks alone in half-days, moderation bid by bid, approvals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from assurance.cli.demo.play import MSK, Scene, Step, london, moving
from assurance.cli.demo.texts import load
from assurance.domain.evaluation.agreed import Point
from assurance.persistence.queries.evaluation import find_declaration, list_agreed
from assurance.persistence.queries.panel import list_cells
from assurance.services import conflicts, marking, moderation, panel, panel_invitations

BIDDERS = ("alder", "birch", "cedar")
EVALUATORS = ("clinical", "therapy", "workforce", "digital", "service_user", "quality")


def give_out(assignments: dict[str, list[str]]) -> Callable[[Scene], None]:
    """Make the act of giving out the marking before anybody reads."""

    def act(scene: Scene) -> None:
        for code, keys in assignments.items():
            for key in keys:
                panel.assign(
                    scene.session, criterion=scene.criterion(code), user=scene.play.people[key],
                    actor=scene.actor("officer"), now=scene.now,
                )  # fmt: skip

    return act


def invite(due: datetime) -> Callable[[Scene], None]:
    """Make the act of inviting the panel, with the day by which marks should be locked."""

    def act(scene: Scene) -> None:
        officer = scene.actor("officer")
        panel_invitations.set_due(scene.session, procurement=scene.procurement, due=due, actor=officer, now=scene.now)
        panel_invitations.invite(
            scene.session, procurement=scene.procurement, message=load("panel")["invitation"], actor=officer,
            people=[scene.play.people[key].id for key in (*EVALUATORS, "moderator")], now=scene.now,
        )  # fmt: skip

    return act


def accept_all(scene: Scene) -> None:
    """Let the whole panel accept, with every confirmation."""
    for key in (*EVALUATORS, "moderator"):
        panel_invitations.accept(
            scene.session, procurement=scene.procurement, confirmed=panel_invitations.CONFIRMATIONS,
            actor=scene.actor(key), now=scene.now,
        )  # fmt: skip


def declare_all(scene: Scene) -> None:
    """Let everyone of the panel declare on every bid; two have something to declare."""
    declared = {(each["person"], each["supplier"]): each["detail"] for each in load("panel")["conflicts"]}
    for key in (*EVALUATORS, "moderator"):
        for supplier in BIDDERS:
            detail = declared.get((key, supplier), "")
            conflicts.declare(
                scene.session, bid=scene.bid(supplier), has_conflict=bool(detail), detail=detail,
                actor=scene.actor(key), now=scene.now,
            )  # fmt: skip


def decide_conflicts(scene: Scene) -> None:
    """Clear one person and recuse the other, with reasons."""
    for each in load("panel")["conflicts"]:
        declaration = find_declaration(
            scene.session, scene.bid(each["supplier"]).id, scene.play.people[each["person"]].id
        )
        if declaration is None:
            raise RuntimeError("a conflict is decided after it is declared")
        conflicts.decide(
            scene.session, declaration=declaration, decision=each["decision"], reason=each["reason"],
            actor=scene.actor("officer"), now=scene.now,
        )  # fmt: skip


def mark(key: str, supplier: str) -> Callable[[Scene], None]:
    """Make the act of one evaluator marking their questions of one bid, twenty minutes each."""

    def act(scene: Scene) -> None:
        written = load(f"marks/{supplier}")
        mine = [(code, each[key]) for code, each in written.items() if key in each]
        for number, (code, said) in enumerate(mine):
            marking.save_mark(
                scene.session, bid=scene.bid(supplier), criterion=scene.criterion(code), mark=said["mark"],
                rationale=said["rationale"], evidence=said["evidence"], version=None, actor=scene.actor(key),
                now=scene.now + timedelta(minutes=20 * number),
            )  # fmt: skip

    return act


def lock(key: str) -> Callable[[Scene], None]:
    """Make the act of locking all one's marks."""

    def act(scene: Scene) -> None:
        marking.lock_marks(scene.session, procurement=scene.procurement, actor=scene.actor(key), now=scene.now)

    return act


def moderate(supplier: str) -> Callable[[Scene], None]:
    """Make the act of recording the agreed marks of one bid, question by question."""

    def act(scene: Scene) -> None:
        for number, (code, said) in enumerate(load(f"moderation/{supplier}").items()):
            moderation.record_consensus(
                scene.session, bid=scene.bid(supplier), criterion=scene.criterion(code), mark=said["mark"],
                discussion=said["discussion"], reason=said["reason"], dissent=said.get("dissent", ""),
                points=[Point(**point) for point in said.get("points", ())],
                actor=scene.actor("moderator"), now=scene.now + timedelta(minutes=20 * number),
            )  # fmt: skip

    return act


def approve(key: str) -> Callable[[Scene], None]:
    """Make the act of approving, as a member of the panel, every record of a question one marked."""

    def act(scene: Scene) -> None:
        person = scene.actor(key)
        mine = {
            (cell.bid_id, cell.criterion_id)
            for cell in list_cells(scene.session, scene.procurement.id)
            if cell.evaluator_id == person.user_id
        }
        dissents = _dissents(scene, key)
        for pair, record in list_agreed(scene.session, scene.procurement.id).items():
            if pair in mine:
                moderation.approve(
                    scene.session, consensus=record, actor=person, now=scene.now, dissent=dissents.get(pair, "")
                )

    return act


def _dissents(scene: Scene, key: str) -> dict[tuple[int, int], str]:
    """Return what one person holds against agreed marks although the records are true, by bid and question."""
    return {
        (scene.bid(supplier).id, scene.criterion(code).id): said["dissents"][key]
        for supplier in BIDDERS
        for code, said in load(f"moderation/{supplier}").items()
        if key in said.get("dissents", {})
    }


def _half_days() -> Iterator[datetime]:
    """Give the mornings and afternoons of the working days from 26 June 2025 on."""
    day = london(2025, 6, 26)
    while True:
        if day.weekday() < 5:
            yield day.replace(hour=9, minute=15)
            yield day.replace(hour=13, minute=30)
        day += timedelta(days=1)


def _marking() -> Iterator[Step]:
    recused = {
        (each["person"], each["supplier"]) for each in load("panel")["conflicts"] if each["decision"] == "recused"
    }
    halves = _half_days()
    for supplier in BIDDERS:
        for key in EVALUATORS:
            if (key, supplier) not in recused:
                yield Step(next(halves), MSK, mark(key, supplier))


def _by_everyone(act: Callable[[str], Callable[[Scene], None]], at: datetime, label: str) -> Iterator[Step]:
    for number, key in enumerate(EVALUATORS):
        is_last = number == len(EVALUATORS) - 1
        yield Step(at + timedelta(minutes=10 * number), MSK, act(key), label if is_last else "")


STEPS = (
    Step(london(2025, 6, 18, 11), MSK, give_out(load("panel")["assignments"]), "the marking is given out"),
    Step(london(2025, 6, 18, 14), MSK, invite(london(2025, 7, 9, 17)), "seven people are invited to the panel"),
    Step(london(2025, 6, 20, 10), MSK, accept_all, "all accept: confidentiality, time, no interest kept back"),
    Step(london(2025, 6, 24), MSK, moving("start_scoring"), "the panel may declare, then read"),
    Step(london(2025, 6, 24, 11), MSK, declare_all, "seven people declare on three bids; two have an interest"),
    Step(london(2025, 6, 25, 10), MSK, decide_conflicts, "one evaluator is recused from Alder, one is cleared"),
    *_marking(),
    *_by_everyone(lock, london(2025, 7, 9, 14), "every individual mark is locked, with its reason"),
    Step(london(2025, 7, 10, 9, 30), MSK, moving("start_moderation"), "marks are seen side by side"),
    Step(london(2025, 7, 10, 10), MSK, moderate("alder"), "ten marks agreed for Alder"),
    Step(london(2025, 7, 11, 10), MSK, moderate("birch"), "ten for Birch; one goes from 2, 4, 4 to 3"),
    Step(london(2025, 7, 14, 10), MSK, moderate("cedar"), "ten for Cedar; one with a dissent"),
    *_by_everyone(approve, london(2025, 7, 16, 10), "the panel approves every record"),
    Step(london(2025, 7, 17, 10), MSK, moving("complete_moderation"), "agreed marks are final; prices still closed"),
)
