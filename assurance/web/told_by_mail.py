"""The page on which a person chooses what they are told by e-mail; the same for the people of both sides."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.told import How
from assurance.persistence.queries.delivery import count_undelivered, get_email
from assurance.services import carrying
from assurance.web.forms.told import ToldForm
from assurance.web.guards import actor, now
from assurance.web.transaction import attempt, db


def choose(audience: str) -> ResponseReturnValue:
    """Show what is chosen now, and keep what a person chooses."""
    needed, other = carrying.chosen_by(db(), actor().user_id)
    form = ToldForm(needed=needed.value, other=other.value)

    def act() -> None:
        carrying.choose(
            db(), needed=How(form.needed.data), other=How(form.other.data), actor=actor(), now=now()
        )  # fmt: skip

    if attempt(form, act):
        flash("Your choice is saved. It counts from the next message on.", "success")
        return redirect(url_for(f"{audience}.messages.index"))
    email = get_email(db(), actor().user_id)
    page = render_template(
        f"{audience}/messages/by_mail.html", form=form, email=email, undelivered=count_undelivered(db(), email),
    )  # fmt: skip
    return page, form.status
