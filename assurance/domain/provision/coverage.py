"""Who is accountable for every element of care, how it is paid, and what it hands over to the next.

A role that is everybody’s becomes nobody’s: an element without an accountable provider is a gap, one with several is
covered twice, and where care passes from one provider to another with no data set named, nobody owns the hand-over.
Which elements hand over to which, the programme says. It finds; nothing is judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Element:
    """One step of care in a pathway."""

    code: str
    pathway: str
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """One provider’s part in an element; `data_set` is what it hands over to whoever is accountable next."""

    element: str
    provider: str
    is_accountable: bool
    payment_basis: str = ""
    data_set: str = ""


@dataclass(frozen=True, slots=True)
class Handover:
    """A passage of care that the programme names, from one element to another, perhaps of another pathway."""

    source: str
    target: str


class Trouble(StrEnum):
    """What can be wrong with the cover of an element."""

    GAP = "gap"
    DOUBLE = "double"
    UNPAID = "unpaid"
    UNOWNED = "unowned"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Finding:
    """One trouble at an element, in words that say what would mend it."""

    trouble: Trouble
    element: str
    message: str


def coverage_findings(
    elements: Sequence[Element], lines: Sequence[Line], providers: Iterable[str], handovers: Sequence[Handover] = ()
) -> tuple[Finding, ...]:
    """List everything that keeps the cover from being whole, in the order of the elements, then the hand-overs."""
    accountable = accountable_lines(lines)
    return (
        *(finding for each in elements for finding in _of_element(each, accountable.get(each.code, ()))),
        *_handovers(elements, accountable, handovers),
        *_outside(elements, lines, frozenset(providers)),
    )


def accountable_lines(lines: Sequence[Line]) -> Mapping[str, tuple[Line, ...]]:
    """Sort the lines of accountable providers by element."""
    found: dict[str, tuple[Line, ...]] = {}
    for line in lines:
        if line.is_accountable:
            found[line.element] = (*found.get(line.element, ()), line)
    return found


def _of_element(element: Element, lines: Sequence[Line]) -> Iterator[Finding]:
    if not lines:
        yield Finding(
            Trouble.GAP,
            element.code,
            f"Nobody is accountable for “{element.name}” in {element.pathway}; name one provider",
        )
    if len(lines) > 1:
        names = sorted({line.provider for line in lines})
        who = f"{' and '.join(names)} are each" if len(names) > 1 else f"{names[0]} is more than once"
        yield Finding(
            Trouble.DOUBLE,
            element.code,
            f"{who} said to be accountable for “{element.name}” in {element.pathway}; keep one",
        )
    for line in lines:
        if not line.payment_basis.strip():
            yield Finding(Trouble.UNPAID, element.code, f"Say how {line.provider} is paid for “{element.name}”")


def passages(element: str, handovers: Sequence[Handover], accountable: Mapping[str, Sequence[Line]]) -> list[str]:
    """List the elements to which care passes from this one and to another provider than its own.

    Only where exactly one provider is accountable on both sides: what is a gap is told once, as a gap.
    """
    gives = accountable.get(element, ())
    return [
        each.target
        for each in handovers
        if each.source == element
        and len(gives) == len(takes := accountable.get(each.target, ())) == 1
        and gives[0].provider != takes[0].provider
    ]


def _handovers(
    elements: Sequence[Element], accountable: Mapping[str, Sequence[Line]], handovers: Sequence[Handover]
) -> Iterator[Finding]:
    """Look at what each element hands over; one data set goes with everybody who leaves it, so one finding tells."""
    names = {each.code: each.name for each in elements}
    for element in elements:
        onward = passages(element.code, handovers, accountable)
        if not onward or accountable[element.code][0].data_set.strip():
            continue
        gives = accountable[element.code][0].provider
        to = _by_taker([(accountable[each][0].provider, names[each]) for each in onward])
        yield Finding(
            Trouble.UNOWNED,
            element.code,
            f"{gives} hands over from “{element.name}” in {element.pathway} to {to}; "
            "name the data set that goes with the patient",
        )


def _by_taker(onward: Sequence[tuple[str, str]]) -> str:
    """Name each provider once, with the elements that it takes over."""
    taken: dict[str, list[str]] = {}
    for provider, name in onward:
        taken.setdefault(provider, []).append(f"“{name}”")
    return " and ".join(f"{provider} for {', '.join(names)}" for provider, names in taken.items())


def _outside(elements: Sequence[Element], lines: Sequence[Line], providers: frozenset[str]) -> Iterator[Finding]:
    known = {each.code for each in elements}
    for line in lines:
        if line.provider not in providers:
            yield Finding(
                Trouble.STRANGER,
                line.element,
                f"{line.provider} is not part of the bid; add it as a partner or name another",
            )
        if line.element not in known:
            yield Finding(Trouble.STRANGER, line.element, f"The programme has no element “{line.element}”")
