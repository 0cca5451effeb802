"""How each kind of field looks: NHS.UK components filled from WTForms fields. Nothing is validated here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from wtforms import Field, fields

from assurance.web.forms.macros import first_message, macro

Options = dict[str, Any]


class Widget:
    """Draws one field. Keywords given in the template win over those given where the field is defined."""

    validation_attrs: tuple[str, ...] = ()
    component = ""

    def __init__(self, **defaults: Any) -> None:
        self.defaults = defaults

    def __call__(self, field: Field, **options: Any) -> Markup:
        """Render the field; `size`, `heading`, `hint` are ours, all else goes to the component as it is."""
        return Markup(macro(self.component)(self.params(field, {**self.defaults, **options})))

    def params(self, field: Field, options: Options) -> Options:
        """Fill the component's parameters."""
        raise NotImplementedError


def _common(field: Field, options: Options) -> Options:
    """Name, hint and error message, which all components take alike."""
    hint = options.pop("hint", None) or field.description
    shared: Options = {"id": field.id, "name": field.name}
    if hint:
        shared["hint"] = {"text": str(hint)}
    if field.errors:
        shared["errorMessage"] = {"text": first_message(field.errors)}
    return {**shared, **options}


def _title(field: Field, options: Options) -> Options:
    """Label or legend; `heading=True` makes it the page's `h1`; a field that may stay empty says so."""
    heading = bool(options.pop("heading", False))
    text = f"{field.label.text} (optional)" if field.flags.optional else field.label.text
    size = options.pop("size", "l" if heading else "s")
    return {"text": text, "size": size, "isPageHeading": heading}


class TextInput(Widget):
    """One line of text."""

    component = "input"

    def params(self, field: Field, options: Options) -> Options:
        """Show again exactly what was typed."""
        label = _title(field, options)
        return {"label": label, "value": field._value(), **_common(field, options)}


class PasswordInput(Widget):
    """A password; never sent back to the browser."""

    component = "passwordInput"

    def params(self, field: Field, options: Options) -> Options:
        """Leave the box empty whatever was typed."""
        return {"label": _title(field, options), **_common(field, options)}


class TextArea(TextInput):
    """Several lines of text."""

    component = "textarea"


class WordCount(TextInput):
    """Several lines of text with the words left shown as they are typed; the limit comes from the field."""

    component = "characterCount"

    def params(self, field: Field, options: Options) -> Options:
        """Name the limit that the server will apply."""
        return {**super().params(field, options), "maxlength": field.limit, "countType": "words"}


class FileInput(Widget):
    """A plain file input; the drop zone of the package fails an accessibility rule and is never started."""

    component = "fileUpload"

    def params(self, field: Field, options: Options) -> Options:
        """Allow several files only when the field does."""
        multiple = isinstance(field, fields.MultipleFileField)
        return {"label": _title(field, options), "multiple": multiple, **_common(field, options)}


class Select(Widget):
    """A drop-down list."""

    component = "select"

    def params(self, field: Field, options: Options) -> Options:
        """Mark the chosen item."""
        label = _title(field, options)
        items = [
            {"value": choice.value, "text": choice.label, "selected": bool(choice.selected)}
            for choice in field.iter_choices()
        ]
        return {"label": label, "items": items, **_common(field, options)}


class Choices(Widget):
    """Radios or checkboxes under a legend; `hints` maps a value to a line of help under it."""

    def params(self, field: Field, options: Options) -> Options:
        """Check what was chosen."""
        legend = _title(field, options)
        hints: Mapping[str, str] = options.pop("hints", {})
        items = [_item(choice, hints) for choice in field.iter_choices()]
        shared = _common(field, options)
        shared["idPrefix"] = shared.pop("id")
        return {"fieldset": {"legend": legend}, "items": items, **shared}


def _item(choice: Any, hints: Mapping[str, str]) -> Options:
    item: Options = {"value": str(choice.value), "text": choice.label, "checked": bool(choice.selected)}
    hint = hints.get(choice.value) or (choice.render_kw or {}).get("hint")
    return {**item, "hint": {"text": hint}} if hint else item


class Radios(Choices):
    """One of several."""

    component = "radios"


class Checkboxes(Choices):
    """Any of several."""

    component = "checkboxes"


class Checkbox(Widget):
    """One statement to agree to or not."""

    component = "checkboxes"

    def params(self, field: Field, options: Options) -> Options:
        """The field's label is the statement itself."""
        options.pop("size", None)
        item = {"value": "y", "text": field.label.text, "checked": bool(field.data)}
        shared = _common(field, options)
        shared["idPrefix"] = shared.pop("id")
        return {**shared, "items": [item]}


class Submit(Widget):
    """The button that sends the form; a second press within a second is ignored."""

    component = "button"

    def params(self, field: Field, options: Options) -> Options:
        """The field's label is the button's text."""
        return {
            "text": field.label.text,
            "name": field.name,
            "value": "y",
            "preventDoubleClick": True,
            **options,
        }


class DateBoxes(Widget):
    """Day, month and year in three boxes; only the boxes at fault are marked."""

    component = "dateInput"

    def params(self, field: Field, options: Options) -> Options:
        """Give the first box the field's own id, so that links to the field land in it."""
        legend = _title(field, options)
        shared = _common(field, options)
        shared.pop("name")
        shared["id"] = f"{field.id}-boxes"
        items = [
            {
                "id": field.box_id(part),
                "name": f"{field.name}-{part}",
                "label": part.capitalize(),
                "value": text,
                "width": 4 if part == "year" else 2,
                "inputmode": "text" if part == "month" else "numeric",
                "error": bool(field.errors) and (not field.faults or part in field.faults),
            }
            for part, text in field.parts.items()
        ]
        return {"fieldset": {"legend": legend}, "items": items, **shared}


STOCK: dict[type[Field], Widget] = {
    fields.StringField: TextInput(),
    fields.EmailField: TextInput(type="email", autocomplete="email", spellcheck=False),
    fields.PasswordField: PasswordInput(),
    fields.TextAreaField: TextArea(),
    fields.IntegerField: TextInput(inputmode="numeric", width=5),
    fields.FileField: FileInput(),
    fields.MultipleFileField: FileInput(),
    fields.SelectField: Select(),
    fields.RadioField: Radios(),
    fields.SelectMultipleField: Checkboxes(),
    fields.BooleanField: Checkbox(),
    fields.SubmitField: Submit(),
}
"""Stock WTForms fields and the component each is shown as, so that forms name no widgets."""


def widget_for(field: Field) -> Widget | None:
    """Find the component for a field: its own if it has one of ours, else the one for its stock class."""
    if isinstance(field.widget, Widget):
        return field.widget
    for kind in type(field).__mro__:
        if kind in STOCK and field.widget is kind.widget:
            return STOCK[kind]
    return None
