"""The NHS.UK component macros, made safe for our templates.

They live in an environment of their own: under Flask's defaults the package's `.jinja` files are not
autoescaped (script text came out raw), and they need `ChainableUndefined`, which our own templates must not
have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from flask import Flask
from jinja2 import ChainableUndefined, Environment, PackageLoader
from markupsafe import Markup
from wtforms import Field, Form
from wtforms.csrf.core import CSRFTokenField

COMPONENTS = {
    "actionLink": "action-link",
    "backLink": "back-link",
    "breadcrumb": "breadcrumb",
    "button": "button",
    "card": "card",
    "characterCount": "character-count",
    "checkboxes": "checkboxes",
    "dateInput": "date-input",
    "details": "details",
    "errorSummary": "error-summary",
    "fileUpload": "file-upload",
    "footer": "footer",
    "header": "header",
    "input": "input",
    "insetText": "inset-text",
    "notificationBanner": "notification-banner",
    "pagination": "pagination",
    "panel": "panel",
    "passwordInput": "password-input",
    "radios": "radios",
    "select": "select",
    "skipLink": "skip-link",
    "summaryList": "summary-list",
    "tabs": "tabs",
    "tag": "tag",
    "taskList": "task-list",
    "textarea": "textarea",
    "warningCallout": "warning-callout",
}

EXPIRED = (
    "This page was open for too long to be sure that it was you. "
    "Nothing you typed is lost: check it and press the button again"
)


@cache
def environment() -> Environment:
    """Build the macros' own environment once: autoescaping on, lenient only in here."""
    return Environment(
        loader=PackageLoader("nhsuk_frontend_jinja"),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )


@cache
def macro(name: str) -> Any:
    """Fetch one component's macro by its camel-case name; compiling it here keeps first pages quick."""
    folder = f"nhsuk/components/{COMPONENTS[name]}"
    environment().get_template(f"{folder}/template.jinja")
    return getattr(environment().get_template(f"{folder}/macro.jinja").module, name)


def init_app(app: Flask) -> None:
    """Make the components callable in our templates as `nhsButton`, `nhsTag` ..., and `nhsErrors(form)`."""
    for name in COMPONENTS:
        app.jinja_env.globals[f"nhs{name[0].upper()}{name[1:]}"] = macro(name)
    app.jinja_env.globals["nhsErrors"] = error_summary


def first_message(errors: object) -> str:
    """Dig the first sentence out of WTForms' nested lists and mappings of errors."""
    while isinstance(errors, list | tuple | Mapping):
        errors = next(iter(errors.values() if isinstance(errors, Mapping) else errors))
    return str(errors)


def error_summary(*forms: Form) -> Markup:
    """List all errors of the page's forms, each linked to its field; nothing when all is well."""
    found = [entry for form in forms for entry in _entries(form, form.errors)]
    if not found:
        return Markup("")
    return Markup(macro("errorSummary")({"titleText": "There is a problem", "errorList": found}))


def _entries(owner: Any, errors: Any) -> Iterator[dict[str, str]]:
    """Flatten errors; `owner` is the form, field list or field they belong to."""
    if isinstance(errors, Mapping):
        form = getattr(owner, "form", owner)
        for name, inner in errors.items():
            yield from _entries(form[name] if name else None, inner)
    elif errors and isinstance(errors[0], Mapping | list | tuple):
        for entry, inner in zip(owner.entries, errors, strict=False):
            yield from _entries(entry, inner)
    elif errors:
        yield _entry(owner, str(errors[0]))


def _entry(field: Field | None, message: str) -> dict[str, str]:
    if isinstance(field, CSRFTokenField):
        return {"text": EXPIRED}
    if field is None or field.type == "HiddenField":
        return {"text": message}
    return {"text": message, "href": f"#{getattr(field, 'anchor', field.id)}"}
