"""Evidence that a gate asks for: of one person of the authority, or of one bidder, who gives that and nothing else.

What is asked can be answered in words and with files until the sitting has its verdict or the reviewer has settled it.
Files pass the same inspection as those of a tender, lie closed, and each reading by another person is on record.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.adapters.files import FileStore
from assurance.adapters.vault import FileKey, decrypt_stream
from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.deadlines import LONDON
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.stages import ENDED_BID_STAGES
from assurance.persistence.models import Bid, EvidenceFile, EvidenceRequest, GateReview, Procurement, User
from assurance.persistence.queries.gates import get_line
from assurance.services import accounts, audit, telling
from assurance.services.dialogue.owning import demand_own
from assurance.services.gates import demand_reviewer
from assurance.services.intake import FIELD, Intake, Judged, belongs_to, placed

MOST_FILES = 20
BIDDER_PAGE, STAFF_PAGE = "supplier.evidence.show", "staff.gates.give_evidence"


def ask(
    session: Session, *, review: GateReview, line_code: str, what: str, due_on: date, actor: Actor, now: datetime,
    person: User | None = None, bid: Bid | None = None,
) -> EvidenceRequest:  # fmt: skip
    """Ask one person of the authority or one bidder for a piece of evidence, and tell them."""
    procurement = demand_reviewer(session, review, actor, "ask for evidence")
    _refuse_concluded(review)
    line = get_line(session, review.id, line_code)
    if not what.strip():
        raise InvalidInput("what", "Say which evidence you need")
    if due_on <= now.astimezone(LONDON).date():
        raise InvalidInput("due_on", "The date must be in the future")
    _check_whom(session, procurement, person, bid)
    request = EvidenceRequest(
        public_id=str(uuid.uuid4()), review_id=review.id, line_code=line.code, what=what.strip(),
        person_id=person.id if person else None, bid_id=bid.id if bid else None, due_on=due_on,
        asked_by_id=actor.user_id, asked_at=now,
    )  # fmt: skip
    session.add(request)
    session.flush()
    audit.record(
        session, tag="evidence:asked", actor=actor, now=now, procurement=procurement, subject=request.public_id,
        gate=review.gate_code, line=line.code, what=request.what, due_on=due_on,
        of=bid.public_id if bid else str(request.person_id),
    )  # fmt: skip
    _tell(session, procurement, request, now)
    return request


def answer(
    session: Session, *, request: EvidenceRequest, text: str, actor: Actor, now: datetime, version: int | None = None
) -> EvidenceRequest:
    """Give what was asked for, in words, with the files that are there; it can be given again until it is settled."""
    procurement = _hold(session, request, actor)
    if version is not None and version != request.version:
        raise Conflict("This was changed after you opened the page. Open it again")
    if not text.strip() and not request.files:
        raise InvalidInput("answer", "Say where the evidence is, or add a file")
    request.answer, request.answered_at, request.answered_by_id = text.strip(), now, actor.user_id
    audit.record(
        session, tag="evidence:given", actor=actor, now=now, procurement=procurement, subject=request.public_id,
        files=[each.public_id for each in request.files],
    )  # fmt: skip
    telling.tell(
        session, procurement=procurement, people=[request.asked_by_id], kind="evidence-given",
        subject=f"{request.public_id}/{now.isoformat()}", title="Evidence was given that you asked for",
        text=request.what, endpoint="staff.gates.review", params={"gate_code": request.review.gate_code}, now=now,
    )  # fmt: skip
    return request


def may_attach(session: Session, *, request: EvidenceRequest, actor: Actor) -> None:
    """Refuse early what `attach` would refuse late, before anyone waits for a large file."""
    _hold(session, request, actor)


def attach(
    session: Session, *, request: EvidenceRequest, file: Judged, intake: Intake, actor: Actor, now: datetime
) -> EvidenceFile:
    """Place a judged file for what was asked."""
    procurement = _hold(session, request, actor)
    if len(request.files) >= MOST_FILES:
        raise InvalidInput(FIELD, f"There are {MOST_FILES} files already. Take one out first")
    row = EvidenceFile(**placed(file, intake, actor=actor, now=now))
    request.files.append(row)
    audit.record(
        session, tag="evidence:file-added", actor=actor, now=now, procurement=procurement, subject=request.public_id,
        file=row.public_id, size=row.size,
    )  # fmt: skip
    return row


def read(request: EvidenceRequest, file: EvidenceFile, reference: str, files: FileStore) -> Iterator[bytes]:
    """Yield the content of a file."""
    key = FileKey.from_bytes(file.file_key)
    bound = belongs_to(reference, request.public_id, file.public_id)
    return decrypt_stream(files.stream(file.storage_key), key, bound)


def settle(
    session: Session, *, request: EvidenceRequest, accept: bool, reason: str, actor: Actor, now: datetime
) -> EvidenceRequest:
    """Accept what was given, or take the request back with a reason; nothing is given for it any more."""
    procurement = demand_reviewer(session, request.review, actor, "settle a request for evidence")
    session.refresh(request, with_for_update={"of": EvidenceRequest})
    _refuse_settled(request)
    if accept and request.answered_at is None:
        raise Conflict("Nothing was given yet, so there is nothing to accept")
    if not accept and not reason.strip():
        raise InvalidInput("reason", "Say why the evidence is no longer wanted")
    request.settled, request.settled_reason = "accepted" if accept else "withdrawn", reason.strip()
    audit.record(
        session, tag="evidence:settled", actor=actor, now=now, procurement=procurement, subject=request.public_id,
        settled=request.settled, reason=request.settled_reason,
    )  # fmt: skip
    return request


def _hold(session: Session, request: EvidenceRequest, actor: Actor) -> Procurement:
    """Lock a request for whoever was asked; raise `NotPermitted` for anybody else, `Conflict` when it is over."""
    session.refresh(request, with_for_update={"of": EvidenceRequest})
    procurement = session.get_one(Procurement, request.review.procurement_id)
    if request.bid is not None:
        demand_own(request.bid, actor, Permission.BID_WRITE)
    elif request.person_id != actor.user_id:
        raise NotPermitted("Only the person who was asked gives this evidence")
    _refuse_settled(request)
    _refuse_concluded(request.review)
    return procurement


def _refuse_settled(request: EvidenceRequest) -> None:
    if request.settled:
        raise Conflict(f"This request is {request.settled} and takes no more")


def _refuse_concluded(review: GateReview) -> None:
    if review.verdict is not None:
        raise Conflict("This sitting is concluded; no more evidence is taken for it")


def _check_whom(session: Session, procurement: Procurement, person: User | None, bid: Bid | None) -> None:
    if (person is None) == (bid is None):
        raise InvalidInput("whom", "Select who is asked")
    if bid is not None and (bid.procurement_id != procurement.id or bid.stage in ENDED_BID_STAGES):
        raise InvalidInput("whom", "This bidder takes no part any more")
    if person is not None and not accounts.roles_in(session, user_id=person.id, procurement_id=procurement.id):
        raise InvalidInput("whom", "This person has no role in the procurement")


def _tell(session: Session, procurement: Procurement, request: EvidenceRequest, now: datetime) -> None:
    """Tell the bidder, whose address is that of its bid, or the person, whose address is in the procurement."""
    bid = request.bid
    params = {"request_id": request.public_id} | ({"bid_id": bid.public_id} if bid else {})
    telling.tell(
        session, kind="evidence-asked", subject=request.public_id, title="Evidence is asked of you", text=request.what,
        endpoint=BIDDER_PAGE if bid else STAFF_PAGE, params=params, procurement=None if bid else procurement, now=now,
        organisations=[bid.organisation_id] if bid else (), people=[request.person_id] if request.person_id else (),
    )  # fmt: skip


def list_bidders(session: Session, procurement_id: int) -> list[Bid]:
    """List the bids of which evidence may be asked, by the name of the bidder."""
    query = select(Bid).where(
        Bid.procurement_id == procurement_id, Bid.requested_at.is_not(None), Bid.stage.not_in(ENDED_BID_STAGES)
    )
    return sorted(session.scalars(query), key=lambda bid: bid.organisation.name)
