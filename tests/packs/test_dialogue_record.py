"""The record of a dialogue, printed: whole, archival, and for those who may read confidences."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from assurance.domain.dialogue.outlines import digest
from assurance.domain.errors import Conflict
from assurance.domain.stages import BidStage, Stage
from assurance.packs.catalogue import KINDS
from assurance.packs.checking import check
from assurance.services import dialogue
from tests.factories.cast import NOW, make_world
from tests.factories.dialogue import HALF, WORDING, consent_of, idea_of, written
from tests.factories.plans import make_bid
from tests.packs.press import printed, squeezed, text_of

GO_ON = "Both know of the other only that it may be there; prices are held against a benchmark."


def test_the_record_holds_the_dialogue_and_outlines_by_digest_only(session: Session) -> None:
    world = make_world(session)
    procurement, kind = world.at(session, Stage.DIALOGUE_1), KINDS["dialogue"]
    bids = {name: make_bid(session, world, name, BidStage.IN_DIALOGUE) for name in ("alder", "birch")}
    with pytest.raises(Conflict, match="nothing to print"):
        kind.name_of(session, procurement, "")
    lead, alder = world.actor(session, "lead"), world.actor(session, "alder")
    held = dialogue.hold_session(
        session, bid=bids["alder"], round=1, held_at=NOW, place="Room 2", agenda="Pathways", attendance="The lead",
        supplier_attendance="Two of Alder", actor=lead, now=NOW,
    )  # fmt: skip
    session.flush()
    dialogue.write_minutes(session, session_row=held, minutes="Of knees <b>.", version=None, actor=lead, now=NOW)
    dialogue.record_action(
        session, session_row=held, text="Send the map", side="authority", owner="Lead", due_on=date(2025, 1, 8),
        actor=lead, now=NOW,
    )  # fmt: skip
    dialogue.save_outline(session, bid=bids["alder"], text="outline canary", actor=alder, now=NOW)
    dialogue.submit_outline(session, bid=bids["alder"], number=1, actor=alder, now=NOW)
    consent_of(session, world, idea_of(session, world, bids["alder"]), "alder")
    dialogue.send(session, row=written(session, world, WORDING), actor=lead, now=NOW)
    dialogue.decide_competition(
        session, procurement=procurement, reason=GO_ON, actor=world.actor(session, "owner"), now=NOW
    )
    session.flush()
    pack = printed(kind.gather(session, procurement, ""))
    assert check(pack.pdf, pack.snapshot.attachments) >= 3
    words = text_of(pack.pdf)
    said = ["Two of Alder", "Of knees <b>.", "Send the map", "Not agreed", digest("outline canary"), HALF, WORDING,
            "told 6 January 2025", "Briefing 1: How payment works", "Not opened", GO_ON, "2 bidders"]  # fmt: skip
    assert [each for each in said if squeezed(each) not in words] == []
    assert "canary" not in words
