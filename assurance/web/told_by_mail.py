"""The page on which a person chooses what they are told by e-mail; the same for the people of both sides."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from assurance.domain.told import How
from assurance.persistence.queries.delivery import count_undelivered, get_email
from assurance.services import carrying
from assurance.web.forms.told import ToldForm
from assurance.web.guards import actor, now
from assurance.web.transaction import attempt, db


def choose(template: str, messages_url: str) -> ResponseReturnValue:
    """Show what is chosen now, and keep what a person chooses; then go back to the messages."""
    needed, other = carrying.chosen_by(db(), actor().user_id)
    form = ToldForm(needed=needed.value, other=other.value)

    def act() -> None:
        carrying.choose(
            db(), needed=How(form.needed.data), other=How(form.other.data), actor=actor(), now=now()
        )  # fmt: skip

    if attempt(form, act):
        flash("Your choice is saved. It counts from the next message on.", "success")
        return redirect(messages_url)
    email = get_email(db(), actor().user_id)
    undelivered = count_undelivered(db(), email)
    return render_template(template, form=form, email=email, undelivered=undelivered), form.status
