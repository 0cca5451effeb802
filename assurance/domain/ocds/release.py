"""Writes one published notice as one release of the Open Contracting Data Standard 1.1.5.

Which parts a release has is decided by the row of its kind, so that a notice never gives away what a later one says.
"""

from __future__ import annotations

from assurance.domain.ocds.facts import Organisation, Process
from assurance.domain.ocds.kinds import Kind, kind_of
from assurance.domain.ocds.outcome import awards, bids, contracts
from assurance.domain.ocds.tender import planning, tender
from assurance.domain.ocds.writing import JsonObject, instant, without_empty

DEMONSTRATION = "Demonstration data: no such procurement takes place."


def write_release(process: Process) -> JsonObject:
    """Write the release of a notice. Raises `LookupError` for a kind of notice that has no row."""
    kind = kind_of(process.notice)
    notice = process.notice
    release: JsonObject = {
        "ocid": process.ocid,
        "id": notice.id,
        "date": instant(notice.published_at),
        "tag": list(kind.tags),
        "initiationType": "tender",
        "language": "en",
        "title": notice.title,
        "description": f"{DEMONSTRATION}\n{notice.text}" if process.is_demonstration else notice.text,
        "parties": _parties(process, kind),
        "buyer": _reference(process.buyer),
        "planning": planning(process, kind),
        "tender": tender(process, kind),
        "bids": bids(process, kind),
        "awards": awards(process, kind),
        "contracts": contracts(process, kind),
    }
    written: JsonObject = without_empty(release)
    return written


def _parties(process: Process, kind: Kind) -> list[JsonObject]:
    parties = [_party(process.buyer, ["buyer", "procuringEntity"], shows_size=False)]
    if process.award and "award" in kind.shows:
        supplier = process.award.supplier
        parties.append(_party(supplier, ["supplier", "tenderer"], shows_size="supplier_size" in kind.shows))
    return parties


def _party(organisation: Organisation, roles: list[str], *, shows_size: bool) -> JsonObject:
    identifier = {"scheme": organisation.scheme, "id": organisation.number} if organisation.scheme else {}
    details: JsonObject = {}
    if organisation.buyer_type:
        details["classifications"] = [{"scheme": "UK_CA_TYPE", "id": organisation.buyer_type}]
    if shows_size and organisation.is_sme is not None:
        details |= {"scale": "sme" if organisation.is_sme else "large", "vcse": organisation.is_vcse}
    return {
        "id": organisation.id,
        "name": organisation.name,
        "identifier": identifier | {"legalName": organisation.name},
        "roles": roles,
        "details": details,
    }


def _reference(organisation: Organisation) -> JsonObject:
    return {"id": organisation.id, "name": organisation.name}
