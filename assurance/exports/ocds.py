"""Puts kept releases into packages, and compiles records of them by the rules of the standard.

`ocdsmerge` is the reference implementation of merging. It would fetch the schema for the rules; they are given here
instead, as far as what we publish needs them, so that nothing is fetched. Lists of things with ids are merged by id.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from ocdsmerge import Merger

from assurance.domain.ocds import packages
from assurance.domain.ocds.packages import Publisher

Json = dict[str, Any]
_WHOLE_LISTS = (
    ("parties", "roles"), ("parties", "details", "classifications"), ("tender", "specialRegime"),
    ("tender", "submissionMethod"), ("tender", "submissionTerms", "languages"),
    ("tender", "items", "additionalClassifications"), ("tender", "items", "deliveryAddresses"),
    ("tender", "lots", "awardCriteria", "criteria"), ("tender", "lots", "awardCriteria", "criteria", "numbers"),
    ("awards", "relatedLots"),
)  # fmt: skip
RULES = {
    ("id",): "omitWhenMerged",
    ("date",): "omitWhenMerged",
    ("tag",): "omitWhenMerged",
    **dict.fromkeys(_WHOLE_LISTS, "wholeListMerge"),
}


def read_releases(documents: Iterable[str]) -> list[Json]:
    """Read releases as they are kept."""
    return [json.loads(each) for each in documents]


def release_package(documents: Iterable[str], *, site: str, path: str, following: str = "") -> Json:
    """Wrap releases; `path` is that of the package below the site, `following` that of what comes after it."""
    releases = read_releases(documents)
    return packages.release_package(
        releases, publisher=_publisher(releases, site), uri=f"{site}{path}",
        following=f"{site}{following}" if following else "",
    )  # fmt: skip


def record_package(documents: Iterable[str], *, site: str, path: str) -> Json:
    """Wrap the releases of one procurement with what they come to."""
    releases = read_releases(documents)
    record = packages.record(releases, compiled_release(releases))
    return packages.record_package([record], publisher=_publisher(releases, site), uri=f"{site}{path}")


def _publisher(releases: Sequence[Json], site: str) -> Publisher:
    """Return the authority whose releases these are, or the service where they are of several."""
    buyers = {each["buyer"]["name"] for each in releases}
    return Publisher(buyers.pop() if len(buyers) == 1 else "Assurance", site)


def compiled_release(releases: Sequence[Json]) -> Json:
    """Work out what the releases of one procurement come to."""
    compiled: Json = Merger(merge_rules=RULES).create_compiled_release(list(releases))
    return compiled
