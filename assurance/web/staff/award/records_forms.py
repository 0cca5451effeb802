"""What is typed to name a reviewer, and to prepare, withhold from and release records for a bidder."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, SubmitField, TextAreaField
from wtforms.validators import InputRequired

from assurance.domain.award.disclosure import EXCEPTIONS
from assurance.web.forms.base import BaseForm
from assurance.web.forms.fields import choices
from assurance.web.forms.validators import longest, optional, required

WHOLE, PASSAGE = "whole", "passage"


class ReviewerForm(BaseForm):
    """Who reviews a representation."""

    reviewer = RadioField("Reviewer", [InputRequired("Select who reviews it")])
    submit = SubmitField("Give it to this reviewer")


class PrepareRecordsForm(BaseForm):
    """A button and nothing else."""

    submit = SubmitField("Prepare the records")


class WithholdForm(BaseForm):
    """What of an item is withheld, under which exception, and why it applies here."""

    how = RadioField(
        "What is withheld", [InputRequired("Select what is withheld")],
        choices=choices([(PASSAGE, "Some words, wherever they stand in these records"), (WHOLE, "The whole item")]),
    )  # fmt: skip
    passage = TextAreaField(
        "The words", [optional(), longest(20_000)], description="Copied from the item. Needed unless all of it goes.",
    )  # fmt: skip
    exception = RadioField(
        "Exception", [InputRequired("Select why it is withheld")],
        choices=choices([(code, ground.label) for code, ground in EXCEPTIONS.items()]),
    )  # fmt: skip
    reason = TextAreaField(
        "Why it applies here", [required("Say why this applies here; the bidder reads it"), longest(4000)],
        description="The bidder reads this, so do not repeat what you withhold.",
    )  # fmt: skip
    submit = SubmitField("Withhold this")


class PutBackForm(BaseForm):
    """A button and nothing else."""

    submit = SubmitField("Put back")


class ReleaseForm(BaseForm):
    """Releases the records exactly as they were read."""

    digest = HiddenField()
    submit = SubmitField("Release these records to the bidder")
