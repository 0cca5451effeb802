"""What a provider's people type about their organisation and each other."""

from __future__ import annotations

from wtforms import BooleanField, EmailField, HiddenField, RadioField, StringField, SubmitField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from assurance.domain.suppliers.people import Part
from assurance.services.suppliers.standing import MOST_WORDS
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import MoneyField, WordLimitedTextField
from assurance.web.forms.validators import email_address, longest, optional, required

PARTS = [SelectChoice(each.value, f"{each.label}. {each.meaning}") for each in Part]


class ProfileForm(VersionedForm):
    """Facts about the organisation that are public elsewhere."""

    company_number = StringField("Company number", [optional(), longest(20)])
    charity_number = StringField("Charity number", [optional(), longest(20)])
    ods_code = StringField(
        "ODS code", [optional(), longest(20)], description="From the NHS Organisation Data Service, if you have one."
    )
    address = TextAreaField("Registered address", [optional(), longest(500)])
    is_sme = BooleanField("Small or medium: fewer than 250 people, and turnover up to £44 million")
    is_vcse = BooleanField("Voluntary, community or social enterprise")
    annual_turnover_amount = MoneyField(
        "Annual turnover",
        [optional()],
        noun="The annual turnover",
        description="Of your last financial year, in pounds.",
    )
    submit = SubmitField("Save the profile")


class InviteForm(BaseForm):
    """A colleague to be invited."""

    email = EmailField("Their work email address", [required("Enter the email address"), email_address()])
    part = RadioField("What they may do", [InputRequired("Select what they may do")], choices=PARTS)
    submit = SubmitField("Send the invitation")


class PartForm(BaseForm):
    """Another part for a colleague."""

    part = RadioField("What they may do", [InputRequired("Select what they may do")], choices=PARTS)
    was = HiddenField()
    """What they might do when the page was opened."""
    submit = SubmitField("Save")


class StandingForm(VersionedForm):
    """One standing answer, written anew; its version is the number of the answer that the person was shown."""

    text = WordLimitedTextField("The answer", [required("Enter the answer")], limit=MOST_WORDS, noun="The answer")
    is_confirmed = BooleanField("")
    submit = SubmitField("Save the answer")
