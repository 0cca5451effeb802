"""The child that lays out one page: the only importer of WeasyPrint, run as `python -m assurance.packs.renderer`.

Reads a sheet on standard input and writes a PDF/A-3a that also identifies itself as PDF/UA-1 on standard output; or
writes one line that says why not on standard error. It fetches nothing but the drawings it was handed.
"""

from __future__ import annotations

import base64
import gc
import json
import logging
import re
import resource
import signal
import sys
from datetime import datetime
from typing import Any

from weasyprint import HTML, Attachment
from weasyprint.urls import URLFetcher, URLFetcherResponse

from assurance.packs.finishing import finish
from assurance.packs.printing import REFUSED

_PNG = "data:image/png;base64,"
_PNG_LIMIT = 2_000_000
_FORBIDDEN = re.compile(
    r"socket\.(connect|bind|getaddrinfo|gethostby)|subprocess\.|os\.(system|exec|spawn|fork|posix_)"
)


class OnlyOurs(URLFetcher):
    """Hands out the drawings of the sheet and small inline PNG pictures, and notes whatever else was asked for."""

    def __init__(self, drawings: dict[str, str]) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False, timeout=1)
        self.drawings = drawings
        self.blocked: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return a drawing or a picture; note and refuse anything else."""
        if url.startswith("asset:") and (drawing := self.drawings.get(url[6:])):
            return URLFetcherResponse(url, drawing.encode(), {"Content-Type": "image/svg+xml"})
        if url.startswith(_PNG) and len(url) < _PNG_LIMIT:
            return super().fetch(url, headers)
        self.blocked.append(url[:80])
        raise ValueError("a pack fetches nothing")


class Complaints(logging.Handler):
    """Keeps what the layout engine calls an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage()[:200])


def main() -> int:
    """Lay out the sheet on standard input."""
    job = json.load(sys.stdin)
    _confine(job)
    complaints = _listen()
    fetcher = OnlyOurs(job["drawings"])
    pdf = HTML(string=job["html"], base_url=None, url_fetcher=fetcher).write_pdf(
        pdf_variant="pdf/a-3a",
        pdf_identifier=bytes.fromhex(job["identifier"]),
        attachments=[_attachment(each, datetime.fromisoformat(job["dated"])) for each in job["attachments"]],
        presentational_hints=False,
        finisher=finish,
    )
    # The engine goes on without what it could not fetch, and sometimes says nothing: so ask the fetcher.
    if fetcher.blocked:
        return _refuse(f"The page asked for something outside itself, which is not allowed: {fetcher.blocked[0]}")
    if complaints.messages:
        return _refuse(f"The page could not be laid out as it should be: {complaints.messages[0]}")
    sys.stdout.buffer.write(pdf)
    return 0


def _confine(job: dict[str, Any]) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (job["cpu_seconds"], job["cpu_seconds"]))
    resource.setrlimit(resource.RLIMIT_AS, (job["memory_bytes"], job["memory_bytes"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the worker decides; left alone, the clock below ends the child
    signal.alarm(job["wall_seconds"] + 5)
    # Layout makes millions of small objects that live to the end: collecting among them is time lost.
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    sys.addaudithook(_forbid)


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    if _FORBIDDEN.match(event):
        raise PermissionError(f"the child that lays out packs may not use {event}")


def _listen() -> Complaints:
    complaints = Complaints()
    logger = logging.getLogger("weasyprint")
    logger.handlers = [complaints]
    logger.propagate = False
    return complaints


def _attachment(given: dict[str, str], dated: datetime) -> Attachment:
    return Attachment(
        string=base64.b64decode(given["content"]),
        name=given["name"],
        description=given["description"],
        created=dated,
        modified=dated,
        relationship="Data",
    )


def _refuse(reason: str) -> int:
    sys.stderr.write(reason + "\n")
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
