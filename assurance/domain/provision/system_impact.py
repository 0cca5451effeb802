"""What a bid does to the providers of today: income that moves away, cost that stays behind, and what makes it good.

All amounts are GBP a year at full effect. Where income is `displaced`, the cost that goes with it is saved; the part
that stays is `stranded`. The result of an incumbent therefore falls by exactly its stranded cost, less what the bid
gives it as mitigation. The method is our own arithmetic; the need for it is that of Coastal West Sussex in 2014.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assurance.domain.faults import Fault
from assurance.domain.money import format_gbp


@dataclass(frozen=True, slots=True)
class Incumbent:
    """A provider of today: its income from the programme, its result of the year, and what depends on it."""

    code: str
    name: str
    income: Decimal
    result: Decimal
    """Surplus, or deficit when negative, of the whole organisation in the latest year."""
    dependents: str = ""
    """Services that live on the same people or beds, such as a trauma rota."""


@dataclass(frozen=True, slots=True)
class Flow:
    """What one bid does to one incumbent."""

    incumbent: str
    displaced: Decimal
    stranded: Decimal
    mitigation: Decimal = Decimal(0)
    words: str = ""
    """How it is made good, and what becomes of the services that depend on it."""


@dataclass(frozen=True, slots=True)
class Effect:
    """The net effect on one incumbent."""

    incumbent: Incumbent
    flow: Flow

    @property
    def net(self) -> Decimal:
        """What its result changes by in a year; negative is worse."""
        return self.flow.mitigation - self.flow.stranded

    @property
    def result_after(self) -> Decimal:
        """Its surplus or deficit with this bid."""
        return self.incumbent.result + self.net

    @property
    def unmet_stranded(self) -> Decimal:
        """Stranded cost that nothing makes good."""
        return max(-self.net, Decimal(0))

    @property
    def shortfall(self) -> Decimal:
        """What of the deficit this bid brings about and does not make good."""
        return min(self.unmet_stranded, max(-self.result_after, Decimal(0)))

    @property
    def is_unmitigated_deficit(self) -> bool:
        """Say whether it ends in deficit, worse than today, with the difference not made good."""
        return self.shortfall > 0


def effects(incumbents: Sequence[Incumbent], flows: Iterable[Flow]) -> tuple[Effect, ...]:
    """Put the flows of a bid beside the incumbents, in their order; one that is not stated is left out."""
    by_code = {flow.incumbent: flow for flow in flows}
    return tuple(Effect(each, by_code[each.code]) for each in incumbents if each.code in by_code)


def unstated(incumbents: Sequence[Incumbent], flows: Iterable[Flow]) -> tuple[str, ...]:
    """Name the incumbents of which a bid does not say what it would do to them."""
    stated = {flow.incumbent for flow in flows}
    return tuple(each.name for each in incumbents if each.code not in stated)


def flow_faults(incumbent: Incumbent, flow: Flow) -> Iterator[Fault]:
    """List what is wrong with a flow; each path is the field it is entered in."""
    for field, amount in (("displaced", flow.displaced), ("stranded", flow.stranded), ("mitigation", flow.mitigation)):
        if amount < 0:
            yield Fault(field, "The amount must be 0 or more")
    if flow.displaced > incumbent.income:
        yield Fault("displaced", f"It has {format_gbp(incumbent.income)} a year from the programme; no more can move")
    if flow.stranded > flow.displaced:
        yield Fault("stranded", "No more cost can stay behind than income moves away")
    if flow.mitigation > flow.stranded:
        yield Fault("mitigation", "No more can be made good than is stranded")
    if (flow.mitigation > 0 or (flow.displaced > 0 and incumbent.dependents.strip())) and not flow.words.strip():
        yield Fault("words", "Say how it is made good, and what becomes of the services that depend on it")
