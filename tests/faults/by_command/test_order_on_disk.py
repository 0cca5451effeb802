"""F-4: nothing is answered before it is on the disk. The system calls of the server say in which order it was done.

A file is kept before it gets its name, its folder before a row names it, and the log of the database before the answer.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from assurance.config import Settings
from tests.factories.crowd import Bidder
from tests.faults.conftest import CONTENT, Check
from tests.faults.patience import receipts_of
from tests.faults.tools import needs, processes, traced
from tests.served import Served, serving

CALLS = (
    "trace=openat,write,pwrite64,pwritev,fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,sendto"
)
_LINE = re.compile(r"(?P<thread>\d+) +(?P<call>\w+)\((?P<rest>.*)")
_CUT = re.compile(r"(?P<begun>\d+ +\w+\(.*?) <unfinished \.\.\.>")
_ON = re.compile(r"(?P<thread>\d+) +<\.\.\. \w+ resumed>(?P<rest>.*)")
_FILE = re.compile(r"^\d+<(?P<path>[^>]+)>")
_PATHS = re.compile(r'"(?P<path>[^"]*)"')


@pytest.fixture
def backend() -> str:
    """A file: at PostgreSQL the server does the same for the database, and is trusted with it."""
    return "sqlite"


def whole(lines: Iterable[str]) -> Iterator[re.Match[str]]:
    """Give each call once it has ended, whatever ran between its begin and its end."""
    begun: dict[str, str] = {}
    for line in lines:
        if cut := _CUT.match(line):
            begun[cut["begun"].split()[0]] = cut["begun"]
            continue
        if (on := _ON.match(line)) and on["thread"] in begun:
            line = begun.pop(on["thread"]) + on["rest"]
        if (call := _LINE.match(line)) and "= -1 " not in line:
            yield call


class Disk:
    """What was written and not kept yet, below one folder."""

    def __init__(self, below: str) -> None:
        self.below, self.loose, self.names, self.answers = below, set[str](), set[str](), 0

    def told(self, call: re.Match[str]) -> str:
        """Take in one call; say what is wrong with it, or nothing."""
        what, rest = call["call"], call["rest"]
        path = found["path"] if (found := _FILE.match(rest)) else ""
        if what in {"write", "pwrite64", "pwritev"} and self.counts(path):
            self.loose.add(path)
        elif what in {"fsync", "fdatasync"}:
            self.loose.discard(path)
            self.names.discard(path)
        elif what.startswith(("rename", "link")):
            return self.named(*(each["path"] for each in _PATHS.finditer(rest)))
        elif what.startswith("unlink"):
            self.loose.difference_update(each["path"] for each in _PATHS.finditer(rest))
        elif what == "sendto" and re.search(r'"HTTP/1\.[01] [23]\d\d ', rest):
            self.answers += 1
            if waiting := sorted(self.loose | self.names):
                return f"answered before {waiting[0]} was kept"
        return ""

    def counts(self, path: str) -> bool:
        """Say whether a file holds what people sent: a file of theirs, or the log of the database."""
        kept = ("files/", "uploads/", "assurance.db-wal")
        return path.startswith(tuple(f"{self.below}/{each}" for each in kept))

    def named(self, old: str = "", new: str = "") -> str:
        """Take in that a file got a name."""
        if self.counts(new):
            self.names.add(new.rpartition("/")[0])
        return f"{old} got its name before it was kept" if old in self.loose else ""


def faults(lines: list[str], below: Path) -> tuple[list[str], int]:
    """Name everything that was done in a wrong order, and count the answers that were good."""
    disk = Disk(str(below))
    said = [wrong for call in whole(lines) if (wrong := disk.told(call))]
    return said, disk.answers


def upload(server: Served, bidder: Bidder, content: bytes) -> None:
    """Send a file in one part, as the page does."""
    head = {
        "Cookie": f"assurance_session={bidder.person.cookie}", "X-CSRFToken": bidder.person.token,
        "Accept": "application/json",
    }  # fmt: skip
    form = {**head, "Content-Type": "application/x-www-form-urlencoded"}

    def ask(line: HTTPConnection, method: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        line.request(method, path, body, headers)
        answer = line.getresponse()
        said = answer.read()
        assert answer.status < 300, said[:500]
        return said

    announced = f"name=plan.pdf&size={len(content)}".encode()
    with closing(HTTPConnection(*server.address, timeout=60)) as line:
        begun = ask(line, "POST", f"/supplier/bids/{bidder.bid_id}/uploads", announced, form)
        address = json.loads(begun)["address"]
        ask(line, "PUT", f"{address}?offset=0", content, {**head, "Content-Type": "application/octet-stream"})
        ask(line, "POST", f"{address}/finish", b"", form)


def test_nothing_is_answered_before_it_is_on_the_disk(
    settings: Settings, crowd: list[Bidder], check: Check, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    needs("strace")
    trace = tmp_path / "trace"
    with serving(settings, settings.instance / "server.log") as server:
        with traced(processes(server), "-y", "-s", "40", "-e", CALLS, output=trace):
            upload(server, crowd[0], CONTENT + b"another")
            status, page = crowd[1].send(server.address, "submit", crowd[1].form)
        assert status == 200
        receipts = receipts_of(server, crowd[1:2], [page])
    lines = trace.read_text().splitlines()
    wrong, answers = faults(lines, settings.instance)
    assert (wrong, answers >= 4) == ([], True)
    assert check(receipts) == []
    unsynced = [line for line in lines if not re.search(r"\bf(data)?sync\b", line)]
    missed, _ = faults(unsynced, settings.instance)  # the same trace without what keeps: the lint has to see it
    assert any("got its name before" in each for each in missed)
    assert any("answered before" in each for each in missed)
    with capsys.disabled():
        kept = len(lines) - len(unsynced)
        sys.stdout.write(f"\n{answers} answers, each after what it tells of was kept ({kept} calls that keep)\n")
