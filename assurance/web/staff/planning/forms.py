"""What an officer types to plan a programme."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from wtforms import FileField, RadioField, SelectField, SelectMultipleField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from assurance.domain.contracts.outcomes import Rule
from assurance.domain.errors import InvalidInput
from assurance.domain.provision.integration import IntegrationForm
from assurance.services import planning
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import PercentField, WholeNumberField, choices
from assurance.web.forms.figures import FigureField
from assurance.web.forms.validators import longest, optional, required

LARGEST_TABLE = 2**20


class UpdateProgrammeForm(VersionedForm):
    """The programme that is bought."""

    title = StringField("Title", [required("Enter a title"), longest(200)])
    summary = TextAreaField("What is bought, in a few sentences", [required("Enter a short description")])
    care_group = StringField("Care group", [required("Enter the care group"), longest(120)])
    population = WholeNumberField("Population covered", [optional()], least=1)
    contract_years = WholeNumberField("Contract term in years", [required("Enter the term in years")], least=1, most=20)
    outcome_share_percent = WholeNumberField(
        "Share of the payment that depends on outcomes, in per cent", [required("Enter the share")], most=100,
        description="The rest is paid in any case. 30 is usual where 70 is paid up front.",
    )  # fmt: skip
    integration_forms = SelectMultipleField(
        "Integration forms that bidders may propose", [InputRequired("Select at least one form")],
        choices=choices(IntegrationForm),
    )  # fmt: skip
    submit = SubmitField("Save the programme")


class ImportBudgetForm(BaseForm):
    """A table of programme budgets, as a file or pasted; what was read from a file is shown for correction."""

    file = FileField("CSV file, or Excel workbook (.xlsx)")
    table = TextAreaField("Or paste the table")
    submit = SubmitField("Import the table")

    def validate_file(self, field: FileField) -> None:
        """Read an uploaded file into the box, where its faults can be mended and nothing is lost."""
        upload = field.data
        if not upload or not upload.filename:
            return
        content = upload.read(LARGEST_TABLE + 1)
        if len(content) > LARGEST_TABLE:
            raise ValidationError("The file must be smaller than 1 megabyte")
        if content.startswith(b"PK"):
            self.table.data = _from_workbook(content)
            return
        try:
            self.table.data = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError("The file must be an Excel workbook, or a CSV file saved as UTF-8") from None

    def validate_table(self, field: TextAreaField) -> None:
        """Ask for a table one way or the other."""
        if not (field.data or "").strip() and not self.file.errors:
            raise ValidationError("Attach a file or paste the table")

    @property
    def text(self) -> str:
        """The table with commas between its cells; a spreadsheet pastes tabs."""
        typed = str(self.table.data or "")
        if "\t" not in typed:
            return typed
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(csv.reader(typed.splitlines(), delimiter="\t"))
        return out.getvalue()


def _from_workbook(content: bytes) -> str:
    try:
        return planning.table_of_workbook(content)
    except InvalidInput as refused:
        raise ValidationError(refused.message) from None


class ChooseBudgetForm(BaseForm):
    """Which categories make up the programme."""

    codes = SelectMultipleField("Categories of the programme", [InputRequired("Choose at least one category")])
    submit = SubmitField("Save the choice")


class AddElementForm(BaseForm):
    """A step of care in a pathway."""

    pathway = StringField(
        "Pathway", [required("Enter the pathway"), longest(120)], description="For example: hip and knee pain"
    )
    name = StringField(
        "Element of care", [required("Enter the element of care"), longest(160)],
        description="For example: first contact, diagnostics, surgery, rehabilitation",
    )  # fmt: skip
    submit = SubmitField("Add the element")


class HandoverForm(BaseForm):
    """Where care passes from one element to another; an element goes by its number in the programme."""

    source = SelectField("Care passes from", [required("Select the element that care passes from")])
    target = SelectField("Care passes to", [required("Select the element that care passes to")])
    submit = SubmitField("Add the hand-over")

    def __init__(self, elements: Sequence[Any], **given: Any) -> None:
        super().__init__(**given)
        named = [(str(at), f"{each.name} ({each.pathway})") for at, each in enumerate(elements, start=1)]
        self.source.choices = self.target.choices = choices(named, prompt="Select")
        self.elements = elements

    @property
    def between(self) -> dict[str, Any]:
        """The two elements that were chosen."""
        return {name: self.elements[int(self[name].data) - 1] for name in ("source", "target")}


RULES = (
    (Rule.LINEAR.value, "In proportion, from a threshold to a target"),
    (Rule.PASS_FAIL.value, "All or nothing, at the target"),
)


class EditOutcomeForm(BaseForm):
    """What is measured, what it counts for and how results are paid."""

    name = StringField("What is measured", [required("Enter what is measured"), longest(200)])
    unit = StringField("Unit", [required("Enter the unit, such as %"), longest(40)], default="%")
    weight_percent = PercentField("Weight among the outcomes", [required("Enter the weight")])
    rule = RadioField("How results are paid", [InputRequired("Choose how results are paid")], choices=choices(RULES))
    baseline = FigureField("Baseline: the result today", [optional()], noun="The baseline")
    threshold = FigureField(
        "Threshold: the result from which payment begins", [optional()], noun="The threshold",
        description="Only for payment in proportion. Where less is better, give a threshold above the target.",
    )  # fmt: skip
    target = FigureField("Target: the result paid in full", [required("Enter the target")], noun="The target")
    definition_id = SelectField(
        "Definition that says what is measured", [optional()],
        description="The call is not published before each outcome is bound to a definition that stands.",
    )  # fmt: skip
    submit = SubmitField("Save the outcome")

    def __init__(self, definitions: Sequence[Any], **given: Any) -> None:
        super().__init__(**given)
        self.definition_id.choices = choices([(str(each.id), each.label) for each in definitions], prompt="None yet")


class AddOutcomeForm(EditOutcomeForm):
    """An outcome with the short name by which contracts and documents refer to it."""

    code = StringField(
        "Short name", [required("Enter a short name"), longest(40)],
        description="Letters, figures, dots and dashes, such as prom-knee. It cannot be changed later.",
    )  # fmt: skip


class RecordEngagementForm(VersionedForm):
    """What market engagement changed."""

    summary = TextAreaField("What was heard, and what changed because of it", [required("Enter the summary")])
    submit = SubmitField("Save the summary")
