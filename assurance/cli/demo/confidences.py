"""What is told in the dialogue and to whom: outlines, actions, ideas with consent given or refused, information."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from assurance.cli.demo.play import MSK, Scene, Step, london
from assurance.cli.demo.texts import load
from assurance.domain.provision.specification import Section, assembled, taken_apart
from assurance.persistence.queries.dialogue import list_sessions_of_bid
from assurance.persistence.queries.dialogue_record import list_actions_of_bid, list_ideas_of_bid
from assurance.persistence.queries.outgoing import list_given
from assurance.persistence.queries.specification import list_versions
from assurance.services import dialogue

Said = dict[str, Any]
SAID = load("confidences")


def outline(supplier: str) -> Callable[[Scene], None]:
    """Make the act of writing an outline solution and submitting it."""

    def act(scene: Scene) -> None:
        common: dict[str, Any] = {"bid": scene.bid(supplier), "actor": scene.actor(supplier), "now": scene.now}
        row = dialogue.save_outline(scene.session, text=SAID["outlines"][supplier], **common)
        dialogue.submit_outline(scene.session, number=row.number, **common)

    return act


def record_action(said: Said) -> Callable[[Scene], None]:
    """Make the act of recording an action after the last session with a participant."""

    def act(scene: Scene) -> None:
        held = list_sessions_of_bid(scene.session, scene.bid(said["supplier"]).id)[-1]
        dialogue.record_action(
            scene.session, session_row=held, text=said["text"], side=said["side"], owner=said["owner"],
            due_on=said["due_on"], actor=scene.actor("dialogue"), now=scene.now,
        )  # fmt: skip

    return act


def finish_action(said: Said) -> Callable[[Scene], None]:
    """Make the act of saying that an action is done, by the side that owns it."""

    def act(scene: Scene) -> None:
        (action,) = list_actions_of_bid(scene.session, scene.bid(said["supplier"]).id)
        who = "dialogue" if said["side"] == "authority" else said["supplier"]
        dialogue.finish_action(scene.session, action=action, note=said["note"], actor=scene.actor(who), now=scene.now)

    return act


def record_idea(said: Said) -> Callable[[Scene], None]:
    """Make the act of recording an idea and asking its owner for consent to exact words."""

    def act(scene: Scene) -> None:
        common: dict[str, Any] = {"actor": scene.actor("dialogue"), "now": scene.now}
        idea = dialogue.record_idea(
            scene.session, bid=scene.bid(said["supplier"]), title=said["title"], text=said["text"],
            source=said["source"], **common,
        )  # fmt: skip
        dialogue.ask_consent(scene.session, idea=idea, wording=said["wording"], to=(), **common)

    return act


def answer(said: Said) -> Callable[[Scene], None]:
    """Make the act of giving or refusing consent."""

    def act(scene: Scene) -> None:
        (idea,) = list_ideas_of_bid(scene.session, scene.bid(said["supplier"]).id)
        dialogue.answer_consent(
            scene.session, consent=idea.consents[0], give=said["give"], reason=said.get("reason", ""),
            actor=scene.actor(said["supplier"]), now=scene.now,
        )  # fmt: skip

    return act


def tell(kind: str, title: str, text: str, changes: str = "") -> Callable[[Scene], None]:
    """Make the act of writing information for all participants and sending it once its check finds nothing open."""

    def act(scene: Scene) -> None:
        common: dict[str, Any] = {"actor": scene.actor("dialogue"), "now": scene.now}
        row = dialogue.prepare(
            scene.session, procurement=scene.procurement, kind=kind, title=title, text=text, changes=changes, **common
        )
        scene.session.flush()
        dialogue.send(scene.session, row=row, **common)

    return act


def specify(said: dict[str, Any]) -> Callable[[Scene], None]:
    """Make the act of sending the version of a round: the one before it with what is said anew; empty is taken out."""

    def act(scene: Scene) -> None:
        before = taken_apart(list_versions(scene.session, scene.procurement)[-1].text)
        kept = [Section(each.title, said["sections"].get(each.title, each.text)) for each in before]
        known = {each.title for each in before}
        added = [Section(title, text) for title, text in said["sections"].items() if title not in known]
        text = assembled(each for each in (*kept, *added) if each.text)
        tell("specification", said["title"], text, said["because"])(scene)

    return act


def read_all(supplier: str) -> Callable[[Scene], None]:
    """Make the act of opening what a participant was given."""

    def act(scene: Scene) -> None:
        for given in list_given(scene.session, scene.bid(supplier).id):
            dialogue.see(scene.session, given=given, actor=scene.actor(supplier), now=scene.now)

    return act


def _actions() -> Iterator[Step]:
    recorded = {"alder": london(2025, 3, 26, 12), "birch": london(2025, 4, 2, 12), "cedar": london(2025, 4, 9, 12)}
    for said in SAID["actions"]:
        done: date = said["done_on"]
        yield Step(recorded[said["supplier"]], MSK, record_action(said))
        yield Step(london(done.year, done.month, done.day, 16), MSK, finish_action(said))


def _ideas() -> Iterator[Step]:
    days = {
        "birch": (london(2025, 4, 3, 15), london(2025, 4, 7, 11)),
        "cedar": (london(2025, 4, 10, 15), london(2025, 4, 14, 11)),
    }
    for said in SAID["ideas"]:
        recorded, answered = days[said["supplier"]]
        yield Step(recorded, MSK, record_idea(said))
        yield Step(answered, MSK, answer(said), f"consent {'given' if said['give'] else 'refused'} to tell an idea")


def _outlines() -> Iterator[Step]:
    for hour, supplier in enumerate(SAID["outlines"], start=10):
        yield Step(london(2025, 4, 17, hour), MSK, outline(supplier))


def _reading() -> Iterator[Step]:
    for minute, supplier in enumerate(("alder", "birch", "cedar")):
        yield Step(london(2025, 4, 28, 9, minute), MSK, read_all(supplier))


_FIRST, _SECOND = SAID["specification"]
STEPS = (
    Step(london(2025, 3, 24, 11), MSK, specify(_FIRST)),
    Step(london(2025, 3, 28, 10), MSK, tell("briefing", **SAID["first_briefing"]), "told to all participants alike"),
    *_actions(),
    *_ideas(),
    Step(london(2025, 4, 15, 15), MSK, tell("briefing", **SAID["second_briefing"]), "an idea told as its owner agreed"),
    *_outlines(),
    Step(london(2025, 4, 25, 16), MSK, specify(_SECOND), "the specification of the second round, to all at once"),
    *_reading(),
)  # fmt: skip
