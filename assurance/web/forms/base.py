"""The form all pages build on: NHS.UK rendering, plain words, what was typed kept, stale pages noticed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import ImmutableMultiDict
from wtforms import Field, Form, HiddenField, PasswordField, StringField
from wtforms.fields.core import UnboundField
from wtforms.validators import ValidationError

from assurance.domain.errors import InvalidInput
from assurance.web.forms.widgets import widget_for

OLD_PAGE = "This page is out of date. Open it again before you change anything"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

PLAIN_WORDS = {
    "Not a valid choice.": "Select one of the options",
    "Invalid Choice: could not coerce.": "Select one of the options",
    "Invalid choice(s): one or more data inputs could not be coerced.": "Select from the options shown",
    "Not a valid integer value.": "Enter a whole number, using the figures 0 to 9",
    "Not a valid decimal value.": "Enter a number, using the figures 0 to 9",
    "This field is required.": "Enter a value",
    "Invalid input.": "Enter this in the format shown",
}


class PlainWords:
    """Says WTForms' own messages in words fit for the person who reads them."""

    def gettext(self, sentence: str) -> str:
        """Reword a message; one without a rewording is passed on."""
        return PLAIN_WORDS.get(sentence, sentence)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Reword a message that counts."""
        if "valid choice" in singular:
            return "Select from the options shown"
        return singular if number == 1 else plural


def tidy(text: str | None) -> str | None:
    """Drop blanks at both ends and characters no keyboard types; end lines in one way; change no word."""
    if not isinstance(text, str):
        return text
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


class BaseForm(FlaskForm):
    """A form drawn with NHS.UK components, whose refusals, ours or a service's, sit at the field."""

    class Meta(FlaskForm.Meta):
        """How WTForms is bent to the house style."""

        def bind_field(self, form: Form, unbound_field: UnboundField, options: dict[str, Any]) -> Field:
            """Tidy all text but passwords, in which a blank may be meant."""
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                options["filters"] = (tidy, *unbound_field.kwargs.get("filters", ()))
            return super().bind_field(form, unbound_field, options)

        def wrap_formdata(self, form: Form, formdata: Any) -> Any:
            """Read no JSON in place of a form, as the library would: its values are not texts, and may be too deep."""
            asked_for = formdata is not None and not hasattr(formdata, "getlist")
            return ImmutableMultiDict() if asked_for and request.is_json else super().wrap_formdata(form, formdata)

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Markup:
            """Draw the field as its component, and a hidden one without an id, for a page may hold several forms."""
            widget = widget_for(field)
            if widget is None:
                return super().render_field(field, {"id": False, **render_kw})
            return widget(field, **{**(field.render_kw or {}), **render_kw})

        def get_translations(self, form: Form) -> PlainWords:
            """Reword the library's messages."""
            return PlainWords()

    def attach(self, refusal: InvalidInput) -> None:
        """Put a service's refusal at the field it names, or at the top when no field here has that name."""
        for field in _fields(self):
            if refusal.field in (field.name, field.short_name):
                field.errors = [*field.errors, refusal.message]
                return
        self.form_errors.append(refusal.message)

    @property
    def status(self) -> int:
        """The HTTP status to answer with: 422 when something was refused."""
        return 422 if self.errors else 200


class VersionedForm(BaseForm):
    """A form that edits something other people may edit too; it remembers which version the person saw.

    Made with `obj=row` or `version=row.version`. The service compares `expected_version` with the row's and
    raises `Conflict` when someone else was quicker.
    """

    version = HiddenField()
    clash: Any = None
    """What somebody saved meanwhile, where what was typed clashes with it."""

    @property
    def status(self) -> int:
        """The HTTP status to answer with: 409 on a clash, 422 when something was refused."""
        return 409 if self.clash else super().status

    def validate_version(self, field: Field) -> None:
        """Refuse a version that no page of ours wrote."""
        if not re.fullmatch("[0-9]{1,9}", str(field.data or "")):
            raise ValidationError(OLD_PAGE)

    @property
    def expected_version(self) -> int:
        """The version of the thing as the person saw it."""
        return int(self.version.data)


def _fields(owner: Any) -> Iterator[Field]:
    """Walk the fields of a form and of the forms inside it."""
    for field in owner:
        if hasattr(field, "entries") or hasattr(field, "form"):
            yield from _fields(getattr(field, "form", field))
        else:
            yield field
