"""Filling in a form as a person does: fields by their labels, options by their words, then one button."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

from tests.journeys.by_hand.page import FIELDS, said


@dataclass(frozen=True)
class Upload:
    """A file chosen on the person's machine."""

    name: str
    content: bytes


class FilledForm:
    """What a browser would send: what stands in the form, overlaid by what the person fills in."""

    def __init__(self, form: Element, button: str) -> None:
        self.form = form
        self.action = form.get("action", "")
        self.method = form.get("method", "get").upper()
        self.values: dict[str, list[Any]] = {}
        for field in form.iter():
            if field.tag in FIELDS and field.get("name"):
                self._take(field)
        buttons = list(form.iter("button"))
        exact = [each for each in buttons if said(each) == button]
        pressed = (exact or [each for each in buttons if said(each).startswith(button)])[0]
        if pressed.get("name"):
            self.values[pressed.get("name", "")] = [pressed.get("value", "")]

    def _take(self, field: Element) -> None:
        kind, name = field.get("type", "text"), field.get("name", "")
        if kind in ("checkbox", "radio"):
            if field.get("checked") is not None:
                self.values.setdefault(name, []).append(field.get("value", "on"))
        elif field.tag == "select":
            options = list(field.iter("option"))
            chosen = [each for each in options if each.get("selected") is not None] or options[:1]
            self.values[name] = [_option_value(each) for each in chosen]
        elif field.tag == "textarea":
            self.values[name] = [(field.text or "").removeprefix("\n")]
        elif kind not in ("file", "submit"):
            self.values.setdefault(name, []).append(field.get("value", ""))

    def fill(self, answers: Mapping[str, Any]) -> FilledForm:
        """Fill in each field by its label or its legend."""
        for label, value in answers.items():
            if (group := self._group(label)) is not None:
                self._fill_group(group, label, value)
            else:
                self._fill_field(self._field(label), label, value)
        return self

    def data(self) -> dict[str, Any]:
        """The form as the test client posts it."""
        return {
            name: [(io.BytesIO(each.content), each.name) if isinstance(each, Upload) else each for each in values]
            for name, values in self.values.items()
        }

    def _field(self, label: str) -> Element:
        named = {each.get("for"): _bare(each) for each in self.form.iter("label")}
        labelled = [(each, named[each.get("id")]) for each in self.form.iter() if each.get("id") in named]
        found = [field for field, words in labelled if words == label]
        found = found or [field for field, words in labelled if words.startswith(label)]
        assert len(found) == 1, f"{len(found)} fields “{label}”, of: {self.asked()}"
        return found[0]

    def _group(self, legend: str) -> Element | None:
        for fieldset in self.form.iter("fieldset"):
            found = fieldset.find("legend")
            if found is not None and _bare(found) == legend:
                return fieldset
        return None

    def asked(self) -> list[str]:
        """Every label and legend of the form."""
        return [_bare(each) for each in self.form.iter() if each.tag in ("label", "legend")]

    def _fill_field(self, field: Element, label: str, value: Any) -> None:
        name = field.get("name", "")
        if field.get("type") in ("checkbox", "radio"):
            kept = [each for each in self.values.get(name, []) if each != field.get("value")]
            self.values[name] = kept + ([field.get("value", "on")] if value else [])
        elif field.tag == "select":
            self.values[name] = [_option_value(_only(list(field.iter("option")), value, label))]
        else:
            assert isinstance(value, Upload) == (field.get("type") == "file"), label
            self.values[name] = [value]

    def _fill_group(self, group: Element, legend: str, value: Any) -> None:
        boxes = {_bare(each): each.get("for") for each in group.iter("label")}
        fields = {each.get("id"): each for each in group.iter("input")}
        if isinstance(value, date):
            for part in ("day", "month", "year"):
                self.values[fields[boxes[part.capitalize()]].get("name", "")] = [str(getattr(value, part))]
            return
        labels = list(group.iter("label"))
        wanted = [value] if isinstance(value, str) else value
        chosen = [fields[_only(labels, each, legend).get("for")] for each in wanted]
        name = next(iter(fields.values())).get("name", "")
        self.values[name] = [each.get("value", "") for each in chosen]


def _only(choices: list[Element], words: str, label: str) -> Element:
    found = [each for each in choices if said(each) == words] or [
        each for each in choices if said(each).startswith(words)
    ]
    assert len(found) == 1, f"“{words}” is not one choice of “{label}”: {[said(each) for each in choices]}"
    return found[0]


def _option_value(option: Element) -> str:
    return option.get("value", said(option))


def _bare(element: Element) -> str:
    return said(element).removesuffix(" (optional)")
