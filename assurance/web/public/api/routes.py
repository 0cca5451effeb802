"""Open data shaped like that of Find a Tender: release packages and record packages, read only, from any site."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.errors import NotFound
from assurance.domain.faults import FaultsFound
from assurance.exports import ocds
from assurance.persistence.queries.open_data import Place, get_record, get_releases, list_releases
from assurance.web.guards import public
from assurance.web.public.api.parameters import MOST, Asked, read_parameters
from assurance.web.transaction import db

blueprint = Blueprint("api", __name__, url_prefix="/api")
OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Expose-Headers": "ETag, Last-Modified",
}
"""Pages of other sites may read what is public anyway; nobody's sign-in goes with it."""


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    """How to use the open data, for people."""
    newest = list_releases(db(), most=1)
    return render_template("public/api/index.html", newest=newest[0] if newest else None, site=_site(), most=MOST)


@blueprint.get("/1.0/ocdsReleasePackages")
@public
def releases() -> ResponseReturnValue:
    """Releases newest first, with the address of the page that follows."""
    asked = read_parameters(request.args, _secret())
    found = list_releases(
        db(), updated_from=asked.updated_from, updated_to=asked.updated_to, stages=asked.stages, after=asked.after,
        most=asked.limit + 1,
    )  # fmt: skip
    shown, following = found[: asked.limit], ""
    if len(found) > asked.limit:
        place = Place(shown[-1].published_at, shown[-1].id)
        following = url_for(".releases", **_next(asked, place))
    path = request.full_path.rstrip("?")
    return _answer(ocds.release_package(_documents(shown), site=_site(), path=path, following=following), shown)


@blueprint.get("/1.0/ocdsReleasePackages/<name>")
@public
def release(name: str) -> ResponseReturnValue:
    """One release by its id, or all of a procurement by its ocid."""
    found = get_releases(db(), name)
    return _answer(ocds.release_package(_documents(found), site=_site(), path=request.path), found)


@blueprint.get("/1.0/ocdsRecordPackages/<ocid>")
@public
def record(ocid: str) -> ResponseReturnValue:
    """A procurement as a record: its releases, and what they come to."""
    found = get_record(db(), ocid)
    return _answer(ocds.record_package(_documents(found), site=_site(), path=request.path), found)


def _answer(package: dict[str, Any], releases: Sequence[Any]) -> Response:
    """Answer with a package that may be kept, and is not sent again to a reader who has it already."""
    body = json.dumps(package, ensure_ascii=False, separators=(",", ":")).encode()
    response = Response(body, mimetype="application/json")
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    if releases:
        response.last_modified = max(each.published_at for each in releases).replace(microsecond=0)
    response.cache_control.public = True
    response.cache_control.no_cache = True
    response.make_conditional(request)
    return response


@blueprint.after_request
def _open(response: Response) -> Response:
    if request.path != url_for(".index"):
        response.headers.update(OPEN_TO_ALL)
    return response


@blueprint.errorhandler(FaultsFound)
def _faulty(refused: FaultsFound) -> ResponseReturnValue:
    return _errors(400, [{"parameter": each.path, "message": each.message} for each in refused.faults])


@blueprint.errorhandler(NotFound)
def _missing(refused: NotFound) -> ResponseReturnValue:
    named = next(iter(request.view_args or {}), "")
    return _errors(404, [{"parameter": "id" if named == "name" else named, "message": str(refused)}])


def _errors(status: int, errors: list[dict[str, str]]) -> Response:
    return Response(json.dumps({"errors": errors}), status=status, mimetype="application/json")


def _documents(releases: Sequence[Any]) -> list[str]:
    return [each.document for each in releases]


def _next(asked: Asked, place: Place) -> dict[str, Any]:
    return {**asked.as_params(), "cursor": asked.cursor(place, _secret())}


def _site() -> str:
    site: str = current_app.extensions["assurance_settings"].public_url
    return site


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])
