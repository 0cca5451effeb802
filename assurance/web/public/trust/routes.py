"""How tenders are sealed, in plain words, and the public key by which anybody can check a receipt."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from assurance.services.signing import signer
from assurance.web.guards import public

blueprint = Blueprint("trust", __name__, url_prefix="/sealing")


@blueprint.get("/")
@public
def show() -> ResponseReturnValue:
    """What sealing protects and what it does not, and the public key with its name."""
    return render_template("public/trust/show.html", key_id=signer().key_id, pem=signer().public_pem)


@blueprint.get("/public-key.pem")
@public
def key() -> ResponseReturnValue:
    """The public key as a file."""
    headers = {"Content-Disposition": f'attachment; filename="receipts-{signer().key_id}.pem"'}
    return Response(signer().public_pem, mimetype="application/x-pem-file", headers=headers)
