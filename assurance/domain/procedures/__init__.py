"""The procedures the system knows, by code. A stored procurement names its code and version; neither is rewritten."""

from assurance.domain.errors import NotFound
from assurance.domain.procedures.definition import Procedure
from assurance.domain.procedures.pa23_flexible import PA23_FLEXIBLE, PA23_FLEXIBLE_1
from assurance.domain.procedures.pcr15_dialogue import PCR15_DIALOGUE, PCR15_DIALOGUE_1
from assurance.domain.procedures.psr_competitive import PSR_COMPETITIVE, PSR_COMPETITIVE_1, PSR_COMPETITIVE_2
from assurance.domain.procedures.regimes import Regime

PROCEDURES: dict[tuple[str, str], Procedure] = {
    (p.code, p.version): p
    for p in (
        PSR_COMPETITIVE_1,
        PSR_COMPETITIVE_2,
        PSR_COMPETITIVE,
        PA23_FLEXIBLE_1,
        PA23_FLEXIBLE,
        PCR15_DIALOGUE_1,
        PCR15_DIALOGUE,
    )
}

CURRENT: dict[Regime, Procedure] = {p.regime: p for p in (PSR_COMPETITIVE, PA23_FLEXIBLE, PCR15_DIALOGUE)}
"""The procedure, in its newest version, under which a procurement of a regime is started."""


def get_procedure(code: str, version: str) -> Procedure:
    """Return the procedure a procurement was started under, or raise `NotFound`."""
    try:
        return PROCEDURES[(code, version)]
    except KeyError:
        raise NotFound(f"There is no procedure {code} version {version}") from None
