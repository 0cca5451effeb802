"""A submitted tender is taken back with its return code, changed while the first one stands, replaced or taken out."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from assurance.adapters.files import FileStore
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotFound, NotPermitted
from assurance.domain.stages import BidStage
from assurance.persistence.models import User
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.sealing import find_submission, list_versions
from assurance.services import bids, documents, submission, taking_back
from tests.factories.cast import NOW, World
from tests.factories.files import pdf
from tests.factories.offers import PROMISES, YEARS
from tests.factories.tenders import DUE, close, fill, invited, open_box, put_in_box, tenders_open

SECOND = timedelta(seconds=1)


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore.open((tmp_path / "files").as_uri())


def who(session: Session, world: World, bid: Any, now: Any = NOW) -> dict[str, Any]:
    return {"bid": bid, "actor": world.actor(session, "alder"), "now": now}


def test_with_the_code_everything_comes_back_as_it_was(session: Session, world: World, files: FileStore) -> None:
    tenders_open(session, world)
    bid = fill(session, world, invited(session, world, "alder"), "alder")
    kept = documents.attach(session, name="plan.pdf", content=pdf(), files=files, **who(session, world, bid))
    session.flush()
    accepted = submission.submit(session, **who(session, world, bid))
    taking_back.reopen(session, return_code=accepted.return_code.lower().replace("-", " "), **who(session, world, bid))
    parts = get_parts(session, bid.id)
    assert [answer.text for answer in parts.answers.values()] == ["alder canary answer", ""]
    assert list(parts.prices.values()) == [Decimal("123456.78")]
    assert [each.name for each in parts.subcontractors] == ["alder canary partner"]
    assert parts.subcontractors[0].flows_down is True
    assert list(parts.schedules.values()) == [YEARS]
    assert {each.data_set for each in parts.covers.values()} == {"alder canary data set"}
    assert [each.promises for each in parts.trajectories.values()] == [PROMISES]
    assert [each.name for each in parts.documents] == ["plan.pdf"]
    assert b"".join(documents.read(bid, parts.documents[0], files)) == pdf()
    assert parts.documents[0].public_id == kept.public_id
    assert bid.integration_form == "alliance"


def test_the_first_version_stands_until_the_second_is_in_and_both_receipts_stay(session: Session, world: World) -> None:
    tenders_open(session, world)
    bid, first = put_in_box(session, world, "alder")
    with pytest.raises(Conflict, match="Take it back"):
        bids.remove_partner(session, name="alder canary partner", **who(session, world, bid))
    taking_back.reopen(session, return_code=first.return_code, **who(session, world, bid))
    bids.remove_partner(session, name="alder canary partner", **who(session, world, bid))
    assert (bid.stage, bid.manifest_digest) == (BidStage.SUBMITTED, first.receipt["digest"])
    second = submission.submit(session, **who(session, world, bid, DUE - SECOND))
    assert [each.version for each in list_versions(session, bid.id)] == [2, 1]
    assert bid.manifest_digest == second.receipt["digest"] != first.receipt["digest"]
    assert submission.own_receipt(session, bid=bid, return_code=second.return_code) == second.receipt
    close(session, world)
    open_box(session, world)
    assert not get_parts(session, bid.id).subcontractors


def test_a_change_not_submitted_by_the_deadline_is_gone_and_the_first_version_opens(
    session: Session, world: World
) -> None:
    tenders_open(session, world)
    bid, first = put_in_box(session, world, "alder")
    taking_back.reopen(session, return_code=first.return_code, **who(session, world, bid))
    bids.remove_partner(session, name="alder canary partner", **who(session, world, bid))
    close(session, world)
    open_box(session, world)
    assert [each.name for each in get_parts(session, bid.id).subcontractors] == ["alder canary partner"]
    assert bid.reopened_at is None


def test_without_the_code_one_starts_from_blank_and_a_wrong_code_opens_nothing(session: Session, world: World) -> None:
    tenders_open(session, world)
    bid, accepted = put_in_box(session, world, "alder")
    _, other = put_in_box(session, world, "birch")
    for wrong in (other.return_code, accepted.return_code[:-1], "0" * 30, ""):
        with pytest.raises(InvalidInput) as refused:
            taking_back.reopen(session, return_code=wrong, **who(session, world, bid))
        assert refused.value.field == "secret_code"
    taking_back.reopen(session, return_code=None, **who(session, world, bid))
    assert not get_parts(session, bid.id).answers
    with pytest.raises(MoveRefused, match="Still missing"):
        submission.submit(session, **who(session, world, bid))
    taking_back.keep_submitted(session, **who(session, world, bid))
    assert bid.reopened_at is None
    assert bid.stage is BidStage.SUBMITTED


def test_taken_out_there_is_no_tender_until_another_is_submitted(session: Session, world: World) -> None:
    tenders_open(session, world)
    bid, accepted = put_in_box(session, world, "alder")
    taking_back.take_out(session, **who(session, world, bid))
    assert (bid.stage, bid.submitted_at, find_submission(session, bid.id)) == (BidStage.INVITED, None, None)
    with pytest.raises(NotFound):
        submission.own_receipt(session, bid=bid, return_code=accepted.return_code)
    fill(session, world, bid, "alder")
    assert submission.submit(session, **who(session, world, bid)).receipt["version"] == 2


@pytest.mark.parametrize("act", ["reopen", "take_out"])
def test_at_the_deadline_and_for_anybody_else_nothing_is_taken_back(session: Session, world: World, act: str) -> None:
    tenders_open(session, world)
    bid, accepted = put_in_box(session, world, "alder")
    more = {"return_code": accepted.return_code} if act == "reopen" else {}
    with pytest.raises(MoveRefused, match="closed"):
        getattr(taking_back, act)(session, **who(session, world, bid, DUE), **more)
    for name in ("birch", "officer"):
        with pytest.raises(NotFound):
            getattr(taking_back, act)(session, bid=bid, actor=world.actor(session, name), now=NOW, **more)
    session.get_one(User, world.users["alder"]).is_organisation_lead = False
    with pytest.raises(NotPermitted):
        getattr(taking_back, act)(session, **who(session, world, bid), **more)
    assert bid.stage is BidStage.SUBMITTED
