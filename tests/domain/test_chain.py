from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.chain import FIRST_PREV, Link, body_bytes, link_hash, verify


def chain(*facts: Any) -> list[Link]:
    links: list[Link] = []
    prev = FIRST_PREV
    for seq, fact in enumerate(facts, start=1):
        body = {"seq": seq, "prev": prev, "fact": fact}
        links.append(Link(seq, prev, body, link_hash(prev, body_bytes(body))))
        prev = links[-1].hash
    return links


FACTS = st.lists(st.one_of(st.text(max_size=20), st.integers(-(2**53) + 1, 2**53 - 1)), min_size=1, max_size=8)


def test_a_link_is_the_hash_of_a_zero_byte_and_the_canonical_body() -> None:
    body = {"seq": 1, "prev": "", "tag": "bid:opened"}
    assert body_bytes(body) == b'{"prev":"","seq":1,"tag":"bid:opened"}'
    expected = hashlib.sha256(b'\x00{"prev":"","seq":1,"tag":"bid:opened"}').hexdigest()
    assert link_hash("", body_bytes(body)) == expected


def test_a_body_that_names_another_predecessor_is_refused() -> None:
    with pytest.raises(ValueError, match="name the link before it"):
        link_hash("abc", body_bytes({"seq": 2, "prev": "abd"}))


def test_an_empty_chain_is_whole() -> None:
    assert verify([]) is None


@given(FACTS)
def test_an_untouched_chain_is_whole(facts: list[Any]) -> None:
    links = chain(*facts)
    assert verify(links) is None
    assert verify(links, (len(links), links[-1].hash)) is None


@given(FACTS, st.data())
def test_a_changed_fact_is_found_where_it_was_changed(facts: list[Any], data: st.DataObject) -> None:
    links = chain(*facts)
    at = data.draw(st.integers(0, len(links) - 1))
    links[at] = replace(links[at], body={**links[at].body, "fact": ["something else"]})
    assert verify(links) == at + 1


def test_a_changed_fact_with_its_hash_recomputed_breaks_the_next_link() -> None:
    links = chain("a", "b", "c")
    body = {**links[1].body, "fact": "x"}
    links[1] = Link(2, links[1].prev, body, link_hash(links[1].prev, body_bytes(body)))
    assert verify(links) == 3


@pytest.mark.parametrize(
    ("order", "broken"),
    [((1, 2), 1), ((0, 2), 2), ((0, 2, 1), 2), ((0, 0, 1), 2), ((0, 1, 1, 2), 3)],
)
def test_a_missing_moved_or_repeated_link_is_found(order: tuple[int, ...], broken: int) -> None:
    links = chain("a", "b", "c")
    assert verify([links[number] for number in order]) == broken


@pytest.mark.parametrize("change", [{"seq": 3}, {"prev": "0" * 64}, {"hash": "0" * 64}, {"body": {"x": 1.5}}])
def test_a_changed_column_is_found(change: dict[str, Any]) -> None:
    links = chain("a", "b")
    links[1] = replace(links[1], **change)
    assert verify(links) == 2


def test_a_body_that_cannot_be_written_canonically_is_broken() -> None:
    links = chain("a")
    links[0] = replace(links[0], body={**links[0].body, "fact": 2**60})
    assert verify(links) == 1


def test_only_a_head_kept_elsewhere_shows_a_chain_cut_short() -> None:
    links = chain("a", "b", "c")
    head = (3, links[2].hash)
    assert verify(links[:2]) is None
    assert verify(links[:2], head) == 3
    assert verify([], head) == 1


def test_a_chain_rewritten_whole_does_not_match_the_head_kept_elsewhere() -> None:
    head = (2, chain("a", "b", "c")[1].hash)
    assert verify(chain("a", "x", "c"), head) == 2
    assert verify(chain("a", "b", "c", "d"), head) is None
