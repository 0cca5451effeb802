"""The procedures the system knows, by code. A stored procurement names its code and version; neither is rewritten."""

from assurance.domain.errors import NotFound
from assurance.domain.procedures.definition import Procedure
from assurance.domain.procedures.psr_competitive import PSR_COMPETITIVE

PROCEDURES: dict[tuple[str, str], Procedure] = {(p.code, p.version): p for p in (PSR_COMPETITIVE,)}


def get_procedure(code: str, version: str) -> Procedure:
    """Return the procedure a procurement was started under, or raise `NotFound`."""
    try:
        return PROCEDURES[(code, version)]
    except KeyError:
        raise NotFound(f"There is no procedure {code} version {version}") from None
