"""Grounds on which a bidder is, or may be, excluded; asked of the bidder and of everybody it relies on.

The list is a template under the headings of Schedules 6 and 7 of the Procurement Act 2023, in our words, for
regulation 20 of SI 2023/1348; an officer’s legal adviser checks it. It finds; whether to exclude a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from assurance.domain.faults import Fault

LEAST_SELF_CLEANING = 40
"""Characters of what was done about a ground that applies; fewer say nothing a person could judge."""


class Force(StrEnum):
    """What a ground that applies leads to, unless what was done about it is enough."""

    MANDATORY = "mandatory"
    DISCRETIONARY = "discretionary"

    @property
    def label(self) -> str:
        """The force in the words shown to people."""
        return "Must be excluded" if self is Force.MANDATORY else "May be excluded"


class Party(StrEnum):
    """Who answers: the bidder itself, or somebody it relies on."""

    BIDDER = "bidder"
    MEMBER = "member"
    SUBCONTRACTOR = "subcontractor"

    @property
    def label(self) -> str:
        """The party in the words shown to people."""
        return {"bidder": "Bidder", "member": "Consortium member", "subcontractor": "Subcontractor"}[self.value]


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground, with the schedule its heading is in."""

    code: str
    title: str
    force: Force

    @property
    def provision(self) -> str:
        """Where the heading is found."""
        return f"Procurement Act 2023 Schedule {6 if self.force is Force.MANDATORY else 7}"


@dataclass(frozen=True, slots=True)
class Declaration:
    """What one party says: of each ground whether it applies, and what was done about those that do."""

    name: str
    party: Party
    applies: Mapping[str, bool]
    self_cleaning: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """A ground that a party says applies to it."""

    name: str
    party: Party
    ground: Ground
    self_cleaning: str

    @property
    def is_replaceable(self) -> bool:
        """Say whether the bidder must first be told and may put somebody else in the place."""
        return self.party is not Party.BIDDER


def _grounds(force: Force, titles: Mapping[str, str]) -> tuple[Ground, ...]:
    return tuple(Ground(code, title, force) for code, title in titles.items())


TEMPLATE = (
    *_grounds(
        Force.MANDATORY,
        {
            "manslaughter": "Corporate manslaughter or homicide",
            "terrorism": "Terrorism",
            "fraud": "Theft, fraud or bribery",
            "slavery": "Labour market offences, slavery or human trafficking",
            "organised-crime": "Organised crime",
            "tax": "Tax offences or misconduct in relation to tax",
            "cartel": "Cartel offences or infringements of competition law",
            "investigation": "Failing to co-operate with an investigation into exclusion",
        },
    ),
    *_grounds(
        Force.DISCRETIONARY,
        {
            "labour": "Labour market misconduct",
            "environment": "Environmental misconduct",
            "insolvency": "Insolvency or bankruptcy",
            "competition": "Potential infringements of competition law",
            "professional": "Professional misconduct",
            "performance": "Breach of contract or poor performance",
            "improper": "Acting improperly in procurement",
            "security": "A threat to national security",
        },
    ),
)


def declaration_faults(grounds: Sequence[Ground], declared: Declaration) -> tuple[Fault, ...]:
    """List what a declaration lacks: a ground left open, or one that applies with nothing said of what was done."""
    return tuple(_faults(grounds, declared))


def _faults(grounds: Sequence[Ground], declared: Declaration) -> Iterator[Fault]:
    for ground in grounds:
        applies = declared.applies.get(ground.code)
        if applies is None:
            yield Fault(ground.code, f"Say whether “{ground.title}” applies to {declared.name}")
        elif applies and len(declared.self_cleaning.get(ground.code, "").strip()) < LEAST_SELF_CLEANING:
            yield Fault(
                f"{ground.code}.self_cleaning",
                f"Say in at least {LEAST_SELF_CLEANING} characters what happened and what {declared.name} has done "
                f"since, or that nothing was done, about “{ground.title}”",
            )


def findings(grounds: Sequence[Ground], declared: Sequence[Declaration]) -> tuple[Finding, ...]:
    """List the grounds that apply, those that must exclude first, then by party as given."""
    found = (
        Finding(each.name, each.party, ground, each.self_cleaning.get(ground.code, "").strip())
        for ground in sorted(grounds, key=lambda ground: ground.force is not Force.MANDATORY)
        for each in declared
        if each.applies.get(ground.code)
    )
    return tuple(found)
