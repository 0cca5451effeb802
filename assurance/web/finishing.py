"""Finishing an action of the dialogue, the same for the side of the authority and for that of the participant."""

from __future__ import annotations

from typing import Any

from flask import flash
from wtforms import SubmitField, TextAreaField

from assurance.services import dialogue
from assurance.web.forms.base import BaseForm
from assurance.web.forms.validators import longest, required
from assurance.web.guards import actor, now
from assurance.web.transaction import attempt, db


class FinishActionForm(BaseForm):
    """How an action was done."""

    note = TextAreaField("How it was done", [required("Say how it was done"), longest(2000)])
    submit = SubmitField("Mark as done")


def finish(action: Any, form: FinishActionForm) -> bool:
    """Mark an action as done as the form says, and say so; return whether that was done."""

    def act() -> None:
        dialogue.finish_action(db(), action=action, note=form.note.data, actor=actor(), now=now())

    if done := attempt(form, act):
        flash("The action is done.", "success")
    return done
