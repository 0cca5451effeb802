"""The tender box's own rules: names of files, what a manifest proves, and who sees which stage."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assurance.domain.authority.roles import Role
from assurance.domain.errors import InvalidInput
from assurance.domain.stages import PATH, BidStage, Stage
from assurance.domain.tenderbox.file_names import clean_name
from assurance.domain.tenderbox.manifest import Entry, manifest_digest, write_manifest
from assurance.domain.tenderbox.receipt import receipt_number
from assurance.domain.tenderbox.visibility import (
    UNTOLD_STAGES,
    bidder_sees,
    low_bids_visible,
    panel_may_read,
    price_visible,
    staff_sees,
)

AT = datetime(2025, 1, 6, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("plan.pdf", "plan.pdf"),
        ("Plan.PDF", "Plan.PDF"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\x", "x.pdf"),
        ("投标.pdf", "投标.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("Plan v1.2", "Plan v1.2.pdf"),
        ("~root", "~root.pdf"),
        (".htaccess", ".htaccess.pdf"),
        ("  our   plan .pdf", "our plan .pdf"),
    ],
)
def test_a_name_is_kept_as_people_read_it(typed: str, shown: str) -> None:
    assert clean_name(typed, ".pdf") == shown


@pytest.mark.parametrize("typed", ["a\0.pdf", "a\r\n.pdf", "a\u202efdp.exe", "a\u200b.pdf", "", "..", "/", "x" * 400])
def test_a_name_that_lies_or_says_nothing_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput):
        clean_name(typed, ".pdf")


@pytest.mark.parametrize("typed", ["report.exe", "plan.docx", "plan.pdf.html", "plan.DOCM"])
def test_a_name_that_ends_as_another_kind_of_file_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput, match="ends in"):
        clean_name(typed, ".pdf")


def test_both_spellings_of_a_photograph_are_right() -> None:
    assert clean_name("a.jpeg", ".jpg") == "a.jpeg"


def manifest(version: int = 1, commitment: str = "a" * 64) -> dict[str, object]:
    entries = [Entry("answer", "care", "Care", commitment), Entry("document", "d", "Document 1", "b" * 64, 12)]
    return write_manifest(entries, procurement="PR-1", bid="b", version=version, received_at=AT, deadline=AT)


def test_the_same_tender_has_the_same_digest_and_any_other_another() -> None:
    assert manifest_digest(manifest()) == manifest_digest(manifest())
    assert len({manifest_digest(each) for each in (manifest(), manifest(2), manifest(1, "c" * 64))}) == 3


def test_times_on_a_receipt_are_in_utc_to_the_millisecond() -> None:
    assert manifest()["received_at"] == "2025-01-06T09:00:00.000Z"


def test_a_receipt_number_is_short_enough_to_say() -> None:
    assert receipt_number("4f2a91bc03de" + "0" * 52) == "4F2A-91BC-03DE"


def test_before_the_opening_staff_cannot_tell_who_submitted() -> None:
    seen = {staff_sees(stage, opened=False) for stage in (BidStage.INVITED, BidStage.SUBMITTED, BidStage.NOT_SUBMITTED)}
    assert seen == {BidStage.INVITED}
    assert staff_sees(BidStage.SUBMITTED, opened=True) is BidStage.SUBMITTED
    assert staff_sees(BidStage.ELIMINATED, opened=False) is BidStage.ELIMINATED


@pytest.mark.parametrize("stage", sorted(UNTOLD_STAGES))
def test_a_bidder_learns_of_the_outcome_only_from_the_letter(stage: BidStage) -> None:
    assert bidder_sees(stage, told=False) == ("opened", "Opened, being evaluated")
    assert bidder_sees(stage, told=True) == (stage.value, stage.label)


def test_what_a_bidder_was_told_at_once_is_shown_at_once() -> None:
    assert bidder_sees(BidStage.ELIMINATED, told=False) == ("eliminated", "Eliminated in dialogue")


CONFIRMED = PATH.index(Stage.RECOMMENDATION)
PANEL_SEES = {stage: PATH.index(stage) >= CONFIRMED for stage in PATH} | {Stage.ABANDONED: False}
"""Written out once: before the result is confirmed the quality panel sees nothing of a price."""


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("role", list(Role))
def test_who_sees_a_price(role: Role, stage: Stage, closed: bool) -> None:
    of_panel = role in {Role.EVALUATOR, Role.MODERATOR}
    expected = not closed and (PANEL_SEES[stage] if of_panel else True)
    assert price_visible({role}, stage, closed=closed) is expected
    assert low_bids_visible({role}, stage) is (PANEL_SEES[stage] if of_panel else True)


@pytest.mark.parametrize("other", [Role.OFFICER, Role.OWNER, Role.OPENER])
def test_another_role_does_not_show_a_price_to_a_member_of_the_panel(other: Role) -> None:
    assert not price_visible({Role.MODERATOR, other}, Stage.RANKING, closed=False)
    assert price_visible({Role.MODERATOR, other}, Stage.RECOMMENDATION, closed=False)


def test_the_panel_reads_from_scoring_on() -> None:
    assert not panel_may_read(Stage.OPENING)
    assert panel_may_read(Stage.SCORING)
