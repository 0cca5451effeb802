"""Fields for pounds, percentages, marks and limited text. They read what was typed and decide nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Any

from wtforms import Field, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from assurance.domain.errors import InvalidInput
from assurance.domain.money import format_gbp, parse_gbp, plain
from assurance.domain.words import count_words
from assurance.web.forms.dates import DateField, TimeField
from assurance.web.forms.widgets import TextInput, WordCount

__all__ = [
    "DateField",
    "MarkField",
    "MoneyField",
    "PercentField",
    "TimeField",
    "WholeNumberField",
    "WordLimitedTextField",
    "choices",
]

_PERCENT = re.compile(r"[0-9]{1,3}(\.[0-9]+)?\s*%?", re.ASCII)


def choices(options: Iterable[tuple[str, str]] | type[StrEnum], *, prompt: str = "") -> list[SelectChoice]:
    """Make choices from pairs of value and label or from an enum; `prompt` is an empty one to start with."""
    if isinstance(options, type):
        options = [(member.value, getattr(member, "label", member.value)) for member in options]
    listed = [SelectChoice(value, label) for value, label in options]
    return [SelectChoice("", prompt), *listed] if prompt else listed


class TypedField(Field):
    """A value in one box: shows again what was typed, and turns it into a value or says why it cannot."""

    widget = TextInput()

    def __init__(self, label: str, validators: Any = None, *, noun: str = "", **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.noun = noun or label

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.show(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the first value sent; an empty box is no value, and never an old one."""
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if typed:
            self.data = self.read(typed)

    def read(self, typed: str) -> Any:
        """Turn the text into a value or raise `ValueError` with the message."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """Write a stored value as a person would type it."""
        return str(value)


class MoneyField(TypedField):
    """An amount of pounds, exact to the penny, with or without commas and the pound sign."""

    widget = TextInput(prefix="£", width=10, inputmode="decimal", spellcheck=False)

    def read(self, typed: str) -> Decimal:
        """Read by the domain's one rule for typed money."""
        try:
            return parse_gbp(typed, self.name)
        except InvalidInput as refusal:
            raise ValueError(refusal.message) from refusal

    def show(self, value: Any) -> str:
        """Commas help to check a large amount; the sign stands before the box."""
        return format_gbp(value).replace("£", "")


class PercentField(TypedField):
    """A percentage from 0 to 100 as an exact Decimal of per cent: "12.5" is 12.5 and not 0.125."""

    widget = TextInput(suffix="%", width=5, inputmode="decimal", spellcheck=False)

    def __init__(self, label: str, validators: Any = None, *, places: int = 2, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.places = places

    def read(self, typed: str) -> Decimal:
        """Refuse what is not a percentage, is over 100, or is finer than the field allows."""
        if not _PERCENT.fullmatch(typed):
            raise ValueError(f"{self.noun} must be a percentage from 0 to 100, like 12.5")
        value = Decimal(typed.rstrip("% "))
        if value > 100:
            raise ValueError(f"{self.noun} must be 100% or less")
        if -int(value.as_tuple().exponent) > self.places:
            raise ValueError(f"{self.noun} must have no more than {self.places} figures after the point")
        return value

    def show(self, value: Any) -> str:
        """Drop zeros after the point that say nothing."""
        return plain(value)


class WholeNumberField(TypedField):
    """A whole number between two bounds, in the figures 0 to 9 and no others."""

    widget = TextInput(width=5, inputmode="numeric", spellcheck=False)

    def __init__(
        self, label: str, validators: Any = None, *, least: int = 0, most: int = 999_999_999, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.least, self.most = least, most

    def read(self, typed: str) -> int:
        """Refuse signs, points and figures of other scripts, which Python would read; thousands may be grouped."""
        if not re.fullmatch("[0-9]{1,9}|[0-9]{1,3}(,[0-9]{3}){1,2}", typed):
            raise ValueError(f"{self.noun} must be a whole number, like {max(self.least, min(3, self.most))}")
        number = int(typed.replace(",", ""))
        if not self.least <= number <= self.most:
            raise ValueError(f"{self.noun} must be between {self.least:,} and {self.most:,}")
        return number

    def show(self, value: Any) -> str:
        """Write no figures after the point, in which some are stored."""
        return str(int(value))


class MarkField(WholeNumberField):
    """An evaluator's mark: a whole number on the criterion's scale. Set `most` to the scale's top."""

    widget = TextInput(width=2, inputmode="numeric", spellcheck=False)

    def __init__(self, label: str, validators: Any = None, *, most: int = 5, **kwargs: Any) -> None:
        super().__init__(label, validators, most=most, **kwargs)


class WordLimitedTextField(TextAreaField):
    """Long text with a limit of words; the count the person sees is the count that is applied.

    `limit` may be set on the field after the form is made, when the limit comes from the question.
    """

    widget = WordCount()

    def __init__(self, label: str, validators: Any = None, *, limit: int, noun: str = "", **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.limit, self.noun = limit, noun or label

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Say by how many words the text is over."""
        count = count_words(self.data or "")
        if validation_stopped or count <= self.limit:
            return
        excess = count - self.limit
        raise ValidationError(
            f"{self.noun} must be {self.limit:,} words or fewer: it has {count:,}, so take out {excess:,}"
        )
