"""What an officer types to start a procurement, give a role, or take a move."""

from __future__ import annotations

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from assurance.domain.authority.roles import Role
from assurance.domain.procedures.regimes import Regime
from assurance.domain.provision.integration import IntegrationForm
from assurance.services.powers import LONGEST
from assurance.services.procurements import CHOOSABLE
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import WholeNumberField, choices


class CreateProcurementForm(BaseForm):
    """The programme in a few lines."""

    title = StringField("Title", [InputRequired("Enter a title"), Length(max=200)])
    summary = TextAreaField("What is bought, in a few sentences", [InputRequired("Enter a short description")])
    care_group = StringField("Care group", [InputRequired("Enter the care group"), Length(max=120)])
    population = WholeNumberField("Population covered", [Optional(), NumberRange(min=1)])
    contract_years = WholeNumberField(
        "Contract term in years", [InputRequired("Enter the term in years"), NumberRange(1, 20, "Enter 1 to 20 years")]
    )
    outcome_share_percent = WholeNumberField(
        "Share of the payment that depends on outcomes, in per cent",
        [InputRequired("Enter the share"), NumberRange(0, 100, "Enter a share from 0 to 100")],
        description="The rest is paid in any case. 30 is usual where 70 is paid up front.",
    )
    integration_forms = SelectMultipleField(
        "Integration forms that bidders may propose",
        [InputRequired("Select at least one form")],
        choices=choices(IntegrationForm),
    )
    regime = RadioField(
        "Law under which it runs", [InputRequired("Select the law under which it runs")], choices=choices(Regime)
    )
    circumstances = SelectMultipleField("What shortens its periods", [Optional()], choices=choices(CHOOSABLE.items()))
    submit = SubmitField("Start the procurement")


class AssignRoleForm(BaseForm):
    """A person of the authority and the role to give them."""

    user = SelectField("Person", [InputRequired("Select a person")], coerce=int)
    role = RadioField("Role", [InputRequired("Select a role")], choices=choices(Role))
    reason = TextAreaField(
        "Reason", [Length(max=LONGEST)],
        description="Needed for procurement officer, senior responsible owner, approver and opener: a second person "
        "reads it and confirms the role.",
    )  # fmt: skip
    submit = SubmitField("Give the role")


class MoveForm(VersionedForm):
    """Confirms a move; the reason is needed for some."""

    reason = TextAreaField("Reason", [Length(max=4000)])
    submit = SubmitField("Confirm")
