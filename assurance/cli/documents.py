"""Recomputes a decision from a document alone: no database, no network, exact figures out as JSON.

A document with faults gives nothing on standard output and one line for each fault on standard error.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from assurance.domain.faults import FaultsFound

BAD_INPUT = 2


def evaluate(file: str, *, sensitivity: bool = False, draws: int | None = None, seed: int | None = None) -> None:
    """Print `assurance-result/1` for an `assurance-evaluation/1` document, with its sensitivity where asked for."""
    from assurance.domain.evaluation.document import parse_evaluation

    if sensitivity:
        _answer(file, lambda content: _with_sensitivity(content, draws, seed))
    else:
        _answer(file, lambda content: parse_evaluation(content).result().as_data())


def _with_sensitivity(content: bytes, draws: int | None, seed: int | None) -> dict[str, Any]:
    from assurance.domain.evaluation.document import parse_evaluation
    from assurance.domain.evaluation.sensitivity import analyse
    from assurance.domain.evaluation.sensitivity.shares import DEFAULT_DRAWS, DEFAULT_SEED

    report = analyse(
        parse_evaluation(content),
        draws=DEFAULT_DRAWS if draws is None else draws,
        seed=DEFAULT_SEED if seed is None else seed,
    )
    return report.result.as_data() | {"sensitivity": report.as_data()}


def payments(file: str) -> None:
    """Print `assurance-payment-result/1` for an `assurance-payment/1` document."""
    from assurance.domain.contracts.payment_form import parse_payment
    from assurance.domain.contracts.payments import payment

    _answer(file, lambda content: payment(parse_payment(content)).as_data())


def _answer(file: str, compute: Callable[[bytes], dict[str, Any]]) -> None:
    try:
        result = compute(_read(file))
    except FaultsFound as found:
        for fault in found.faults:
            click.echo(_one_line(str(fault)), err=True)
        sys.exit(BAD_INPUT)
    click.echo(json.dumps(result, indent=2, ensure_ascii=False))


def _one_line(text: str) -> str:
    """Spell out what a terminal would act on, such as a line break in a key: a fault is one line."""
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        click.echo(f"{file}: cannot be read: {error.strerror}", err=True)
        sys.exit(BAD_INPUT)
