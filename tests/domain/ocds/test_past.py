"""Other publishers' data is dirty: what can be used is used, the rest is left out, and each is said at its place."""

from __future__ import annotations

import copy
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assurance.domain.faults import FaultsFound
from assurance.domain.ocds.packages import Publisher, record_package, release_package
from assurance.domain.ocds.past.package import MOST_PROCUREMENTS, Reading, read_package
from assurance.domain.ocds.past.procurement import Past, PastCriterion, middle, yearly_value
from assurance.domain.ocds.past.search import read_past_search
from assurance.domain.ocds.release import write_release
from assurance.exports.ocds import compiled_release
from tests.factories.ocds_facts import everything

DIRTY = (Path(__file__).parents[2] / "data" / "dirty_package.json").read_bytes()
PUBLISHER = Publisher("Test Board", "http://127.0.0.1:8000")


def read(package: Any) -> Reading:
    return read_package(json.dumps(package).encode())


def test_a_dirty_package_is_read_as_far_as_it_can_be_used() -> None:
    reading = read_package(DIRTY)
    one, two = reading.procurements
    assert (one.title, one.buyer, one.status, one.procedure) == (
        "Community nursing", "Invented Council", "complete", "Open procedure",
    )  # fmt: skip
    assert (one.value, one.currency, one.value_basis) == (Decimal("1100000.00"), "GBP", "awarded")
    assert one.suppliers == ("Invented Care",)
    assert (one.tenders_received, one.cpv) == (4, (("85141200", "Services provided by nurses"),))
    assert (one.published_on, one.tenders_due_on) == (date(2025, 1, 10), date(2025, 2, 28))
    assert (one.starts_on, one.ends_on, one.awarded_on) == (date(2025, 10, 1), date(2028, 9, 30), date(2025, 6, 9))
    assert one.criteria == (PastCriterion("Quality", "quality", "70"), PastCriterion("Price", "price", "30"))
    assert (two.value, two.starts_on, two.published_on) == (None, None, None)
    assert reading.publisher == "Invented publisher, for tests"


def test_everything_wrong_is_said_at_its_place() -> None:
    notes = {(each.path, each.effect) for each in read_package(DIRTY).notes}
    assert notes == {
        ("releases[0].buyer", "repaired"),
        ("releases[0].tender.value.amount", "repaired"),
        ("releases[0].tender.classification.id", "repaired"),
        ("releases[0].tender.items[0].additionalClassifications[0].id", "left out"),
        ("releases[0].tender.tenderPeriod.endDate", "repaired"),
        ("releases[0].tender.lots[0].awardCriteria.criteria[0].description", "repaired"),
        ("releases[1]", "repaired"),
        ("releases[1].awards[0].suppliers[1]", "left out"),
        ("releases[2]", "left out"),
        ("releases[3].date", "left out"),
        ("releases[3].tender.value.amount", "left out"),
        ("releases[3].tender.contractPeriod", "left out"),
        ("releases[4]", "left out"),
        ("releases[5]", "left out"),
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not JSON"),
        (b"[]", "not a package"),
        (b"{}", "neither"),
        (b'{"releases": 5}', "neither"),
        (b'{"releases": [], "releases": []}', "given twice"),
        (b'{"releases": [{"ocid": NaN}]}', "not a number"),
        (b'{"releases": ' + b"[" * 100_000, "nested too deeply"),
        (b'{"releases": [{"ocid": ' + b"9" * 5_000 + b"}]}", "not JSON"),
        (b'{"releases": [{"ocid": "\\ud800"}]}', "not JSON"),
        (b" " * (10 * 2**20 + 1), "larger than 10 megabytes"),
        (json.dumps({"releases": [{}] * 2_001}).encode(), "at most 2,000"),
    ],
)
def test_what_is_no_package_is_refused_whole(content: bytes, said: str) -> None:
    with pytest.raises(FaultsFound, match=said):
        read_package(content)


def test_too_many_procurements_at_once_are_refused() -> None:
    releases = [
        {"ocid": f"o-{number}", "id": "1", "buyer": {"name": "B"}, "tender": {"title": "T"}}
        for number in range(MOST_PROCUREMENTS + 1)
    ]
    with pytest.raises(FaultsFound, match="at most 250"):
        read({"releases": releases})


def test_of_very_many_faults_the_first_are_kept_and_all_are_counted() -> None:
    release = {"ocid": "o", "id": "1", "buyer": {"name": "B"}, "tender": {"title": "T"}, "parties": [1] * 6_000}
    reading = read({"releases": [release]})
    assert (len(reading.notes), reading.noted) == (1_000, 5_001)
    assert reading.notes[0].message == "It has 6,000 entries; the first 5,000 are read"


OURS = ("notice_inviting_offers", "intention_to_award", "award")


