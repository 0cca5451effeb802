"""Versions compared in words and checked by digest; texts compared so that both can be read back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.evaluation.criteria import CriteriaTree, Criterion, Kind
from assurance.domain.evaluation.methods import Method
from assurance.domain.evaluation.publication import Publication
from assurance.domain.evaluation.scales import ZERO_TO_FIVE
from assurance.domain.evaluation.version_changes import version_changes
from assurance.domain.evaluation.version_check import StoredVersion, check_versions, digest_of
from assurance.domain.evaluation.word_changes import Fate, word_changes

ACCESS = Criterion("access", "Access", Decimal(70), Kind.SCORED, scale=5, question="How?")
PRICE = Criterion("price", "Price", Decimal(30), Kind.PRICE)
PUBLISHED = Publication(
    CriteriaTree((ACCESS, PRICE)), tie_break=("access",), descriptors=ZERO_TO_FIVE.descriptors, down_select=("access",)
)
FIRST = StoredVersion(1, PUBLISHED.as_data(), PUBLISHED.digest())


def sentences(after: Publication) -> list[str]:
    return [each.sentence for each in version_changes(PUBLISHED.as_data(), after.as_data())]


def with_tree(*criteria: Criterion) -> Publication:
    return replace(PUBLISHED, tree=CriteriaTree(criteria))


def test_every_kind_of_difference_is_said() -> None:
    assert sentences(PUBLISHED) == []
    assert sentences(with_tree(PRICE, ACCESS)) == ["Order of the criteria: Access, Price to Price, Access"]
    assert sentences(with_tree(ACCESS)) == ["Criterion “Price”: there to removed"]
    digital = Criterion("digital", "Digital", Decimal(1), Kind.SCORED, scale=5)
    assert sentences(with_tree(ACCESS, PRICE, digital)) == ["Criterion “Digital”: not there to added"]
    group = Criterion("all", "All", Decimal(70), Kind.GROUP, (replace(ACCESS, weight=Decimal(100)),))
    assert sentences(with_tree(group, PRICE)) == [
        "Criterion “All”: not there to added",
        "Place of “Access”: at the top to All",
        "Weight of “Access” in its group: 70% to 100%",
    ]
    banded = {"price_formula": "absolute-band", "price_parameters": {"min": Decimal(1), "max": Decimal(2)}}
    assert sentences(with_tree(ACCESS, replace(PRICE, **banded)))[1:] == [
        "Figures of the price formula of “Price”: none to max 2, min 1"
    ]
    assert sentences(replace(PUBLISHED, method=Method("quality-monetised", Decimal(5))))[0].endswith("worth £5")
    assert sentences(replace(PUBLISHED, price_opens_after_quality=True)) == [
        "Prices wait for the marks on quality: no to yes"
    ]
    assert sentences(replace(PUBLISHED, criteria_may_be_refined=True)) == ["Criteria may be refined: no to yes"]
    assert sentences(replace(PUBLISHED, descriptors=ZERO_TO_FIVE.descriptors[:-1])) == ["Meaning of mark 5: removed"]
    assert sentences(with_tree(replace(ACCESS, minimum=Decimal(0)), PRICE)) == ["Minimum of “Access”: none to 0 of 5"]


def test_silence_on_refining_keeps_the_digest_of_earlier_publications() -> None:
    assert "criteria_may_be_refined" not in PUBLISHED.as_data()
    assert replace(PUBLISHED, criteria_may_be_refined=True).digest() != PUBLISHED.digest()


def test_sound_versions_are_sound() -> None:
    assert digest_of(PUBLISHED.as_data()) == PUBLISHED.digest()
    assert check_versions([FIRST], PUBLISHED, PUBLISHED.digest()).is_sound


def test_each_way_of_tampering_is_said() -> None:
    other = with_tree(replace(ACCESS, title="Entry"), PRICE)
    changed = StoredVersion(1, other.as_data(), FIRST.digest)
    assert "Version 1 no longer has the digest" in check_versions([changed], PUBLISHED, FIRST.digest).faults[0]
    assert "another digest than version 1" in check_versions([FIRST], PUBLISHED, "0" * 64).faults[0]
    in_use = check_versions([FIRST], other, FIRST.digest)
    assert in_use.faults == ("The criteria in use are not those of version 1",)
    assert [each.sentence for each in in_use.differences] == ["Title of “Entry”: Access to Entry"]
    gap = replace(FIRST, number=2)
    assert "A version is missing" in check_versions([gap], PUBLISHED, FIRST.digest).faults[0]


def test_criteria_published_before_versions_were_kept_are_checked_by_their_digest() -> None:
    assert check_versions([], PUBLISHED, PUBLISHED.digest()).is_sound
    assert not check_versions([], PUBLISHED, "0" * 64).is_sound


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_can_be_read_back_from_their_differences(before: str, after: str) -> None:
    found = word_changes(before, after)
    assert "".join(each.text for each in found if each.fate is not Fate.INSERTED) == before
    assert "".join(each.text for each in found if each.fate is not Fate.DELETED) == after
    assert all(each.text for each in found)
