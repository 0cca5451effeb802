"""The form of the notices: an approval of what was read."""

from __future__ import annotations

from wtforms import HiddenField, SubmitField

from assurance.web.forms.base import BaseForm


class ApproveForm(BaseForm):
    """Remembers which text the person read."""

    digest = HiddenField()
    submit = SubmitField("Approve this text")
