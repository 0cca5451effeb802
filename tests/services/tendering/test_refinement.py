"""Published criteria are refined only where the call allowed it, by two people, and never so as to save anyone."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.authority.roles import Role
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotFound, NotPermitted
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import (
    AuditEvent,
    Bid,
    CriteriaRefinement,
    CriteriaVersion,
    CriteriaVersionTold,
    Notice,
    RoleAssignment,
    WindTunnelRun,
)
from assurance.persistence.queries.criteria import get_criterion, get_publication
from assurance.persistence.queries.criteria_versions import list_refinements_told
from assurance.services import moves, tendering
from assurance.services.tendering import versions
from tests.factories.cast import NOW, World
from tests.factories.plans import make_bid
from tests.factories.refinements import LATER, REASON, down_select, prepare, publish_criteria

Who = Callable[..., dict[str, Any]]


@pytest.fixture
def published(session: Session, world: World) -> dict[str, Bid]:
    """Version 1, and three participants of whom one was eliminated."""
    publish_criteria(session, world)
    return down_select(session, world)


@pytest.fixture
def who(session: Session, world: World) -> Who:
    """The procurement and a person."""
    return lambda name, now=LATER: {
        "procurement": world.procurement(session), "actor": world.actor(session, name), "now": now,
    }  # fmt: skip


def in_use(session: Session, world: World) -> tuple[dict[str, Any], str | None]:
    procurement = world.procurement(session)
    return get_publication(session, procurement).as_data(), procurement.criteria_digest


def test_a_refinement_becomes_the_next_version_in_one_act(
    session: Session, world: World, published: dict[str, Bid], who: Who
) -> None:
    prepare(session, world)
    version = tendering.publish_refinement(session, **who("owner"))
    assert (version.number, version.reason, version.published_by_id) == (2, REASON, world.users["owner"])
    assert get_criterion(session, world.procurement_id, "clinical").weight_percent == Decimal(55)
    assert in_use(session, world) == (version.document, version.digest)
    assert [each["bidder"] for each in version.retest["bidders"]] == ["Alder Care", "Birch Care", "Cedar Care"]
    assert versions.check(session, world.procurement(session)).is_sound
    row = session.scalars(select(CriteriaRefinement)).one()
    assert (row.state, row.published_version_id) == ("published", version.id)


def test_everyone_affected_is_told_once_and_the_public_too(
    session: Session, world: World, published: dict[str, Bid], who: Who
) -> None:
    gone = make_bid(session, world, "dogwood", BidStage.WITHDRAWN)
    prepare(session, world)
    tendering.publish_refinement(session, **who("owner"))
    told = session.scalars(select(CriteriaVersionTold.bid_id)).all()
    assert sorted(told) == sorted(bid.id for bid in published.values()), "kept and eliminated, each once"
    assert list_refinements_told(session, gone.id) == []
    notice = session.scalars(select(Notice).where(Notice.kind == "criteria_refined")).one()
    text = str(notice.content)
    assert "Weight of “Clinical model” in its group: 60% to 55%" in text
    assert REASON in text
    assert "None of those eliminated would then have gone on" in text
    assert not any(name in text for name in ("Alder", "Birch", "Cedar")), "who was eliminated is not public"
    query = select(AuditEvent).where(AuditEvent.tag.in_(["criteria:refined", "criteria:told"]))
    entries = session.scalars(query.order_by(AuditEvent.seq)).all()
    assert [each.tag for each in entries] == ["criteria:refined"] + ["criteria:told"] * 3
    assert entries[0].body["data"]["prepared_by"] == [world.users["officer"]]


def test_a_refinement_that_would_have_saved_someone_is_refused_with_names_and_figures(
    session: Session, world: World, published: dict[str, Bid], who: Who
) -> None:
    prepare(session, world, clinical=5, workforce=95)
    before = in_use(session, world)
    with pytest.raises(MoveRefused) as refused:
        tendering.publish_refinement(session, **who("owner"))
    (objection,) = refused.value.objections
    assert "Cedar Care, which was eliminated, would then have survived" in objection.message
    assert "above Alder Care, which was kept: 78 against 62, where it was 56 against 84" in objection.message
    assert in_use(session, world) == before
    assert session.scalars(select(CriteriaVersion.number)).all() == [1]
    assert session.scalars(select(CriteriaVersionTold)).all() == []
    assert session.scalars(select(Notice)).all() == []


def test_the_author_cannot_publish_even_as_the_owner(
    session: Session, world: World, published: dict[str, Bid], who: Who
) -> None:
    session.add(
        RoleAssignment(
            procurement_id=world.procurement_id, user_id=world.users["owner"], role=Role.OFFICER,
            given_by_id=world.users["officer"], given_at=NOW,
        )
    )  # fmt: skip
    session.flush()
    prepare(session, world)
    tendering.refine_criterion(session, code="clinical", guidance="Name the owner of each step.", **who("owner"))
    with pytest.raises(NotPermitted, match="You wrote in this refinement"):
        tendering.publish_refinement(session, **who("owner"))


def test_the_database_itself_refuses_an_author_as_publisher_and_a_second_draft(
    session: Session, world: World, published: dict[str, Bid]
) -> None:
    row = prepare(session, world)
    version = session.scalars(select(CriteriaVersion)).one()
    with pytest.raises(IntegrityError), session.begin_nested():
        row.state, row.closed_at, row.closed_by_id = "published", NOW, row.prepared_by_id
        row.published_version_id = version.id
        session.flush()
    session.refresh(row)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(
            CriteriaRefinement(
                procurement_id=world.procurement_id, base_digest="", prepared_by_id=world.users["owner"], begun_at=NOW
            )
        )


@pytest.mark.parametrize("name", ["clinician", "nurse", "moderator", "lead", "finance", "auditor", "owner", "outsider"])
def test_only_an_officer_prepares(
    session: Session, world: World, published: dict[str, Bid], who: Who, name: str
) -> None:
    with pytest.raises(NotPermitted):
        tendering.begin_refinement(session, **who(name))
    prepare(session, world)
    for act in (
        lambda: tendering.refine_criterion(session, code="clinical", guidance="Mine.", **who(name)),
        lambda: tendering.refine_tie_break(session, rules=["lowest-price", "quality"], **who(name)),
        lambda: tendering.explain_refinement(session, reason=REASON * 2, **who(name)),
        lambda: tendering.discard_refinement(session, **who(name)),
    ):
        with pytest.raises(NotPermitted):
            act()


@pytest.mark.parametrize("name", ["officer", "clinician", "moderator", "approver", "auditor", "outsider"])
def test_only_an_owner_publishes(
    session: Session, world: World, published: dict[str, Bid], who: Who, name: str
) -> None:
    prepare(session, world)
    with pytest.raises(NotPermitted):
        tendering.publish_refinement(session, **who(name))


@pytest.mark.parametrize(
    ("stage", "why"),
    [(Stage.FINAL_TENDERS, "Final tenders have been invited"), (Stage.SCORING, "Final tenders have been invited"),
     (Stage.ABANDONED, "abandoned")],
)  # fmt: skip
def test_it_is_too_late_once_final_tenders_are_invited(
    session: Session, world: World, published: dict[str, Bid], who: Who, stage: Stage, why: str
) -> None:
    prepare(session, world)
    world.at(session, stage)
    for act in (
        lambda: tendering.publish_refinement(session, **who("owner")),
        lambda: tendering.refine_criterion(session, code="clinical", guidance="More.", **who("officer")),
    ):
        with pytest.raises(Conflict, match=why):
            act()
    tendering.discard_refinement(session, **who("officer"))
    with pytest.raises(Conflict, match=why):
        tendering.begin_refinement(session, **who("officer"))


def test_a_call_that_did_not_allow_it_stands(session: Session, world: World, who: Who) -> None:
    with pytest.raises(Conflict, match="not published yet"):
        tendering.begin_refinement(session, **who("officer"))
    publish_criteria(session, world, may_be_refined=False)
    with pytest.raises(Conflict, match="did not say that the criteria may be refined"):
        tendering.begin_refinement(session, **who("officer"))


def test_there_is_one_draft_at_a_time_and_it_may_be_discarded(
    session: Session, world: World, published: dict[str, Bid], who: Who
) -> None:
    before = in_use(session, world)
    prepare(session, world)
    with pytest.raises(Conflict, match="open already"):
        tendering.begin_refinement(session, **who("officer"))
    tendering.discard_refinement(session, **who("officer"))
    with pytest.raises(Conflict, match="No refinement"):
        tendering.publish_refinement(session, **who("owner"))
    tendering.begin_refinement(session, **who("officer"))
    assert in_use(session, world) == before
    assert session.scalars(select(CriteriaRefinement.state)).all() == ["discarded", "draft"]


@pytest.mark.parametrize(
    ("code", "wanted", "field"),
    [
        ("clinical", {"weight_percent": Decimal(0)}, "weight_percent"),
        ("clinical", {"weight_percent": Decimal(101)}, "weight_percent"),
        ("clinical", {"minimum": Decimal(6)}, "minimum"),
        ("clinical", {"question": " "}, "question"),
        ("clinical", {"word_limit": 0}, "word_limit"),
        ("price", {"minimum": Decimal(1)}, "minimum"),
        ("registered", {"weight_percent": Decimal(5)}, "weight_percent"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(
    session: Session, world: World, published: dict[str, Bid], who: Who, code: str, wanted: dict[str, Any], field: str
) -> None:
    row = prepare(session, world)
    before = dict(row.changes)
    with pytest.raises(InvalidInput) as refused:
        tendering.refine_criterion(session, code=code, **wanted, **who("officer"))
    assert (refused.value.field, row.changes) == (field, before)


def test_only_the_order_of_tie_breaks_is_refined(
    session: Session, world: World, published: dict[str, Bid], who: Who
) -> None:
    prepare(session, world)
    for rules in (["quality"], ["quality", "earliest"], ["quality", "lowest-price", "earliest"]):
        with pytest.raises(InvalidInput, match="only their order"):
            tendering.refine_tie_break(session, rules=rules, **who("officer"))
    tendering.refine_tie_break(session, rules=["lowest-price", "quality"], **who("officer"))
    tendering.publish_refinement(session, **who("owner"))
    assert world.procurement(session).tie_break == ["lowest-price", "quality"]
    with pytest.raises(NotFound):
        tendering.begin_refinement(session, **who("officer"))
        tendering.refine_criterion(session, code="nothing", **who("officer"))


def codes(refused: pytest.ExceptionInfo[MoveRefused]) -> set[str]:
    return {each.code for each in refused.value.objections}


def test_an_unfinished_refinement_is_refused_with_everything_that_is_missing(
    session: Session, world: World, published: dict[str, Bid], who: Who
) -> None:
    tendering.begin_refinement(session, **who("officer"))
    with pytest.raises(MoveRefused) as refused:
        tendering.publish_refinement(session, **who("owner"))
    assert codes(refused) == {"nothing", "reason"}
    tendering.refine_criterion(session, code="clinical", weight_percent=Decimal(50), **who("officer"))
    world.at(session, Stage.DOWN_SELECT)
    get_criterion(session, world.procurement_id, "workforce").title = "Another title"
    with pytest.raises(MoveRefused) as refused:
        tendering.publish_refinement(session, **who("owner"))
    assert codes(refused) == {"faults", "reason", "assessing", "tampering"}
    assert session.scalars(select(CriteriaVersion.number)).all() == [1]


def test_someone_who_looked_at_an_older_draft_has_to_look_again(
    session: Session, world: World, published: dict[str, Bid], who: Who
) -> None:
    seen = prepare(session, world).version
    tendering.refine_criterion(session, code="clinical", guidance="Name owners.", **who("officer"))
    session.flush()
    with pytest.raises(Conflict, match="changed by someone else"):
        tendering.publish_refinement(session, version=seen, **who("owner"))
    with pytest.raises(Conflict, match="changed by someone else"):
        tendering.explain_refinement(session, reason=REASON, version=seen, **who("officer"))


def test_what_is_said_as_published_is_no_change(
    session: Session, world: World, published: dict[str, Bid], who: Who
) -> None:
    row = prepare(session, world)
    for code, weight in (("clinical", 60), ("workforce", 40)):
        tendering.refine_criterion(session, code=code, weight_percent=Decimal(weight), **who("officer"))
    assert row.changes == {"criteria": {}}


def test_final_tenders_wait_for_an_open_refinement_and_trials_go_out_of_date(
    session: Session, world: World, published: dict[str, Bid], who: Who
) -> None:
    procurement = world.procurement(session)
    run = WindTunnelRun(
        procurement_id=procurement.id, criteria_digest=procurement.criteria_digest or "", setting={},
        findings={"findings": []}, run_by_id=world.users["officer"], run_at=NOW,
    )  # fmt: skip
    session.add(run)
    prepare(session, world)
    world.at(session, Stage.DIALOGUE_CLOSED)
    procurement.tenders_due_at = LATER.replace(year=2026)
    person: Actor = world.actor(session, "officer")
    with pytest.raises(MoveRefused) as refused:
        moves.perform(session, procurement=procurement, trigger="invite_final_tenders", actor=person, now=LATER)
    found = {objection.code: objection.endpoint for objection in refused.value.objections}
    assert found["refinement"] == "staff.tender.refinement"
    tendering.publish_refinement(session, **who("owner"))
    with pytest.raises(MoveRefused) as refused:
        moves.perform(session, procurement=procurement, trigger="invite_final_tenders", actor=person, now=LATER)
    assert {objection.code for objection in refused.value.objections} == found.keys() - {"refinement"}
    assert run.criteria_digest != procurement.criteria_digest
