"""Whom a board secretary invites."""

from __future__ import annotations

from wtforms import EmailField, StringField, SubmitField

from assurance.services.accounts import STAFF_NUMBER_MAX
from assurance.web.forms.base import BaseForm
from assurance.web.forms.validators import email_address, longest, optional, required


class InviteForm(BaseForm):
    """Somebody who is to work for the authority."""

    email = EmailField("Their work email address", [required("Enter the email address"), email_address()])
    job_title = StringField("Job title", [optional(), longest(120)])
    staff_number = StringField(
        "Staff number", [optional(), longest(STAFF_NUMBER_MAX)],
        description="Their number with the authority. It tells when two accounts belong to one person.",
    )  # fmt: skip
    submit = SubmitField("Send the invitation")
