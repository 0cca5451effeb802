"""What would give an asker away is found, however it is written; what everybody says is not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.clarifications.disclosure import Finding, Kind, Known, check

OWN = "We run a mobile arthroscopy theatre from our depot in Kettering and would like to know whether it counts."
KNOWN = Known(
    asker="Alder Care Ltd",
    people=("Alma Whitfield",),
    subcontractors=("Larch Rehabilitation",),
    organisations=("Birch Health Partners", "Cedar Clinics CIC"),
    own=(OWN,),
    public=("Musculoskeletal care for the county of Northamptonshire", "Describe your clinical model."),
)
PLAIN = "May a bidder use more than one site for the first contact with patients? Yes, if each is within the county."


def kinds(text: str, known: Known = KNOWN) -> list[Kind]:
    return [each.kind for each in check(text, known)]


def test_a_text_that_names_nobody_passes() -> None:
    assert check(PLAIN, KNOWN) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("As Alder Care asked", Kind.ASKER),
        ("the proposal of ALDER CARE LIMITED", Kind.ASKER),
        ("Alder’s proposal", Kind.ASKER),
        ("alder, and others", Kind.ASKER),
        ("A\u200blder Care", Kind.ASKER),
        ("as Ms Whitfield said", Kind.PERSON),
        ("with Larch as partner", Kind.SUBCONTRACTOR),
        ("unlike Birch", Kind.ORGANISATION),
        ("Cedar Clinics has", Kind.ORGANISATION),
        ("write to bids@alder-care.example.org today", Kind.EMAIL),
        ("ring 01604 555 0123 today", Kind.PHONE),
        ("ring +44 (0)1604 555012", Kind.PHONE),
        ("whether a mobile arthroscopy theatre from our depot counts", Kind.PHRASE),
    ],
)
def test_each_kind_is_found(text: str, kind: Kind) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    ["Health care partners may answer", "The older care home", "Questions 12 and 13 of 2027", "The sum is £1,250,000"],
)
def test_ordinary_words_and_figures_are_not_findings(text: str) -> None:
    assert check(text, KNOWN) == ()


def test_a_phrase_of_public_words_tells_nobody_apart() -> None:
    own = "Describe your clinical model and the care for the county"
    assert check(own, Known(own=(own,), public=(own,))) == ()
    assert kinds(own, Known(own=(own,))) == [Kind.PHRASE]


def test_the_whole_run_is_named_once() -> None:
    (found,) = check("Does a mobile arthroscopy theatre from our depot in Kettering count?", KNOWN)
    assert found == Finding(Kind.PHRASE, "a mobile arthroscopy theatre from our depot in kettering")


def test_the_field_of_a_finding_stays_while_its_words_do() -> None:
    first, again = check("Alder", KNOWN), check("Something else, then alder again", KNOWN)
    assert [each.field for each in first] == [each.field for each in again]


words = st.lists(st.sampled_from(PLAIN.split()), max_size=12).map(" ".join)


NAMES = ["Alder Care Ltd", "Birch Health Partners", "Cedar Clinics CIC"]
SHAPES = [str.upper, str.lower, str.title]
MARKS = ["", ",", ".", "’s", "?"]


@given(words, words, st.sampled_from(NAMES), st.sampled_from(SHAPES), st.sampled_from(MARKS))
def test_a_name_is_found_wherever_and_however_it_stands(before: str, after: str, name: str, shape, mark: str) -> None:  # type: ignore[no-untyped-def]  # reason: drawn
    found = kinds(f"{before} {shape(name)}{mark} {after}")
    assert (Kind.ASKER if name.startswith("Alder") else Kind.ORGANISATION) in found


@given(seed=st.integers(0, 1000), text=st.sampled_from([OWN, "Alder, Birch and Cedar, says Whitfield", PLAIN]))
def test_the_order_in_which_names_are_known_changes_nothing(seed: int, text: str) -> None:
    names = list(KNOWN.organisations)
    random.Random(seed).shuffle(names)
    shuffled = Known(KNOWN.asker, KNOWN.people, KNOWN.subcontractors, tuple(names), KNOWN.own, KNOWN.public)
    assert check(text, shuffled) == check(text, KNOWN)


@given(start=st.integers(0, 10), length=st.integers(6, 14), before=words, after=words)
def test_a_run_of_the_askers_own_words_is_always_found(start: int, length: int, before: str, after: str) -> None:
    taken = " ".join(OWN.split()[start : start + length])
    assert Kind.PHRASE in kinds(f"{before} {taken} {after}", Known(own=(OWN,), public=(PLAIN,)))
