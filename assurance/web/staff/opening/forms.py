"""What an officer decides when checking an opened tender."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import PasswordField, RadioField, SubmitField, TextAreaField

from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import choices
from assurance.web.forms.validators import longest, required

YES, NO = "yes", "no"


class OpenForm(BaseForm):
    """A holder's part in the opening."""

    passphrase = PasswordField(
        "Your passphrase", [required("Enter your passphrase")],
        description="The one your key was set up with. It opens your share and is not kept.",
    )  # fmt: skip
    submit = SubmitField("Take part in the opening")


class ComplianceForm(VersionedForm):
    """Whether each pass/fail criterion is met, and whether the tender goes to the panel; made by `compliance_form`."""

    @property
    def passes(self) -> dict[str, bool]:
        """Whether each criterion is met, by its code; one nobody decided is left out."""
        decided = {name[5:]: self[name].data for name in self._fields if name.startswith("pass-")}
        return {code: value == YES for code, value in decided.items() if value in (YES, NO)}

    @property
    def reasons(self) -> dict[str, str]:
        """Why a criterion is not met, by its code."""
        return {name[7:]: self[name].data or "" for name in self._fields if name.startswith("reason-")}


def compliance_form(criteria: Sequence[Any], version: int) -> ComplianceForm:
    """Make the form: two fields for each pass/fail criterion of the procurement, then the decision."""
    fields: dict[str, Any] = {}
    for row in criteria:
        fields[f"pass-{row.code}"] = RadioField(
            f"Is “{row.title}” met?", [required(f"Select whether “{row.title}” is met")],
            choices=choices([(YES, "Met"), (NO, "Not met")]),
        )  # fmt: skip
        fields[f"reason-{row.code}"] = TextAreaField(f"If “{row.title}” is not met: why", [longest(2000)])
    fields["compliant"] = RadioField(
        "Is the tender compliant?", [required("Select whether the tender is compliant")],
        choices=choices([(YES, "Yes: it goes to the panel"), (NO, "No: it is set aside")]),
    )  # fmt: skip
    fields["reason"] = TextAreaField(
        "Reason for the decision", [required("Enter the reason for the decision"), longest(4000)],
        description="A bidder that is set aside is told it in its letter.",
    )  # fmt: skip
    fields["submit"] = SubmitField("Record the decision")
    made: ComplianceForm = type("ComplianceFormOfCall", (ComplianceForm,), fields)(version=version)
    return made