def test_our_own_packages_come_back_clean() -> None:
    releases = [write_release(everything(kind)) for kind in OURS]
    reading = read(release_package(releases, publisher=PUBLISHER, uri="http://127.0.0.1/x"))
    past = reading.procurements[0]
    assert reading.notes == ()
    assert (past.value, past.value_basis, past.suppliers) == (Decimal(10_000_000), "awarded", ("Alder Care",))
    assert (past.starts_on, past.ends_on) == (date(2026, 10, 1), date(2031, 9, 30))


def test_a_code_without_a_description_gets_the_meaning_of_the_vocabulary() -> None:
    release = write_release(everything("notice_inviting_offers"))
    for each in (release["tender"]["classification"], release["tender"]["items"][0]["classification"]):
        each["id"], each["description"] = "85323000", ""
    reading = read(release_package([release], publisher=PUBLISHER, uri="http://127.0.0.1/x"))
    assert reading.procurements[0].cpv[0] == ("85323000", "Community health services")


def test_a_record_is_read_from_its_releases_or_from_what_they_come_to() -> None:
    releases = [write_release(everything(kind)) for kind in OURS]
    record = {"ocid": releases[0]["ocid"], "releases": releases, "compiledRelease": compiled_release(releases)}
    whole = read(record_package([record], publisher=PUBLISHER, uri="http://127.0.0.1/x")).procurements
    linked = [{"url": "http://127.0.0.1/never-opened", "date": each["date"], "tag": each["tag"]} for each in releases]
    compiled = read({"records": [record | {"releases": linked}]}).procurements
    assert whole[0].value == compiled[0].value == Decimal(10_000_000)
    links = read({"records": [{"ocid": "x", "releases": linked}]})
    assert (links.procurements, links.notes[0].effect) == ((), "left out")


def test_a_later_difference_unsays_nothing_and_the_order_in_the_file_does_not_matter() -> None:
    first = {"ocid": "o", "id": "1", "date": "2025-01-01T00:00:00Z", "buyer": {"name": "B"}, "tender": {"title": "Old"}}
    second = {"ocid": "o", "id": "2", "date": "2025-02-01T00:00:00Z", "tender": {"title": "New"}}
    for releases in ([first, second], [second, first]):
        past = read({"releases": releases}).procurements[0]
        assert (past.title, past.buyer) == ("New", "B")


def test_amounts_in_several_currencies_are_not_added_up() -> None:
    awards = [{"id": str(n), "value": {"amount": 5, "currency": each}} for n, each in enumerate(("GBP", "EUR"))]
    release = {"ocid": "o", "id": "1", "buyer": {"name": "B"}, "tender": {"title": "T"}, "awards": awards}
    reading = read({"releases": [release]})
    assert reading.procurements[0].value is None
    assert "several currencies" in reading.notes[-1].message


HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8)
    | st.sampled_from(["1e999999", "-0", "9" * 40, "2025-99-99", "CPV"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "name", "amount"]), inner),
    max_leaves=5,
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, each in inner for place in places(each, (*path, key)))]


@given(st.data())
@settings(max_examples=300)
def test_whatever_stands_at_any_place_is_read_or_refused_and_never_breaks(data: st.DataObject) -> None:
    package = copy.deepcopy(json.loads(DIRTY))
    place = data.draw(st.sampled_from(places(package)[1:]))
    holder = package
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = data.draw(HOSTILE)
    try:
        reading = read(package)
    except FaultsFound:
        return
    for past in reading.procurements:
        assert past.title and past.buyer
        assert Past.from_data(json.loads(json.dumps(past.as_data()))) == past
        assert past.value is None or 0 < past.value < 10**13
        assert not (past.starts_on and past.ends_on and past.ends_on < past.starts_on)


def test_a_year_is_worth_its_part_of_the_term() -> None:
    assert yearly_value(Decimal(5_000_000), date(2025, 4, 1), date(2030, 3, 31)) == Decimal(1_000_137)
    assert yearly_value(Decimal(10_000), date(2025, 4, 1), date(2025, 6, 30)) == Decimal(10_000)
    assert yearly_value(None, date(2025, 4, 1), date(2030, 3, 31)) is None
    assert yearly_value(Decimal(1), None, date(2030, 3, 31)) is None


def test_the_middle_of_several_is_the_median() -> None:
    assert middle([]) is None
    assert middle([Decimal(3), Decimal(1), Decimal(2)]) == 2
    assert middle([Decimal(1), Decimal(4)]) == Decimal("2.5")


def test_a_search_comes_back_from_its_address_and_names_what_it_cannot_read() -> None:
    search, faults = read_past_search({"q": "nursing Kent", "cpv": "85", "least": "£1,000", "since": "2024"})
    assert faults == {}
    assert read_past_search(search.as_params()) == (search, {})
    wrong = {"cpv": "health", "least": "lots", "most": "-1", "since": "24", "sort": "colour"}
    search, faults = read_past_search(wrong)
    assert (set(faults), search.as_params()) == ({"cpv", "least", "most", "since"}, {})
    assert "most" in read_past_search({"least": "5", "most": "4"})[1]
