"""What is typed to draw up the contract and to record a signature; everything else comes from the bid."""

from __future__ import annotations

from wtforms import RadioField, StringField, SubmitField
from wtforms.validators import InputRequired

from assurance.services.contracts import LONGEST_EXTENSION, PARTIES
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import DateField, WholeNumberField, choices
from assurance.web.forms.validators import longest, required


class DrawUpForm(VersionedForm):
    """When the service starts and how far the term may be extended."""

    starts_on = DateField("First day of the service", [required("Enter the first day of the service")], noun="The day")
    years = WholeNumberField(
        "Term in years", [required("Enter the term in years")], least=1, most=20, noun="The term",
        description="As published with the call: the prices were offered for it.",
    )  # fmt: skip
    extension_years = WholeNumberField(
        "Years by which it may be extended", [required("Enter the years of extension, or 0")],
        most=LONGEST_EXTENSION, noun="The extension", description="0 when there is none.",
    )  # fmt: skip
    submit = SubmitField("Draw up the contract")


class SignForm(BaseForm):
    """Who has signed for which party, and when."""

    party = RadioField(
        "Who has signed", [InputRequired("Select who has signed")], choices=choices(list(PARTIES.items()))
    )
    signatory = StringField("Name of the person who signed", [required("Enter the name"), longest(200)])
    capacity = StringField(
        "In what capacity", [required("Enter the capacity in which they signed"), longest(200)],
        description="For example, chief executive",
    )  # fmt: skip
    signed_on = DateField("Date of signature", [required("Enter the date of signature")], noun="The date of signature")
    submit = SubmitField("Record the signature")
