"""Closed files: what went in comes out; whatever is done to the closed file, it never comes out as something else."""

from __future__ import annotations

import hashlib
import random
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assurance.adapters.vault import (
    CLOSED_PIECE,
    HEADER,
    PIECE,
    DamagedFile,
    Encryption,
    FileKey,
    belonging,
    commitment,
    decrypt_stream,
    encrypt_stream,
)

PLACE = belonging("2026-001", "bid", "document", 1)


def closed_and_key(content: bytes, place: bytes = PLACE) -> tuple[bytes, FileKey]:
    encryption, pieces = encrypt_stream([content], place)
    return b"".join(pieces), encryption.key


def opened(closed: bytes, key: FileKey, place: bytes = PLACE) -> bytes:
    return b"".join(decrypt_stream([closed], key, place))


@st.composite
def contents(draw: st.DrawFn) -> bytes:
    """Content whose length lies about a seam, where a mistake would show."""
    size = draw(st.sampled_from([0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 7]))
    return random.Random(draw(st.integers(0, 99))).randbytes(size)


def cut(content: bytes, sizes: list[int]) -> Iterator[bytes]:
    at = 0
    for size in sizes:
        yield content[at : at + size]
        at += size
    yield content[at:]


@settings(max_examples=60, deadline=None)
@given(content=contents(), arriving=st.lists(st.integers(0, PIECE * 2), max_size=5), leaving=st.integers(1, PIECE * 2))
def test_what_went_in_comes_out_however_it_was_cut(content: bytes, arriving: list[int], leaving: int) -> None:
    encryption, pieces = encrypt_stream(cut(content, arriving), PLACE)
    closed = b"".join(pieces)
    parts = [closed[at : at + leaving] for at in range(0, len(closed), leaving)] if leaving > 99 else [closed]

    assert b"".join(decrypt_stream(parts, encryption.key, PLACE)) == content
    assert encryption.size == len(content)
    assert encryption.commitment == hashlib.sha256(encryption.key.salt + content).hexdigest()
    assert encryption.commitment == commitment(encryption.key.salt, cut(content, arriving))


@settings(max_examples=60, deadline=None)
@given(content=contents(), data=st.data())
def test_a_file_cut_short_or_drawn_out_does_not_open(content: bytes, data: st.DataObject) -> None:
    closed, key = closed_and_key(content)
    seams = range(HEADER, len(closed), CLOSED_PIECE)
    length = data.draw(st.one_of(st.integers(0, len(closed) - 1), st.sampled_from(seams)))
    for changed in (closed[:length], closed + b"x", closed + closed[HEADER:]):
        with pytest.raises(DamagedFile):
            opened(changed, key)


@settings(max_examples=60, deadline=None)
@given(content=contents(), data=st.data())
def test_one_changed_bit_anywhere_is_noticed(content: bytes, data: st.DataObject) -> None:
    closed, key = closed_and_key(content)
    at, bit = data.draw(st.integers(0, len(closed) - 1)), data.draw(st.integers(0, 7))
    changed = bytearray(closed)
    changed[at] ^= 1 << bit

    with pytest.raises(DamagedFile):
        opened(bytes(changed), key)


def test_pieces_that_change_places_or_come_twice_are_noticed() -> None:
    closed, key = closed_and_key(bytes(4 * PIECE))
    head, rest = closed[:HEADER], closed[HEADER:]
    one, two, three, last = (rest[at * CLOSED_PIECE : (at + 1) * CLOSED_PIECE] for at in range(4))

    for order in ([two, one, three, last], [one, one, two, three, last], [one, three, last], [one, two, last], [last]):
        with pytest.raises(DamagedFile):
            opened(head + b"".join(order), key)


def test_nothing_of_a_piece_is_given_out_before_it_proved_genuine() -> None:
    closed, key = closed_and_key(b"a" * PIECE + b"b" * 10)
    changed = bytearray(closed)
    changed[HEADER + CLOSED_PIECE + 3] ^= 1
    stream = decrypt_stream([bytes(changed)], key, PLACE)

    assert next(stream) == b"a" * PIECE
    with pytest.raises(DamagedFile):
        next(stream)


@pytest.mark.parametrize(
    "elsewhere",
    [
        belonging("2026-002", "bid", "document", 1),
        belonging("2026-001", "other", "document", 1),
        belonging("2026-001", "bid", "other", 1),
        belonging("2026-001", "bid", "document", 2),
        belonging("2026-001", "biddocument", "", 1),
        b"",
    ],
)
def test_a_file_laid_where_another_was_does_not_open(elsewhere: bytes) -> None:
    closed, key = closed_and_key(b"one bid")
    with pytest.raises(DamagedFile):
        opened(closed, key, elsewhere)


def test_another_key_does_not_open_it() -> None:
    closed, _ = closed_and_key(b"one bid")
    with pytest.raises(DamagedFile):
        opened(closed, FileKey.fresh())


@given(st.lists(st.text(max_size=6), max_size=4), st.lists(st.text(max_size=6), max_size=4))
def test_no_two_belongings_read_the_same(one: list[str], other: list[str]) -> None:
    assert (belonging(*one) == belonging(*other)) == (one == other)


def test_a_key_is_read_as_it_was_written_and_refused_when_it_is_not_whole() -> None:
    key = FileKey.fresh()
    assert FileKey.from_bytes(key.to_bytes()) == key
    with pytest.raises(DamagedFile):
        FileKey.from_bytes(key.to_bytes()[:-1])


def test_content_and_its_plain_hash_are_nowhere_in_the_closed_file() -> None:
    content = b"canary " * 1000
    closed, _ = closed_and_key(content)
    assert b"canary" not in closed
    assert hashlib.sha256(content).digest() not in closed


def test_closing_and_opening_hold_no_more_than_a_few_pieces() -> None:
    size = 40 * 2**20
    encryption = Encryption(PLACE)
    tracemalloc.start()
    try:
        arriving = (bytes(2**18) for _ in range(size // 2**18))
        total = sum(len(piece) for piece in decrypt_stream(encryption.over(arriving), encryption.key, PLACE))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert total == size
    assert peak < 4 * 2**20
