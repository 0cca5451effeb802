"""An e-mail says what kind of thing has happened and nothing else; the day ends at seven in London."""

from __future__ import annotations

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assurance.domain.told import KINDS, Line, digest_since, digest_subject, kind_of, write_digest, write_one

PAGE = "https://assurance.example/staff/messages/"
AT = datetime(2025, 3, 3, 12, tzinfo=UTC)


def _told_kinds() -> set[str]:
    """Read from the services which kinds of message there are; a part filled in later is a star."""
    found = set()
    for path in Path("assurance/services").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("telling.tell"):
                found |= {_as_text(word.value) for word in node.keywords if word.arg == "kind"}
    return found


def _as_text(kind: ast.expr) -> str:
    if isinstance(kind, ast.Constant):
        return str(kind.value)
    parts = kind.values if isinstance(kind, ast.JoinedStr) else [kind]
    return "".join(str(each.value) if isinstance(each, ast.Constant) else "*" for each in parts)


def test_every_kind_of_message_has_words_of_its_own() -> None:
    kinds = _told_kinds()
    fixed = {kind for kind in kinds if "*" not in kind}
    assert len(fixed) > 30
    assert {kind for kind in fixed if kind not in KINDS} == set()
    assert kinds - fixed == {"*", "*-opened", "*-given-again", "consent-*", "letter-*"}


@pytest.mark.parametrize(
    ("kind", "words", "needed"),
    [
        ("consent-asked", "Your consent is asked", True),
        ("consent-given", "A participant has answered a request for consent", False),
        ("letter-outcome", "The authority has written to you", True),
        ("something-new", "You have a new message", True),
    ],
)
def test_a_kind_stands_for_itself_or_for_what_begins_with_it(kind: str, words: str, needed: bool) -> None:
    assert (kind_of(kind).words, kind_of(kind).is_needed) == (words, needed)


def test_one_message_is_told_with_the_way_to_it_and_to_the_choice() -> None:
    text = write_one("Ada Byron", Line("PR-2025-0001", "addendum", AT), PAGE)
    assert text.startswith("Dear Ada Byron\n\nPR-2025-0001: The tender information has changed.\n")
    assert f"Sign in to read it: {PAGE}\n" in text
    assert f"{PAGE}email\n" in text


def test_a_summary_counts_what_is_the_same_and_goes_by_procurement() -> None:
    lines = [Line("PR-2", "addendum", AT), Line("PR-1", "erasure", AT), Line("PR-2", "addendum", AT), Line("", "x", AT)]
    listed = [line for line in write_digest("Ada", lines, PAGE).splitlines() if line.startswith("- ")]
    assert listed == [
        "- You have a new message",
        "- PR-1: Records wait to be erased",
        "- PR-2: The tender information has changed (2 times)",
    ]
    assert (digest_subject(lines), digest_subject(lines[:1])) == (
        "4 new messages in Assurance", "1 new message in Assurance",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("now", "since"),
    [
        ("2025-01-15T07:00", "2025-01-15T07:00"),
        ("2025-01-15T06:59", "2025-01-14T07:00"),
        ("2025-07-15T06:00", "2025-07-15T06:00"),
        ("2025-07-15T05:59", "2025-07-14T06:00"),
        ("2025-03-30T06:30", "2025-03-30T06:00"),
        ("2025-10-26T06:30", "2025-10-25T06:00"),
    ],
)
def test_summaries_go_out_at_seven_in_london_winter_and_summer(now: str, since: str) -> None:
    assert digest_since(_utc(now)) == _utc(since)


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
