"""Opens a file of open data, a release package or a record package, and reads the procurements in it.

A file that is no such thing is refused as a whole. Inside, each release is taken as far as it can be used. Links are
shown as they are and never followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assurance.domain.faults import Fault, FaultsFound
from assurance.domain.ocds.past.lenient import Lenient, Note
from assurance.domain.ocds.past.merging import Telling, come_to
from assurance.domain.ocds.past.procurement import Past
from assurance.domain.ocds.past.release import read_release
from assurance.domain.reading import parse_json

LARGEST = 10 * 2**20
MOST_RELEASES = 2_000
MOST_PROCUREMENTS = 250
Found = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds, where it says it comes from, and what was done about what is wrong with it."""

    procurements: tuple[Past, ...]
    notes: tuple[Note, ...]
    noted: int = 0
    """How many notes there were, kept or not."""
    publisher: str = ""
    licence: str = ""
    source: str = ""


def read_package(content: bytes) -> Reading:
    """Read a file. Raises `FaultsFound` for one that is too large, not JSON, or no package of open data."""
    if len(content) > LARGEST:
        raise FaultsFound([Fault("$", f"The file is larger than {LARGEST // 2**20} megabytes: split it")])
    package = parse_json(content)
    if not isinstance(package, dict):
        raise FaultsFound([Fault("$", "This is not a package: it must be one object with “releases” or “records”")])
    lenient = Lenient()
    found = list(_releases(package, lenient))
    if len(found) > MOST_RELEASES:
        raise FaultsFound(
            [Fault("$", f"There are {len(found):,} releases; at most {MOST_RELEASES:,} are read at once")]
        )
    past = _by_procurement(found, lenient)
    if len(past) > MOST_PROCUREMENTS:
        many = f"There are {len(past):,} procurements; at most {MOST_PROCUREMENTS} are taken at once: split the file"
        raise FaultsFound([Fault("$", many)])
    return Reading(
        tuple(past), tuple(lenient.notes), lenient.noted,
        publisher=lenient.text(lenient.thing(package.get("publisher"), "publisher").get("name"), "publisher.name", 300),
        licence=lenient.text(package.get("license"), "license", 500),
        source=lenient.text(package.get("uri"), "uri", 500),
    )  # fmt: skip


def _releases(package: dict[str, Any], lenient: Lenient) -> Iterator[Found]:
    """Give the releases of either kind of package, each with its path."""
    if isinstance(package.get("releases"), list):
        yield from lenient.things(package["releases"], "releases")
    elif isinstance(package.get("records"), list):
        for path, record in lenient.things(package["records"], "records"):
            yield from _of_record(path, record, lenient)
    else:
        raise FaultsFound([Fault("$", "It has neither a list “releases” nor a list “records”")])


def _of_record(path: str, record: dict[str, Any], lenient: Lenient) -> Iterator[Found]:
    """Give the whole releases of a record, else what they were compiled to; links alone hold nothing to read."""
    whole = [found for found in lenient.things(record.get("releases"), f"{path}.releases") if "url" not in found[1]]
    if whole:
        yield from whole
    elif isinstance(record.get("compiledRelease"), dict):
        yield f"{path}.compiledRelease", record["compiledRelease"]
    else:
        lenient.leave_out(path, "It holds only links to releases, and nothing is fetched")


def _by_procurement(found: Sequence[Found], lenient: Lenient) -> list[Past]:
    tellings: dict[str, list[Telling]] = {}
    for path, release in found:
        told = read_release(release, path, lenient)
        if told is not None:
            tellings.setdefault(told.ocid, []).append(told)
    past = (come_to(each, lenient) for each in tellings.values())
    return [each for each in past if each is not None]
