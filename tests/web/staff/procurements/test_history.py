"""The timeline speaks in words: no code of a stage, a move or a bid reaches the reader."""

from datetime import UTC, datetime
from types import SimpleNamespace

from assurance.web.staff.procurements.history import timeline_events

PROCUREMENT = SimpleNamespace(procedure_code="psr_competitive", procedure_version="1")
BID = "7a75d23a-8033-44a4-85a0-6d4abc7f90a7"


def _shown(tag: str, subject: str = "", **data: str) -> dict[str, object]:
    event = SimpleNamespace(
        seq=7,
        hash="ab" * 32,
        at=datetime(2026, 4, 1, tzinfo=UTC),
        tag=tag,
        actor_id=1,
        subject=subject,
        body={"data": data},
    )
    [shown] = timeline_events([event], procurement=PROCUREMENT, actors={1: "Ada"}, bidders={BID: "Alder Health"})
    return shown


def test_a_move_of_the_procurement_reads_as_stages_and_its_label():
    shown = _shown("procurement:moved", "close_dialogue", before="dialogue_2", after="dialogue_closed")
    assert (shown["old"], shown["new"]) == ("Dialogue round 2", "Dialogue closed")
    assert "_" not in shown["about"]
    assert shown["about"]


def test_a_bid_is_named_by_its_bidder():
    assert _shown("bid:moved", BID, before="in_dialogue", after="invited")["about"] == "Alder Health"
    assert _shown("mark:saved", f"{BID}/workforce")["about"] == "Alder Health, workforce"


def test_a_bare_identifier_is_left_out():
    assert _shown("role:given", "9")["about"] == ""
    assert _shown("pack:requested", "b47c4075-4fe3-4b8a-be56-655af75e4cba")["about"] == ""


def test_the_kind_of_entry_reads_as_words():
    assert _shown("down-select:decided")["title"] == "Down-select decided"
    assert _shown("gate:line-rated")["title"] == "Gate line rated"
