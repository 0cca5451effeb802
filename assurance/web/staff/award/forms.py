"""What is typed to recommend, to decide on a recommendation or a representation, and about a claim in court."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired

from assurance.domain.award.claims import ENDS
from assurance.domain.award.further import DECISIONS, NATURES
from assurance.web.forms.base import BaseForm
from assurance.web.forms.fields import DateField, TimeField, choices
from assurance.web.forms.validators import longest, optional, required

APPROVE, REFUSE = "approve", "refuse"
NO_RESERVE = "none"


class RecommendForm(BaseForm):
    """The reserve, and the reasons in words; the preferred bid follows from the ranking."""

    reserve = RadioField("Reserve bidder", [InputRequired("Select whether there is a reserve bidder")])
    text = TextAreaField(
        "Reasons", [required("Say why this bid should be awarded the contract"), longest(20_000)],
        description="Why this bid, what it costs against the budget, what remains open, and what the approver "
        "relies on. The ranking and the marks are on record; there is no need to repeat them.",
    )  # fmt: skip
    submit = SubmitField("Submit for approval")


class DecideForm(BaseForm):
    """Approves or refuses, and why."""

    decision = RadioField(
        "Decision", [InputRequired("Approve or refuse")],
        choices=choices([(APPROVE, "Approve"), (REFUSE, "Refuse, so that a new one is written")]),
    )  # fmt: skip
    reason = TextAreaField("Reason", [optional(), longest(8000)], description="Needed when you refuse.")
    submit = SubmitField("Record the decision")


class RepresentationForm(BaseForm):
    """The further decision on a representation, and its reasons."""

    nature = RadioField(
        "What it is about", [InputRequired("Select what the representation is about")],
        choices=choices(list(NATURES.items())), description="Counted in the annual summary. The bidder is not told.",
    )  # fmt: skip
    decision = RadioField(
        "Further decision", [InputRequired("Select what follows from the representation")],
        choices=choices(list(DECISIONS.items())),
    )  # fmt: skip
    reason = TextAreaField(
        "Reasons", [required("Give the reasons; the bidder is told them as written"), longest(20_000)],
        description="The bidder is told them as you write them.",
    )  # fmt: skip
    submit = SubmitField("Give the further decision")


class ClaimForm(BaseForm):
    """A claim in court as the authority learned of it."""

    claimant = StringField("Who makes the claim", [required("Enter who makes the claim"), longest(200)])
    court_reference = StringField("Reference of the court", [required("Enter the reference of the court"), longest(60)])
    notified_on = DateField("Day the authority was notified", [required("Enter the day")], noun="The day")
    notified_time = TimeField("Time it was notified, in London", [required("Enter the time")], noun="The time")
    grounds = TextAreaField("What the claim is about", [required("Say what the claim is about"), longest(20_000)])
    ordered = BooleanField("A court has ordered the authority to wait")
    submit = SubmitField("Record the claim")


class ClaimEndForm(BaseForm):
    """How a claim ended, and on what evidence."""

    how = RadioField("How it ended", [InputRequired("Select how it ended")], choices=choices(list(ENDS.items())))
    reason = TextAreaField(
        "The order or letter it rests on, with its date",
        [required("Give the order or the letter it rests on, with its date"), longest(8000)],
    )
    submit = SubmitField("Record how it ended")


class PrepareForm(BaseForm):
    """A button and nothing else."""

    submit = SubmitField("Prepare the letters")
