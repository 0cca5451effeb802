"""One procurement as a package of open data, by its reference."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.exports.ocds import record_package, release_package
from assurance.persistence.queries.open_data import list_releases_of
from assurance.services import loading
from assurance.services.public_site import site

API = "/api/1.0"


def export(session: Session, *, reference: str, as_record: bool = False) -> dict[str, Any]:
    """Return the release package, or the record package, of a procurement.

    Raises `NotFound` for a reference nobody has, and for one of which nothing is published yet.
    """
    try:
        procurement = loading.procurement(session, reference)
    except NotFound:
        raise NotFound(f"There is no procurement {reference}") from None
    releases = list_releases_of(session, procurement.id)
    if not releases:
        raise NotFound(f"Nothing is published of {reference} yet, so there is no open data of it")
    ocid, documents = releases[0].ocid, [each.document for each in releases]
    if as_record:
        return record_package(documents, site=site().url, path=f"{API}/ocdsRecordPackages/{ocid}")
    return release_package(documents, site=site().url, path=f"{API}/ocdsReleasePackages/{ocid}")
