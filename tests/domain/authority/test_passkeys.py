"""For which site passkeys are made, and that a challenge holds for one purpose and person, for ten minutes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.authority.passkeys import LASTS, Purpose, Site, make_challenge, site_of, still_holds

NOW, KEY = datetime(2025, 1, 6, 9, 0, tzinfo=UTC), b"key"


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://Buy.Example", Site("buy.example", "https://buy.example")),
        ("https://buy.example:8443/under", Site("buy.example", "https://buy.example:8443")),
        ("http://localhost:8000", Site("localhost", "http://localhost:8000")),
        ("http://buy.example", None),
        ("http://127.0.0.1:8000", None),
        ("https://192.0.2.7", None),
        ("https://[2001:db8::7]", None),
        ("", None),
    ],
)
def test_browsers_make_passkeys_for_a_name_with_https_or_the_machine_itself(url: str, site: Site | None) -> None:
    assert site_of(url) == site


@given(
    st.binary(min_size=16, max_size=16), st.sampled_from(Purpose), st.text(), st.integers(0, 599),
    st.integers(0, 55), st.integers(1, 255),
)  # fmt: skip
def test_a_challenge_holds_as_it_was_made_and_not_otherwise(
    random: bytes, purpose: Purpose, whom: str, seconds: int, place: int, change: int
) -> None:
    made = make_challenge(KEY, purpose, whom, random=random, now=NOW)
    then = NOW + timedelta(seconds=seconds)
    assert still_holds(KEY, purpose, whom, made, now=then)
    assert not still_holds(b"other", purpose, whom, made, now=then)
    assert not still_holds(KEY, purpose, whom + "x", made, now=then)
    assert not any(still_holds(KEY, other, whom, made, now=then) for other in Purpose if other is not purpose)
    assert not still_holds(KEY, purpose, whom, made, now=NOW + LASTS)
    assert not still_holds(KEY, purpose, whom, made, now=NOW - timedelta(seconds=1))
    changed = made[:place] + bytes([made[place] ^ change]) + made[place + 1 :]
    assert not still_holds(KEY, purpose, whom, changed, now=then)
    assert not still_holds(KEY, purpose, whom, made[:place], now=then)


def test_a_challenge_wants_all_its_random_bytes() -> None:
    with pytest.raises(ValueError, match="16 random bytes"):
        make_challenge(KEY, Purpose.ADD, "", random=b"few", now=NOW)
