"""A small application that shows every part of the interface kit, for tests and for the eye."""

from __future__ import annotations

import datetime as dt
import pathlib
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Flask, flash, render_template, request
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)

from assurance.domain.errors import Objection
from assurance.web import filters, navigation, word_links
from assurance.web.forms import macros
from assurance.web.forms.base import VersionedForm
from assurance.web.forms.fields import (
    DateField,
    MarkField,
    MoneyField,
    PercentField,
    TimeField,
    WordLimitedTextField,
    choices,
)
from assurance.web.forms.validators import email_address, longest, optional, required

ROOT = pathlib.Path(__file__).parents[2]
NOW = dt.datetime(2025, 3, 14, 12, tzinfo=dt.UTC)
SCRIPT = "<script>alert('x')</script>\"'&"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class GalleryForm(VersionedForm):
    """One field of every kind."""

    name = StringField("Name of the procurement", [required("Enter the name of the procurement"), longest(80)])
    email = EmailField("Email address", [required("Enter your email address"), email_address()])
    password = PasswordField("Password", [required("Enter your password")])
    note = TextAreaField("Note for the file", [optional()], description="Seen by staff only")
    answer = WordLimitedTextField("Your answer", [required("Enter your answer")], limit=12)
    regime = SelectField("Regime", [required("Select a regime")])
    route = RadioField("How offers are invited", [required("Select how offers are invited")])
    care = SelectMultipleField("Care groups", [required("Select at least one care group")])
    agree = BooleanField("I have declared my interests", [required("Confirm that you declared your interests")])
    closes_on = DateField("Closing date", [required("Enter the closing date")], description="For example, 27 3 2027")
    closes_at = TimeField("Closing time", [required("Enter the closing time")])
    value = MoneyField("Estimated value", [required("Enter the estimated value")])
    weight = PercentField("Weight of price", [required("Enter the weight of price")])
    mark = MarkField("Mark", [required("Enter a mark from 0 to 5")], most=5)
    file = FileField("Specification", [required("Choose a file")], description="A PDF of up to 20 MB")
    save = SubmitField("Save and continue")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.regime.choices = choices([("psr", "Provider Selection Regime"), ("pa23", SCRIPT)], prompt="Choose one")
        self.route.choices = choices([("open", "Open to all"), ("closed", SCRIPT)])
        self.care.choices = choices([("msk", "Musculoskeletal"), ("eye", SCRIPT)])


def make_gallery(text: str = "Lower back pain", **config: Any) -> Flask:
    """Build the gallery with `text` in every place that a person's words can reach."""
    app = Flask("gallery", static_folder=config.pop("static", ROOT / "assurance/web/static"))
    app.config.update(SECRET_KEY="gallery", TESTING=True, **config)
    app.jinja_loader = ChoiceLoader([FileSystemLoader(ROOT / "templates"), FileSystemLoader(ROOT / "tests/web/pages")])
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for kit in (macros, filters, navigation, word_links):
        kit.init_app(app)
    CSRFProtect(app)
    _sign_in_everybody(app, text)
    _pages(app, text)
    return app


def _sign_in_everybody(app: Flask, text: str) -> None:
    manager = LoginManager(app)
    person = SimpleNamespace(
        is_authenticated=True, is_active=True, is_anonymous=False, name=text, audience="staff", get_id=lambda: "1"
    )
    manager.request_loader(lambda _request: person)
    for endpoint in [*navigation.missing_endpoints(app), "staff.search.index", "supplier.search.index"]:
        app.add_url_rule(f"/{endpoint.replace('.', '/')}", endpoint, lambda: "")


