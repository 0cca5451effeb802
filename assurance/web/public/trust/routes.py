"""How tenders and packs are sealed, in plain words, and what anybody needs to check a receipt or a pack."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from assurance.services.pack_seal import seal
from assurance.services.signing import signer
from assurance.web.guards import public

blueprint = Blueprint("trust", __name__, url_prefix="/sealing")


@blueprint.get("/")
@public
def show() -> ResponseReturnValue:
    """What sealing protects and what it does not, and the public key and certificate with their names."""
    return render_template(
        "public/trust/show.html", key_id=signer().key_id, pem=signer().public_pem, fingerprint=seal().fingerprint
    )


@blueprint.get("/public-key.pem")
@public
def key() -> ResponseReturnValue:
    """The public key as a file."""
    headers = {"Content-Disposition": f'attachment; filename="receipts-{signer().key_id}.pem"'}
    return Response(signer().public_pem, mimetype="application/x-pem-file", headers=headers)


@blueprint.get("/pack-certificate.pem")
@public
def certificate() -> ResponseReturnValue:
    """The certificate of the seal of packs, as a file."""
    headers = {"Content-Disposition": f'attachment; filename="packs-{seal().fingerprint[:16]}.pem"'}
    return Response(seal().published_pem, mimetype="application/x-pem-file", headers=headers)
