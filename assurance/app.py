"""The composition root: one application out of settings, database, clock, guards and pages."""

from __future__ import annotations

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from assurance.adapters.clock import Clock, clock_of
from assurance.config import Settings, resource_folder
from assurance.persistence.session import Database
from assurance.services import at_rest
from assurance.services.intake import Intake
from assurance.web import auth, errors, filters, guards, incoming, navigation, public, staff, supplier, transaction
from assurance.web.forms import macros
from assurance.web.required_factor import init_app as require_factors
from assurance.web.word_links import init_app as explain_words


def create_app(settings: Settings | None = None, database: Database | None = None, clock: Clock | None = None) -> Flask:
    """Build the application; what is not given is taken from the environment."""
    settings = settings or Settings.from_environ()
    at_rest.unlock(settings)
    app = Flask(
        "assurance",
        template_folder=str(resource_folder("templates")),
        static_folder=str(resource_folder("web") / "static"),
        static_url_path="/static",
        instance_path=str(settings.instance),
    )
    _configure(app, settings)
    _extensions(app, settings, database, clock)
    _templates(app, settings)
    for blueprint in (public.blueprint, auth.blueprint, staff.blueprint, supplier.blueprint):
        app.register_blueprint(blueprint)
    errors.init_app(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-assurance_session" if settings.secure_cookies else "assurance_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        MAX_CONTENT_LENGTH=32 * 2**20,
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.extensions["assurance_settings"] = settings


def _extensions(app: Flask, settings: Settings, database: Database | None, clock: Clock | None) -> None:
    if clock is None:
        clock = clock_of(settings.instance, demonstration=settings.demonstration)
    app.extensions["assurance_clock"] = clock
    incoming.init_app(app, Intake.open(settings))
    transaction.init_app(app, database or Database.open(settings.database_url))
    auth.init_app(app)
    CSRFProtect(app)
    guards.init_app(app)
    require_factors(app)


def _templates(app: Flask, settings: Settings) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for fit in (macros.init_app, filters.init_app, navigation.init_app, explain_words):
        fit(app)
    app.jinja_env.globals.update(
        demonstration=settings.demonstration,
        now=guards.now,
        allows=guards.allows,
        may_open=guards.may_open,
        is_staff=guards.is_staff,
        asks_first=guards.asks_first,
        objection_link=errors.objection_link,
    )
    if settings.demonstration:
        app.context_processor(auth.demonstration.simulated_clock)
