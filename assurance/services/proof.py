"""Files that show that a condition of a gate is met, or that a task of mobilisation is done.

They pass the same inspection as those of a tender and lie closed. Whoever may record the fact attaches them before;
from then on they stay, for whoever decides on it. Each reading by another person is on record.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.adapters.files import FileStore
from assurance.adapters.vault import FileKey, decrypt_stream
from assurance.domain.authority.policy import Actor
from assurance.domain.contracts.mobilisation import TaskState
from assurance.domain.errors import Conflict, InvalidInput
from assurance.persistence.models import Condition, MobilisationTask, Procurement, ProofFile
from assurance.services import audit, gate_conditions
from assurance.services.contracting import mobilising
from assurance.services.intake import FIELD, Intake, Judged, belongs_to, placed

MOST_FILES = 20
Proven = Condition | MobilisationTask
"""What a file shows."""


def name_of(shown: Proven) -> str:
    """Name what a file shows as the record does; its closed file is bound to that and opens nowhere else."""
    return f"condition {shown.reference}" if isinstance(shown, Condition) else f"task {shown.number}"


def may_attach(session: Session, *, shown: Proven, actor: Actor) -> Procurement:
    """Refuse early what `attach` would refuse late, before anyone waits for a large file."""
    if isinstance(shown, Condition):
        return gate_conditions.hold_open(session, shown, actor)
    procurement = mobilising.hold(session, shown, actor)
    if shown.state is TaskState.DONE:
        raise Conflict("The task is done, and what shows it stays. Say first that it is still in progress")
    return procurement


def attach(session: Session, *, shown: Proven, file: Judged, intake: Intake, actor: Actor, now: datetime) -> ProofFile:
    """Place a judged file with the condition or the task that it shows."""
    procurement = may_attach(session, shown=shown, actor=actor)
    if len(shown.proof) >= MOST_FILES:
        raise InvalidInput(FIELD, f"There are {MOST_FILES} files already. Take one out first")
    row = ProofFile(**placed(file, intake, actor=actor, now=now))
    shown.proof.append(row)
    _record(session, "file-added", shown, row, procurement, actor, now)
    return row


def remove(session: Session, *, shown: Proven, file: ProofFile, actor: Actor, now: datetime) -> None:
    """Take out a file before the fact is on record. Its closed content goes with its row, the only key to it."""
    procurement = may_attach(session, shown=shown, actor=actor)
    shown.proof.remove(file)
    session.delete(file)
    _record(session, "file-removed", shown, file, procurement, actor, now)


def read(shown: Proven, file: ProofFile, reference: str, files: FileStore) -> Iterator[bytes]:
    """Yield the content of a file."""
    bound = belongs_to(reference, name_of(shown), file.public_id)
    return decrypt_stream(files.stream(file.storage_key), FileKey.from_bytes(file.file_key), bound)


def _record(
    session: Session, act: str, shown: Proven, file: ProofFile, procurement: Procurement, actor: Actor, now: datetime
) -> None:
    kind = "condition" if isinstance(shown, Condition) else "mobilisation"
    audit.record(
        session, tag=f"{kind}:{act}", actor=actor, now=now, procurement=procurement,
        subject=name_of(shown).partition(" ")[2], file=file.public_id, size=file.size, commitment=file.commitment,
    )  # fmt: skip
