"""The market before the call: colleagues and standing answers of the providers, a saved search, a questionnaire."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time
from decimal import Decimal
from typing import Any

from assurance.cli.demo.people import PASSWORD, email
from assurance.cli.demo.play import MSK, Scene, Step, london
from assurance.cli.demo.texts import load
from assurance.domain.suppliers.people import Part
from assurance.domain.suppliers.readiness import Ready
from assurance.domain.suppliers.search import read_search
from assurance.persistence.queries.engagement import find_engagement
from assurance.services import engagement, suppliers

COLLEAGUES = (("writer", Part.CONTRIBUTOR, "Bid Writer"), ("reader", Part.VIEWER, "Finance Reader"))
READY = {"n": Ready.NOW, "l": Ready.LATER, "x": Ready.NOT}
"""Letters of the data file."""
DATA = load("market")


def keep_house(said: dict[str, Any]) -> Callable[[Scene], None]:
    """Make the act of a lead filling in the profile, inviting two colleagues, and keeping a search."""

    def act(scene: Scene) -> None:
        lead = scene.actor(said["key"])
        suppliers.update_profile(
            scene.session, company_number=said.get("company_number", ""), address=said["address"], ods_code="",
            charity_number=said.get("charity_number", ""), is_sme=said.get("is_sme", False),
            is_vcse=said.get("is_vcse", False), annual_turnover_amount=Decimal(said["turnover"]), actor=lead,
            now=scene.now,
        )  # fmt: skip
        for part in COLLEAGUES:
            _join(scene, said["key"], *part)
        if "search" in said:
            search, _ = read_search(said["search"])
            suppliers.save_search(scene.session, search=search, actor=lead, now=scene.now)

    return act


def write_standing(key: str) -> Callable[[Scene], None]:
    """Make the act of a contributor writing the standing answers."""

    def act(scene: Scene) -> None:
        for kind in suppliers.Kind:
            suppliers.write_answer(
                scene.session, kind=kind, text=DATA["standing"][kind.value], is_confirmed=True,
                actor=scene.actor(f"{key}_writer"), now=scene.now,
            )  # fmt: skip

    return act


def ask_market(scene: Scene) -> None:
    """Write the questionnaire and publish it for two weeks."""
    common: dict[str, Any] = {"procurement": scene.procurement, "actor": scene.actor("officer"), "now": scene.now}
    engagement.write(
        scene.session, introduction=DATA["questionnaire"]["introduction"],
        questions=DATA["questionnaire"]["questions"], closes_on=date(2025, 1, 28), closes_time=time(12), **common,
    )  # fmt: skip
    engagement.publish(scene.session, **common)


def answer(said: dict[str, Any]) -> Callable[[Scene], None]:
    """Make the act of a provider answering, submitting, and saying that it is interested."""

    def act(scene: Scene) -> None:
        writer = scene.actor(f"{said['key']}_writer")
        asked = find_engagement(scene.session, scene.procurement.id)
        if asked is None:
            raise RuntimeError("the market is asked before it answers")
        common: dict[str, Any] = {"engagement": asked, "actor": writer, "now": scene.now}
        engagement.save(
            scene.session, answers=dict(enumerate(said["answers"])),
            readiness={number: READY[each].value for number, each in enumerate(said["readiness"])}, **common,
        )  # fmt: skip
        engagement.submit(scene.session, **common)
        if "interest" in said:
            suppliers.express(
                scene.session, procurement=scene.procurement, message=said["interest"], actor=writer, now=scene.now
            )

    return act


def publish_summary(scene: Scene) -> None:
    """Record what was heard and changed, theme by theme, and publish it."""
    common: dict[str, Any] = {"procurement": scene.procurement, "actor": scene.actor("officer"), "now": scene.now}
    for theme in DATA["themes"]:
        engagement.record_theme(scene.session, **theme, **common)
    engagement.publish_summary(scene.session, **common)


def _join(scene: Scene, key: str, suffix: str, part: Part, title: str) -> None:
    """Invite a colleague by the service and accept as they would."""
    tokens: list[str] = []

    def link(token: str) -> str:
        tokens.append(token)
        return f"http://127.0.0.1:8000/join/{token}"

    address = email(f"{key}_{suffix}")
    suppliers.invite(scene.session, email=address, part=part, link=link, actor=scene.actor(key), now=scene.now)
    person = suppliers.accept(
        scene.session, token=tokens[0], name=f"Demo {key.title()} {title}", password=PASSWORD, now=scene.now
    )
    scene.session.flush()
    scene.session.refresh(person)  # with the organisation, since they are used in other sessions
    scene.play.people[f"{key}_{suffix}"] = person


def _steps() -> Iterator[Step]:
    for number, said in enumerate(DATA["organisations"]):
        yield Step(london(2025, 1, 7, 9 + number), MSK, keep_house(said))
        yield Step(london(2025, 1, 7, 14, 10 * number), MSK, write_standing(said["key"]))
        yield Step(london(2025, 1, 20 + number, 10), MSK, answer(said))


STEPS = (
    *_steps(),
    Step(london(2025, 1, 14, 10), MSK, ask_market, "a questionnaire to the market is published"),
    Step(london(2025, 2, 3, 16), MSK, publish_summary, "what engagement changed is published, theme by theme"),
)
