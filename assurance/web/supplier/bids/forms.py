"""What a bidder types: the request, answers, prices, partners, documents, reasons."""

from __future__ import annotations

import re
from typing import Any

from flask_wtf.file import FileField, MultipleFileField
from wtforms import HiddenField, StringField, SubmitField, TextAreaField
from wtforms.validators import ValidationError

from assurance.domain.tenderbox.limits import MEGABYTE, Limits
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.validators import longest, optional, required
from assurance.web.forms.widgets import FileInput


class DocumentForm(BaseForm):
    """One file."""

    document = FileField("Choose a file", widget=FileInput())
    submit = SubmitField("Upload")

    def __init__(self, limits: Limits, **given: Any) -> None:
        super().__init__(**given)
        most = limits.file_bytes // MEGABYTE
        self.document.description = f"PDF, Word, Excel, PNG or JPEG, up to {most} MB, without macros or scripts."


class ReasonForm(BaseForm):
    """Why the organisation withdraws."""

    reason = TextAreaField("Why do you withdraw?", [required("Enter the reason"), longest(4000)])
    submit = SubmitField("Withdraw for good")


class SendForm(VersionedForm):
    """A step with legal effect, taken on the version that was checked."""

    submit = SubmitField("Submit")


class SubmitForm(BaseForm):
    """Submits the tender that was checked, once: its digest, and a key by which a second sending is known."""

    token_key = HiddenField()
    checked = HiddenField()
    submit = SubmitField("Submit the final tender")

    def validate_checked(self, field: Any) -> None:
        """Refuse a digest that no page of ours wrote."""
        if not re.fullmatch("[0-9a-f]{64}", str(field.data or "")):
            raise ValidationError("This page is out of date. Open it again before you submit")


class ReturnCodeForm(BaseForm):
    """The code that opens the bidder's own copy."""

    secret_code = StringField(
        "Return code", [longest(60)],
        description="Six groups of five letters and figures. It was shown once, with the receipt.",
    )  # fmt: skip
    submit = SubmitField("Show the receipt")


class ReopenForm(ReturnCodeForm):
    """Takes the tender back: as it was, with the code, or blank."""

    submit = SubmitField("Take it back with the code")
    blank = SubmitField("Start again from blank parts")

    @property
    def is_blank(self) -> bool:
        """Whether the person starts again without the code."""
        return bool(self.blank.data)


class GiveAgainForm(ReturnCodeForm):
    """Opens the bidder's own copy once the key of the box is lost."""

    submit = SubmitField("Give our tender again")


class GivePartsForm(BaseForm):
    """Gives the tender again from the bidder's own file, or single parts of it."""

    parts = MultipleFileField("Choose the file of your tender, or parts of it", widget=FileInput())
    submit = SubmitField("Give these parts again")


class DebriefForm(BaseForm):
    """A question why the bid was not chosen."""

    text = TextAreaField(
        "What you want to know",
        [required("Say what you want to know"), longest(4000)],
        description="For example, which parts of your tender fell short of the criteria, and why.",
    )
    submit = SubmitField("Ask for the de-brief")


class RepresentationForm(BaseForm):
    """A written challenge."""

    text = TextAreaField(
        "Your representation", [required("Enter your representation")],
        description="What you ask the authority to look at again, which rule or criterion it concerns, and why.",
    )  # fmt: skip
    information_asked = TextAreaField(
        "Records you ask for", [optional()],
        description="The authority must give you promptly what it has on record, such as the comments and marks of "
        "each evaluator on your bid and the winner’s, unless an exception applies.",
    )  # fmt: skip
    submit = SubmitField("Send the representation")
