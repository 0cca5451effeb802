"""What is typed to plan a task of mobilisation and to say how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, SubmitField, TextAreaField

from assurance.domain.contracts.mobilisation import TaskState
from assurance.services.contracting.mobilising import TaskTerms
from assurance.web.forms.base import VersionedForm
from assurance.web.forms.fields import DateField, choices
from assurance.web.forms.validators import longest, optional, required


class TaskForm(VersionedForm):
    """One task: what, who, when, what it waits for, and the condition behind it."""

    title = StringField("What has to be done", [required("Say what has to be done"), longest(200)])
    owner = StringField("Who does it", [required("Name who will do it"), longest(120)])
    starts_on = DateField("First day", [required("Enter the first day")], noun="The first day")
    due_on = DateField("Last day", [required("Enter the last day")], noun="The last day")
    after = SelectMultipleField("What it waits for", [optional()], coerce=int)
    condition_reference = SelectField("Condition of a gate that it meets", [optional()])
    submit = SubmitField("Save the task")

    def __init__(self, others: Sequence[Any], conditions: Sequence[Any], **given: Any) -> None:
        super().__init__(**given)
        self.after.choices = [(each.number, each.title) for each in others]
        listed = [(each.reference, f"{each.reference}: {each.text}"[:90]) for each in conditions]
        self.condition_reference.choices = choices(listed, prompt="None")

    @property
    def terms(self) -> TaskTerms:
        """The task as it was typed."""
        return TaskTerms(
            self.title.data or "", self.owner.data or "", self["starts_on"].data, self["due_on"].data,
            tuple(self.after.data or ()), self.condition_reference.data or "",
        )  # fmt: skip


class TaskStateForm(VersionedForm):
    """How far a task is."""

    state = RadioField("How far is it?", [required("Select how far it is")], choices=choices(TaskState))
    evidence = TextAreaField(
        "What shows it", [optional(), longest(2000)], description="Needed once it is done: what, and where it is kept."
    )
    submit = SubmitField("Save")
