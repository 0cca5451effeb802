"""What a bidder types: the request, answers, prices, partners, documents, reasons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, StringField, SubmitField, TextAreaField
from wtforms.validators import ValidationError

from assurance.domain.provision.integration import IntegrationForm
from assurance.domain.tenderbox.limits import MEGABYTE, Limits
from assurance.services.bids import EXPERIENCE_WORDS
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import MoneyField, PercentField, WordLimitedTextField, choices
from assurance.web.forms.validators import longest, optional, required
from assurance.web.forms.widgets import FileInput

EXCLUSION = "No ground for exclusion applies to our organisation or to the people who control it"


class RequestForm(VersionedForm):
    """The request to take part, which may be saved before it is complete."""

    annual_turnover_amount = MoneyField(
        "Annual turnover", noun="Annual turnover",
        description="Of your organisation in its last financial year, in pounds.",
    )  # fmt: skip
    experience = WordLimitedTextField(
        "Your experience of this care", limit=EXPERIENCE_WORDS, noun="The text",
        description="What you have delivered, for how many people, and with what outcomes.",
    )  # fmt: skip
    has_no_exclusion_ground = BooleanField(
        EXCLUSION, description="The grounds are those of regulation 20 of the Provider Selection Regime Regulations."
    )
    submit = SubmitField("Save")


class AnswerForm(VersionedForm):
    """The answer to a scored question."""

    text = TextAreaField("Your answer")
    submit = SubmitField("Save")
    go_on = SubmitField("Save and go to the next question")


class LimitedAnswerForm(AnswerForm):
    """The answer to a question with a limit of words."""

    text = WordLimitedTextField("Your answer", limit=1, noun="The answer")


class ConfirmationForm(AnswerForm):
    """The confirmation that a pass/fail criterion is met."""

    is_confirmed = BooleanField("We confirm that our organisation meets this")
    text = TextAreaField("Where this can be seen", [optional(), longest(4000)])


class PriceForm(BaseForm):
    """The price for the whole term."""

    amount = MoneyField("Price for the whole term of the contract", [required("Enter the price")], noun="The price")
    submit = SubmitField("Save")


class FormOfWorkingForm(BaseForm):
    """How the providers of the bid are bound to each other."""

    integration_form = RadioField(
        "How will you and your partners be bound to each other?", [required("Select one of the forms")]
    )
    submit = SubmitField("Save")

    def __init__(self, allowed: Sequence[str], **given: Any) -> None:
        super().__init__(**given)
        self.integration_form.choices = choices([(form, IntegrationForm(form).label) for form in allowed])


class SubcontractorForm(BaseForm):
    """A provider who delivers part of the care."""

    name = StringField("Name of the subcontractor", [required("Enter the name"), longest(200)])
    delivers = StringField("What it delivers", [required("Enter what it delivers"), longest(300)])
    payment_basis = StringField(
        "How it is paid", [required("Enter how it is paid"), longest(60)],
        description="For example: per contact, block, share of the outcome payment.",
    )  # fmt: skip
    share_percent = PercentField("Share of the contract", [required("Enter the share")], noun="The share")
    has_no_exclusion_ground = BooleanField("It has confirmed to us that no ground for exclusion applies to it")
    submit = SubmitField("Add the subcontractor")


class RemoveForm(BaseForm):
    """Takes one thing out of the tender."""

    name = HiddenField()
    submit = SubmitField("Remove")


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
