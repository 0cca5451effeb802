from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.gates.definition import Block, ConditionSpec, Gate, KeyLine, Rating, Verdict
from assurance.domain.gates.findings import Finding
from assurance.domain.gates.review import RatedLine, Sitting, signing_objections, verdict_for, worst_rating

TAX = KeyLine("tax", "Tax", "?", "!", ("Opinion",))
CARE = KeyLine("care", "Care", "?", "!", ("Names",))
NEWS = KeyLine("news", "Telling people", "?", "!", ("Messages",), is_mandatory=False)
LINES = (TAX, CARE, NEWS)
R, A, G = Rating.RED, Rating.AMBER, Rating.GREEN


def rated(*ratings: Rating | None) -> list[RatedLine]:
    return [RatedLine(line, rating) for line, rating in zip(LINES, ratings, strict=True)]


def condition(code: str) -> ConditionSpec:
    return ConditionSpec(
        code, "Get an opinion", "Finance director", "The opinion", date(2026, 6, 1), Block.CONTRACT_SIGNATURE
    )


@pytest.mark.parametrize(
    ("ratings", "conditions", "verdict", "reasons"),
    [
        ((G, G, G), [], Verdict.PROCEED, ("Every mandatory line is green",)),
        (
            (G, G, A),
            [],
            Verdict.PROCEED,
            ("Every mandatory line is green", "“Telling people” is optional and amber; it is noted"),
        ),
        ((R, G, G), ["tax"], Verdict.DO_NOT_PROCEED, ("“Tax” is red and mandatory",)),
        (
            (R, R, G),
            [],
            Verdict.DO_NOT_PROCEED,
            ("“Tax” is red and mandatory", "“Care” is red and mandatory"),
        ),
        (
            (A, G, G),
            ["tax"],
            Verdict.PROCEED_WITH_CONDITIONS,
            ("“Tax” is amber: Get an opinion (Finance director)",),
        ),
        (
            (G, G, G),
            ["care"],
            Verdict.PROCEED_WITH_CONDITIONS,
            ("“Care” is green: Get an opinion (Finance director)",),
        ),
        (
            (A, A, G),
            ["tax"],
            None,
            ("“Care” is mandatory and amber: set a condition on it or rate it again",),
        ),
        (
            (G, G, R),
            [],
            None,
            ("“Telling people” is optional and red: set a condition on it or rate it again",),
        ),
        (
            (G, G, R),
            ["news"],
            Verdict.PROCEED_WITH_CONDITIONS,
            ("“Telling people” is red: Get an opinion (Finance director)",),
        ),
        ((R, None, None), [], None, ("“Care” is not rated", "“Telling people” is not rated")),
        ((G, G, G), ["vat"], None, ("A condition is set on a line this gate does not have (vat)",)),
    ],
)
def test_the_verdict_follows_from_the_ratings(
    ratings: Sequence[Rating | None],
    conditions: Sequence[str],
    verdict: Verdict | None,
    reasons: tuple[str, ...],
) -> None:
    outcome = verdict_for(rated(*ratings), [condition(code) for code in conditions])
    assert outcome == (verdict, reasons)


def test_a_gate_with_nothing_to_rate_has_no_verdict() -> None:
    assert verdict_for([], []).verdict is None


@given(st.lists(st.sampled_from(Rating), min_size=2, max_size=2))
def test_no_number_of_green_lines_outweighs_one_red(mandatory: list[Rating]) -> None:
    green = [RatedLine(KeyLine(f"g{n}", f"G{n}", "?", "!", ()), G) for n in range(50)]
    lines = [*green, RatedLine(TAX, mandatory[0]), RatedLine(CARE, mandatory[1])]
    outcome = verdict_for(lines, [condition("tax"), condition("care")])
    assert (outcome.verdict is Verdict.DO_NOT_PROCEED) == (R in mandatory)
    assert worst_rating(lines) is max(mandatory, key=lambda rating: rating.severity)


def test_the_overall_rating_is_the_worst_of_the_mandatory_lines_only() -> None:
    assert worst_rating(rated(G, A, R)) is A
    assert worst_rating(rated(G, None, R)) is None
    assert worst_rating([]) is None


