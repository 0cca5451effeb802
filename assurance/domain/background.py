"""What is done in the background, in words, and what becomes of it when it goes wrong. By the clock of whoever asks.

Work that fails is tried again after pauses that grow. What has failed too often is a dead letter: people are told, and
say what becomes of it. A chore, which is done again and again, goes on being tried at long pauses all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

TRIES = 6
"""Failures in a row after which people are told."""
LONGEST_PAUSE = timedelta(hours=1)
FAULT_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Duty:
    """Something the worker does: what it is called on a page, and what is amiss while it is not done."""

    label: str
    without_it: str


CHORES: dict[str, Duty] = {
    "beat": Duty("Say that this worker is alive", "The service says that nobody works in the background."),
    "adopt": Duty("Take over the work of workers that have ended", "Work in their hands lies until they come back."),
    "lost": Duty("Look for work that has ended unfinished", "Nobody is told that it failed."),
    "mail": Duty("Send again what no mail server took", "Email that failed once does not leave."),
    "messages": Duty("Carry new messages on by email", "People hear of what happens only when they look."),
    "digests": Duty("Write the daily summaries", "Who wants one email a day gets none."),
    "gates": Duty("Open gates with an overdue condition again", "A gate stays passed although its condition is late."),
    "erasures": Duty("Propose what is due to be erased", "Records are kept longer than they should be."),
    "uploads": Duty("Clear away uploads that nobody continued", "The disk fills up."),
    "sections": Duty("Clear away pages of packs that nobody needs", "The disk fills up."),
    "log": Duty("Empty the log of the database", "What was wiped stays in the log for longer."),
    "clock": Duty("Compare the clock with another one", "A wrong clock may close a tender too early."),
    "witness_mail": Duty("Send the head of the audit trail by email", "A change to the trail may stay unseen."),
    "witness": Duty("Leave the head of the audit trail elsewhere", "A change to the trail may stay unseen."),
}
"""What is done again and again, by name."""

MAIL = "mail"
"""The work under which all e-mail that was given up is one dead letter: how many there are would tell of bidders."""
JOBS: dict[str, Duty] = {
    "build_pack": Duty("A document", "Whoever asked for it has been told that it failed."),
    "lay_ahead": Duty(
        "Laying out parts of a document ahead of time", "The document takes longer when it is asked for."
    ),
    "send_alerts": Duty("Telling those who look for notices like this one", "They do not hear of the notice."),
    "send_mail_batch": Duty("Sending email that waits", "It leaves with the next that is sent."),
    MAIL: Duty("Email that no mail server took", "The people it was for have not heard by email."),
}
"""What is done once, by the name of the job."""
_OTHER = Duty("Work in the background", "It is not done.")


def chore_work(name: str, slot: int) -> str:
    """Name a chore of one worker: another worker may well succeed at it."""
    return f"chore:{name}:{slot}"


def job_work(key: str) -> str:
    """Name a job by its key."""
    return f"job:{key}"


def is_chore(work: str) -> bool:
    """Say whether a piece of work is done again and again."""
    return work.startswith("chore:")


def duty_of(work: str, job: str) -> Duty:
    """Return what a piece of work is, whatever an earlier version called it."""
    return CHORES.get(work.split(":")[1], _OTHER) if is_chore(work) else JOBS.get(job, _OTHER)


def pause_after(failures: int, every: timedelta) -> timedelta:
    """Return how long to wait after so many failures in a row: twice as long each time, up to an hour.

    What is done more seldom than that keeps its own time.
    """
    if failures <= 0:
        return every
    doublings: int = 2 ** min(failures, 16)
    return max(every, min(every * doublings, LONGEST_PAUSE))


def is_dead(failures: int) -> bool:
    """Say whether it is time to tell people; once only, until it has gone well again."""
    return failures == TRIES


def say_fault(kind: str) -> str:
    """Say what a fault was, by its kind and never by its words, which may hold what people wrote."""
    return f"A fault in the program or in what it depends on ended it ({kind[:FAULT_LENGTH]})."


BROKEN_OFF = "The workers that had it in hand ended before it was done, again and again."
"""The reason where no fault was raised: the process itself was killed."""
