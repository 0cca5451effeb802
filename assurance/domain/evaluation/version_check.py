"""Checks that the published versions of the criteria are as they were published, and that the criteria in use are them.

Both are compared by digest: the stored text of each version with the digest it was published under, and the criteria
as they are applied with the newest version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import rfc8785

from assurance.domain.evaluation.publication import Publication
from assurance.domain.evaluation.version_changes import VersionChange, version_changes


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One version as it is stored."""

    number: int
    document: Mapping[str, Any]
    digest: str

    @property
    def is_sound(self) -> bool:
        """Say whether the stored text still has the digest it was published under."""
        return digest_of(self.document) == self.digest


@dataclass(frozen=True, slots=True)
class VersionCheck:
    """What was found: sentences for what is wrong, and what differs in the criteria in use."""

    faults: tuple[str, ...]
    differences: tuple[VersionChange, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Say whether everything is as it was published."""
        return not self.faults


def digest_of(document: Mapping[str, Any]) -> str:
    """Give the SHA-256 of a stored document in canonical JSON, or nothing for one that cannot be so written."""
    try:
        return hashlib.sha256(rfc8785.dumps(dict(document))).hexdigest()
    except (rfc8785.CanonicalizationError, TypeError):
        return ""


def check_versions(versions: Sequence[StoredVersion], in_use: Publication, digest: str | None) -> VersionCheck:
    """Check the versions, first to last, against the criteria in use and the digest the procurement holds."""
    if not versions:
        told = "The criteria were frozen before versions were kept: only their digest can be checked"
        return VersionCheck((told,) if digest and in_use.digest() != digest else ())
    newest = versions[-1]
    faults = [
        f"Version {each.number} no longer has the digest it was published under: its stored text was changed"
        for each in versions
        if not each.is_sound
    ]
    if [each.number for each in versions] != list(range(1, len(versions) + 1)):
        faults.append("A version is missing: the numbers do not follow one another")
    if newest.digest != digest:
        faults.append(f"The procurement holds another digest than version {newest.number}, which is the newest")
    if in_use.digest() == newest.digest:
        return VersionCheck(tuple(faults))
    faults.append(f"The criteria in use are not those of version {newest.number}")
    differences = version_changes(newest.document, in_use.as_data()) if newest.is_sound else ()
    return VersionCheck(tuple(faults), differences)
