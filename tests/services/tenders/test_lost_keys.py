"""A lost key loses nothing: two people declare it, bidders open their own copies, and nobody gains time."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.adapters.files import FileStore
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.stages import BidStage
from assurance.persistence.models import AuditEvent
from assurance.persistence.queries.bids import get_parts, tenders_opened
from assurance.persistence.queries.sealing import find_submission
from assurance.services import documents, submission
from assurance.services.sealing import lost_keys
from tests.factories.cast import NOW, World
from tests.factories.files import pdf
from tests.factories.lost import declare, lose, open_supplied
from tests.factories.sealing import no_files
from tests.factories.tenders import OPENING, close, fill, invited, put_in_box, tenders_open


def give(session: Session, world: World, bid, code: str, files: FileStore | None = None) -> None:  # type: ignore[no-untyped-def]  # reason: a test shortcut
    lost_keys.supply(
        session, bid=bid, return_code=code, files=files or no_files(), actor=world.actor(session, "alder"), now=OPENING
    )


def test_two_declare_bidders_give_again_and_what_was_promised_is_opened(
    session: Session, world: World, tmp_path: Path
) -> None:
    files = FileStore.open((tmp_path / "files").as_uri())
    tenders_open(session, world)
    who = {"actor": world.actor(session, "alder"), "now": NOW}
    bid = fill(session, world, invited(session, world, "alder"), "alder")
    documents.attach(session, bid=bid, name="plan.pdf", content=pdf(), files=files, **who)  # type: ignore[arg-type]  # reason: a shortcut
    session.flush()
    accepted = submission.submit(session, bid=bid, **who)  # type: ignore[arg-type]  # reason: a shortcut
    birch, _ = put_in_box(session, world, "birch")
    close(session, world)
    lose(session, world)
    assert declare(session, world, "owner") is False
    with pytest.raises(Conflict, match="not lost"):
        give(session, world, bid, accepted.return_code, files)
    assert declare(session, world, "finance", "My recovery sheet was burnt") is True
    with pytest.raises(InvalidInput):
        give(session, world, bid, "0" * 30, files)
    with pytest.raises(Conflict, match="nothing to open"):
        open_supplied(session, world)
    give(session, world, bid, accepted.return_code, files)
    assert bid.stage is BidStage.SUBMITTED
    assert not tenders_opened(session, world.procurement_id)
    open_supplied(session, world)
    assert (bid.stage, birch.stage) == (BidStage.OPENED, BidStage.SUBMITTED)
    parts = get_parts(session, bid.id)
    assert [str(each) for each in parts.prices.values()] == ["123456.78"]
    assert b"".join(documents.read(bid, parts.documents[0], files)) == pdf()
    assert next(iter(parts.answers.values())).updated_at == NOW
    event = session.scalars(select(AuditEvent).where(AuditEvent.tag == "tender:opened")).one()
    assert event.body["data"]["openers"] == ["Owner", "Finance"]


def test_only_what_matches_the_promise_is_taken(session: Session, world: World) -> None:
    tenders_open(session, world)
    bid, accepted = put_in_box(session, world, "alder")
    close(session, world)
    lose(session, world)
    declare(session, world, "owner")
    declare(session, world, "finance")
    sealed = find_submission(session, bid.id)
    assert sealed is not None
    next(item for item in sealed.items if item.kind == "price").commitment = "0" * 64
    session.flush()
    with pytest.raises(Conflict, match="do not match your receipt, so they are not taken: Price"):
        give(session, world, bid, accepted.return_code)
    assert not get_parts(session, bid.id).answers


def test_a_key_is_not_lost_while_enough_holders_have_their_shares(session: Session, world: World) -> None:
    tenders_open(session, world)
    put_in_box(session, world, "alder")
    with pytest.raises(Conflict, match="after the tenders are closed"):
        declare(session, world, "owner")
    close(session, world)
    with pytest.raises(Conflict, match="2 holders still have their shares"):
        declare(session, world, "owner")


def test_one_person_alone_declares_nothing_and_others_not_at_all(session: Session, world: World) -> None:
    tenders_open(session, world)
    put_in_box(session, world, "alder")
    close(session, world)
    lose(session, world)
    with pytest.raises(InvalidInput):
        declare(session, world, "owner", " ")
    declare(session, world, "owner")
    with pytest.raises(Conflict, match="Another person"):
        declare(session, world, "owner")
    for name in ("approver", "clinician", "alder", "outsider"):
        with pytest.raises(NotPermitted):
            declare(session, world, name)
    assert not lost_keys.is_lost(session, world.procurement_id)
    with pytest.raises(Conflict, match="not lost"):
        open_supplied(session, world)
