"""Every element has one accountable provider who is paid, and care passes between providers with its data."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.provision.coverage import Element, Finding, Handover, Line, Trouble, coverage_findings

FIRST = Element("k1", "Knee pain", "First contact")
PHYSIO = Element("k2", "Knee pain", "Physiotherapy")
SURGERY = Element("k3", "Knee pain", "Surgery")
BACK = Element("b1", "Back pain", "First contact")
ELEMENTS = (FIRST, PHYSIO, SURGERY, BACK)
PROVIDERS = ("Alder", "Birch", "Cedar")
HANDOVERS = (Handover("k1", "k2"), Handover("k2", "k3"), Handover("b1", "k2"))
"""The last leads from one pathway into another."""
WHOLE = (
    Line("k1", "Alder", True, "Block", "Referral letter"),
    Line("k2", "Birch", True, "Per contact", "Discharge summary"),
    Line("k3", "Cedar", True, "Per operation"),
    Line("b1", "Alder", True, "Block", "Triage form"),
)


def found(*lines: Line) -> list[tuple[Trouble, str]]:
    return [(each.trouble, each.element) for each in coverage_findings(ELEMENTS, lines, PROVIDERS, HANDOVERS)]


def with_line(number: int, **changed: object) -> tuple[Line, ...]:
    line = replace(WHOLE[number], **changed)  # type: ignore[arg-type]  # reason: fields by name
    return (*WHOLE[:number], line, *WHOLE[number + 1 :])


def test_a_whole_cover_finds_nothing() -> None:
    assert found(*WHOLE) == []


def test_without_a_line_every_element_is_a_gap() -> None:
    assert found() == [(Trouble.GAP, each.code) for each in ELEMENTS]


def test_one_who_only_takes_part_does_not_close_a_gap() -> None:
    assert found(*with_line(3, is_accountable=False)) == [(Trouble.GAP, "b1")]


def test_two_accountable_are_named_in_one_finding() -> None:
    (finding,) = coverage_findings(ELEMENTS, (*WHOLE, replace(WHOLE[3], provider="Birch")), PROVIDERS, HANDOVERS)
    assert (finding.trouble, finding.element) == (Trouble.DOUBLE, "b1")
    assert finding.message.startswith("Alder and Birch are each said to be accountable")


def test_one_provider_entered_twice_is_said_so() -> None:
    (finding,) = coverage_findings(ELEMENTS, (*WHOLE, WHOLE[3]), PROVIDERS, HANDOVERS)
    assert finding.trouble is Trouble.DOUBLE
    assert finding.message.startswith("Alder is more than once said to be accountable")


def test_one_accountable_and_another_taking_part_is_no_double_cover() -> None:
    assert found(*WHOLE, Line("b1", "Birch", False)) == []


@pytest.mark.parametrize("basis", ["", "  "])
def test_the_accountable_provider_is_paid_somehow(basis: str) -> None:
    assert found(*with_line(3, payment_basis=basis)) == [(Trouble.UNPAID, "b1")]


def test_a_handover_between_providers_needs_a_data_set() -> None:
    (finding,) = coverage_findings(ELEMENTS, with_line(1, data_set=" "), PROVIDERS, HANDOVERS)
    assert (finding.trouble, finding.element) == (Trouble.UNOWNED, "k2")
    assert "Birch hands over from “Physiotherapy” in Knee pain to Cedar for “Surgery”" in finding.message


def test_within_one_provider_nothing_is_handed_over() -> None:
    assert found(*with_line(1, provider="Cedar", data_set="")) == []


def test_what_hands_over_to_nobody_needs_no_data_set() -> None:
    assert found(*with_line(2, data_set="")) == []


def test_where_the_programme_names_no_handover_none_is_asked_for() -> None:
    assert coverage_findings(ELEMENTS, with_line(1, data_set=""), PROVIDERS) == ()


def test_a_handover_into_another_pathway_is_looked_at_too() -> None:
    (finding,) = coverage_findings(ELEMENTS, with_line(3, data_set=""), PROVIDERS, HANDOVERS)
    assert (finding.trouble, finding.element) == (Trouble.UNOWNED, "b1")
    assert "in Back pain to Birch for “Physiotherapy”" in finding.message


def test_one_data_set_serves_every_handover_of_an_element_so_one_finding_tells() -> None:
    more = (*HANDOVERS, Handover("k1", "k3"))
    (finding,) = coverage_findings(ELEMENTS, with_line(0, data_set=""), PROVIDERS, more)
    assert "Birch for “Physiotherapy” and Cedar for “Surgery”" in finding.message


def test_a_gap_is_not_told_a_second_time_as_a_handover() -> None:
    assert found(*with_line(0, data_set="")[:1], *WHOLE[2:]) == [(Trouble.GAP, "k2")]


@pytest.mark.parametrize("line", [Line("b1", "Dogwood", False), Line("x9", "Alder", False)])
def test_who_or_what_is_not_part_of_the_bid_is_found(line: Line) -> None:
    assert found(*WHOLE, line) == [(Trouble.STRANGER, line.element)]


lines = st.lists(
    st.builds(Line, st.sampled_from([each.code for each in ELEMENTS]), st.sampled_from(PROVIDERS), st.booleans(),
              st.sampled_from(["", "Block"]), st.sampled_from(["", "Letter"])),
    max_size=10,
)  # fmt: skip


@given(lines)
def test_each_element_is_a_gap_covered_twice_or_has_exactly_one(made: list[Line]) -> None:
    troubles = found(*made)
    for each in ELEMENTS:
        count = sum(line.is_accountable and line.element == each.code for line in made)
        assert troubles.count((Trouble.GAP, each.code)) == (count == 0)
        assert troubles.count((Trouble.DOUBLE, each.code)) == (count > 1)


@given(lines, st.randoms())
def test_the_order_of_the_lines_changes_no_finding(made: list[Line], random: Random) -> None:
    before = sorted(found(*made))
    random.shuffle(made)
    assert sorted(found(*made)) == before


handovers = st.lists(
    st.tuples(st.sampled_from([each.code for each in ELEMENTS]), st.sampled_from([each.code for each in ELEMENTS]))
    .filter(lambda pair: pair[0] != pair[1])
    .map(lambda pair: Handover(*pair)),
    max_size=6, unique=True,
)  # fmt: skip


def holds(made: list[Line], passages: list[Handover]) -> bool:
    """Say by another way whether a cover is whole: one accountable and paid each, and every hand-over owned."""
    of = {each.code: [line for line in made if line.is_accountable and line.element == each.code] for each in ELEMENTS}
    if any(len(lines) != 1 or not lines[0].payment_basis for lines in of.values()):
        return False
    return all(
        of[each.source][0].provider == of[each.target][0].provider or of[each.source][0].data_set for each in passages
    )


@given(lines, handovers)
def test_nothing_is_found_exactly_when_the_cover_is_whole(made: list[Line], passages: list[Handover]) -> None:
    assert (not coverage_findings(ELEMENTS, made, PROVIDERS, passages)) == holds(made, passages)


@given(lines, handovers)
def test_no_trouble_of_an_element_is_told_twice(made: list[Line], passages: list[Handover]) -> None:
    told = coverage_findings(ELEMENTS, made, PROVIDERS, passages)
    once = [(each.trouble, each.element) for each in told if each.trouble is not Trouble.UNPAID]
    assert len(once) == len(set(once))


def mended(made: list[Line], finding: Finding) -> list[Line]:
    """Do what one finding says would mend it, and nothing else."""
    code = finding.element
    here = [line for line in made if line.element == code and line.is_accountable]
    if finding.trouble is Trouble.GAP:
        return [*made, Line(code, PROVIDERS[0], True, "Block", "Letter")]
    if finding.trouble is Trouble.DOUBLE:
        return [line for line in made if line not in here] + here[:1]
    if finding.trouble is Trouble.UNPAID:
        return [replace(line, payment_basis="Block") if line in here else line for line in made]
    return [replace(line, data_set="Letter") if line in here else line for line in made]


@given(lines, handovers)
def test_doing_what_is_said_one_after_the_other_makes_every_cover_whole(
    made: list[Line], passages: list[Handover]
) -> None:
    for _ in range(5 * len(ELEMENTS)):
        told = coverage_findings(ELEMENTS, made, PROVIDERS, passages)
        if not told:
            break
        after = coverage_findings(ELEMENTS, mended(made, told[0]), PROVIDERS, passages)
        assert told[0] not in after
        made = mended(made, told[0])
    assert coverage_findings(ELEMENTS, made, PROVIDERS, passages) == ()
