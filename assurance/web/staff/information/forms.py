"""What is typed to register a request for information, to pick and withhold, and to approve the answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired

from assurance.domain.information.exemptions import EXEMPTIONS
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.dates import DateField
from assurance.web.forms.fields import choices
from assurance.web.forms.validators import longest, optional, required

WHOLE, PASSAGE = "whole", "passage"


class RegisterRequestForm(BaseForm):
    """Who asked for what, and when it came."""

    requester = StringField("Who asks", [required("Enter who asks"), longest(200)])
    contact = StringField(
        "Where the answer goes", [required("Enter where the answer goes"), longest(300)],
        description="An email address or a postal address.",
    )  # fmt: skip
    received_on = DateField("The day it came", [required("Enter the day it came")])
    asked = TextAreaField(
        "What is asked for", [required("Enter what is asked for"), longest(20_000)],
        description="In the words of whoever asks. The answer repeats them.",
    )  # fmt: skip
    submit = SubmitField("Register the request")


class PickForm(VersionedForm):
    """Which items are given; the fields are made for what there is."""

    submit = SubmitField("Save what is picked")

    @property
    def keys(self) -> list[str]:
        """The keys of the items picked, in the order of the record."""
        return [key for field in self.sections for key in field.data or ()]

    @property
    def sections(self) -> list[Any]:
        """The fields with items, in the order of the record."""
        return [field for field in self if field.short_name.startswith("section_")]


def pick_form(items: Iterable[Any], chosen: Sequence[str], **given: Any) -> PickForm:
    """Make the form for the items there are, one field for each heading of the record."""
    fields: dict[str, Any] = {}
    wanted = set(chosen)
    for number, (title, found) in enumerate(groupby(items, key=lambda each: each.section)):
        listed = list(found)
        fields[f"section_{number}"] = SelectMultipleField(
            title, choices=choices([(each.key, each.title) for each in listed]),
            default=[each.key for each in listed if each.key in wanted],
        )  # fmt: skip
    made: type[PickForm] = type("PickItemsForm", (PickForm,), fields)
    return made(**given)


class RedactForm(BaseForm):
    """What of an item is withheld, under which section of the Act, and why it applies here."""

    how = RadioField(
        "What is withheld", [InputRequired("Select what is withheld")],
        choices=choices([(PASSAGE, "Some words, wherever they stand in this answer"), (WHOLE, "The whole item")]),
    )  # fmt: skip
    passage = TextAreaField(
        "The words", [optional(), longest(20_000)], description="Copied from the item. Needed unless all of it goes."
    )
    exemption = RadioField(
        "Exemption", [InputRequired("Select the exemption")],
        choices=choices([(code, each.in_full) for code, each in EXEMPTIONS.items()]),
    )  # fmt: skip
    reason = TextAreaField(
        "Why it applies here", [required("Say why this exemption applies here"), longest(4000)],
        description="Whoever asked reads this. Where an exemption is not absolute, say how the public interest was "
        "weighed, and do not repeat what you withhold.",
    )  # fmt: skip
    submit = SubmitField("Withhold this")


class PutBackForm(BaseForm):
    """A button and nothing else."""

    submit = SubmitField("Put back")


class ApproveAnswerForm(BaseForm):
    """Approves the answer exactly as it was read."""

    digest = HiddenField()
    knows_names = BooleanField("The people named below may be named in this answer")
    submit = SubmitField("Approve and release this answer")


class CloseRequestForm(BaseForm):
    """Why a request is closed without records."""

    reason = TextAreaField("Why it is closed", [required("Say why it is closed"), longest(4000)])
    submit = SubmitField("Close the request")
