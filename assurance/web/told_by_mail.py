"""What a person chooses to be told by e-mail; the same for the people of both sides."""

from __future__ import annotations

from typing import Any

from flask import flash

from assurance.domain.told import How
from assurance.persistence.queries.delivery import count_undelivered, get_email
from assurance.services import carrying
from assurance.web.forms.told import ToldForm
from assurance.web.guards import actor, now
from assurance.web.transaction import attempt, db


def chosen() -> ToldForm:
    """Return the form with what is chosen now."""
    needed, other = carrying.chosen_by(db(), actor().user_id)
    return ToldForm(needed=needed.value, other=other.value)


def keep(form: ToldForm) -> bool:
    """Keep what a person chooses; return whether that was done."""

    def act() -> None:
        needed, other = How(form.needed.data), How(form.other.data)
        carrying.choose(db(), needed=needed, other=other, actor=actor(), now=now())

    if not attempt(form, act):
        return False
    flash("Your choice is saved. It counts from the next message on.", "success")
    return True


def facts() -> dict[str, Any]:
    """Return where e-mail to the person goes, and how much of it was given up."""
    email = get_email(db(), actor().user_id)
    return {"email": email, "undelivered": count_undelivered(db(), email)}
