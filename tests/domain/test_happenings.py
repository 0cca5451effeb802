"""Every entry of a trail is of one kind, so that a filter loses none."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

from assurance.domain.happenings import Happening, kind_of, read_happening

TAG = re.compile(r'tag=f?"([a-z-]+):')
ELSEWHERE = {
    "alert", "auth", "authority-number", "backup", "clock", "colleague", "factor", "files", "gate-template", "identity",
    "link", "mail", "organisation", "passkey", "password", "registration", "retention-period", "staff", "user",
}  # fmt: skip
"""What is put on record outside any procurement."""


def test_no_subject_belongs_to_two_kinds() -> None:
    subjects = list(chain.from_iterable(each.subjects for each in Happening))
    assert len(subjects) == len(set(subjects))


def test_what_the_services_put_on_record_of_a_procurement_has_a_kind() -> None:
    written = {subject for path in Path("assurance").rglob("*.py") for subject in TAG.findall(path.read_text())}
    assert len(written) > 70
    assert {subject for subject in written if kind_of(f"{subject}:x") is Happening.OTHER} <= ELSEWHERE


def test_a_kind_is_read_by_its_name_and_anything_else_is_none() -> None:
    assert read_happening("gates") is Happening.GATES
    assert [read_happening(typed) for typed in ("", "Gates", "x", "%")] == [None] * 4
