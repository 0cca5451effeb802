"""Names that read alike come down to one; alphabets that look alike are told apart."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.suppliers.names import LEGAL_FORMS, company_number, mixes_alphabets, skeleton

NAMES = st.text(alphabet=st.characters(categories=["Lu", "Ll", "Nd"], max_codepoint=0x24F), min_size=1, max_size=30)
WORDS = st.lists(NAMES, min_size=2, max_size=4).map(" ".join)
UNSEEN = st.sampled_from(["\u200b", "\u200d", "\ufeff", "\u00ad", "\u2060", "\x07"])


@pytest.mark.parametrize(
    "name",
    [
        "ALDER CARE", "Alder  Care", "Alder\u00a0Care", "Al\u200bder Care", "Ａｌｄｅｒ Ｃａｒｅ", "Alder Care Ltd",
        "The Alder Care Limited", "Alder Care C.I.C.", "Alder-Care (PLC)", "Alder Care Community Interest Company",
        "Al\u00adder Ca\ufeffre", " alder care ", "Alder’ Care",
    ],
)  # fmt: skip
def test_what_reads_like_alder_care_comes_down_to_it(name: str) -> None:
    assert skeleton(name) == "alder care"


@pytest.mark.parametrize("name", ["Alder Cares", "Alder and Care", "Older Care", "Alder Care 2", "Alder"])
def test_another_name_stays_another(name: str) -> None:
    assert skeleton(name) != "alder care"


@pytest.mark.parametrize("name", ["Limited", "The Company", "Ltd Ltd"])
def test_a_name_of_legal_forms_alone_is_not_nothing(name: str) -> None:
    assert skeleton(name)


def test_and_is_and_however_it_is_written() -> None:
    assert skeleton("Rose & Thorn") == skeleton("Rose and Thorn") == skeleton("ROSE + THORN LLP")


@given(WORDS)
def test_a_skeleton_is_its_own_skeleton(name: str) -> None:
    once = skeleton(name)
    assert skeleton(once) == once


@given(WORDS, st.sampled_from([str.upper, str.lower, str.title, lambda s: unicodedata.normalize("NFD", s)]))
def test_case_and_composition_change_nothing(name: str, written) -> None:  # type: ignore[no-untyped-def]  # reason: a method
    assert skeleton(written(name).casefold()) == skeleton(name.casefold())


@given(NAMES, UNSEEN, st.integers(0, 30))
def test_what_nobody_sees_changes_nothing(name: str, unseen: str, place: int) -> None:
    assert skeleton(f"{name[:place]}{unseen}{name[place:]}") == skeleton(name)


@given(WORDS, st.sampled_from(sorted(LEGAL_FORMS)))
def test_one_legal_form_at_the_end_changes_nothing(name: str, form: str) -> None:
    assert skeleton(f"{name} {form}") == skeleton(name)


def test_a_cyrillic_letter_among_latin_ones_is_flagged_and_does_not_fold() -> None:
    false = "\u0410lder Care"
    assert mixes_alphabets(false)
    assert skeleton(false) != skeleton("Alder Care")


@pytest.mark.parametrize("name", ["Alder Care", "Ålesund Café 2", "Здоровье", "Ａｌｄｅｒ", "3M", "", "Ελλάδα"])
def test_one_alphabet_is_not_flagged(name: str) -> None:
    assert not mixes_alphabets(name)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1234567", "01234567"), ("01234567", "01234567"), ("sc 123456", "SC123456"), ("", ""), (" ", ""),
     ("OC301234", "OC301234"), ("123456789", None), ("ABC12345", None), ("twelve", None),
     ("12-34567", None), ("-1", None)],
)  # fmt: skip
def test_a_company_number_is_read_as_the_register_writes_it(typed: str, number: str | None) -> None:
    assert company_number(typed) == number
