"""`assurance evaluate --sensitivity`: what would change the winner, after the result that is printed anyway."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest

from tests.cli.conftest import Command
from tests.cli.test_documents import EVALUATION

KEYS = {
    "formulas", "methods", "quality_weight", "without_bid", "smallest_mark_change", "margin", "random_weights",
}  # fmt: skip


def asked(command: Command, *options: str, **changes: Any) -> dict[str, Any]:
    answer = command("evaluate", "-", "--sensitivity", *options, input=json.dumps(EVALUATION | changes))
    assert answer.exit_code == 0, answer.stderr
    result: dict[str, Any] = json.loads(answer.stdout)
    return result


def test_the_result_is_the_same_with_one_more_key(command: Command) -> None:
    plain = json.loads(command("evaluate", "-", input=json.dumps(EVALUATION)).stdout)
    result = asked(command, "--draws", "100")
    assert set(result.pop("sensitivity")) == KEYS
    assert result == plain


def test_every_part_says_who_would_win(command: Command) -> None:
    found = asked(command, "--draws", "1000", "--seed", "1")["sensitivity"]
    assert [row["formula"] for row in found["formulas"] if row["status"] == "published"] == ["lowest-over-price"]
    assert {row["method"]: row["status"] for row in found["methods"]}["quality-monetised"] == "needs-parameters"
    assert found["quality_weight"]["published"] == "80"
    assert [each["winners"] for each in found["quality_weight"]["ranges"]] == [["A"], ["B"]]
    # A leads by 7.824427 at no quality and B by 20 at nothing else: the lines cross at 28.12.
    assert found["quality_weight"]["nearest_change"] == {"at": "28.120713", "change": "-51.879287", "winners": ["A"]}
    assert found["without_bid"] == [
        {"bid": "B", "winners": ["A"], "changes_order": False},
        {"bid": "A", "winners": ["B"], "changes_order": False},
    ]
    assert found["margin"]["points"] == "14.435115"
    shares = found["random_weights"]
    assert (shares["draws"], shares["seed"]) == (1000, 1)
    assert sum(Decimal(share) for share in shares["shares"].values()) == 1


def test_the_same_seed_prints_the_same_and_another_prints_other_shares(command: Command) -> None:
    one, again, other = (asked(command, "--draws", "999", "--seed", seed) for seed in ("5", "5", "6"))
    assert one == again
    assert one["sensitivity"]["random_weights"]["shares"] != other["sensitivity"]["random_weights"]["shares"]


@pytest.mark.parametrize(
    "options",
    [
        ("--sensitivity", "--draws", "0"), ("--sensitivity", "--draws", "-5"), ("--sensitivity", "--draws", "many"),
        ("--sensitivity", "--draws", "1.5"), ("--sensitivity", "--draws", "100000001"),
        ("--sensitivity", "--seed", "-1"), ("--sensitivity", "--seed", "x"), ("--sensitivity", "--seed", str(2**64)),
        ("--draws", "10"), ("--seed", "1"),
    ],
)  # fmt: skip
def test_options_that_mean_nothing_are_refused_with_nothing_printed(command: Command, options: tuple[str, ...]) -> None:
    answer = command("evaluate", "-", *options, input=json.dumps(EVALUATION))
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert options[-2].lstrip("-") in answer.stderr


def test_faults_are_named_by_path_and_nothing_is_printed(command: Command) -> None:
    wrong = json.loads(json.dumps(EVALUATION))
    wrong["bids"][0]["prices"]["price"] = 0
    answer = command("evaluate", "-", "--sensitivity", input=json.dumps(wrong))
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.splitlines() == ["bids[0].prices.price: a price must be above zero"]


@pytest.mark.parametrize("count", [0, 1])
def test_one_bid_or_none_has_nothing_to_change(command: Command, count: int) -> None:
    if count == 0:
        out = [bid | {"scores": {"clinical": 0, "workforce": 0}} for bid in EVALUATION["bids"]]  # type: ignore[attr-defined]
        found = asked(command, "--draws", "10", bids=out)["sensitivity"]
        assert (found["formulas"], found["random_weights"]) == ([], None)
    else:
        found = asked(command, "--draws", "10", bids=EVALUATION["bids"][:1])["sensitivity"]
        assert found["random_weights"]["shares"] == {"A": "1"}
    assert (found["without_bid"], found["margin"]) == ([], None)


def test_help_explains_the_keys_and_loads_no_numerical_library(command: Command) -> None:
    said = command("evaluate", "--help").stdout
    assert all(key in said for key in KEYS)
    code = "import sys; from assurance.cli.main import main; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 -- our own code
