"""How a person signs in besides their password: accounts elsewhere that are linked with theirs."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.services import identity_links
from assurance.web.auth.routes import blueprint
from assurance.web.guards import actor, now, requires
from assurance.web.transaction import commits, db


@blueprint.get("/account/ways-to-sign-in")
@requires(Permission.ACCOUNT_OWN)
def ways() -> ResponseReturnValue:
    """Show what one can sign in with."""
    return render_template("auth/ways.html", layout=layout(), links=identity_links.list_of(db(), actor=actor()))


@blueprint.post("/account/ways-to-sign-in/links/<int:number>/remove")
@requires(Permission.ACCOUNT_OWN)
@commits
def remove_link(number: int) -> ResponseReturnValue:
    """Let an account elsewhere sign in no more."""
    identity_links.remove(db(), link_id=number, actor=actor(), now=now())
    flash("The link is removed. That account signs in here no more.", "success")
    return redirect(url_for(".ways"))


def layout() -> str:
    """Return the layout of the side that the person is on."""
    return f"{actor().audience.value}/base.html"
