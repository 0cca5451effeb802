"""What is withheld is in nothing that is released, and the register says that it went without saying what."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assurance.domain.award.disclosure import REMOVED, Cut, Item, bundle, stands_in, still_named

ITEMS = (
    Item("a", "Marks", "Clinical model, evaluator 1", "The Zebra engine\nbeats all. It costs 900."),
    Item("b", "Marks", "Workforce, evaluator 2", "Again the ZEBRA   ENGINE, and a nurse."),
)


def cut(item: str = "a", passage: str = "", reason: str = "It is theirs") -> Cut:
    return Cut(item, passage, "commercial", reason, "Procurement officer")


def everything(items: tuple[Item, ...], *cuts: Cut) -> str:
    return json.dumps(asdict(bundle(items, cuts)), ensure_ascii=False)


def test_a_passage_goes_wherever_it_stands_whatever_its_case_and_line_breaks() -> None:
    left = bundle(ITEMS, [cut(passage="zebra engine")])
    assert [each.text for each in left.items] == [
        f"The {REMOVED}\nbeats all. It costs 900.",
        f"Again the {REMOVED}, and a nurse.",
    ]
    assert stands_in(ITEMS, "zebra engine") == 2


def test_a_whole_item_leaves_its_title_and_a_line_in_the_register() -> None:
    left = bundle(ITEMS, [cut("b")])
    assert left.items[1].text == ""
    assert left.register[0].what == "Workforce, evaluator 2"
    assert left.register[0].provision.endswith("regulation 12(5)(a)")


def test_the_register_cannot_say_what_was_cut() -> None:
    assert "zebra engine" not in everything(ITEMS, cut(passage="Zebra engine", reason="The zebra engine is secret"))


def test_a_longer_passage_is_cut_before_a_shorter_one_inside_it() -> None:
    assert "beats" not in everything(ITEMS, cut(passage="engine"), cut(passage="Zebra engine beats all"))


@given(st.text(min_size=3, max_size=12), st.text(max_size=20), st.text(max_size=20))
def test_no_cut_passage_is_left_in_any_item(passage: str, before: str, after: str) -> None:
    assume(len(passage.strip()) >= 3 and passage.strip().casefold() not in REMOVED)
    secret = passage.strip()
    items = (Item("a", "S", f"T {secret}", f"{before} {secret} {after}"),)
    left = bundle(items, [cut(passage=secret)])
    # Two ends that meet round a removed passage are told apart by the mark between them.
    assert all(stands_in([Item("x", "", part, part)], secret) == 0 for part in left.items[0].text.split(REMOVED))
    assert secret not in left.items[0].title


def test_the_same_input_has_the_same_digest_and_another_has_another() -> None:
    assert bundle(ITEMS, [cut()]).digest == bundle(ITEMS, [cut()]).digest
    assert bundle(ITEMS, [cut()]).digest != bundle(ITEMS, []).digest


@pytest.mark.parametrize(("text", "found"), [("as ann  LEE said", True), ("Annlee Leeds", False), ("Joann Lee", False)])
def test_a_full_name_is_found_as_words(text: str, found: bool) -> None:
    assert bool(still_named(bundle((Item("a", "S", "T", text),), []), ["Ann Lee"])) is found
