"""Who asks for their own data gets all that is about them, and nothing that names or belongs to somebody else."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.cli.own_data import in_words, table_files
from assurance.domain.authority.links import Purpose
from assurance.domain.errors import InvalidInput
from assurance.persistence.base import Base
from assurance.persistence.models import AuditEvent, ConflictDeclaration, Mark, MarkRevision, Organisation, User
from assurance.services import mailed_links
from assurance.services.held_about import PARTS, hand_out
from tests.factories.cast import NOW
from tests.factories.evaluation import PANEL, Scene

PRIVATE = ("hash", "secret", "token", "credential", "protected", "public_key")


def evaluator(session: Session, scene: Scene) -> User:
    """One of the panel."""
    return session.get_one(User, scene.world.users[PANEL[0]])


def test_it_is_their_own_and_names_nobody_else_and_no_word_of_a_bid(session: Session, scene: Scene) -> None:
    scene.lock_all(session)
    person = evaluator(session, scene)
    held = hand_out(session, email=person.email.upper(), made_sure="Passport seen", now=NOW)
    text = json.dumps(held, default=in_words) + "".join(rows.decode() for _, rows in table_files(held))
    own = session.scalars(select(ConflictDeclaration).where(ConflictDeclaration.user_id == person.id)).all()
    assert (held["account"][0]["email"], len(held["declarations of interest"])) == (person.email, len(own))
    assert (bool(held["roles"]), bool(own), bool(held["trail: by the person"])) == (True, True, True)
    marks = session.scalars(select(Mark.id).where(Mark.evaluator_id == person.id)).all()
    assert [row["times"] for row in held["done"] if row["in"] == "mark"] == [len(marks)]
    others = session.scalars(select(User).where(User.id != person.id)).all()
    bidders = session.scalars(select(Organisation.name).where(Organisation.id != person.organisation_id)).all()
    reasons = session.scalars(select(MarkRevision.rationale).where(MarkRevision.rationale != "")).all()
    unwanted = {*(each.email for each in others), *(each.name for each in others), *bidders, *reasons}
    assert len(unwanted) > 5
    assert [each for each in sorted(unwanted) if each in text] == []


def test_that_it_was_handed_out_is_on_record_with_how_it_was_made_sure(session: Session, scene: Scene) -> None:
    person = evaluator(session, scene)
    hand_out(session, email=person.email, made_sure=" Passport seen ", now=NOW)
    kept = session.scalars(select(AuditEvent).where(AuditEvent.tag == "user:data-handed-out")).one()
    assert (kept.subject, kept.body["data"]["made_sure"]) == (str(person.id), "Passport seen")
    again = hand_out(session, email=person.email, made_sure="Passport seen", now=NOW)
    assert "user:data-handed-out" in {each["what"] for each in again["trail: about the person"]}


def test_what_was_sent_to_their_address_is_theirs_and_to_no_other(session: Session, scene: Scene) -> None:
    person = evaluator(session, scene)
    for email in (person.email, "other@example.org"):
        mailed_links.make(session, purpose=Purpose.REGISTRATION, organisation_id=None, email=email, now=NOW)
    held = hand_out(session, email=person.email, made_sure="Passport seen", now=NOW)
    assert [each["email"] for each in held["links by e-mail"]] == [person.email]


@pytest.mark.parametrize(
    ("email", "made_sure", "field"), [("nobody@example.org", "seen", "email"), ("", " ", "made_sure")]
)
def test_nobody_known_or_nobody_made_sure_of_is_refused_and_nothing_recorded(
    session: Session, scene: Scene, email: str, made_sure: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        hand_out(session, email=email or evaluator(session, scene).email, made_sure=made_sure, now=NOW)
    assert refused.value.field == field
    assert session.scalars(select(AuditEvent).where(AuditEvent.tag == "user:data-handed-out")).all() == []


def test_every_part_tells_columns_that_are_there_and_no_secret() -> None:
    for part in PARTS:
        columns = Base.metadata.tables[part.model.__tablename__].columns
        assert {*part.told, part.whose} <= {each.name for each in columns}
        assert not [name for name in part.told if any(word in name for word in PRIVATE)]
