"""`assurance evaluate` and `assurance payments`: exact figures out, and nothing at all for a document with faults."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command

EVALUATION = {
    "format": "assurance-evaluation/1",
    "title": "Northamptonshire MSK lead provider",
    "criteria": [
        {
            "id": "quality",
            "weight": 80,
            "minimum": 60,
            "children": [
                {"id": "clinical", "weight": 50, "scale": 5, "minimum": 2},
                {"id": "workforce", "weight": 50, "scale": 5},
            ],
        },
        {"id": "price", "weight": 20, "price": {"formula": "lowest-over-price"}},
    ],
    "bids": [
        {"id": "A", "scores": {"clinical": 4, "workforce": 3}, "prices": {"price": "241.50"}},
        {"id": "B", "scores": {"clinical": 5, "workforce": 4}, "prices": {"price": "262"}},
    ],
    "tie_break": ["quality", "clinical", "lowest-price"],
}
PAYMENT = {
    "format": "assurance-payment/1",
    "contract_value": "10000000",
    "outcome_share": "0.30",
    "indicators": [
        {"id": "prom", "weight": "0.30", "rule": "linear", "threshold": "60", "target": "70", "actual": "67"},
        {"id": "coordination", "weight": "0.20", "rule": "linear", "threshold": "55", "target": "75", "actual": "60"},
        {"id": "emergency", "weight": "0.30", "rule": "linear", "threshold": "0", "target": "25", "actual": "15"},
        {"id": "data", "weight": "0.20", "rule": "pass-fail", "target": "95", "actual": "97"},
    ],
}


def test_evaluate_recomputes_the_published_example(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "evaluation.json"
    file.write_text(json.dumps(EVALUATION))
    answer = command("evaluate", str(file))
    result = json.loads(answer.stdout)
    assert answer.exit_code == 0
    assert result["ranking"] == ["B", "A"]
    assert [bid["total"] for bid in result["bids"]] == ["90.435115", "76"]


def test_payments_recomputes_the_worked_seventy_thirty_example(command: Command) -> None:
    answer = command("payments", "-", input=json.dumps(PAYMENT))
    result = json.loads(answer.stdout)
    assert answer.exit_code == 0
    assert (result["base"], result["earned"], result["total"]) == ("7000000", "1920000", "8920000")


def test_every_fault_is_a_line_on_standard_error_and_nothing_is_printed(command: Command) -> None:
    wrong = json.loads(json.dumps(EVALUATION))
    wrong["criteria"][0]["children"][1]["weight"] = 45
    wrong["criteria"][0]["minimun"] = 60
    answer = command("evaluate", "-", input=json.dumps(wrong))
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.splitlines() == [
        "criteria[0].minimun: unknown key",
        'criteria[0].weight: weights under "quality" sum to 95, not 100',
    ]
    del wrong["criteria"][0]["minimun"]
    answer = command("evaluate", "-", input=json.dumps(wrong))
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert 'weights under "quality" sum to 95, not 100' in answer.stderr


def test_a_fault_stays_one_line_whatever_the_document_calls_things(command: Command) -> None:
    wrong = json.loads(json.dumps(EVALUATION))
    wrong["one\ntwo\u2028\x1b[31mé"] = 1
    answer = command("evaluate", "-", input=json.dumps(wrong))
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr == "one\\ntwo\\u2028\\x1b[31mé: unknown key\n"


@pytest.mark.parametrize("name", ["evaluate", "payments"])
@pytest.mark.parametrize(
    "content", [b"", b"not json", b"\xff\xfe\x00", b"[]", b'{"format": "other/1"}', b'{"a": NaN}', b"[" * 100_000]
)
def test_what_is_not_a_document_is_refused_without_a_traceback(command: Command, name: str, content: bytes) -> None:
    answer = command(name, "-", input=content)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.strip()
    assert "Traceback" not in answer.stderr
    assert isinstance(answer.exception, SystemExit)


@pytest.mark.parametrize("name", ["evaluate", "payments"])
def test_a_file_that_cannot_be_read_is_named(command: Command, name: str, tmp_path: Path) -> None:
    missing = command(name, str(tmp_path / "nothing.json"))
    folder = command(name, str(tmp_path))
    assert (missing.exit_code, missing.stdout, folder.exit_code, folder.stdout) == (2, "", 2, "")
    assert missing.stderr == f"{tmp_path}/nothing.json: cannot be read: No such file or directory\n"
    assert folder.stderr == f"{tmp_path}: cannot be read: Is a directory\n"
