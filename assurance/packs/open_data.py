"""What was published of a procurement, carried inside its pack as open data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import rfc8785
from sqlalchemy.orm import Session

from assurance.domain.ocds.packages import Publisher, release_package, site_of
from assurance.packs.printing import Attachment
from assurance.persistence.queries.open_data import list_releases_of

if TYPE_CHECKING:
    from assurance.persistence.models import Procurement


def ocds_files(session: Session, procurement: Procurement) -> tuple[Attachment, ...]:
    """Return the release package of everything published so far, or nothing where nothing is."""
    rows = list_releases_of(session, procurement.id)
    if not rows:
        return ()
    releases = [json.loads(each.document) for each in rows]
    site = site_of(releases[-1])
    package = release_package(
        releases, publisher=Publisher(procurement.organisation.name, site),
        uri=f"{site}/api/1.0/ocdsReleasePackages/{rows[-1].ocid}",
    )  # fmt: skip
    return (Attachment("ocds.json", "Everything published, as open data (OCDS 1.1.5)", rfc8785.dumps(package)),)
