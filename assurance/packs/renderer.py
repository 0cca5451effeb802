"""The press: the only importer of WeasyPrint, run as `python -m assurance.packs.renderer` and kept warm.

Reads sheets on standard input, one after the other, and lays out each in a fork of its own that can do nothing else
and ends with it: what one sheet does to its process, no other ever sees. Answers with a PDF/A-3a that also identifies
itself as PDF/UA-1, and with where its headings and anchors are; or with why not. It fetches nothing but the drawings
it was handed.
"""

from __future__ import annotations

import base64
import functools
import gc
import json
import logging
import os
import resource
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from datetime import datetime
from typing import IO, Any

from weasyprint import HTML, Attachment
from weasyprint.urls import URLFetcher, URLFetcherResponse

from assurance.packs.confinement import confine, leave_network
from assurance.packs.finishing import finish
from assurance.packs.frames import read_frame, write_frame
from assurance.packs.sheets import REFUSED

_PNG = "data:image/png;base64,"
_PNG_LIMIT = 2_000_000
_WARM_UP = '<html lang="en-GB"><title>x</title><style>p { font-family: Arial, sans-serif }</style><p>x <b>x</b></p>'
_POINT = 0.75
"""Points in a pixel of CSS."""
FORKS = sys.platform != "darwin"
"""On macOS a fork of a process that has used the system’s fonts may crash: there each sheet gets a new process."""


class Refused(Exception):  # noqa: N818 -- an answer, not an error
    """The sheet is not printed, for a reason in words."""


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
    """Warm up, then lay out one sheet after the other until standard input ends."""
    leave_network()
    HTML(string=_WARM_UP).write_pdf()
    # Layout makes millions of small objects that live to the end: collecting among them is time lost.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    while (frame := read_frame(sys.stdin.buffer)) is not None:
        with tempfile.TemporaryFile() as made:
            status = _apart(functools.partial(_print, json.loads(frame), made))
            made.seek(0)
            write_frame(sys.stdout.buffer, json.dumps({"status": status}).encode())
            write_frame(sys.stdout.buffer, made.read())
        if not FORKS:
            break
    return 0


def _apart(act: Callable[[], int]) -> int:
    """Do something in a fork; return its exit status, or minus the signal that ended it."""
    if not FORKS:
        return act()
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 1
    try:
        status = act()
    finally:
        os._exit(status)  # nothing of the parent’s is flushed or closed twice


def _print(job: dict[str, Any], made: IO[bytes]) -> int:
    """Lay out one sheet into a file: a frame that says where things are, then the PDF; or the reason why not."""
    os.close(sys.stdin.fileno())
    confine(cpu_seconds=job["cpu_seconds"], wall_seconds=job["wall_seconds"], memory_bytes=job["memory_bytes"])
    try:
        places, pdf = _lay_out(job)
    except Refused as reason:
        made.write(str(reason).encode())
        status = REFUSED
    except BaseException:
        made.write(traceback.format_exc(limit=1).strip().splitlines()[-1].encode())
        status = 1
    else:
        write_frame(made, json.dumps(places).encode())
        made.write(pdf)
        status = 0
    made.flush()
    return status


def _lay_out(job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    complaints = _listen()
    fetcher = OnlyOurs(job["drawings"])
    document = HTML(string=job["html"], base_url=None, url_fetcher=fetcher).render(
        pdf_variant="pdf/a-3a", presentational_hints=False
    )
    places = _places(document)
    for name in places["elsewhere"]:  # in another section: the link is kept here, and led there when all are joined
        document.pages[0].anchors[name] = (0, 0, 0, 0)
    dated = datetime.fromisoformat(job["dated"])
    pdf = document.write_pdf(
        pdf_variant="pdf/a-3a", pdf_identifier=bytes.fromhex(job["identifier"]),
        attachments=[_attachment(each, dated) for each in job["attachments"]],
        finisher=lambda laid_out, written: finish(laid_out, written, job["prefix"]),
    )  # fmt: skip
    # The engine goes on without what it could not fetch, and sometimes says nothing: so ask the fetcher.
    if fetcher.blocked:
        raise Refused(f"The page asked for something outside itself, which is not allowed: {fetcher.blocked[0]}")
    if complaints.messages:
        raise Refused(f"The page could not be laid out as it should be: {complaints.messages[0]}")
    return places, pdf


def _places(document: Any) -> dict[str, Any]:
    """Say where the anchors and headings are, in points from the lower left corner of their page."""
    anchors: dict[str, tuple[int, float, float]] = {}
    marks = []
    wanted: dict[str, None] = {}
    for number, page in enumerate(document.pages):
        for name, (x, y, *_) in page.anchors.items():
            anchors.setdefault(name, (number, round(x * _POINT, 2), round((page.height - y) * _POINT, 2)))
        for level, label, (x, y, *_), _ in page.bookmarks:
            marks.append((level, label, number, round(x * _POINT, 2), round((page.height - y) * _POINT, 2)))
        wanted |= {target: None for kind, target, *_ in page.links if kind == "internal"}
    elsewhere = [name for name in wanted if name not in anchors]
    return {"pages": len(document.pages), "anchors": anchors, "marks": marks, "elsewhere": elsewhere}


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


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the worker decides; the end of its input ends a press
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main())
