"""Ends an alert by the signed address in its message: one press, no signing in.

Opening the address changes nothing, because programs that check mail open every address; the button does, and so does
the mail program's own button, which sends without our token (RFC 8058). The signature stands for it.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, render_template
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from assurance.domain.suppliers.search import read_search
from assurance.services import suppliers
from assurance.web.guards import now, public
from assurance.web.transaction import commits, db

blueprint = Blueprint("alerts", __name__, url_prefix="/alerts")


@blueprint.get("/<public_id>/<signature>")
@public
def end(public_id: str, signature: str) -> ResponseReturnValue:
    """Ask whether to end the alert."""
    saved = suppliers.open_signed(db(), public_id=public_id, signature=signature, secret=_secret())
    return _page(saved)


@blueprint.post("/<public_id>/<signature>")
@public
@commits
def stop(public_id: str, signature: str) -> ResponseReturnValue:
    """End the alert."""
    saved = suppliers.end_signed(db(), public_id=public_id, signature=signature, secret=_secret(), now=now())
    return _page(saved)


def _page(saved: Any) -> ResponseReturnValue:
    search, _ = read_search(saved.params)
    return render_template("public/alerts/end.html", search=search, ended=saved.ended_at is not None)


def _secret() -> str:
    return str(current_app.extensions["assurance_settings"].secret_key)


@blueprint.record
def _without_token(state: BlueprintSetupState) -> None:
    state.app.extensions["csrf"].exempt(stop)
