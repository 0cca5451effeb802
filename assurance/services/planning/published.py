"""The programme as everybody may read it once the call is published: what is bought, for whom, by what words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assurance.domain.provision.envelope import YearEnvelope
from assurance.domain.provision.integration import IntegrationForm
from assurance.domain.provision.specification import Section, taken_apart
from assurance.persistence.models import Definition, Involvement, Outcome, Procurement
from assurance.persistence.queries.offers import Asked, get_asked
from assurance.persistence.queries.planning import list_envelopes
from assurance.persistence.queries.programme import list_definitions, list_involvement
from assurance.persistence.queries.specification import find_published


@dataclass(frozen=True, slots=True)
class Programme:
    """What a published programme says."""

    asked: Asked
    definitions: Sequence[Definition]
    involved: Sequence[Involvement]
    years: Sequence[YearEnvelope]
    forms: Sequence[IntegrationForm]
    specification: Sequence[Section]

    @property
    def outcomes(self) -> Sequence[Outcome]:
        """The outcomes that are paid for."""
        return self.asked.outcomes


def programme(session: Session, procurement: Procurement) -> Programme:
    """Gather what was published with the call."""
    published = find_published(session, procurement)
    return Programme(
        asked=get_asked(session, procurement.id),
        definitions=list_definitions(session, procurement.id),
        involved=list_involvement(session, procurement.id),
        years=list_envelopes(session, procurement),
        forms=[IntegrationForm(each) for each in procurement.integration_forms],
        specification=taken_apart(published.text) if published else (),
    )
