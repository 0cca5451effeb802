"""A finished evaluation as rows: three bids, eight questions, six evaluators, one bid below a minimum, two gates."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor, Audience
from assurance.domain.authority.roles import Role
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import (
    Bid,
    ConflictDeclaration,
    Consensus,
    ConsensusApproval,
    Cover,
    CriterionAssignment,
    CriterionRow,
    Letter,
    Mark,
    OpeningAct,
    Organisation,
    PassFail,
    Price,
    Procurement,
    Recommendation,
    RoleAssignment,
    ScaleDescriptor,
    StageChange,
    Subcontractor,
    Trajectory,
    User,
)
from assurance.persistence.queries.criteria import get_publication
from assurance.persistence.queries.planning import list_elements, list_outcomes
from assurance.services import audit, results
from tests.factories.offers import programme, years_of
from tests.packs.fixture_gates import add_gates
from tests.packs.prose import rationale

NOW = datetime(2026, 3, 20, 9, 30, tzinfo=UTC)
EVALUATORS = (
    "Test Evaluator One",
    "Test Evaluator Two",
    "Test Evaluator Three",
    "Test Evaluator Four",
    "Test Evaluator Five",
    "Test Evaluator Six-of-the-Panel",
)
BIDDERS = (
    "First Test Community Health Partnership",
    "Second Test Integrated Musculoskeletal Alliance",
    "Third Test Orthopaedics Ltd",
)
TREE = (
    ("clinical", None, "Clinical model and quality", "group", 40, None),
    ("pathways", "clinical", "Design of the pathways", "scored", 40, 2),
    ("outcomes", "clinical", "Outcomes that matter to patients", "scored", 35, None),
    ("governance", "clinical", "Clinical governance and safety", "scored", 25, None),
    ("integration", None, "Integration and access", "group", 25, None),
    ("coordination", "integration", "Coordination of care across providers and hand-over of data", "scored", 50, None),
    ("inequalities", "integration", "Access and reduction of inequalities", "scored", 50, None),
    ("delivery", None, "Workforce and mobilisation", "group", 15, None),
    ("workforce", "delivery", "Workforce and transfer of staff", "scored", 60, None),
    ("mobilisation", "delivery", "Mobilisation plan", "scored", 40, None),
    ("social", None, "Social value", "scored", 5, None),
    ("price", None, "Price over the contract term", "price", 15, None),
    ("registered", None, "Registration with the Care Quality Commission", "pass_fail", 0, None),
)
AGREED = {0: (4, 4, 3, 4, 4, 3, 4, 3), 1: (4, 4, 4, 4, 3, 4, 4, 4), 2: (1, 3, 3, 2, 3, 3, 2, 4)}
PRICES = (Decimal("244800000.00"), Decimal("241500000.00"), Decimal("219999999.99"))
SCALE = (
    (0, "No answer", "Nothing was offered that answers the question."),
    (1, "Serious doubts", "The answer leaves serious doubts that the requirement would be met."),
    (2, "Minor doubts", "The requirement would mostly be met; some parts are thin or not evidenced."),
    (3, "Meets", "The requirement would be met, with evidence for the main points."),
    (4, "Meets with more", "The requirement would be met and improved on, with evidence throughout."),
    (5, "Exceeds", "Exceeds the requirement in ways that matter to patients, with proof from practice."),
)


@dataclass(frozen=True)
class Story:
    """What was made."""

    procurement: Procurement
    bids: tuple[Bid, ...]
    actor: Actor
    people: dict[str, User]


def make_story(session: Session, *, is_demonstration: bool = True) -> Story:
    """Insert a whole finished evaluation."""
    authority = Organisation(name="Test Integrated Care Board", audience=Audience.STAFF, created_at=NOW)
    session.add(authority)
    session.flush()
    people = _people(session, authority)
    procurement = _procurement(session, authority, people, is_demonstration)
    actor = Actor(people["Test Officer"].id, "Test Officer", Audience.STAFF, authority.id, authority.name)
    criteria = _criteria(session, procurement, people)
    procurement.criteria_digest = get_publication(session, procurement).digest()
    programme(session, procurement.id)
    bids = tuple(_bid(session, procurement, number, criteria, people) for number in range(3))
    _conflicts(session, bids, people)
    for number, bid in enumerate(bids):
        _marks(session, bid, number, criteria, people)
    _moves(session, procurement, people)
    audit.record(session, tag="evaluation:locked", actor=actor, now=NOW, procurement=procurement)
    results.confirm(session, procurement=procurement, actor=actor, now=NOW + timedelta(hours=2))
    _recommendation(session, procurement, bids, people)
    add_gates(session, procurement, people, NOW)
    session.flush()
    return Story(procurement, bids, actor, people)


def _people(session: Session, authority: Organisation) -> dict[str, User]:
    posts = {
        "Test Officer": "Head of Procurement", "Test Owner": "Chief Operating Officer",
        "Test Second Reviewer": "Chief Finance Officer", "Test Reviewer": "Director of Assurance",
        "Test Approver": "Non-executive Director", "Test Moderator": "Associate Director of Quality",
        **{name: "Consultant Rheumatologist and Clinical Director for Planned Care" for name in EVALUATORS},
    }  # fmt: skip
    users = {
        name: User(
            email=f"person{number}@example.org", name=name, job_title=post, password_hash="!",
            organisation_id=authority.id, created_at=NOW,
        )
        for number, (name, post) in enumerate(posts.items())
    }  # fmt: skip
    session.add_all(users.values())
    session.flush()
    return users


def _procurement(
    session: Session, authority: Organisation, people: dict[str, User], is_demonstration: bool
) -> Procurement:
    procurement = Procurement(
        reference="PR-2026-0042", title="Northamptonshire musculoskeletal lead provider", organisation_id=authority.id,
        procedure_code="psr_competitive", procedure_version="1", stage=Stage.RECOMMENDATION,
        created_by_id=people["Test Officer"].id, created_at=NOW - timedelta(days=300), care_group="Musculoskeletal",
        population=790_000, is_demonstration=is_demonstration, tenders_due_at=NOW - timedelta(days=30),
        tenders_closed_at=NOW - timedelta(days=30) + timedelta(seconds=2), requests_due_at=NOW - timedelta(days=150),
        criteria_frozen_at=NOW - timedelta(days=200), criteria_digest="0" * 64, tie_break=["clinical", "lowest-price"],
    )  # fmt: skip
    session.add(procurement)
    session.flush()
    roles = {"Test Officer": Role.OFFICER, "Test Owner": Role.OWNER, "Test Approver": Role.APPROVER,
             "Test Moderator": Role.MODERATOR, "Test Reviewer": Role.ASSURANCE_REVIEWER,
             **dict.fromkeys(EVALUATORS, Role.EVALUATOR)}  # fmt: skip
    for name, role in roles.items():
        session.add(
            RoleAssignment(
                procurement_id=procurement.id, user_id=people[name].id, role=role,
                given_by_id=people["Test Officer"].id, given_at=NOW - timedelta(days=290),
            )
        )  # fmt: skip
    for name in ("Test Officer", "Test Second Reviewer"):
        session.add(OpeningAct(procurement_id=procurement.id, user_id=people[name].id, at=NOW - timedelta(days=29)))
    return procurement


def _criteria(session: Session, procurement: Procurement, people: dict[str, User]) -> dict[str, CriterionRow]:
    rows: dict[str, CriterionRow] = {}
    for position, (code, parent, title, kind, weight, minimum) in enumerate(TREE):
        scored = kind == "scored"
        rows[code] = CriterionRow(
            procurement_id=procurement.id, parent_id=rows[parent].id if parent else None, code=code, title=title,
            kind=kind, weight_percent=Decimal(weight), scale_top=5 if scored else None,
            minimum=Decimal(minimum) if minimum else None, price_formula="lowest-over-price" if kind == "price" else "",
            question=f"Describe {title.lower()} for all six pathways, and how you will know that it works."
            if scored else "",
            guidance="Look for named owners, dates and evidence from practice." if scored else "",
            word_limit=1_500 if scored else None, position=position,
        )  # fmt: skip
        session.add(rows[code])
        session.flush()
        if scored:
            for name in EVALUATORS:
                session.add(CriterionAssignment(criterion_id=rows[code].id, user_id=people[name].id))
    for mark, label, text in SCALE:
        session.add(ScaleDescriptor(procurement_id=procurement.id, mark=mark, label=label, text=text))
    session.flush()
    return rows


def _bid(
    session: Session, procurement: Procurement, number: int, criteria: dict[str, CriterionRow], people: dict[str, User]
) -> Bid:
    bidder = Organisation(name=BIDDERS[number], audience=Audience.SUPPLIER, is_demonstration=True, created_at=NOW)
    session.add(bidder)
    session.flush()
    digest = hashlib.sha256(bidder.name.encode()).hexdigest()
    bid = Bid(
        public_id=f"0000000{number}-0000-4000-8000-000000000000", procurement_id=procurement.id,
        organisation_id=bidder.id, stage=BidStage.UNSUCCESSFUL if number == 2 else BidStage.RANKED, created_at=NOW,
        integration_form=("alliance", "contractual_joint_venture", "subcontracting")[number],
        submitted_at=NOW - timedelta(days=31, hours=number, seconds=7), manifest_digest=digest,
        manifest={"items": [{"name": "answers"}, {"name": "price"}]},
    )  # fmt: skip
    session.add(bid)
    session.flush()
    years = years_of(PRICES[number])
    session.add(Price(bid_id=bid.id, criterion_id=criteria["price"].id, amount=PRICES[number], years=years))
    session.add(
        PassFail(
            bid_id=bid.id, criterion_id=criteria["registered"].id, is_met=True, reason="Certificate seen and checked.",
            decided_by_id=people["Test Officer"].id, decided_at=NOW - timedelta(days=28),
        )
    )  # fmt: skip
    if number < 2:
        session.add(
            Subcontractor(
                bid_id=bid.id, name="Test Physiotherapy Collective", delivers="First-contact physiotherapy",
                payment_basis="activity", share_percent=Decimal("18.50"), role="member", company_number="01234567",
                payment_days=Decimal(30), outcome_share_percent=Decimal(10), flows_down=True,
            )
        )  # fmt: skip
    _offer(session, bid, people)
    return bid


def _offer(session: Session, bid: Bid, people: dict[str, User]) -> None:
    """Cover the one element and promise the one outcome of the programme."""
    by = {"updated_at": NOW - timedelta(days=32), "updated_by_id": people["Test Officer"].id}
    for element in list_elements(session, bid.procurement_id):
        lead = {"name": bid.organisation.name, "part": "accountable", "payment_basis": "population"}
        session.add(Cover(bid_id=bid.id, element_id=element.id, providers=[lead], data_set="Letter in a day", **by))
    for outcome in list_outcomes(session, bid.procurement_id):
        years = tuple(Decimal(each) for each in (59, 61, 64, 67, 70))
        session.add(Trajectory(bid_id=bid.id, outcome_id=outcome.id, promises=years, reason="Preparation", **by))


def _conflicts(session: Session, bids: tuple[Bid, ...], people: dict[str, User]) -> None:
    for name in EVALUATORS:
        for number, bid in enumerate(bids):
            declared = (name, number) in {("Test Evaluator Four", 1), ("Test Evaluator Five", 0)}
            decision = ("recused" if name == "Test Evaluator Four" else "cleared") if declared else ""
            session.add(
                ConflictDeclaration(
                    bid_id=bid.id, user_id=people[name].id, has_conflict=declared,
                    detail="Held an honorary contract with a member of the alliance until 2023." if declared else "",
                    declared_at=NOW - timedelta(days=27), decision=decision,
                    decision_reason="The link is recent and concerns the same service." if declared else "",
                    decided_by_id=people["Test Officer"].id if declared else None,
                    decided_at=NOW - timedelta(days=26) if declared else None,
                )
            )  # fmt: skip


def _marks(session: Session, bid: Bid, number: int, criteria: dict[str, CriterionRow], people: dict[str, User]) -> None:
    scored = [row for row in criteria.values() if row.kind == "scored"]
    for place, row in enumerate(scored):
        agreed = AGREED[number][place]
        for each, name in enumerate(EVALUATORS):
            if (name, number) == ("Test Evaluator Four", 1):
                continue
            session.add(
                Mark(
                    bid_id=bid.id, criterion_id=row.id, evaluator_id=people[name].id, scale_top=5,
                    mark=max(0, min(5, agreed + (0, 0, 1, -1, 0, 0)[(each + place) % 6])),
                    rationale=rationale(row.title, number, place, each),
                    evidence=f"Section {place + 1}, page {each + 4}",
                    saved_at=NOW - timedelta(days=20), locked_at=NOW - timedelta(days=14, minutes=each),
                )
            )  # fmt: skip
        record = Consensus(
            bid_id=bid.id, criterion_id=row.id, mark=agreed, scale_top=5,
            discussion="The panel went through each part of the question. The two whose marks lay apart pointed to "
            "the hand-over plan; after reading it together one raised and one lowered the mark, because the plan "
            "names owners for four of six pathways.",
            reason=rationale(row.title, number, place, 9), dissent="Test Evaluator Five would have given one mark less."
            if place == 5 else "", moderator_id=people["Test Moderator"].id, recorded_at=NOW - timedelta(days=7),
        )  # fmt: skip
        session.add(record)
        session.flush()
        for name in EVALUATORS:
            session.add(
                ConsensusApproval(consensus_id=record.id, user_id=people[name].id, approved_at=NOW - timedelta(days=6))
            )
    session.flush()


def _moves(session: Session, procurement: Procurement, people: dict[str, User]) -> None:
    path = [stage for stage in Stage if stage is not Stage.ABANDONED]
    for number, (source, dest) in enumerate(zip(path, path[1 : path.index(Stage.RECOMMENDATION) + 1], strict=False)):
        session.add(
            StageChange(
                procurement_id=procurement.id, trigger=f"to_{dest.value}", from_stage=source, to_stage=dest,
                actor_id=people["Test Officer"].id, at=NOW - timedelta(days=280 - 18 * number),
                reason="Four requests came in, so competition is genuine." if number == 4 else "",
            )
        )  # fmt: skip


def _recommendation(session: Session, procurement: Procurement, bids: tuple[Bid, ...], people: dict[str, User]) -> None:
    session.add(
        Recommendation(
            procurement_id=procurement.id, preferred_bid_id=bids[1].id, reserve_bid_id=bids[0].id,
            text="The alliance has the highest total under the published criteria. Its plan names an accountable "
            "provider for every element of every pathway.\nThe reserve bidder is close behind and its bid stays open.",
            author_id=people["Test Officer"].id, written_at=NOW + timedelta(days=1),
        )
    )  # fmt: skip


def add_letter(session: Session, story: Story) -> Letter:
    """Insert the issued letter to the bidder that came second."""
    lines = [
        {
            "title": title, "weight_percent": "12.5", "mark": 3, "scale_top": 5, "percent": "60",
            "reason": rationale(title, place),
        }
        for place, (_, _, title, kind, _, _) in enumerate(TREE)
        if kind == "scored"
    ]  # fmt: skip
    letter = Letter(
        bid_id=story.bids[0].id, kind="outcome", prepared_by_id=story.actor.user_id, prepared_at=NOW,
        issued_at=NOW + timedelta(days=7),
        content={
            "kind": "reserve", "to": BIDDERS[0], "date": "2026-03-27", "intro": "Thank you for your final tender.",
            "procurement": {"reference": "PR-2026-0042", "title": "t", "authority": "a"}, "criteria": lines,
            "total": "78", "rank": 2, "price": {"amount": "244800000", "percent": "98.651961"},
            "winner": {
                "name": BIDDERS[1], "total": "80.5",
                "advantages": [
                    {"title": "Mobilisation plan", "winner_mark": 4, "your_mark": 3, "reason": "Dates and owners."}
                ],
            },
            "why": "Your tender was ranked second of 2.", "how_to_represent": "Write from the page of your bid.",
            "standstill": {
                "begins_on": "2026-03-28", "representations_until": "2026-04-10T22:59:59+00:00",
                "why": ["Friday 3 April 2026 and Monday 6 April 2026 are bank holidays."],
            },
        },
    )  # fmt: skip
    session.add(letter)
    session.flush()
    return letter
