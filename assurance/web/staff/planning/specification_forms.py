"""What an officer types of the specification: sections, and what changed when a version is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField, StringField, SubmitField, TextAreaField

from assurance.domain.provision.specification import LONGEST_TEXT, LONGEST_TITLE, SectionPart
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import choices
from assurance.web.forms.validators import longest, required


class EditSectionForm(VersionedForm):
    """One section."""

    title = StringField("Title", [required("Enter the title of the section"), longest(LONGEST_TITLE)])
    text = TextAreaField("What it says", [required("Enter what the section says"), longest(LONGEST_TEXT)])
    submit = SubmitField("Save the section")


class AddSectionForm(EditSectionForm):
    """A section that is new, and where it stands."""

    part = SelectField("Part", [required("Select the part")], choices=choices(SectionPart, prompt="Select"))
    submit = SubmitField("Add the section")


class KeepVersionForm(BaseForm):
    """What changed since the version before."""

    changes = StringField(
        "What changed, and because of what", [required("Say what changed"), longest(1000)],
        description="For the first version, what it rests on.",
    )  # fmt: skip
    submit = SubmitField("Keep this version")


class CompareForm(BaseForm):
    """Two versions, read from the address; made by `compare_form`."""

    class Meta(BaseForm.Meta):
        """Nothing is changed, so nothing has to be protected."""

        csrf = False

    before = SelectField("From")
    after = SelectField("To")
    submit = SubmitField("Show the differences")


def compare_form(versions: Sequence[Any], chosen: Any) -> CompareForm:
    """Make the form over versions, the last two chosen unless the address says otherwise."""
    form = CompareForm(formdata=chosen if chosen else None)
    listed = choices([(str(each.number), each.label) for each in versions])
    form.before.choices = form.after.choices = listed
    numbers = [str(each.number) for each in versions]
    if form.before.data not in numbers or form.after.data not in numbers:
        form.before.data, form.after.data = numbers[max(len(numbers) - 2, 0)], numbers[-1]
    return form
