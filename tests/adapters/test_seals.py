"""Any sufficient set of shares gives the key back and fewer never; what is foreign or damaged does not open."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assurance.adapters import own_copy, seals
from assurance.adapters.seals import BadShare, Cost, Unsealable, WrongPassphrase

CHEAP = Cost(1, 8, 1)
SPLITS = [(needed, holders) for holders in range(2, 6) for needed in range(2, holders + 1)]


@pytest.mark.parametrize(("needed", "holders"), SPLITS)
def test_any_sufficient_set_gives_the_key_back_and_fewer_never(needed: int, holders: int) -> None:
    private, public = seals.make_tender_key()
    shares = seals.split(private, public, needed=needed, holders=holders)
    assert len(set(shares)) == holders
    for chosen in itertools.permutations(shares, needed):
        assert seals.combine(chosen, public) == private
    for chosen in itertools.combinations(shares, needed - 1):
        with pytest.raises(BadShare):
            seals.combine(chosen, public)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 32), st.integers(0, 1023))
def test_a_share_with_another_word_does_not_open(place: int, word: int) -> None:
    from shamir_mnemonic.wordlist import WORDLIST

    private, public = seals.make_tender_key()
    first, second, _ = seals.split(private, public, needed=2, holders=3)
    words = second.split()
    if words[place] == WORDLIST[word]:
        return
    words[place] = WORDLIST[word]
    with pytest.raises(BadShare):
        seals.combine([first, " ".join(words)], public)


def test_a_share_of_another_tender_and_one_share_twice_do_not_open() -> None:
    private, public = seals.make_tender_key()
    mine = seals.split(private, public, needed=2, holders=3)
    foreign = seals.split(*seals.make_tender_key(), needed=2, holders=3)
    for chosen in ((mine[0], foreign[1]), (mine[0], mine[0]), (foreign[0], foreign[1])):
        with pytest.raises(BadShare):
            seals.combine(chosen, public)


@settings(max_examples=30, deadline=None)
@given(st.binary(min_size=64, max_size=64), st.binary(max_size=40), st.data())
def test_a_wrapped_key_opens_with_its_key_in_its_place_and_whole(key: bytes, place: bytes, data: st.DataObject) -> None:
    private, public = seals.make_tender_key()
    wrapped = seals.wrap(key, public, place)
    assert seals.unwrap(wrapped, private, place) == key
    at = data.draw(st.integers(0, len(wrapped) - 1))
    damaged = wrapped[:at] + bytes([wrapped[at] ^ 1]) + wrapped[at + 1 :]
    for closed, opener, where in (
        (wrapped, seals.make_tender_key()[0], place),
        (wrapped, private, place + b"x"),
        (damaged, private, place),
        (wrapped[:at], private, place),
    ):
        with pytest.raises(Unsealable):
            seals.unwrap(closed, opener, where)


def test_a_holders_key_opens_with_their_passphrase_and_nothing_else() -> None:
    public, protected = seals.make_holder_key("four quiet words here", CHEAP)
    other_public, other = seals.make_holder_key("four quiet words here", CHEAP)
    private = seals.unprotect(protected, public, "four quiet words here")
    assert seals.open_share(seals.seal_share("a share", public), private) == "a share"
    with pytest.raises(BadShare):
        seals.open_share(seals.seal_share("a share", other_public), private)
    for closed, half, typed in (
        (protected, public, "four quiet words there"),
        (protected, other_public, "four quiet words here"),
        (other, public, "four quiet words here"),
        (protected[:-1] + bytes([protected[-1] ^ 1]), public, "four quiet words here"),
        (protected[:40], public, "four quiet words here"),
    ):
        with pytest.raises(WrongPassphrase):
            seals.unprotect(closed, half, typed)


def test_another_passphrase_protects_the_same_key() -> None:
    public, protected = seals.make_holder_key("old words that were long", CHEAP)
    private = seals.unprotect(protected, public, "old words that were long")
    again = seals.protect(private, public, "new words that are longer", CHEAP)
    assert seals.unprotect(again, public, "new words that are longer") == private
    with pytest.raises(WrongPassphrase):
        seals.unprotect(again, public, "old words that were long")


def test_what_a_key_costs_to_guess_is_not_cheap_by_default() -> None:
    assert (Cost().rounds, Cost().memory) >= (3, 64 * 1024)


@given(st.binary(max_size=200), st.binary(max_size=20))
def test_an_own_copy_opens_with_its_code_however_it_is_typed(content: bytes, context: bytes) -> None:
    code = own_copy.new_code()
    closed = own_copy.close(content, code, context)
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert own_copy.open_copy(closed, typed, context) == content
    for wrong, where in ((own_copy.new_code(), context), (code, context + b"x"), ("", context)):
        with pytest.raises(own_copy.WrongCode):
            own_copy.open_copy(closed, wrong, where)


def test_a_code_is_long_enough_that_guessing_is_hopeless() -> None:
    code = own_copy.tidy(own_copy.new_code())
    assert 32 ** len(code) >= 2**128
    assert len({own_copy.new_code() for _ in range(100)}) == 100
