"""F-8: the disk fails to keep what it is given, again and again, while twenty bidders submit.

A failed fsync is a failed request: it is never tried again on the same file, whose pages may be gone by then.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from assurance.config import Settings
from tests.factories.crowd import Bidder
from tests.faults.conftest import Check
from tests.faults.patience import all_until_answered, receipts_of
from tests.faults.tools import needs, processes, traced
from tests.served import serving

KEEPING = "fsync,fdatasync"
EVERY_THIRD = f"inject={KEEPING}:error=EIO:when=1+3"
"""Of what each thread of the server asks the disk to keep: the first, and each third after it."""


@pytest.fixture
def backend() -> str:
    """A file: with PostgreSQL a submission asks nothing of this disk, and the server stops where its own fails."""
    return "sqlite"


def test_what_the_disk_did_not_keep_is_not_acknowledged(
    settings: Settings, crowd: list[Bidder], check: Check, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    needs("strace")
    trace = tmp_path / "trace"
    with serving(settings, settings.instance / "server.log") as server:
        with traced(processes(server), "-e", f"trace={KEEPING}", "-e", EVERY_THIRD, output=trace):
            pages, refused = all_until_answered(server, crowd)
        receipts = receipts_of(server, crowd, pages)
    injected = trace.read_text().count("(INJECTED)")
    assert (injected > 0, refused != []) == (True, True)  # the disk did fail, and people did hear of it
    assert len({json.dumps(each, sort_keys=True) for each in receipts}) == len(crowd)
    assert check(receipts) == []
    assert [path for path in (settings.instance / "uploads").rglob("*") if path.is_file()] == []
    with capsys.disabled():
        sys.stdout.write(
            f"\nthe disk failed {injected} times; {len(refused)} forms were refused for now; {len(receipts)} receipts\n"
        )