def _pages(app: Flask, text: str) -> None:
    site = Blueprint("gallery", __name__)

    @site.after_request
    def guard(response: Any) -> Any:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    @site.context_processor
    def shared() -> dict[str, Any]:
        not_signed_in = {"asks_first": lambda: False, "seconds_left": lambda: 0, "why_signed_out": lambda: ""}
        return {"demonstration": True, "simulated_now": NOW, "text": text, **not_signed_in}

    @site.route("/form", methods=["GET", "POST"])
    def form() -> tuple[str, int]:
        page = GalleryForm(version=3, name=request.args.get("name", ""))
        page.validate_on_submit()
        return render_template("form.html", form=page), page.status

    @site.get("/filled")
    def filled() -> str:
        when = dt.date(2027, 3, 27)
        page = GalleryForm(
            version=3,
            name=text,
            email="a@b.uk",
            note=text,
            answer=text,
            regime="psr",
            route="open",
            care=["msk"],
            agree=True,
            closes_on=when,
            closes_at=dt.time(12),
            value=Decimal(1250000),
            weight=Decimal(40),
            mark=3,
        )
        page.name.description = text
        return render_template("form.html", form=page)

    @site.get("/components/<audience>")
    def components(audience: str) -> str:
        flash(text, "success")
        flash(text)
        return render_template("components.html", layout=f"{audience}/base.html", **_samples(text))

    @site.get("/error/<int:code>")
    def error(code: int) -> tuple[str, int]:
        listed = _objections(text) if request.args.get("refused") else []
        typed = [("Your answer", text)] if code in (400, 409, 422) else []
        page = render_template(
            f"errors/{code}.html",
            layout="staff/base.html",
            message=text,
            objections=listed,
            typed=typed,
            is_change=bool(listed),
            link=lambda objection: "/form",
            back_url="/form",
            reference="abc",
        )
        return page, code

    app.register_blueprint(site)


def _objections(text: str) -> list[Objection]:
    return [
        Objection(
            "no_gate",
            f"Checkpoint 1 has no verdict: {text}",
            f"Record the verdict: {text}",
            f"Law: {text}",
            "gates",
        ),
        Objection("no_dates", text, "Enter the dates of the call"),
    ]


def _samples(text: str) -> dict[str, Any]:
    states = ["done"] * 4 + ["current"] + ["to_come"] * 5 + ["skipped"]
    names = [
        "Planning",
        "Market engagement",
        "Checkpoint 1",
        "Call for competition",
        "Selection",
        "Dialogue round 1",
    ]
    names += ["Down-selection", "Final tenders", "Individual scoring", "Recommendation", text]
    return {
        "objections": _objections(text),
        "stages": [
            {"label": n, "state": s, "note": text if s == "current" else ""} for n, s in zip(names, states, strict=True)
        ],
        "tasks": [
            {"title": text, "href": "/form", "status": "completed"},
            {"title": "Price schedule", "href": "/form", "hint": text, "status": "incomplete"},
            {"title": "Submit", "status": "cannot_start"},
        ],
        "rows": [
            {"key": text, "value": text, "change": "/form"},
            {"key": "Value", "value": Decimal(12), "change": "/form", "about": text},
            {"key": "Status", "value": Markup("<strong>Safe</strong>")},
            {"key": "End", "value": None},
        ],
        "columns": [
            {"label": "Bidder", "href": "/form", "sorted": "ascending"},
            {"label": "Quality (60%)", "numeric": True, "href": "/form"},
            {"label": text, "numeric": True},
        ],
        "cells": [[text, "51.0", "38.2"], ["Beta Health", "44.5", "40.0"]],
        "events": [
            {"at": NOW, "title": text, "actor": text, "reason": text, "old": "", "new": text},
            {"at": NOW.replace(hour=0), "title": "Opened"},
        ],
        "heat": [
            {
                "label": text,
                "cells": [{"status": s, "href": "/form"} for s in ("not_started", "draft", "locked")],
            },
            {"label": "Quality", "cells": [{"status": "moderated"}, {"status": None}, {"status": "draft"}]},
        ],
        "bars": [
            {"label": text, "figures": [Decimal("30.5"), Decimal("12"), Decimal("38.25")], "total": "80.75"},
            {"label": "Beta Health", "figures": [28, 10, 40], "total": "78"},
        ],
        "stages_over_time": {
            "id": "gantt",
            "title": text,
            "rows": [
                {"name": text, "figure": text, "words": text, "planned": {"x": "0", "width": "30"}, "actual": None},
                {"name": "Award", "figure": "", "words": "Award", "planned": None, "actual": {"x": "30", "width": "9"}},
            ],
            "ticks": [{"at": 5, "anchor": "start", "label": "Feb ’25"}, {"at": 60, "anchor": "middle", "label": ""}],
            "mark": {"at": 39, "anchor": "middle", "label": text},
        },
        "midnight": dt.datetime(2025, 3, 15, tzinfo=dt.UTC),
    }
