"""Reads one release of any publisher into what it tells of its procurement."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from assurance.domain.money import round_out
from assurance.domain.ocds.cpv import HEALTH
from assurance.domain.ocds.past.lenient import Lenient
from assurance.domain.ocds.past.merging import AwardTold, Telling
from assurance.domain.ocds.past.procurement import PastCriterion

Json = dict[str, Any]
TITLE, NAME, PROSE, SHORT = 500, 300, 2_000, 200
_CPV = re.compile(r"([0-9]{8})(-[0-9])?", re.ASCII)
_WEIGHT = re.compile(r"\s*([0-9]{1,3}(?:\.[0-9]{1,4})?)\s*%?\s*", re.ASCII)


def read_release(release: Json, path: str, lenient: Lenient) -> Telling | None:
    """Read a release, or None for one without an ocid, which belongs to no procurement."""
    ocid = lenient.text(release.get("ocid"), f"{path}.ocid", SHORT)
    if not ocid:
        lenient.leave_out(path, "The release has no ocid, so nobody can say which procurement it belongs to")
        return None
    if not release.get("id"):
        lenient.repair(path, "The release has no id; it is kept under its ocid")
    at = f"{path}.tender"
    tender = lenient.thing(release.get("tender"), at)
    lots = list(lenient.things(tender.get("lots"), f"{at}.lots"))
    names = _party_names(release, path, lenient)
    return Telling(
        ocid=ocid, path=path,
        published_on=lenient.day(release.get("date"), f"{path}.date"),
        order=str(release.get("date") or ""),
        title=_title(release, tender, lots, path, lenient),
        description=lenient.text(tender.get("description") or release.get("description"), f"{at}.description", PROSE),
        buyer=_buyer(release, names, path, lenient),
        procedure=lenient.text(
            tender.get("procurementMethodDetails") or tender.get("procurementMethod"), f"{at}.procurementMethodDetails",
            NAME,
        ),
        status=lenient.text(tender.get("status"), f"{at}.status", 40),
        estimate=lenient.money(tender.get("value"), f"{at}.value"),
        tenders_due_on=lenient.day(
            lenient.thing(tender.get("tenderPeriod"), f"{at}.tenderPeriod").get("endDate"), f"{at}.tenderPeriod.endDate"
        ),
        term=_term(tender.get("contractPeriod"), f"{at}.contractPeriod", lenient) or _lots_term(lots, lenient),
        tenders_received=_received(release, tender, path, lenient),
        cpv=_cpv(tender, at, lenient),
        criteria=_criteria(tender, lots, at, lenient),
        awards=tuple(_award(award, where, names, lenient) for where, award in _awards(release, path, lenient)),
        contract_terms=_contract_terms(release, path, lenient),
    )  # fmt: skip


def _title(release: Json, tender: Json, lots: list[tuple[str, Json]], path: str, lenient: Lenient) -> str:
    title = lenient.text(tender.get("title") or release.get("title"), f"{path}.tender.title", TITLE)
    if title or not lots:
        return title
    where, first = lots[0]
    lot = lenient.text(first.get("title"), f"{where}.title", TITLE)
    if lot:
        lenient.repair(f"{path}.tender.title", "There is no title; that of the first lot is used")
    return lot


def _party_names(release: Json, path: str, lenient: Lenient) -> dict[str, str]:
    parties = lenient.things(release.get("parties"), f"{path}.parties")
    return {str(each.get("id")): lenient.text(each.get("name"), f"{where}.name", NAME) for where, each in parties}


def _buyer(release: Json, names: dict[str, str], path: str, lenient: Lenient) -> str:
    buyer = lenient.thing(release.get("buyer"), f"{path}.buyer")
    if said := lenient.text(buyer.get("name"), f"{path}.buyer.name", NAME):
        return said
    found = names.get(str(buyer.get("id")), "") or next((names[key] for key in _with_role(release, "buyer")), "")
    if found:
        lenient.repair(f"{path}.buyer", "The buyer is not named here; the name comes from the parties")
    return found


def _with_role(release: Json, role: str) -> list[str]:
    parties = release.get("parties")
    listed = [each for each in parties if isinstance(each, dict)] if isinstance(parties, list) else []
    return [str(each.get("id")) for each in listed if isinstance(each.get("roles"), list) and role in each["roles"]]


def _term(value: Any, path: str, lenient: Lenient) -> tuple[Any, Any] | None:
    period = lenient.thing(value, path)
    begins = lenient.day(period.get("startDate"), f"{path}.startDate")
    ends = lenient.day(period.get("endDate"), f"{path}.endDate")
    if begins and ends and ends < begins:
        lenient.leave_out(path, "It ends before it starts")
        return None
    return (begins, ends) if begins or ends else None


def _lots_term(lots: list[tuple[str, Json]], lenient: Lenient) -> tuple[Any, Any] | None:
    terms = (_term(lot.get("contractPeriod"), f"{where}.contractPeriod", lenient) for where, lot in lots)
    return next((each for each in terms if each), None)


def _received(release: Json, tender: Json, path: str, lenient: Lenient) -> int | None:
    bids = lenient.thing(release.get("bids"), f"{path}.bids")
    for where, each in lenient.things(bids.get("statistics"), f"{path}.bids.statistics"):
        if each.get("measure") == "bids":
            return _whole(each.get("value"), f"{where}.value", lenient)
    return _whole(tender.get("numberOfTenderers"), f"{path}.tender.numberOfTenderers", lenient)


def _whole(value: Any, path: str, lenient: Lenient) -> int | None:
    number = lenient.number(value, path)
    if number is not None and (number != number.to_integral_value() or number > 100_000):
        lenient.leave_out(path, "It is not a count of tenders")
        return None
    return None if number is None else int(number)


def _cpv(tender: Json, path: str, lenient: Lenient) -> tuple[tuple[str, str], ...]:
    """Collect the CPV codes of the tender and its items, each once, the main one first.

    A code of health whose publisher says nothing of it, as many do, is given its meaning from the vocabulary.
    """
    listed = [(f"{path}.classification", lenient.thing(tender.get("classification"), f"{path}.classification"))]
    listed += lenient.things(tender.get("additionalClassifications"), f"{path}.additionalClassifications")
    for where, item in lenient.things(tender.get("items"), f"{path}.items"):
        listed.append((f"{where}.classification", lenient.thing(item.get("classification"), f"{where}.classification")))
        listed += lenient.things(item.get("additionalClassifications"), f"{where}.additionalClassifications")
    found: dict[str, str] = {}
    for where, each in listed:
        code = _code(each, where, lenient)
        if code and not found.get(code):
            found[code] = lenient.text(each.get("description"), f"{where}.description", NAME) or HEALTH.get(code, "")
    return tuple(found.items())[:50]


def _code(classification: Json, path: str, lenient: Lenient) -> str:
    if str(classification.get("scheme") or "").upper() != "CPV":
        return ""
    matched = _CPV.fullmatch(str(classification.get("id") or "").strip())
    if matched is None:
        lenient.leave_out(f"{path}.id", "It is not a CPV code of eight figures")
        return ""
    if matched[2]:
        lenient.repair(f"{path}.id", "The check figure after the code was taken away")
    return matched[1]


def _criteria(tender: Json, lots: list[tuple[str, Json]], path: str, lenient: Lenient) -> tuple[PastCriterion, ...]:
    """Take the criteria of the tender, else those of the first lot that has any."""
    for where, holder in [(path, tender), *lots]:
        given = lenient.thing(holder.get("awardCriteria"), f"{where}.awardCriteria")
        listed = list(lenient.things(given.get("criteria"), f"{where}.awardCriteria.criteria"))
        if listed:
            return tuple(_criterion(each, at, lenient) for at, each in listed[:60])
    return ()


def _criterion(criterion: Json, path: str, lenient: Lenient) -> PastCriterion:
    described = lenient.text(criterion.get("description"), f"{path}.description", NAME)
    kind = lenient.text(criterion.get("type"), f"{path}.type", 40)
    name = lenient.text(criterion.get("name"), f"{path}.name", NAME)
    weight = ""
    for where, each in lenient.things(criterion.get("numbers"), f"{path}.numbers"):
        number = lenient.number(each.get("number"), f"{where}.number")
        if each.get("weight") == "percentageExact" and number is not None and number <= 100:
            weight = round_out(number, 4)
    if not weight and (found := _WEIGHT.fullmatch(described)) and Decimal(found[1]) <= 100:
        lenient.repair(f"{path}.description", "The description is a number; it was read as the weight")
        weight, described = found[1], ""
    return PastCriterion(name or described or kind.capitalize() or "Criterion", kind, weight)


def _awards(release: Json, path: str, lenient: Lenient) -> list[tuple[str, Json]]:
    return list(lenient.things(release.get("awards"), f"{path}.awards"))


def _award(award: Json, path: str, names: dict[str, str], lenient: Lenient) -> AwardTold:
    return AwardTold(
        id=str(award.get("id") or path),
        status=lenient.text(award.get("status"), f"{path}.status", 40),
        value=lenient.money(award.get("value"), f"{path}.value"),
        on=lenient.day(award.get("date"), f"{path}.date"),
        term=_term(award.get("contractPeriod"), f"{path}.contractPeriod", lenient),
        suppliers=_suppliers(award, path, names, lenient),
    )


def _suppliers(award: Json, path: str, names: dict[str, str], lenient: Lenient) -> tuple[str, ...]:
    found = []
    for where, each in lenient.things(award.get("suppliers"), f"{path}.suppliers"):
        name = lenient.text(each.get("name"), f"{where}.name", NAME)
        if not name and (name := names.get(str(each.get("id")), "")):
            lenient.repair(where, "The supplier is not named here; the name comes from the parties")
        if name:
            found.append(name)
        else:
            lenient.leave_out(where, "The supplier has no name")
    return tuple(dict.fromkeys(found))[:200]


def _contract_terms(release: Json, path: str, lenient: Lenient) -> tuple[tuple[Any, Any], ...]:
    contracts = lenient.things(release.get("contracts"), f"{path}.contracts")
    terms = (_term(each.get("period"), f"{where}.period", lenient) for where, each in contracts)
    return tuple(each for each in terms if each)
