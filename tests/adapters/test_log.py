"""One event is one line, whatever it holds, and no line holds what people sent."""

from __future__ import annotations

import io
import json
import logging

import pytest

from assurance.adapters.log import JsonLines, is_json


def line(message: str, *arguments: object, fault: BaseException | None = None) -> str:
    exc_info = (type(fault), fault, fault.__traceback__) if fault else None
    record = logging.LogRecord("assurance.x", logging.WARNING, "x.py", 1, message, arguments, exc_info)
    return JsonLines().format(record)


@pytest.mark.parametrize("sent", ["a\r\nlevel=info", "\x1b[31mred\x1b[0m", "\x00\x7f", "a\u2028b\u202ec", '"}\n{"a":"'])
def test_whatever_was_sent_stays_within_its_line(sent: str) -> None:
    written = line("sent by %s", sent)
    assert written.isascii()
    assert written.replace("\x7f", "").isprintable()
    assert json.loads(written)["message"] == f"sent by {sent}"


def test_an_address_of_email_is_left_out() -> None:
    assert (
        json.loads(line("cannot tell %s of it", "<pat.o'neil@example.org>"))["message"]
        == "cannot tell <[address]> of it"
    )


def test_a_fault_is_told_by_its_kind_and_places_and_not_by_its_values() -> None:
    def refuse(secret: str) -> None:
        try:
            raise KeyError(secret)
        except KeyError as cause:
            raise ValueError(f"cannot read {secret}") from cause

    with pytest.raises(ValueError, match="cannot read") as caught:
        refuse("£4,000,000")
    written = line("a fault", fault=caught.value)
    assert "4,000,000" not in written
    kinds = [(each["kind"], each["at"][-1].split()[1]) for each in json.loads(written)["fault"]]
    assert kinds == [("ValueError", "refuse"), ("KeyError", "refuse")]


def test_lines_are_for_machines_unless_somebody_reads_along() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert [is_json(choice, io.StringIO()) for choice in ("json", "", "text")] == [True, True, False]
    assert [is_json(choice, Terminal()) for choice in ("json", "", "text")] == [True, False, False]
