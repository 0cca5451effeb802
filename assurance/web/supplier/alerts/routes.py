"""One's own alerts: keep a search to be told of what it finds, end it again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import InvalidInput
from assurance.domain.suppliers.search import read_search
from assurance.persistence.queries.alerts import list_own
from assurance.services import suppliers
from assurance.web.guards import actor, now, requires
from assurance.web.transaction import commits, db

blueprint = Blueprint("alerts", __name__, url_prefix="/alerts")


@blueprint.get("/")
@requires(Permission.SUPPLIER_DESK)
def index() -> ResponseReturnValue:
    """What I am told of by e-mail."""
    own = [(saved, read_search(saved.params)[0]) for saved in list_own(db(), actor().user_id)]
    return render_template("supplier/alerts/index.html", alerts=own)


@blueprint.post("/")
@requires(Permission.SUPPLIER_DESK)
@commits
def save() -> ResponseReturnValue:
    """Keep a search."""
    search, faults = read_search(request.form)
    if faults:
        raise InvalidInput(*next(iter(faults.items())))
    suppliers.save_search(db(), search=search, actor=actor(), now=now())
    flash(f"You are told by email when something is published about: {search.lasting.in_words}.", "success")
    return redirect(url_for(".index"))


@blueprint.post("/<public_id>/end")
@requires(Permission.SUPPLIER_DESK)
@commits
def end(public_id: str) -> ResponseReturnValue:
    """End one of my alerts."""
    suppliers.end_own(db(), public_id=public_id, actor=actor(), now=now())
    flash("The alert is ended.", "success")
    return redirect(url_for(".index"))
