"""How each contract year is paid, how gain and loss are shared, and which results are pooled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import RadioField, SelectField, SubmitField, TextAreaField

from assurance.domain.contracts.model import ContractYear, PaymentModel, Phase
from assurance.domain.contracts.risk_share import COMMISSIONER, Band, Corridor, RiskShare, Split
from assurance.domain.errors import InvalidInput
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import MoneyField, PercentField, choices
from assurance.web.forms.validators import longest, optional, required

HUNDRED = Decimal(100)
NONE, BANDS, SPLIT = "none", "bands", "split"
SHARING = (
    (NONE, "It is not shared: the commissioner bears it all"),
    (BANDS, "By bands: the provider’s share depends on how far spending lies from the value"),
    (SPLIT, "By shares: each party has its part of the whole"),
)
MOST_BANDS = 3
PARTIES = ((COMMISSIONER, "Commissioner"), ("lead_provider", "Lead provider"), ("partners", "Its partners"))
SETTLED = {Phase.PERFORMANCE: Decimal(0), Phase.CAPITATION: Decimal(1)}
_MEMBER = re.compile(r"(.*?\S)\s*[,;\t]\s*([0-9]{1,3}(?:[ ,][0-9]{3})+|[0-9]+)", re.ASCII)


class PaymentModelForm(VersionedForm):
    """The payment model; made by `payment_model_form`, with boxes for each year."""

    sharing = RadioField(
        "How is a saving or an overspend shared?", [required("Select how it is shared")], choices=choices(SHARING)
    )
    beyond = PercentField("Provider’s share beyond the last band", [optional()], noun="The share")
    limit = PercentField(
        "Nothing is shared of what lies further from the value than", [optional()], noun="The limit",
        description="Needed by shares, and by a share beyond the last band: a loss must have an end.",
    )  # fmt: skip
    submit = SubmitField("Save the payment model")

    term: int

    def row(self, year: int) -> list[Any]:
        """List the boxes of one year."""
        return [self[f"{name}_{year}"] for name in ("value", "share", "phase", "settled")]

    def bands(self) -> list[tuple[Any, Any]]:
        """List the boxes of each band: where it ends and the provider’s share."""
        return [(self[f"end_{at}"], self[f"part_{at}"]) for at in range(1, MOST_BANDS + 1)]

    def parties(self) -> list[Any]:
        """List the boxes of the parties."""
        return [self[f"of_{party}"] for party, _ in PARTIES]

    @property
    def years(self) -> list[ContractYear]:
        """The years as they were typed; what is settled is asked of shadow capitation only."""
        return [self._year(*(box.data for box in self.row(year))) for year in range(1, self.term + 1)]

    @staticmethod
    def _year(value: Decimal, share: Decimal, phase: str, settled: Decimal | None) -> ContractYear:
        step = Phase(phase)
        return ContractYear(value, share / HUNDRED, step, SETTLED.get(step, (settled or Decimal(0)) / HUNDRED))

    @property
    def risk(self) -> RiskShare | None:
        """How gain and loss are shared."""
        if self.sharing.data == NONE:
            return None
        if self.sharing.data == SPLIT:
            return Split(tuple((party, (self[f"of_{party}"].data or Decimal(0)) / HUNDRED) for party, _ in PARTIES))
        given = [(end.data, part) for end, part in self.bands() if end.data is not None or part.data is not None]
        for end, part in given:
            if end is None or part.data is None:
                raise InvalidInput(part.name, "Enter both where the band ends and the provider’s share of it")
        bands = tuple(Band(end / HUNDRED, part.data / HUNDRED) for end, part in given if end is not None)
        return Corridor(bands, (self.beyond.data or Decimal(0)) / HUNDRED)

    @property
    def limited(self) -> Decimal | None:
        """The limit as a fraction; it means nothing where nothing is shared."""
        return None if self.limit.data is None or self.sharing.data == NONE else self.limit.data / HUNDRED


def payment_model_form(
    term: int, envelope: Sequence[Decimal], kept: PaymentModel | None, version: int
) -> PaymentModelForm:
    """Make the form for a term of so many years, filled with what is kept, or with the envelope and a usual path."""
    boxes: dict[str, Any] = {"term": term}
    for year in range(1, term + 1):
        boxes |= {
            f"value_{year}": MoneyField("Value", [required("Enter the value")], noun="The value"),
            f"share_{year}": PercentField("Outcome share", [required("Enter the share")], noun="The share"),
            f"phase_{year}": SelectField("Step", choices=choices(Phase)),
            f"settled_{year}": PercentField("Settled in shadow", [optional()], noun="What is settled"),
        }
    for at in range(1, MOST_BANDS + 1):
        boxes[f"end_{at}"] = PercentField(f"Band {at} ends at", [optional()], noun="The end of the band")
        boxes[f"part_{at}"] = PercentField("Provider’s share of it", [optional()], noun="The share")
    for party, label in PARTIES:
        boxes[f"of_{party}"] = PercentField(label, [optional()], noun="The share")
    kind = type("PaymentModelFormOfTerm", (PaymentModelForm,), boxes)
    years = kept.years if kept and len(kept.years) == term else _usual(term, envelope)
    form: PaymentModelForm = kind(version=version, data={**_filled(years), **_sharing(kept)})
    return form


def _usual(term: int, envelope: Sequence[Decimal]) -> tuple[ContractYear, ...]:
    """Propose the path of founding document 003: a year as today, a year in shadow, then capitation."""
    path = ((Phase.PERFORMANCE, "0.1"), (Phase.SHADOW, "0.2"), (Phase.CAPITATION, "0.3"))
    steps = [path[min(at, 2)] for at in range(term)]
    values = list(envelope) if len(envelope) == term else [Decimal(0)] * term
    return tuple(
        ContractYear(value, Decimal(share), phase, SETTLED.get(phase, Decimal("0.5")))
        for value, (phase, share) in zip(values, steps, strict=True)
    )


def _filled(years: Sequence[ContractYear]) -> dict[str, Any]:
    filled: dict[str, Any] = {}
    for at, year in enumerate(years, start=1):
        filled |= {
            f"value_{at}": year.value or None, f"share_{at}": year.outcome_share * HUNDRED,
            f"phase_{at}": year.phase.value,
            f"settled_{at}": year.settled * HUNDRED if year.phase is Phase.SHADOW else None,
        }  # fmt: skip
    return filled


def _sharing(kept: PaymentModel | None) -> dict[str, Any]:
    if kept is None:
        return {}
    limit = None if kept.limit is None else kept.limit * HUNDRED
    if isinstance(kept.risk, Corridor):
        bands = {
            f"{name}_{at}": figure * HUNDRED
            for at, band in enumerate(kept.risk.bands, start=1)
            for name, figure in (("end", band.up_to), ("part", band.provider_share))
        }
        return {"sharing": BANDS, "beyond": kept.risk.beyond * HUNDRED, "limit": limit, **bands}
    if isinstance(kept.risk, Split):
        return {"sharing": SPLIT, "limit": limit, **{f"of_{party}": part * HUNDRED for party, part in kept.risk.shares}}
    return {"sharing": NONE}


class NetworkForm(BaseForm):
    """The members whose results are pooled, one in each line."""

    members = TextAreaField(
        "Members and the people each answers for, one in each line", [longest(20_000)],
        description="For example: Kettering practices, 82,000. Leave it empty where one result is measured for all.",
    )  # fmt: skip
    submit = SubmitField("Save the network")

    @property
    def named(self) -> list[tuple[str, int]]:
        """The members as they were typed; raises `InvalidInput` naming the line that cannot be read."""
        return [self._member(at, line) for at, line in enumerate(self._lines, start=1) if line.strip()]

    @property
    def _lines(self) -> list[str]:
        return str(self.members.data or "").splitlines()

    @staticmethod
    def _member(at: int, line: str) -> tuple[str, int]:
        found = _MEMBER.fullmatch(line.strip())
        if found is None:
            raise InvalidInput(
                "members", f"Line {at}: enter a name, a comma and a number of people, such as Practice A, 4,000"
            )
        return found[1].rstrip(",;"), int(re.sub("[ ,]", "", found[2]))
