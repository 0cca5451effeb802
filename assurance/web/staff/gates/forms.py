"""What reviewers type about a line or a condition, and what is typed when a condition is met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired

from assurance.domain.gates.definition import Block, Rating, Track
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import DateField, choices
from assurance.web.forms.validators import longest, optional, required


class RateLineForm(VersionedForm):
    """A rating with its reason and the evidence it rests on."""

    rating = RadioField("Rating", [InputRequired("Select red, amber or green")], choices=choices(Rating))
    reason = TextAreaField("Reason", [required("Say why the line stands where it does"), longest(8000)])
    evidence_seen = TextAreaField(
        "Evidence seen", [optional(), longest(4000)], description="Which documents, and where they are kept. "
        "A green rating needs it.",
    )  # fmt: skip
    submit = SubmitField("Save the rating")


class ConditionForm(BaseForm):
    """Who mends what by when, with what proof, and what stays blocked until then."""

    line_code = RadioField("Line of enquiry", [InputRequired("Select the line the condition belongs to")])
    text = TextAreaField("What has to be done", [required("Say what has to be done"), longest(4000)])
    owner = StringField(
        "Who does it", [required("Name who will do it"), longest(120)], description="A post, not a committee"
    )
    evidence_required = TextAreaField(
        "What will show that it is done", [required("Say what will show that it is done"), longest(4000)]
    )
    needs_document = BooleanField("It takes a document to show it: words alone do not meet the condition")
    due_on = DateField("By when", [required("Enter the date by which it is done")], noun="The date")
    blocks = RadioField(
        "What it blocks until then", [InputRequired("Select what the condition blocks")], choices=choices(Block)
    )
    submit = SubmitField("Set the condition")


class MeetForm(BaseForm):
    """The evidence that a condition is met."""

    evidence = TextAreaField(
        "Evidence", [required("Say what shows that the condition is met"), longest(8000)],
        description="Say what was done, when, and where the proof is kept. A reviewer will test it.",
    )  # fmt: skip
    submit = SubmitField("Record that it is met")


class RedateForm(BaseForm):
    """A later date for a condition, and why."""

    due_on = DateField("New date", [required("Enter the new date")], noun="The new date")
    reason = TextAreaField("Reason", [required("Say why the condition may be met later"), longest(4000)])
    submit = SubmitField("Change the date")


class ReopenForm(BaseForm):
    """Why a gate is opened again."""

    reason = TextAreaField("What has changed", [required("Say what has changed since the last sitting"), longest(4000)])
    submit = SubmitField("Open a new sitting")


class TrackForm(BaseForm):
    """How much a sitting asks, and why less."""

    track = RadioField("What is asked", [InputRequired("Select how much is asked")], choices=choices(Track))
    reason = TextAreaField(
        "Why the mandatory lines are enough", [optional(), longest(4000)], description="Needed for the fast track."
    )
    submit = SubmitField("Save")


class AskEvidenceForm(BaseForm):
    """Which evidence, on which line, of whom and by when."""

    line_code = RadioField("Line of enquiry", [InputRequired("Select the line the evidence is for")])
    what = TextAreaField("Which evidence you need", [required("Say which evidence you need"), longest(4000)])
    whom = SelectField(
        "Who is asked", [InputRequired("Select who is asked")],
        description="A bidder that is asked learns that it is being tested, and nothing of where it stands.",
    )  # fmt: skip
    due_on = DateField("By when", [required("Enter the date by which you need it")], noun="The date")
    submit = SubmitField("Ask for it")

    def offer(self, lines: Sequence[Any], people: Mapping[str, Any], bids: Mapping[str, Any]) -> None:
        """Offer the lines of a sitting, the people of the authority and the bidders."""
        self.line_code.choices = choices([(line.code, line.title) for line in lines])
        asked = [(f"person:{key}", f"{each.name}, {each.job_title}") for key, each in people.items()]
        asked += [(f"bid:{key}", f"Bidder: {each.organisation.name}") for key, each in bids.items()]
        self.whom.choices = choices(asked, prompt="Select a person or a bidder")

    def whom_of(self, people: Mapping[str, Any], bids: Mapping[str, Any]) -> dict[str, Any]:
        """Return whom the form names, by the name the service takes it under."""
        kind, _, key = str(self.whom.data).partition(":")
        return {"person": people.get(key)} if kind == "person" else {"bid": bids.get(key)}


class SettleForm(BaseForm):
    """Whether what was given is enough, or is no longer wanted."""

    decision = RadioField(
        "What becomes of the request", [InputRequired("Select what becomes of the request")],
        choices=choices([("accept", "Accept what was given"), ("withdraw", "It is no longer wanted")]),
    )  # fmt: skip
    reason = TextAreaField("Reason", [optional(), longest(2000)], description="Needed when it is no longer wanted.")
    submit = SubmitField("Settle the request")


class SignForm(VersionedForm):
    """Signs the review as it was read."""

    submit = SubmitField("Sign this review")


class ConfirmForm(BaseForm):
    """A button and nothing else."""

    submit = SubmitField("Confirm")
