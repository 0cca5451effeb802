"""What the words of a contract mean: a starting list, and what is checked when somebody writes a definition.

Providers count the same care in different ways unless one meaning binds them all (founding document 001). The list is a
template in this service’s own words: every meaning is read and confirmed before it is used.
"""

from __future__ import annotations

from dataclasses import dataclass

from assurance.domain.errors import InvalidInput

LONGEST_TERM, LONGEST_MEANING, LONGEST_SOURCE = 120, 2000, 300
TEMPLATE = "Starting list of this service; compare with the NHS Data Model and Dictionary before use"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a term means and where that comes from."""

    term: str
    meaning: str
    source: str


def checked(meaning: Meaning) -> Meaning:
    """Return a definition tidied; raise `InvalidInput` at the field that cannot stand."""
    return Meaning(
        _line(meaning.term, "term", "Enter the term", LONGEST_TERM),
        _fitting(meaning.meaning.strip(), "meaning", "Say what the term means", LONGEST_MEANING),
        _line(meaning.source, "source", "Say where the meaning comes from", LONGEST_SOURCE),
    )


def same_term(first: str, second: str) -> bool:
    """Say whether two terms are one: capitals and blanks make no difference."""
    return " ".join(first.split()).casefold() == " ".join(second.split()).casefold()


def _line(text: str, field: str, message: str, longest: int) -> str:
    return _fitting(" ".join(text.split()), field, message, longest)


def _fitting(text: str, field: str, message: str, longest: int) -> str:
    if not text:
        raise InvalidInput(field, message)
    if (excess := len(text) - longest) > 0:
        raise InvalidInput(field, f"This must be {longest:,} characters or fewer: take out {excess:,}")
    return text


_STARTING = (
    (
        "Outpatient attendance",
        "One appointment at which a person who is not admitted is seen by a clinician of the service, face to face or "
        "at a distance, and which is recorded as attended. An appointment that was missed or cancelled is none.",
    ),
    (
        "Day case",
        "An admission planned in advance for care that needs a bed or trolley and that begins and ends on the same "
        "day. Where the person has to stay the night it counts as an inpatient stay.",
    ),
    (
        "Inpatient stay",
        "The time from the admission of a person to a hospital bed until discharge or death, over at least one "
        "midnight. A move between wards does not end it; a move to another provider does.",
    ),
    (
        "Emergency admission",
        "An admission at short notice because the need for care could not wait, whoever asked for it.",
    ),
    (
        "Referral",
        "A request that the service takes over a part of a person’s care, by a professional or by the person. It is "
        "received on the day it first reaches any provider of the programme.",
    ),
    (
        "First contact",
        "The first time that a clinician of the service and the person speak with each other about the need for which "
        "the person came. Sorting a referral without the person is not a contact.",
    ),
    (
        "Waiting time",
        "The days from the receipt of a referral to the day the care that is measured begins, with no day left out "
        "for reasons of the service.",
    ),
    (
        "Patient-reported outcome",
        "The change in the score of a named questionnaire that the person answers before the care and again at the "
        "time stated for it. Only people with both answers count; how many have both is reported beside it.",
    ),
    (
        "Care plan",
        "A record agreed between the person and a clinician that names the person’s own goals, who does what, and when "
        "it is looked at again; the person has a copy.",
    ),
    (
        "Emergency bed day",
        "One midnight that a person spends in a hospital bed within an inpatient stay that began as an emergency "
        "admission.",
    ),
    (
        "Person served",
        "Somebody on the list of a general practice of the area on the first day of the month, whether or not they "
        "use the service.",
    ),
)
STARTING_LIST = tuple(Meaning(term, meaning, TEMPLATE) for term, meaning in _STARTING)
"""Terms that a programme usually needs, offered to be taken over and changed."""
