"""What the programme is, and what market engagement changed in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.provision.integration import IntegrationForm
from assurance.domain.stages import Stage, reached
from assurance.persistence.models import Procurement
from assurance.services import audit
from assurance.services.planning.draft import line, revise

FIELDS = (
    "title", "summary", "care_group", "population", "contract_years", "outcome_share_percent", "integration_forms",
)  # fmt: skip


def update_programme(
    session: Session,
    *,
    procurement: Procurement,
    title: str,
    summary: str,
    care_group: str,
    population: int | None,
    contract_years: int,
    outcome_share_percent: int,
    integration_forms: Sequence[IntegrationForm],
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> None:
    """Rewrite the description of the programme; the audit trail keeps what each changed field was before."""
    revise(procurement, version)
    _check_figures(population, contract_years, outcome_share_percent)
    if not integration_forms:
        raise InvalidInput("integration_forms", "Select at least one form")
    before = {name: getattr(procurement, name) for name in FIELDS}
    procurement.title = line(title, "title", "Enter a title", 200)
    procurement.summary = summary.strip()
    procurement.care_group = line(care_group, "care_group", "Enter the care group", 120)
    procurement.population, procurement.contract_years = population, contract_years
    procurement.outcome_share_percent = outcome_share_percent
    procurement.integration_forms = [form.value for form in integration_forms]
    changed = [name for name in FIELDS if getattr(procurement, name) != before[name]]
    audit.record(
        session, tag="programme:changed", actor=actor, now=now, procurement=procurement, fields=changed,
        old={name: before[name] for name in changed}, new={name: getattr(procurement, name) for name in changed},
    )  # fmt: skip


def record_engagement(
    session: Session,
    *,
    procurement: Procurement,
    summary: str,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> None:
    """Write down what market engagement changed in the plan; there is nothing to write before it has started."""
    if why := why_no_engagement(procurement):
        raise Conflict(why)
    revise(procurement, version)
    summary = summary.strip()
    if len(summary) < 40:
        raise InvalidInput("summary", "Say in at least 40 characters what was heard and what changed because of it")
    procurement.engagement_summary = summary
    audit.record(session, tag="engagement:summarised", actor=actor, now=now, procurement=procurement, summary=summary)


def why_no_engagement(procurement: Procurement) -> str:
    """Say why there is no market engagement to summarise yet, or return nothing once it has started."""
    if procurement.stage is Stage.ABANDONED or reached(procurement.stage, Stage.ENGAGEMENT):
        return ""
    return "Market engagement has not started: start it from the procurement’s page, then summarise it"


def _check_figures(population: int | None, contract_years: int, outcome_share_percent: int) -> None:
    if not 1 <= contract_years <= 20:
        raise InvalidInput("contract_years", "Enter 1 to 20 years")
    if not 0 <= outcome_share_percent <= 100:
        raise InvalidInput("outcome_share_percent", "Enter a share from 0 to 100")
    if population is not None and not 0 < population < 2**31:
        raise InvalidInput("population", "Enter how many people the programme covers")
