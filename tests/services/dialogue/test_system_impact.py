"""Who may lose by a programme, what participants state of it and cost, and who decides when nobody is affordable."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotPermitted
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Bid
from assurance.persistence.queries import system_impact as queries
from assurance.services import affordability, dialogue, impacts, system_impact
from assurance.services import bids as service
from assurance.services.impact_facts import impact_facts
from tests.factories.cast import NOW, World
from tests.factories.impact import envelope_of, flow, incumbent_of, nobody_loses, stated

Person = Callable[[str], Actor]
Bids = dict[str, Bid]
REASON = "The finance director finds one million a year by ending a block contract."


@pytest.fixture
def envelope(session: Session, world: World) -> None:
    """Ten million a year for five years."""
    envelope_of(session, world)


def test_a_provider_keeps_its_code_and_its_name_is_there_once(session: Session, world: World) -> None:
    first = incumbent_of(session, world)
    second = incumbent_of(session, world, "Community Care", result=Decimal(-200_000))
    assert [first.code, second.code] == ["I-01", "I-02"]
    with pytest.raises(InvalidInput, match="already"):
        incumbent_of(session, world, "westmere  trust")
    with pytest.raises(InvalidInput, match="more than 0"):
        incumbent_of(session, world, "Third", income=Decimal(0))


@pytest.mark.parametrize("name", ["alder", "reviewer", "clinician", "auditor", "approver"])
def test_only_those_who_plan_change_the_ledger(session: Session, world: World, person: Person, name: str) -> None:
    with pytest.raises(NotPermitted):
        system_impact.state_nobody_loses(
            session, procurement=world.procurement(session), reason="Nobody does, as is plain to see.",
            actor=person(name), now=NOW,
        )  # fmt: skip


@pytest.mark.parametrize("stage", [Stage.DOWN_SELECT, Stage.FINAL_TENDERS, Stage.OPENING, Stage.RECOMMENDATION])
def test_the_ledger_stands_while_bidders_cannot_answer_it(session: Session, world: World, stage: Stage) -> None:
    world.at(session, stage)
    with pytest.raises(MoveRefused, match="not possible at the stage"):
        incumbent_of(session, world)


def test_nobody_loses_until_somebody_is_registered(session: Session, world: World) -> None:
    assert not impacts.is_settled(session, world.procurement(session))
    nobody_loses(session, world)
    assert impacts.is_settled(session, world.procurement(session))
    incumbent_of(session, world)
    assert queries.find_scope(session, world.procurement_id) is None
    with pytest.raises(Conflict, match="are registered"):
        system_impact.state_nobody_loses(
            session, procurement=world.procurement(session), reason="Nobody does, as is plain to see.",
            actor=world.actor(session, "officer"), now=NOW,
        )  # fmt: skip


def test_what_a_participant_states_is_its_own_until_its_lead_gives_it(
    session: Session, world: World, bids: Bids, person: Person
) -> None:
    incumbent_of(session, world)
    years = [Decimal(9_000_000)] * 5
    kept = service.save_impact(
        session, bid=bids["alder"], given=[flow(5_000_000, 800_000)], years=years, actor=person("alder"), now=NOW
    )
    assert [each.unstated for each in impacts.impacts(session, [bids["alder"]])] == [("Westmere Trust",)]
    service.state_impact(session, bid=bids["alder"], actor=person("alder"), now=NOW, version=kept.version)
    (impact,) = impacts.impacts(session, [bids["alder"]])
    assert impact.net == Decimal(-800_000)
    service.save_impact(
        session, bid=bids["alder"], given=[flow(5_000_000, 1_200_000)], years=years, actor=person("alder"), now=NOW
    )
    assert impacts.impacts(session, [bids["alder"]])[0].effects == ()  # taken back until it is given again


def test_nobody_states_for_another_bidder_or_over_a_colleague(
    session: Session, world: World, bids: Bids, person: Person
) -> None:
    row = stated(session, world, bids["alder"], "alder")
    with pytest.raises(NotPermitted):
        stated(session, world, bids["alder"], "birch")
    with pytest.raises(Conflict, match="changed by someone else"):
        service.save_impact(
            session, bid=bids["alder"], given=[], years=[Decimal(1)] * 5, actor=person("alder"), now=NOW,
            version=row.version - 1,
        )  # fmt: skip
    with pytest.raises(Conflict, match="already"):
        service.state_impact(session, bid=bids["alder"], actor=person("alder"), now=NOW)


def test_a_round_that_is_over_takes_no_statement(session: Session, world: World, bids: Bids, person: Person) -> None:
    world.at(session, Stage.DOWN_SELECT)
    with pytest.raises(Conflict, match="not open"):
        stated(session, world, bids["alder"], "alder")


@pytest.mark.parametrize(
    ("wrong", "years", "field"),
    [
        (flow(20_000_001), 5, "displaced_I-01"),
        (flow(5, 6), 5, "stranded_I-01"),
        (flow(5, 4, 5), 5, "mitigation_I-01"),
        (flow(5, words=" "), 5, "words_I-01"),
        (flow(code="I-99"), 5, "flows"),
        (flow(), 4, "year_1"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    session: Session, world: World, bids: Bids, person: Person, wrong: object, years: int, field: str
) -> None:
    incumbent_of(session, world)
    with pytest.raises(InvalidInput) as refused:
        service.save_impact(
            session, bid=bids["alder"], given=[wrong], years=[Decimal(9)] * years,  # type: ignore[list-item]  # reason: parametrised
            actor=person("alder"), now=NOW,
        )  # fmt: skip
    assert refused.value.field == field
    assert queries.find_statement(session, bids["alder"].id, 1) is None


def test_facts_name_who_has_not_stated_what(session: Session, world: World, bids: Bids) -> None:
    procurement = world.procurement(session)
    facts = impact_facts(session, procurement)
    assert not facts.ledger_settled
    assert facts.prices_unstated == ("Alder Care", "Birch Care", "Cedar Care")
    incumbent_of(session, world)
    stated(session, world, bids["alder"], "alder", [flow(5, 4)])
    stated(session, world, bids["birch"], "birch", [])
    facts = impact_facts(session, procurement)
    assert facts.ledger_settled
    assert facts.unstated == ("Birch Care", "Cedar Care")
    assert facts.prices_unstated == ("Cedar Care",)


@pytest.mark.usefixtures("envelope")
def test_the_alarm_rings_when_everybody_is_above_and_the_owner_answers_it(
    session: Session, world: World, bids: Bids, person: Person
) -> None:
    procurement = world.procurement(session)
    stated(session, world, bids["alder"], "alder", year=11_000_000)
    stated(session, world, bids["birch"], "birch", year=12_000_000)
    assert [each.over_term for each in affordability.indicative(session, procurement)] == [5_000_000, 10_000_000]
    assert impact_facts(session, procurement).nobody_affordable
    with pytest.raises(NotPermitted):
        dialogue.decide_affordability(session, procurement=procurement, reason=REASON, actor=person("officer"), now=NOW)
    with pytest.raises(InvalidInput, match="at least 40"):
        dialogue.decide_affordability(session, procurement=procurement, reason="Fine", actor=person("owner"), now=NOW)
    row = dialogue.decide_affordability(session, procurement=procurement, reason=REASON, actor=person("owner"), now=NOW)
    assert row.over_amount == 5_000_000
    assert not impact_facts(session, procurement).nobody_affordable
    stated(session, world, bids["alder"], "alder", year=11_500_000)
    assert impact_facts(session, procurement).nobody_affordable  # wider than what was decided on


@pytest.mark.usefixtures("envelope")
def test_nothing_is_decided_while_somebody_is_affordable(
    session: Session, world: World, bids: Bids, person: Person
) -> None:
    procurement = world.procurement(session)
    for year in (None, 10_000_000):
        if year is not None:
            stated(session, world, bids["alder"], "alder", year=year)
        assert not impact_facts(session, procurement).nobody_affordable
        with pytest.raises(Conflict, match="nothing to decide"):
            dialogue.decide_affordability(
                session, procurement=procurement, reason=REASON, actor=person("owner"), now=NOW
            )


@pytest.mark.usefixtures("envelope")
def test_a_participant_that_left_counts_no_more(session: Session, world: World, bids: Bids) -> None:
    stated(session, world, bids["alder"], "alder", year=9_000_000)
    stated(session, world, bids["birch"], "birch", year=12_000_000)
    bids["alder"].stage = BidStage.WITHDRAWN
    session.flush()
    assert impact_facts(session, world.procurement(session)).nobody_affordable