GATE = Gate("g", "Gate", "?", "now", LINES, "template", quorum=2)


@pytest.mark.parametrize(
    ("sitting", "codes"),
    [
        (Sitting(["ann", "bob"], ["ann", "bob"]), []),
        (Sitting(["ann", "bob", "cat"], ["ann", "bob"]), []),
        (Sitting(["ann", "bob"], ["ann"]), ["quorum"]),
        (Sitting(["ann", "bob"], ["ann", "ann"]), ["quorum"]),
        (Sitting(["ann", "bob"], ["ann", "zoe"]), ["quorum", "stranger"]),
        (Sitting(["ann", "bob"], ["ann", "bob"], sponsors=["bob"]), ["sponsor"]),
        (Sitting(["ann", "bob"], ["ann", "bob"], scorers=["ann", "zoe"]), ["scorer"]),
    ],
)
def test_a_sitting_needs_a_quorum_of_reviewers_who_are_not_conflicted(sitting: Sitting, codes: list[str]) -> None:
    assert [objection.code for objection in signing_objections(GATE, sitting)] == codes


def test_ratings_verdicts_and_blocks_have_words() -> None:
    assert {verdict.label for verdict in Verdict} == {
        "Proceed",
        "Proceed with conditions",
        "Do not proceed",
    }
    assert [verdict.lets_on for verdict in Verdict] == [True, True, False]
    assert all(rating.label.lower().startswith(rating.value) for rating in Rating)
    assert Block.SERVICE_START.label == "Start of the service"


def computed(rating: Rating | None, line: str = "tax") -> Finding:
    return Finding("f", line, rating, "The loss is larger than the reserves")


def test_a_red_finding_stops_a_line_that_everybody_rated_green() -> None:
    lines = [RatedLine(TAX, G, (computed(R),)), RatedLine(CARE, G), RatedLine(NEWS, G)]
    outcome = verdict_for(lines, [condition("tax")])
    assert outcome.verdict is Verdict.DO_NOT_PROCEED
    assert outcome.reasons == ("The loss is larger than the reserves (computed)",)
    assert worst_rating(lines) is R


def test_a_red_finding_stops_on_an_optional_line_and_on_a_line_that_is_not_asked() -> None:
    optional = [RatedLine(TAX, G), RatedLine(CARE, G), RatedLine(NEWS, G, (computed(R, "news"),))]
    assert verdict_for(optional, [condition("news")]).verdict is Verdict.DO_NOT_PROCEED
    assert verdict_for(rated(G, G, G), [], [computed(R, "elsewhere")]).verdict is Verdict.DO_NOT_PROCEED
    assert verdict_for(rated(G, G, G), [], [computed(A, "elsewhere")]).verdict is Verdict.PROCEED


def test_an_amber_finding_asks_for_a_condition_and_cannot_be_rated_away() -> None:
    lines = [RatedLine(TAX, G, (computed(A),)), RatedLine(CARE, G), RatedLine(NEWS, G)]
    assert lines[0].is_overruled
    outcome = verdict_for(lines, [])
    assert outcome.verdict is None
    assert outcome.reasons == (
        "“Tax” is mandatory and amber: set a condition on it. It is computed: The loss is larger than the reserves",
    )
    assert verdict_for(lines, [condition("tax")]).verdict is Verdict.PROCEED_WITH_CONDITIONS


def test_what_is_only_noted_changes_no_line() -> None:
    assert RatedLine(TAX, G, (computed(None),)).standing is G
    assert RatedLine(TAX, None, (computed(R),)).standing is None


@given(st.sampled_from([R, A, G]), st.lists(st.sampled_from([R, A, G, None])))
def test_no_finding_ever_makes_a_line_better(rating: Rating, found: list[Rating | None]) -> None:
    line = RatedLine(TAX, rating, tuple(computed(each) for each in found))
    assert line.standing is not None
    assert line.standing.severity == max([rating.severity, *(each.severity for each in found if each)])
