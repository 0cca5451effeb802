"""What must be true afterwards: every receipt verifies by itself, nothing late is in, nothing is half there."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from sqlalchemy import select

from assurance.adapters.signing import is_genuine
from assurance.domain.stages import BidStage
from assurance.domain.tenderbox.receipt import receipt_faults
from assurance.persistence.models import Bid, Submission
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.session import Database
from bench.rush.load import Address, Sent

_CODE = re.compile(r'<strong class="app-code">([^<]+)</strong>')
AT_ONCE = 6


def receipts(address: Address, accepted: Sequence[Sent]) -> list[dict[str, Any]]:
    """Fetch the file of each receipt with the return code that was shown."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda sent: _receipt(address, sent), accepted))


def _receipt(address: Address, sent: Sent) -> dict[str, Any]:
    found = _CODE.search(sent.page)
    if found is None:
        raise SystemExit("An accepted tender was answered without a return code")
    _, body = sent.bidder.send(address, "receipt.json", {"secret_code": html.unescape(found[1])})
    receipt: dict[str, Any] = json.loads(body)
    return receipt


def genuine(given: Sequence[dict[str, Any]], pem: str) -> int:
    """Count the receipts that verify with nothing but themselves and the public key."""
    return sum(not receipt_faults(each, lambda message, mark: is_genuine(message, mark, pem)) for each in given)


def received_late(database: Database, deadline: datetime) -> int:
    """Count what is in the box as of the deadline or later."""
    with database.reading() as session:
        return len(session.scalars(select(Submission).where(Submission.received_at >= deadline)).all())


def half_stored(database: Database, given: Sequence[dict[str, Any]]) -> int:
    """Count the bids that are neither wholly in the box nor wholly in hand, and receipts without their tender."""
    halves, in_box = 0, set[str]()
    with database.reading() as session:
        for bid in session.scalars(select(Bid)).all():
            rows = session.scalars(select(Submission).where(Submission.bid_id == bid.id)).all()
            drafts = get_parts(session, bid.id)
            expected = BidStage.SUBMITTED if rows else BidStage.INVITED
            readable = bool(drafts.answers or drafts.prices)
            halves += len(rows) > 1 or bid.stage is not expected or readable is bool(rows)
            in_box.update(row.manifest_digest for row in rows if row.items)
    return halves + len({each["digest"] for each in given} - in_box)
