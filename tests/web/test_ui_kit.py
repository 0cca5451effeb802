"""The interface kit: what people type is escaped and kept; messages name the fault; values read as words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import html5lib
import pytest
from flask import Flask
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from assurance.domain.errors import InvalidInput
from assurance.domain.stages import BidStage, Stage
from assurance.domain.words import count_words
from assurance.web import filters, navigation
from assurance.web.forms.macros import error_summary
from tests.web.gallery import SCRIPT, GalleryForm, make_gallery

PAGES = ["/filled", "/form", *(f"/components/{name}" for name in ("staff", "supplier", "public", "auth"))]
ERRORS = [f"/error/{code}?refused=1" for code in (400, 403, 404, 405, 409, 413, 422, 500)]


@pytest.fixture(scope="module")
def app() -> Flask:
    return make_gallery(WTF_CSRF_ENABLED=False)


def filled_form(app: Flask, **typed: str) -> GalleryForm:
    with app.test_request_context("/form", method="POST"):
        form = GalleryForm(formdata=MultiDict({"version": "3", **typed}))
        form.validate()
        return form


def messages(app: Flask, field: str, **typed: str) -> list[str]:
    return list(filled_form(app, **typed)[field].errors)


def date_messages(app: Flask, day: str, month: str, year: str) -> list[str]:
    parts = {"closes_on-day": day, "closes_on-month": month, "closes_on-year": year}
    return messages(app, "closes_on", **parts)


@pytest.mark.parametrize("page", [*PAGES, *ERRORS])
def test_script_typed_by_a_person_comes_out_as_text(page: str) -> None:
    answer = make_gallery(SCRIPT).test_client().get(page).text
    tree = html5lib.parse(answer, namespaceHTMLElements=False)
    scripts = [element.text for element in tree.iter("script")]
    assert [text for text in scripts if text] == []
    assert "<script>alert" not in answer


@pytest.mark.parametrize("page", PAGES)
def test_the_escape_test_would_notice_script(page: str) -> None:
    assert "alert(" in make_gallery(SCRIPT).test_client().get(page).text


@pytest.mark.parametrize("page", [*PAGES, *ERRORS])
def test_a_page_has_one_heading_a_title_and_no_inline_style_or_script(page: str, app: Flask) -> None:
    tree = html5lib.parse(app.test_client().get(page).text, namespaceHTMLElements=False)
    assert len(list(tree.iter("h1"))) == 1
    assert "Assurance" in (tree.findtext("head/title") or "")
    assert [element.tag for element in tree.iter() if "style" in element.attrib or "onclick" in element.attrib] == []
    assert [element for element in tree.iter("script") if not element.get("src")] == []


@pytest.mark.parametrize("page", [*PAGES, *ERRORS])
def test_ids_are_unique_and_what_refers_to_them_finds_them(page: str, app: Flask) -> None:
    tree = html5lib.parse(app.test_client().get(page).text, namespaceHTMLElements=False)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert sorted(ids) == sorted(set(ids))
    wanted = {
        target
        for element in tree.iter()
        for name in ("for", "aria-labelledby", "aria-describedby")
        for target in element.get(name, "").split()
    }
    assert wanted - set(ids) == set()


def test_a_refused_page_says_so_in_its_title_and_status(app: Flask) -> None:
    answer = app.test_client().post("/form", data={"version": "3"})
    assert answer.status_code == 422
    assert "<title>Error: Set up the procurement – PR-2026-0042 – Assurance</title>" in answer.text


def test_signing_out_is_a_button_with_a_token_and_not_a_link() -> None:
    tree = html5lib.parse(make_gallery().test_client().get("/filled").text, namespaceHTMLElements=False)
    form = next(form for form in tree.iter("form") if form.get("action") == "/auth/sign_out")
    assert form.get("method") == "post"
    assert form.find("input[@name='csrf_token']").get("value")


def test_what_was_typed_stays(app: Flask) -> None:
    typed = {"name": "", "value": "twelve", "mark": "9", "closes_on-day": "31", "closes_on-month": "Feb"}
    answer = app.test_client().post("/form", data={"version": "3", **typed}).text
    for text in ("twelve", "9", "31", "Feb"):
        assert f'value="{text}"' in answer


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (("", "", ""), "Enter the closing date"),
        (("27", "", "2027"), "Closing date must include a month"),
        (("", "", "2027"), "Closing date must include a day and month"),
        (("31", "2", "2027"), "Closing date must be a real date: that month has fewer days"),
        (("1", "13", "2027"), "Closing date must be a real date: check the month"),
        (("x", "13", "2027"), "Closing date must be a real date: check the day and month"),
        (("1", "1", "27"), "The year of closing date must have 4 figures, like 2027"),
        (("٢", "3", "2027"), "Closing date must be a real date: check the day"),
    ],
)
def test_a_date_message_names_the_part_at_fault(app: Flask, parts: tuple[str, str, str], message: str) -> None:
    assert date_messages(app, *parts) == [message]


def test_a_date_error_leads_to_the_box_at_fault(app: Flask) -> None:
    parts = {"closes_on-day": "1", "closes_on-month": "13", "closes_on-year": "2027"}
    form = filled_form(app, **parts)
    with app.test_request_context():
        assert 'href="#closes_on-month"' in error_summary(form)
        assert str(form.closes_on()).count("nhsuk-input--error") == 1


@pytest.mark.parametrize("month", ["3", "03", "March", "mar"])
def test_a_month_may_be_typed_as_figures_or_a_word(app: Flask, month: str) -> None:
    parts = {"closes_on-day": "27", "closes_on-month": month, "closes_on-year": "2027"}
    assert filled_form(app, **parts).closes_on.data == dt.date(2027, 3, 27)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("12:00", dt.time(12)),
        ("noon", dt.time(12)),
        ("5pm", dt.time(17)),
        ("9.30am", dt.time(9, 30)),
        ("12:05 am", dt.time(0, 5)),
    ],
)
def test_a_time_is_read_as_people_write_it(app: Flask, text: str, time: dt.time) -> None:
    assert filled_form(app, closes_at=text).closes_at.data == time


@pytest.mark.parametrize("text", ["midnight", "25:00", "13pm", "5", "12:60", "soon"])
def test_a_time_that_is_not_clear_is_refused(app: Flask, text: str) -> None:
    assert len(messages(app, "closes_at", closes_at=text)) == 1


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("value", "", "Enter the estimated value"),
        ("value", "12.345", "Enter an amount in pounds, such as 1,234.50 or 1234"),
        ("weight", "101", "Weight of price must be 100% or less"),
        ("weight", "12.345", "Weight of price must have no more than 2 figures after the point"),
        ("weight", "-1", "Weight of price must be a percentage from 0 to 100, like 12.5"),
        ("mark", "²", "Mark must be a whole number, like 3"),
        ("mark", "٣", "Mark must be a whole number, like 3"),
        ("mark", "3.5", "Mark must be a whole number, like 3"),
        ("mark", "6", "Mark must be between 0 and 5"),
        ("regime", "none", "Select one of the options"),
        ("email", "a@b", "Enter an email address in the correct format, like name@example.com"),
        ("name", "   ", "Enter the name of the procurement"),
        ("name", "x" * 82, "Name of the procurement must be 80 characters or fewer: take out 2"),
        ("agree", "", "Confirm that you declared your interests"),
    ],
)
def test_a_message_says_what_to_do(app: Flask, field: str, text: str, message: str) -> None:
    assert messages(app, field, **{field: text}) == [message]


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("value", "£1,250,000.50", Decimal("1250000.50")),
        ("weight", "12.5%", Decimal("12.5")),
        ("mark", "0", 0),
    ],
)
def test_a_value_is_read_exactly(app: Flask, field: str, text: str, value: Any) -> None:
    form = filled_form(app, **{field: text})
    assert (form[field].data, list(form[field].errors)) == (value, [])


def test_the_limit_of_words_counts_as_the_counter_does(app: Flask) -> None:
    assert messages(app, "answer", answer="word " * 12) == []
    assert messages(app, "answer", answer="word\u00a0" * 13) == [
        "Your answer must be 12 words or fewer: it has 13, so take out 1"
    ]


@pytest.mark.parametrize(
    ("text", "number"), [("", 0), (" a  b\r\nc\t", 3), ("a\x1cb", 1), ("a\ufeffb", 2), ("one-two", 1)]
)
def test_words_are_counted_by_the_browsers_white_space(text: str, number: int) -> None:
    assert count_words(text) == number


def test_text_is_tidied_and_no_word_is_changed(app: Flask) -> None:
    assert filled_form(app, note="  a\r\nb\x00 ").note.data == "a\nb"
    assert filled_form(app, password=" a ").password.data == " a "


def test_a_services_refusal_sits_at_the_field_it_names_or_at_the_top(app: Flask) -> None:
    with app.test_request_context():
        form = GalleryForm(version=1)
        form.attach(InvalidInput("value", "The value is above the ceiling"))
        form.attach(InvalidInput("elsewhere", "The panel is too small"))
        summary = error_summary(form)
    assert form.value.errors == ["The value is above the ceiling"]
    assert 'href="#value"' in summary
    assert "The panel is too small" in summary
    assert form.status == 422


def test_a_tampered_version_is_refused_and_a_good_one_is_a_number(app: Flask) -> None:
    assert messages(app, "version", version="3x") == [
        "This page is out of date. Open it again before you change anything"
    ]
    assert filled_form(app).expected_version == 3


def test_an_expired_token_is_explained_with_the_typed_text_kept() -> None:
    app = make_gallery(WTF_CSRF_CHECK_DEFAULT=False)
    answer = app.test_client().post("/form", data={"version": "3", "name": "Pelvic health"})
    assert answer.status_code == 422
    assert "Nothing you typed is lost" in answer.text
    assert 'value="Pelvic health"' in answer.text


@pytest.mark.parametrize("stage", [*Stage, *BidStage])
def test_every_stage_has_a_tag_with_the_words_of_its_enum(app: Flask, stage: Stage | BidStage) -> None:
    table = app.jinja_env.get_template("components/status_tag.html").module.STATUSES
    assert table[stage.value][0] == stage.label


def test_tags_use_at_most_five_colours(app: Flask) -> None:
    table = app.jinja_env.get_template("components/status_tag.html").module.STATUSES
    assert {colour for _, colour in table.values()} == {"grey", "blue", "green", "yellow", "red"}


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (dt.datetime(2025, 3, 14, 12, tzinfo=dt.UTC), "Friday 14 March 2025 at 12 noon"),
        (dt.datetime(2025, 3, 15, tzinfo=dt.UTC), "Friday 14 March 2025 at midnight (end of day)"),
        (dt.datetime(2025, 6, 30, 23, tzinfo=dt.UTC), "Monday 30 June 2025 at midnight (end of day)"),
        (dt.datetime(2025, 6, 30, 16, 5, tzinfo=dt.UTC), "Monday 30 June 2025 at 5:05pm"),
        (dt.datetime(2025, 1, 1, 9, tzinfo=dt.UTC), "Wednesday 1 January 2025 at 9am"),
        (None, "Not set"),
    ],
)
def test_moments_read_in_london_time(moment: dt.datetime | None, text: str) -> None:
    assert filters.datetime(moment) == text


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        filters.datetime(dt.datetime(2025, 1, 1))  # noqa: DTZ001 -- the fault under test


def test_values_read_in_words() -> None:
    now = dt.datetime(2025, 3, 14, 12, tzinfo=dt.UTC)
    assert filters.date(dt.date(2025, 3, 14)) == "Friday 14 March 2025"
    assert filters.gbp(Decimal("1250000")) == "£1,250,000"
    assert filters.percent(Decimal("12.50")) == "12.5%"
    assert (filters.marks(3, 5), filters.marks(None)) == ("3 out of 5", "No mark yet")
    assert (filters.words("one"), filters.words(1250)) == ("1 word", "1,250 words")
    assert filters.time_left(now + dt.timedelta(days=2, hours=3, minutes=9), now) == "2 days 3 hours left"
    assert filters.time_left(now + dt.timedelta(seconds=61), now) == "1 minute 1 second left"
    assert filters.time_left(now, now) == "closed"


def test_the_size_of_a_file_is_said_as_people_say_it() -> None:
    said = [filters.filesize(size) for size in (1, 1023, 1024, 340 * 1024, 2**20, 314_572_800)]
    assert said == ["1 byte", "1023 bytes", "1 kB", "340 kB", "1.0 MB", "300.0 MB"]


@pytest.mark.parametrize(
    ("cell", "is_long"),
    [
        ("Responsibilities of sub-contractors/subcontractors", False),
        ("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", True),
        (Markup('<a href="/supplier/bids/00000000-0000-0000-0000-000000000002/coverage">First contact</a>'), False),
        (1_000_000, False),
        (None, False),
    ],
)
def test_only_a_word_that_no_column_holds_is_broken(cell: object, is_long: bool) -> None:
    assert filters.long_worded(cell) is is_long


def test_the_menu_marks_the_section_and_shows_one_audience_only(app: Flask) -> None:
    with app.test_request_context("/staff/procurements/index"):
        entries = navigation.items("staff")
    assert [entry["text"] for entry in entries] == [
        "My work", "Procurements", "My key", "Suppliers", "Past procurements",
    ]  # fmt: skip


def test_a_menu_that_leads_nowhere_is_a_fault_outside_development() -> None:
    app = Flask("bare")
    assert "staff.dashboard.index" in navigation.missing_endpoints(app)
    with app.test_request_context(), pytest.raises(Exception, match=r"staff\.dashboard\.index"):
        navigation.items("staff")
