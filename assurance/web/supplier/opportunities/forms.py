"""What a provider types about an opportunity."""

from __future__ import annotations

from wtforms import SubmitField, TextAreaField

from assurance.services.suppliers.interest import LONGEST
from assurance.web.forms.base import BaseForm
from assurance.web.forms.validators import longest, optional


class InterestForm(BaseForm):
    """That the organisation is interested."""

    message = TextAreaField(
        "Message to the authority", [optional(), longest(LONGEST)],
        description="Which part interests you, whether you look for partners. Only the authority reads it.",
    )  # fmt: skip
    submit = SubmitField("Say that we are interested")
