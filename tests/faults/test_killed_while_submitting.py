"""The server killed outright while twenty bidders submit: one tender and one receipt each, and nothing plain left.

At every named point of a submission the deployed server is killed with whatever its other threads have in hand, and
started again. Everybody sends the same form until it is answered.
"""

from __future__ import annotations

import html
import json
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import create_engine, func, select, text
from sqlalchemy.orm import Session

from assurance.adapters.signing import is_genuine
from assurance.config import Settings
from assurance.domain.chain import Link, verify
from assurance.domain.stages import BidStage
from assurance.domain.tenderbox.receipt import receipt_faults
from assurance.persistence.models import AuditEvent, Bid, Idempotency, Submission
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.session import Database
from assurance.services.signing import signer
from tests.factories.cast import email
from tests.factories.crowd import Bidder
from tests.faults.conftest import CANARIES, Check
from tests.postgres import OWNER
from tests.served import Served, serving

POINTS = (
    "after_sealing", "after_sealed_rows", "after_forgetting", "before_commit", "after_commit", "before_answer",
)  # fmt: skip


def all_submit(server: Served, crowd: list[Bidder], *, kill: bool) -> list[tuple[int, str] | None]:
    """Let everybody send their form at once; with `kill` the whole server is killed once somebody has no answer."""
    gate, lost = threading.Barrier(len(crowd)), threading.Event()

    def one(bidder: Bidder) -> tuple[int, str] | None:
        gate.wait()
        try:
            return bidder.send(server.address, "submit", bidder.form)
        except OSError:
            lost.set()
            return None

    with ThreadPoolExecutor(len(crowd)) as pool:
        asked = [pool.submit(one, bidder) for bidder in crowd]
        if kill:
            assert lost.wait(60)
            server.kill()
        return [each.result() for each in asked]


def written_down(crowd: list[Bidder], answers: list[tuple[int, str] | None]) -> Iterator[dict[str, object]]:
    """Write down what everybody was answered, 0 where no answer came, as a client of the checker does."""
    for bidder, answer in zip(crowd, answers, strict=True):
        form = {"post": f"/supplier/bids/{bidder.bid_id}/submit", "key": bidder.form["token_key"]}
        yield {"who": email(bidder.name), "status": answer[0] if answer else 0, **form}


def is_whole(session: Session, bidder: Bidder) -> bool:
    """Say whether a tender is in the box; it is wholly there, or wholly a draft, and nothing between."""
    bid = session.scalars(select(Bid).where(Bid.public_id == bidder.bid_id)).one()
    rows = session.scalars(select(Submission).where(Submission.bid_id == bid.id)).all()
    parts, is_in = get_parts(session, bid.id), bool(rows)
    assert len(rows) == (1 if is_in else 0)
    assert bid.stage is (BidStage.SUBMITTED if is_in else BidStage.INVITED)
    drafts = (parts.answers, parts.prices, parts.documents, bid.integration_form)
    assert [bool(each) for each in drafts] == [not is_in] * 4
    return is_in


def return_code(page: str) -> str:
    found = re.search(r'<strong class="app-code">([^<]+)</strong>', page)
    assert found is not None, page[:2000]
    return html.unescape(found[1])


def receipt_of(server: Served, bidder: Bidder, page: str) -> dict[str, object]:
    status, body = bidder.send(server.address, "receipt.json", {"secret_code": return_code(page)})
    assert status == 200, body[:500]
    given: dict[str, object] = json.loads(body)
    return given


def stored(settings: Settings, database: Database) -> Iterator[bytes]:
    """Every file of the installation and its log, and of the folder of the database server where there is one."""
    folders = [settings.instance]
    if database.engine.dialect.name == "postgresql":
        owner = create_engine(database.engine.url.set(username=OWNER), isolation_level="AUTOCOMMIT")
        with owner.connect() as connection:
            connection.execute(text("CHECKPOINT"))
            data = Path(connection.execute(text("SHOW data_directory")).scalar_one())
            number = connection.execute(
                text("SELECT oid FROM pg_database WHERE datname = current_database()")
            ).scalar_one()
        owner.dispose()
        folders += [data / "base" / str(number), data / "pg_wal"]
    for path in (path for folder in folders for path in folder.rglob("*") if path.is_file()):
        yield path.read_bytes()


def found_on_disk(settings: Settings, database: Database, words: tuple[str, ...]) -> set[str]:
    forms = [(word, word.encode(kind)) for word in words for kind in ("utf-8", "utf-16-le")]
    return {word for content in stored(settings, database) for word, form in forms if form in content}


def test_one_tender_and_one_receipt_each_whatever_is_killed(
    settings: Settings, database: Database, crowd: list[Bidder], check: Check
) -> None:
    log, in_box, told = settings.instance / "server.log", set[str](), list[dict[str, object]]()
    for point in POINTS:
        with serving(settings, log, ASSURANCE_CRASH_AT=point) as server:
            answers = all_submit(server, crowd, kill=True)
        told += written_down(crowd, answers)
        assert None in answers
        with database.reading() as session:
            now_in = {bidder.name for bidder in crowd if is_whole(session, bidder)}
        answered = {b.name for b, answer in zip(crowd, answers, strict=True) if answer is not None and answer[0] == 200}
        assert in_box | answered <= now_in  # nothing acknowledged, and nothing that was in, is lost
        assert bool(now_in) is (point in POINTS[POINTS.index("after_commit") :])
        in_box = now_in
    with serving(settings, log) as server:
        first, again = (all_submit(server, crowd, kill=False) for _ in range(2))
        told += [line for answers in (first, again) for line in written_down(crowd, answers)]
        pages = [[answer[1] for answer in answers if answer and answer[0] == 200] for answers in (first, again)]
        assert [len(each) for each in pages] == [20, 20]
        assert [return_code(page) for page in pages[0]] == [return_code(page) for page in pages[1]]
        receipts = [receipt_of(server, bidder, page) for bidder, page in zip(crowd, pages[0], strict=True)]
    for receipt in receipts:
        assert receipt_faults(receipt, lambda message, mark: is_genuine(message, mark, signer().public_pem)) == []
    check_rows(database, crowd, receipts)
    found = check(receipts, told)
    assert found == []
    assert found_on_disk(settings, database, ("Bidder07 Care", *CANARIES)) == {"Bidder07 Care"}


def check_rows(database: Database, crowd: list[Bidder], receipts: list[dict[str, object]]) -> None:
    with database.reading() as session:
        assert all(is_whole(session, bidder) for bidder in crowd)
        for rows in (Submission, Idempotency):
            assert session.scalar(select(func.count()).select_from(rows)) == len(crowd)
        events = session.scalars(select(AuditEvent).order_by(AuditEvent.seq)).all()
        assert verify([Link(event.seq, event.prev, event.body, event.hash) for event in events]) is None
        submitted = sorted(event.hash for event in events if event.tag == "bid:submitted")
        assert submitted == sorted(str(receipt["audit"]["hash"]) for receipt in receipts)  # type: ignore[index]  # reason: JSON
