"""How long a sign-in lasts, by role, and the browser of one in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assurance.domain.authority.browsers import in_words
from assurance.domain.authority.roles import Role
from assurance.domain.authority.sign_ins import Ended, Limits, why_over

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LIMITS = Limits.of([("", 60), ("officer", 20), ("opener", 25)], 12)
SECOND = timedelta(seconds=1)


def test_the_shortest_time_of_any_role_counts() -> None:
    assert LIMITS.idle([]) == timedelta(minutes=60)
    assert LIMITS.idle([Role.EVALUATOR]) == timedelta(minutes=60)
    assert LIMITS.idle([Role.EVALUATOR, Role.OPENER]) == timedelta(minutes=25)
    assert LIMITS.idle([Role.OPENER, Role.OFFICER]) == timedelta(minutes=20)


@pytest.mark.parametrize("minutes", [[("", 60), ("oficer", 20)], [("boss", 5), ("", 60)]])
def test_a_role_that_does_not_exist_is_refused(minutes: list[tuple[str, int]]) -> None:
    with pytest.raises(ValueError, match="There is no role (oficer|boss); the roles are officer, "):
        Limits.of(minutes, 12)


def test_a_sign_in_is_over_from_its_instant_on() -> None:
    idle, ends = NOW + timedelta(minutes=20), NOW + timedelta(hours=12)
    assert why_over(idle, ends, idle - SECOND) is None
    assert why_over(idle, ends, idle) is Ended.IDLE
    assert why_over(ends + SECOND, ends, ends - SECOND) is None
    assert why_over(ends + SECOND, ends, ends) is Ended.LONG
    assert why_over(None, None, NOW) is Ended.LONG


def test_only_what_its_person_does_not_know_is_said() -> None:
    assert "for 20 minutes" in Ended.IDLE.words(timedelta(minutes=20))
    assert "signed in somewhere else" in Ended.ELSEWHERE.words(timedelta(minutes=20))
    assert {each for each in Ended if not each.words(timedelta(minutes=1))} == {Ended.SIGNED_OUT, Ended.KEPT_OUT}


@pytest.mark.parametrize(
    ("says", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 14; SM-S911B) Chrome/126.0 Mobile Safari/537.36", "Chrome on Android"),
        ("<script>alert(1)</script>", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_named_as_its_person_knows_it(says: str, words: str) -> None:
    assert in_words(says) == words
