"""Who wins as drafted and under the other ways, who is out, who is level, and whether a hopeless bid can change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assurance.domain.evaluation.wind_tunnel.extra_bid import Search, Upset
from assurance.domain.evaluation.wind_tunnel.finding import Finding, Severity
from assurance.domain.evaluation.wind_tunnel.orders import Order
from assurance.domain.evaluation.wind_tunnel.wording import Names, money, points, who, win

ABSOLUTE = (
    "Choose a formula in which a bid’s points do not depend on the other bids, such as a straight line between two "
    "published prices."
)
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh")


def summary(orders: Sequence[Order], upset: Search, names: Names) -> Iterator[Finding]:
    """Give the findings about the order of the bids."""
    own = orders[0]
    if own.result is None:
        advice = "Publish a minimum of quality, so that such a bid is out before it is ranked."
        yield Finding("order", Severity.DANGER, f"These bids cannot be ranked: {own.why}.", advice)
        return
    if not own.leaders:
        advice = "Look at the minima: every dummy bid fails one."
        yield Finding("order", Severity.DANGER, "No dummy bid meets every minimum, so nobody would win.", advice)
        return
    yield Finding("order", Severity.FINE, f"As drafted, {who(own.leaders, names)} would {win(own.leaders)}.")
    yield from _level(own, names)
    yield from _out(own, names)
    yield _agreement(own, orders[1:], names)
    if upset.tries or not upset.is_possible:
        yield _upset(own, upset, names)


def _level(own: Order, names: Names) -> Iterator[Finding]:
    for tie in own.result.unresolved_ties if own.result else ():
        severity = Severity.DANGER if set(tie.bids) & set(own.leaders) else Severity.LOOK
        said = f"{who(tie.bids, names)} are level and no rule separates them."
        yield Finding(f"level-{tie.bids[0]}", severity, said, "Publish rules that break ties, down to the last one.")


def _out(own: Order, names: Names) -> Iterator[Finding]:
    out = [bid.id for bid in own.result.eliminated] if own.result else []
    if out:
        verb = "is" if len(out) == 1 else "are"
        said = f"{who(out, names)} {verb} below a minimum and would be out whatever the price."
        yield Finding("out", Severity.LOOK, said, "Ask whether you would refuse such a bid; if not, lower the minimum.")


def _agreement(own: Order, rest: Sequence[Order], names: Names) -> Finding:
    ranked = [each for each in rest if each.leaders]
    differs = [each for each in ranked if set(each.leaders) != set(own.leaders)]
    if not differs:
        return Finding(
            "agreement", Severity.FINE, f"All {len(ranked)} other ways of ranking that apply put the same bid first."
        )
    winners = dict.fromkeys(leader for each in differs for leader in each.leaders if leader not in own.leaders)
    instead = who(list(winners), names) or "a shared first place"
    said = f"{len(differs)} of the {len(ranked)} other ways of ranking that apply name another winner: {instead}."
    if 2 * len(differs) <= len(ranked):
        return Finding("agreement", Severity.FINE, said)
    advice = "The choice of formula decides here as much as the bids do: be ready to say why this one was chosen."
    return Finding("agreement", Severity.LOOK, said, advice)


def _upset(own: Order, found: Search, names: Names) -> Finding:
    if not found.is_possible:
        said = "No extra bid can change the order of the others: what a bid earns does not depend on them."
        return Finding("extra", Severity.FINE, said)
    if found.upset is None:
        said = (
            f"The formula compares bids, but in {found.tries} tries no hopeless extra bid was found that changes the "
            "winner."
        )
        return Finding("extra", Severity.FINE, said)
    return Finding("extra", Severity.DANGER, _upset_said(own, found.upset, names), ABSOLUTE)


def _upset_said(own: Order, upset: Upset, names: Names) -> str:
    count = len(own.variation.evaluation.bids)
    number = ORDINALS[count] if count < len(ORDINALS) else "further"
    last = ", and would come last" if upset.is_last else ""
    return (
        f"If a {number} bid came at {money(upset.price)} with {points(upset.quality)}% quality, which cannot win"
        f"{last}, {who(upset.after, names)} would {win(upset.after)} instead of {who(upset.before, names)}."
    )
