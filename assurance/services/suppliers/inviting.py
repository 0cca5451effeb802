"""Drawing providers' attention to a call: a list is read and shown first, then each address is written to once.

Only while the call is open, so that nobody hears of it before everybody can read it. Who asks to take part stays sealed
as it is: an invitation is not tied to a request.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.adapters.inspection import Unacceptable
from assurance.adapters.workbooks import MAX_BYTES, read_first_sheet
from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.evaluation.workbook_cells import Sheet
from assurance.domain.suppliers.invited import COLUMNS, Invited, read_invited, sheet_of_csv
from assurance.persistence.models import CallInvitation, Procurement
from assurance.persistence.queries.call_invitations import invited_addresses
from assurance.services import audit, bids, mail
from assurance.services.permission import demand

LARGEST = MAX_BYTES
OUT_OF_DATE = "The page is out of date. Choose the file again"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a list says: who would be written to, who was before, and the table to confirm it with."""

    new: tuple[Invited, ...]
    known: tuple[Invited, ...]
    table: str


def why_not_invited(procurement: Procurement, now: datetime) -> str:
    """Say why nobody can be invited now, or return nothing."""
    if bids.call_is_open(procurement, now):
        return ""
    return "Providers are invited while the call is open: from its publication until requests are due"


def read_upload(session: Session, *, procurement: Procurement, content: bytes, now: datetime) -> Reading:
    """Read a workbook or CSV and say who would be written to; nothing is stored.

    Raises `Conflict` while the call is not open, `InvalidInput` for a file that is no table, and `FaultsFound` with
    every fault at its cell.
    """
    _require_open(procurement, now)
    if len(content) > LARGEST:
        raise InvalidInput("providers", f"The file must be smaller than {LARGEST // 2**20} megabytes")
    invited = read_invited(_sheet(content))
    table = json.dumps([each.cells for each in invited], ensure_ascii=False)
    return _compared(session, procurement, invited, table)


def invite(
    session: Session, *, procurement: Procurement, table: str, address: str, actor: Actor, now: datetime
) -> tuple[Invited, ...]:
    """Write to everybody of a list that was read and shown, but for those who were written to before; return them.

    `address` is that of the published call. One entry goes on record, with the names and without the addresses.
    """
    demand(actor, Permission.PROCUREMENT_RUN, procurement, act="invite providers to the call")
    session.refresh(procurement, with_for_update={"of": Procurement})  # of two who confirm the same list one writes
    _require_open(procurement, now)
    new = _compared(session, procurement, read_invited(_unpacked(table)), table).new
    for each in new:
        row = CallInvitation(
            public_id=str(uuid.uuid4()), procurement_id=procurement.id, name=each.name, email=each.email,
            invited_by_id=actor.user_id, invited_at=now,
        )  # fmt: skip
        session.add(row)
        _send(session, row, procurement, address, now)
    if new:
        mail.put_to_work(session, now=now)
        audit.record(
            session, tag="call-invitation:sent", actor=actor, now=now, procurement=procurement,
            providers=[each.name for each in new],
        )  # fmt: skip
    return new


def _send(session: Session, row: CallInvitation, procurement: Procurement, address: str, now: datetime) -> None:
    authority = procurement.organisation.name
    body = (
        f"{authority} has published a call that may concern {row.name}:\n\n{procurement.title}\n\n"
        f"What is bought, how it is judged and until when one can ask to take part stands at this address:\n\n"
        f"{address}\n\n"
        "Everybody may ask to take part, also without this message, and it gives nobody an advantage. "
        "You need not do anything.\n"
    )
    mail.queue(
        session, key=f"call-invitation:{row.public_id}", recipient=row.email,
        subject=f"Published by {authority}: {procurement.title}", body=body, now=now, is_batched=True,
    )  # fmt: skip


def _sheet(content: bytes) -> Sheet:
    if not content.startswith(b"PK"):
        return sheet_of_csv(content)
    try:
        return read_first_sheet(content)
    except Unacceptable as refused:
        raise InvalidInput("providers", str(refused)) from None


def _compared(session: Session, procurement: Procurement, invited: tuple[Invited, ...], table: str) -> Reading:
    before = invited_addresses(session, procurement.id)
    return Reading(
        tuple(each for each in invited if each.email not in before),
        tuple(each for each in invited if each.email in before),
        table,
    )


def _unpacked(table: str) -> Sheet:
    """Take a table apart; one that no page of ours wrote is refused."""
    try:
        rows = json.loads(table)
        if all(isinstance(cell, str) for row in rows for cell in row):
            return [[column.heading for column in COLUMNS], *rows]
    except (ValueError, TypeError, RecursionError):
        pass
    raise InvalidInput("providers", OUT_OF_DATE)


def _require_open(procurement: Procurement, now: datetime) -> None:
    if why := why_not_invited(procurement, now):
        raise Conflict(why)
