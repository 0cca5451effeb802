"""The search of the header: what was looked for stands in the address, and nothing about it is kept."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.services import search
from assurance.web.forms.finding import FindForm, asked
from assurance.web.guards import actor, requires
from assurance.web.transaction import db

blueprint = Blueprint("search", __name__, url_prefix="/search")


@blueprint.get("/")
@requires(Permission.DESK_VIEW)
def index() -> ResponseReturnValue:
    """What is found, by kind."""
    form = FindForm.of_address()
    words = asked(form)
    groups = search.search_as_staff(db(), words=words, actor=actor()) if words else []
    return render_template("staff/search/index.html", form=form, words=words, groups=groups), form.status
