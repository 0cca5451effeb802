"""Questions, an addendum and a later deadline: one answered to all, one privately, one withdrawn when refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

from assurance.cli.demo.play import MSK, Scene, Step, london
from assurance.cli.demo.texts import load
from assurance.domain.clarifications.questions import Category
from assurance.domain.deadlines.changes import Which
from assurance.persistence.queries.clarifications import list_changes, list_own
from assurance.services import clarifications


def _said(key: str) -> dict[str, Any]:
    found: dict[str, Any] = load("clarifications")[key]
    return found


def ask(key: str) -> Callable[[Scene], None]:
    """Make the act of a provider's lead asking."""
    said = _said(key)

    def act(scene: Scene) -> None:
        clarifications.ask(
            scene.session, procurement=scene.procurement, category=Category(said["about"]), question=said["question"],
            is_confidential="confidential" in said, confidential_reason=said.get("confidential", ""),
            actor=scene.actor(said["supplier"]), now=scene.now,
        )  # fmt: skip

    return act


def settle(key: str, act: Callable[..., Any], who: str = "officer", **texts: Any) -> Callable[[Scene], None]:
    """Make an act on the newest question of its provider, as the officer or as the provider itself."""

    def acted(scene: Scene) -> None:
        asker = scene.play.people[_said(key)["supplier"]]
        row = list_own(scene.session, scene.procurement.id, asker.organisation_id)[0]
        act(scene.session, row=row, actor=scene.actor(who), now=scene.now, **texts)

    return acted


def send_addendum(scene: Scene) -> None:
    """Send the addendum to every participant."""
    said = _said("addendum")
    clarifications.issue(
        scene.session, procurement=scene.procurement, title=said["title"], text=said["text"], changes=said["changes"],
        effective_on=scene.now.date(), is_asking=True, reasons={}, actor=scene.actor("officer"), now=scene.now,
    )  # fmt: skip


def propose_later(scene: Scene) -> None:
    """Propose more time for questions because of the addendum."""
    clarifications.propose(
        scene.session, procurement=scene.procurement, which=Which.QUESTIONS, due_on=date(2025, 6, 16),
        due_time=time(12), reason=_said("deadline")["reason"], actor=scene.actor("officer"), now=scene.now,
    )  # fmt: skip


def approve_later(scene: Scene) -> None:
    """Approve it as the owner."""
    clarifications.decide(
        scene.session, row=list_changes(scene.session, scene.procurement.id)[0], procurement=scene.procurement,
        approve=True, reason="", actor=scene.actor("owner"), now=scene.now,
    )  # fmt: skip


def _answer(key: str, *names: str) -> dict[str, str]:
    return {name: _said(key)[name].strip() for name in names}


STEPS = (
    Step(london(2025, 2, 26, 10), MSK, ask("published")),
    Step(
        london(2025, 2, 27, 15), MSK,
        settle("published", clarifications.publish, **_answer("published", "wording", "answer"), reasons={}),
        "a question is answered to everybody, naming nobody",
    ),
    Step(london(2025, 5, 22, 10), MSK, ask("private")),
    Step(
        london(2025, 5, 27, 11), MSK,
        settle("private", clarifications.answer_privately, **_answer("private", "answer", "reason")),
        "a confidential question is answered privately",
    ),
    Step(london(2025, 5, 28, 10), MSK, ask("refused")),
    Step(
        london(2025, 5, 29, 10), MSK,
        settle("refused", clarifications.refuse_confidence, **_answer("refused", "reason")),
    ),
    Step(
        london(2025, 5, 30, 16), MSK, settle("refused", clarifications.withdraw, _said("refused")["supplier"]),
        "not accepted as confidential, a question is withdrawn",
    ),
    Step(london(2025, 6, 2, 10), MSK, send_addendum, "addendum 1 goes to every participant at once"),
    Step(london(2025, 6, 3, 10), MSK, propose_later),
    Step(london(2025, 6, 4, 10), MSK, approve_later, "the owner approves more time for questions"),
)  # fmt: skip
