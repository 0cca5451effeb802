"""`assurance demo` before it begins: what it refuses to delete, and what it says at once."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from assurance.cli.demo import folder, texts
from tests.cli.conftest import Command


def test_a_folder_with_something_else_in_it_is_never_touched(command: Command, tmp_path: Path) -> None:
    kept = tmp_path / "mine" / "letter.txt"
    kept.parent.mkdir()
    kept.write_text("years of work")
    answer = command("demo", "--dir", str(kept.parent), "--no-serve")
    assert answer.exit_code == 2
    assert "is not empty and not a demonstration" in answer.stderr
    assert kept.read_text() == "years of work"
    assert [each.name for each in kept.parent.iterdir()] == ["letter.txt"]


def test_a_file_is_not_taken_for_a_folder(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "demo"
    file.write_text("a file")
    answer = command("demo", "--dir", str(file), "--no-serve")
    assert answer.exit_code == 2
    assert file.read_text() == "a file"


def test_a_demonstration_is_emptied_and_marked_again(tmp_path: Path) -> None:
    folder.clear(tmp_path / "demo")
    (tmp_path / "demo" / "assurance.db").write_text("old")
    (tmp_path / "demo" / "files" / "ab").mkdir(parents=True)
    folder.clear(tmp_path / "demo")
    assert [each.name for each in (tmp_path / "demo").iterdir()] == [folder.MARKER]


def test_what_a_link_in_the_folder_points_to_is_left_alone(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.txt").write_text("kept")
    folder.clear(tmp_path / "demo")
    (tmp_path / "demo" / "link").symlink_to(outside, target_is_directory=True)
    folder.clear(tmp_path / "demo")
    assert (outside / "kept.txt").read_text() == "kept"


def test_a_port_that_is_taken_is_refused_before_any_work(command: Command, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = command("demo", "--dir", str(tmp_path / "demo"), "--port", str(taken.getsockname()[1]))
    assert answer.exit_code == 2
    assert "choose another with --port" in answer.stderr
    assert not (tmp_path / "demo").exists()


@pytest.mark.parametrize("supplier", ["alder", "birch", "cedar"])
def test_each_answer_is_within_its_limit_and_marked_by_everyone_it_is_given_to(supplier: str) -> None:
    answers, marks = texts.load(f"answers/{supplier}"), texts.load(f"marks/{supplier}")
    limits = {
        each["code"]: each["word_limit"] for each in texts.load("musculoskeletal")["criteria"] if "word_limit" in each
    }
    duties = texts.load("panel")["assignments"]
    recused = {"digital"} if supplier == "alder" else set()
    assert set(answers) == set(limits) == set(marks) == set(texts.load(f"moderation/{supplier}"))
    assert {
        code: len(text.split()) for code, text in answers.items() if not 120 <= len(text.split()) <= limits[code]
    } == {}
    assert {code: set(given) for code, given in marks.items()} == {
        code: set(keys) - recused for code, keys in duties.items()
    }
