"""The wrappings in which releases and records travel, with who publishes them, the licence and the extensions used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assurance.domain.ocds.writing import JsonObject

VERSION = "1.1"
LICENCE = "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
NOTHING_YET = "2000-01-01T00:00:00Z"
"""When a package without releases was published; it has to say something, and the same each time."""
_REPOSITORIES = "https://raw.githubusercontent.com/"
_COMMON = f"{_REPOSITORIES}open-contracting-extensions/ocds_"
EXTENSIONS = (
    "https://standard.open-contracting.org/profiles/eu/latest/en/extension.json",
    f"{_COMMON}amendment_rationale_classifications_extension/master/extension.json",
    f"{_COMMON}budget_breakdown_extension/master/extension.json",
    f"{_COMMON}contract_completion_extension/master/extension.json",
    f"{_COMMON}documentation_extension/master/extension.json",
    f"{_COMMON}pagination_extension/master/extension.json",
    f"{_COMMON}suitability_extension/master/extension.json",
    f"{_REPOSITORIES}portaledcahn/ocds_Links_extension/main/extension.json",
    f"{_REPOSITORIES}cabinetoffice/ocds_uk_extension/main/extension.json",
    f"{_COMMON}performance_failures_extension/master/extension.json",
)
"""Those that Find a Tender declares, in its order."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes, and where."""

    name: str
    site: str


def release_package(
    releases: Sequence[JsonObject], *, publisher: Publisher, uri: str, following: str = ""
) -> JsonObject:
    """Wrap releases; `following` is the address of those that come after them."""
    return _head(publisher, uri, [each["date"] for each in releases]) | {
        "releases": list(releases),
        **({"links": {"next": following}} if following else {}),
    }


def record_package(records: Sequence[JsonObject], *, publisher: Publisher, uri: str) -> JsonObject:
    """Wrap records, each with its releases and what they come to."""
    dates = [release["date"] for each in records for release in each["releases"]]
    return _head(publisher, uri, dates) | {"records": list(records)}


def site_of(release: JsonObject) -> str:
    """Return the site on which a release of ours was published, from the address of its notice."""
    holders = [
        release.get("planning", {}),
        release["tender"],
        *release.get("awards", ()),
        *release.get("contracts", ()),
    ]
    documents = (document for holder in holders for document in holder.get("documents", ()))
    address: str = next(each["url"] for each in documents if each["id"] == release["id"])
    return address.partition("/notices/")[0]


def record(releases: Sequence[JsonObject], compiled: JsonObject) -> JsonObject:
    """Put the releases of one procurement beside what they come to."""
    return {"ocid": releases[0]["ocid"], "releases": list(releases), "compiledRelease": compiled}


def _head(publisher: Publisher, uri: str, dates: Sequence[str]) -> JsonObject:
    head: JsonObject = {
        "uri": uri,
        "version": VERSION,
        "extensions": list(EXTENSIONS),
        "publishedDate": max(dates, default=NOTHING_YET),
        "publisher": {"name": publisher.name, "uri": publisher.site},
        "license": LICENCE,
        "publicationPolicy": f"{publisher.site}/api/",
    }
    return head
