"""Memory of the server while a file of a gigabyte arrives, is judged and is placed: by a form, and in parts."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from datetime import timedelta
from http.client import HTTPConnection
from itertools import chain
from pathlib import Path

from assurance.app import create_app
from assurance.config import Settings
from assurance.domain.stages import BidStage, Stage
from assurance.domain.tenderbox.limits import PART_BYTES
from assurance.persistence.models import Bid, Organisation, Procurement
from assurance.persistence.session import Database
from assurance.services import accounts
from bench.report import Row
from bench.site import databases
from bench.site.client import Person
from bench.site.people import sign_in
from bench.site.running import served
from bench.site.seed import NOW, PASSWORD, fill

MEGABYTES, PIECE = 1024, 2**20
MOST_GROWTH_MB = 64
ALLOWED = {"ASSURANCE_FILE_MB": "1100", "ASSURANCE_TENDER_MB": "3000", "WEB_CONCURRENCY": "1"}


def rows() -> Iterator[Row]:
    """Send the file to an installation on SQLite, whose one process is watched."""
    if not Path("/proc/self/clear_refs").exists():
        return  # the peak can be watched on Linux alone
    before = {name: os.environ.get(name) for name in ALLOWED}
    os.environ.update(ALLOWED)
    try:
        with databases.installation("SQLite") as settings:
            yield from _rows(settings)
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _rows(settings: Settings) -> Iterator[Row]:
    database = Database.open(settings.database_url)
    bid, bidder = _bidder(database)
    person = sign_in(create_app(settings, database), database, [bidder])[bidder]
    database.close()
    with served(settings) as address:
        sender = Sender(address, person, f"/supplier/bids/{bid}")
        process = sender.warm()
        for way, send in (("in parts", sender.in_parts), ("by a form", sender.by_form)):
            start, began = _memory(process, reset=True), time.perf_counter()
            send()
            took, (_, peak) = time.perf_counter() - began, _memory(process)
            yield Row(
                f"Growth of the server while 1 GB arrives {way}", peak - start[0], goal=MOST_GROWTH_MB, unit="MB",
                detail={"MB before": start[0], "MB at the peak": peak, "seconds": took, "MB/s": MEGABYTES / took},
            )  # fmt: skip


def _bidder(database: Database) -> tuple[str, int]:
    """Put one bid before its deadline and give it a person."""
    with database.transaction() as session:
        panel = fill(session, [(1, 1, 1)]).panels[0]
        procurement = session.get_one(Procurement, panel.procurement_id)
        procurement.stage, procurement.tenders_due_at = Stage.FINAL_TENDERS, NOW + timedelta(days=9)
        bid = session.get_one(Bid, panel.bids[0].id)
        bid.stage, bid.submitted_at, bid.manifest, bid.manifest_digest = BidStage.INVITED, None, None, None
        lead = accounts.create_user(
            session, email="lead@example.org", name="The lead", password=PASSWORD, now=NOW, is_organisation_lead=True,
            organisation=session.get_one(Organisation, bid.organisation_id),
        )  # fmt: skip
        return bid.public_id, lead.id


def _memory(process: int, *, reset: bool = False) -> tuple[float, float]:
    """Return megabytes in use and at the peak since the last reset."""
    if reset:
        Path(f"/proc/{process}/clear_refs").write_text("5")
    lines = (line.split() for line in Path(f"/proc/{process}/status").read_text().splitlines())
    found = {line[0]: int(line[1]) / 1024 for line in lines if line[-1] == "kB"}
    return found["VmRSS:"], found["VmHWM:"]


def large_pdf() -> Iterator[bytes]:
    """A sound PDF of one page whose content is a gigabyte of comment, made as it is sent."""
    size = MEGABYTES * 2**20
    objects = [
        b"1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n",
        b"2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n",
        b"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>> endobj\n",
        b"4 0 obj <</Length %d>> stream\n" % size,
    ]
    places, at = [], len(b"%PDF-1.7\n")
    for each in objects:
        places.append(at)
        at += len(each)
    yield b"%PDF-1.7\n" + b"".join(objects)
    yield from (b"%" * PIECE for _ in range(size // PIECE))
    ending = b"\nendstream endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = at + size + len(ending)
    yield ending + b"xref\n0 5\n0000000000 65535 f \n" + table
    yield b"trailer <</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


SIZE = sum(len(piece) for piece in large_pdf())


class Sender:
    """Sends the file as a bidder's browser would; whatever is refused ends the measurement."""

    def __init__(self, address: tuple[str, int], person: Person, bid: str) -> None:
        self._line = HTTPConnection(*address, timeout=600)
        self._bid = bid
        self._headers = {
            "Cookie": f"assurance_session={person.cookie}", "X-CSRFToken": person.token, "Accept": "application/json",
        }  # fmt: skip

    def warm(self) -> int:
        """Open the page, and give the number of the process that answers."""
        for _ in range(20):
            process = self._ask("GET", "/documents", None, {})[1]
        return int(process.split()[0])

    def in_parts(self) -> None:
        """Announce it, send its parts, finish it."""
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        begun = json.loads(self._ask("POST", "/uploads", f"name=a.pdf&size={SIZE}".encode(), form)[0])
        at = 0
        for part in _parts():
            self._ask("PUT", f"/uploads/{begun['id']}?offset={at}", part, {"Content-Type": "application/octet-stream"})
            at += len(part)
        self._ask("POST", f"/uploads/{begun['id']}/finish", b"", {})

    def by_form(self) -> None:
        """Send it in one go, as a browser without script does."""
        head = b'--x\r\nContent-Disposition: form-data; name="document"; filename="b.pdf"\r\n\r\n'
        tail = b"\r\n--x--\r\n"
        headers = {
            "Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(len(head) + SIZE + len(tail)),
        }  # fmt: skip
        self._ask("POST", "/documents", chain([head], large_pdf(), [tail]), headers)

    def _ask(
        self, method: str, path: str, body: bytes | Iterator[bytes] | None, headers: dict[str, str]
    ) -> tuple[bytes, str]:
        self._line.request(method, self._bid + path, body, {**self._headers, **headers})
        answer = self._line.getresponse()
        content = answer.read()
        if answer.status >= 400:
            raise SystemExit(f"{method} {path} was answered with {answer.status}: {content[:300]!r}")
        return content, answer.getheader("X-Bench-Process", "")


def _parts() -> Iterator[bytes]:
    held = bytearray()
    for piece in large_pdf():
        held += piece
        while len(held) >= PART_BYTES:
            yield bytes(held[:PART_BYTES])
            del held[:PART_BYTES]
    if held:
        yield bytes(held)
