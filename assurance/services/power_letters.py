"""Who is told of powers that wait for a second person and of what became of them; a lost factor by e-mail at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.powers import Outcome, Power
from assurance.domain.deadlines.changes import say_until
from assurance.persistence.models import FactorRelease, PowerProposal, User
from assurance.services import mail, telling

PAGE, RELEASE_PAGE = "staff.powers.show", "staff.powers.release"
WARNED = (
    "Somebody of your authority has proposed that your second factor in Assurance is taken away, so that you can set "
    "up a new one. It waits for a second person.\n\nIf you have not asked for this, tell your board secretary at once."
)
TAKEN = (
    "Two people of your authority have taken away your second factor in Assurance, and every sign-in of yours has "
    "ended. You set up a new one when you sign in next.\n\nIf you have not asked for this, tell your board secretary "
    "at once."
)


def in_words(proposal: PowerProposal) -> str:
    """Say what is proposed, and for whom."""
    if proposal.kind is Power.ROLE and proposal.role is not None and proposal.procurement is not None:
        return f"{proposal.role.label} in {proposal.procurement.reference} for {proposal.user.name}"
    if proposal.kind is Power.SECRETARY:
        return f"Board secretary: {proposal.user.name}"
    return f"New second factor for {proposal.user.name}"


def tell_proposed(session: Session, proposal: PowerProposal, others: Iterable[int], *, now: datetime) -> None:
    """Tell everybody who may confirm it, and who has lost a second factor that it may be taken away."""
    telling.tell(
        session, kind="power:proposed", subject=proposal.public_id, people=sorted(others), now=now, endpoint=PAGE,
        params={"public_id": proposal.public_id}, title=f"To confirm or refuse: {in_words(proposal)}",
        text=f"{proposal.proposed_by.name} proposes it. Reason: {proposal.reason}",
    )  # fmt: skip
    if proposal.kind is Power.FACTOR:
        telling.tell(
            session, kind="factor:reset-proposed", subject=proposal.public_id, people=[proposal.user_id], now=now,
            endpoint=PAGE, params={"public_id": proposal.public_id},
            title=f"{proposal.proposed_by.name} proposes that your second factor is taken away", text=WARNED,
        )  # fmt: skip
        _write(session, proposal.user, f"factor-proposed:{proposal.public_id}", WARNED, now)


def tell_decided(session: Session, proposal: PowerProposal, *, now: datetime) -> None:
    """Tell who proposed it and whom it is about what became of it."""
    if proposal.outcome is None or proposal.decided_by is None:
        return
    people = {proposal.proposed_by_id, proposal.user_id} - {proposal.decided_by_id}
    telling.tell(
        session, kind="power:decided", subject=proposal.public_id, people=sorted(each for each in people if each),
        now=now, endpoint=PAGE, params={"public_id": proposal.public_id}, text=proposal.outcome_reason,
        title=f"{proposal.outcome.label} by {proposal.decided_by.name}: {in_words(proposal)}",
    )  # fmt: skip
    if proposal.kind is Power.FACTOR and proposal.outcome is Outcome.CONFIRMED:
        _write(session, proposal.user, f"factor-taken:{proposal.public_id}", TAKEN, now)


def tell_release(session: Session, release: FactorRelease, others: Iterable[int], *, now: datetime) -> None:
    """Tell the person and everybody with a power that a second factor is to be taken away, or what became of that."""
    words, is_new = release_in_words(release), release.done_at is None and release.stopped_at is None
    telling.tell(
        session, kind="factor:release-announced" if is_new else "factor:release-ended", subject=release.public_id,
        people=sorted({*others, release.user_id}), now=now, endpoint=RELEASE_PAGE,
        params={"public_id": release.public_id}, title=f"Second factor of {release.user.name}", text=words,
    )  # fmt: skip
    state = "announced" if is_new else "ended"
    _write(session, release.user, f"factor-release-{state}:{release.public_id}", words, now)


def release_in_words(release: FactorRelease) -> str:
    """Say how it stands, to everybody alike."""
    name = release.user.name
    if release.stopped_at is not None:
        by = release.stopped_by.name if release.stopped_by else "Whoever runs the system"
        return f"{by} has stopped that the second factor of {name} is taken away. Reason: {release.stop_reason}"
    if release.done_at is not None:
        return (
            f"Whoever runs the system has taken away the second factor of {name}, as was announced, and every sign-in "
            "of theirs has ended. They set up a new one when they sign in next."
        )
    return (
        f"Whoever runs the system was asked to take away the second factor of {name}, because no two colleagues can. "
        f"Reason: {release.reason}\n\nIt can be done from {say_until(release.opens_at)}. If {name} has not asked for "
        "this, stop it before, under “Roles and powers that two people give”, or have whoever runs the system stop it."
    )


def _write(session: Session, person: User, key: str, text: str, now: datetime) -> None:
    """Write at once, whatever the person chose for other e-mail: somebody else may be taking over their account."""
    mail.queue(
        session, key=key, recipient=person.email, subject="Your second factor in Assurance",
        body=f"Dear {person.name}\n\n{text}\n", now=now,
    )  # fmt: skip
