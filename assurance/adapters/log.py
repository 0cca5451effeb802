"""What the program says of itself while it runs: one line of JSON for each event, for a machine to keep.

No line holds what people sent: of a fault it names the kind and the places in the program, never the values, and what
looks like an address of e-mail is left out. Whatever would start another line or colour a terminal is escaped.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb
from typing import TextIO

REQUESTS = logging.getLogger("assurance.requests")
"""Where each answer is logged, with `fields` of its own."""
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
_ADDRESS = re.compile(r"[^\s@<>\"]+@[^\s@<>\"']+")
_LONGEST = 2_000
_CAUSES = 5


class JsonLines(logging.Formatter):
    """Writes an event as one line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: when, how grave, who says it, what, and of which request."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _ADDRESS.sub("[address]", record.getMessage())[:_LONGEST],
        }
        if request := REQUEST_ID.get():
            line["request_id"] = request
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1] is not None:
            line["fault"] = list(_faults(record.exc_info[1]))
        return json.dumps(line, default=str)


def _faults(fault: BaseException) -> Iterator[dict[str, object]]:
    """Tell the kinds of a fault and of its causes, and where in the program each arose."""
    cause: BaseException | None = fault
    for _ in range(_CAUSES):
        if cause is None:
            return
        places = [
            f"{Path(frame.f_code.co_filename).name}:{number} {frame.f_code.co_name}"
            for frame, number in walk_tb(cause.__traceback__)
        ]
        yield {"kind": type(cause).__qualname__, "at": places[-12:]}
        cause = cause.__cause__ or cause.__context__


def is_json(choice: str, stream: TextIO | None = None) -> bool:
    """Say whether lines of JSON are wanted: as chosen, and else wherever nobody reads along at a terminal."""
    return choice == "json" or (not choice and not (stream or sys.stderr).isatty())


def configure(choice: str) -> None:
    """Send what this process says to standard error, as lines of JSON where those are wanted."""
    if not is_json(choice):
        return
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.captureWarnings(True)
    logging.getLogger("assurance").setLevel(logging.INFO)
    engine = logging.getLogger("dbos")  # which else brings a handler of its own
    engine.handlers, engine.propagate = [handler], False
