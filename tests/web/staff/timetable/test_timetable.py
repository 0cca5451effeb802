"""The timetable in the browser: proposed, changed, refused with what was typed, exported, and open to whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.factories.cast import World

SignIn = Callable[[str], FlaskClient]
FORWARDS = {
    "direction": "forwards", "anchor_on-day": "13", "anchor_on-month": "1", "anchor_on-year": "2025", "version": "0",
}  # fmt: skip
CALL = {
    "starts_on-day": "26", "starts_on-month": "3", "starts_on-year": "2025", "ends_on-day": "26", "ends_on-month": "4",
    "ends_on-year": "2025", "version": "1",
}  # fmt: skip


@pytest.fixture
def url(world: World) -> str:
    return f"/staff/procurements/{world.reference}/timetable/"


def test_it_is_proposed_shown_and_changed(sign_in: SignIn, url: str) -> None:
    officer = sign_in("officer")
    assert "There is no timetable yet" in officer.get(url).text
    assert officer.post(f"{url}propose", data=FORWARDS).status_code == 302
    page = officer.get(url).text
    assert "Nothing breaks this timetable" in page
    assert page.count("Why this date") == 22
    assert "Today, 6 Jan 2025" in page
    assert 'style="' not in page
    assert officer.post(f"{url}stages/call", data=CALL).status_code == 302
    changed = officer.get(url).text
    assert "Call for competition: it ends on Saturday 26 April 2025, which is not a working day" in changed
    assert "Choose Monday 28 April 2025." in changed


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"anchor_on-day": "31", "anchor_on-month": "2"}, "The day must be a real date"),
        ({"anchor_on-year": "2024"}, "The day must not be in the past"),
        ({"anchor_on-year": "2033"}, "Bank holidays are known from 2012 to"),
        ({"direction": ""}, "Select from which end to work the dates out"),
    ],
)
def test_what_is_refused_is_said_at_its_field_and_given_back(
    sign_in: SignIn, url: str, changes: dict[str, str], words: str
) -> None:
    refused = sign_in("officer").post(f"{url}propose", data={**FORWARDS, **changes})
    assert refused.status_code == 422
    assert words in refused.text
    assert f'value="{changes.get("anchor_on-year", "2025")}"' in refused.text
    assert "There is no timetable yet" in sign_in("officer").get(url).text


def test_a_stage_ends_no_sooner_than_it_begins(sign_in: SignIn, url: str) -> None:
    officer = sign_in("officer")
    officer.post(f"{url}propose", data=FORWARDS)
    refused = officer.post(f"{url}stages/call", data={**CALL, "ends_on-day": "25", "ends_on-month": "3"})
    assert (refused.status_code, "must not be before the first" in refused.text) == (422, True)
    assert officer.post(f"{url}stages/call", data={**CALL, "version": "7"}).status_code == 409
    assert officer.get(f"{url}stages/nothing").status_code == 404


def test_others_read_it_and_do_not_change_it(sign_in: SignIn, url: str) -> None:
    sign_in("officer").post(f"{url}propose", data=FORWARDS)
    for name in ("owner", "auditor", "clinician"):
        reader = sign_in(name)
        page = reader.get(url)
        assert page.status_code == 200
        assert "Propose the dates anew" not in page.text
        assert reader.get(f"{url}propose").status_code == 403
        assert reader.post(f"{url}stages/call", data=CALL).status_code == 403
    for name in ("outsider", "alder"):
        assert sign_in(name).get(url).status_code in (403, 404)


def test_the_calendar_file(sign_in: SignIn, url: str, world: World) -> None:
    officer = sign_in("officer")
    officer.post(f"{url}propose", data=FORWARDS)
    file = officer.get(f"{url}timetable.ics")
    assert file.mimetype == "text/calendar"
    assert f"{world.reference}-timetable.ics" in file.headers["Content-Disposition"]
    assert file.text.count("BEGIN:VEVENT") == 22


def test_the_hub_leads_to_it(sign_in: SignIn, url: str, world: World) -> None:
    assert f'href="{url}"' in sign_in("officer").get(f"/staff/procurements/{world.reference}/").text


def test_deadlines_that_are_not_set_begin_from_the_plan(sign_in: SignIn, url: str, world: World) -> None:
    officer = sign_in("officer")
    notice = f"/staff/procurements/{world.reference}/tender/notice"
    empty = officer.get(notice).text
    assert "Soonest last day for requests, if the call is published today" in empty
    officer.post(f"{url}propose", data=FORWARDS)
    officer.post(f"{url}stages/call", data={**CALL, "ends_on-day": "28"})
    planned = officer.get(notice).text
    assert 'value="28"' in planned
    assert 'value="12:00"' in planned
    assert 'value="28"' not in empty
