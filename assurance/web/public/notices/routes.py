"""The notices the authority has published."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, current_app, render_template, send_file
from flask.typing import ResponseReturnValue

from assurance.adapters.files import FileStore
from assurance.domain.errors import NotFound
from assurance.domain.notices.corrections import differences
from assurance.persistence.queries.corrections import list_versions
from assurance.persistence.queries.notices import get_notice
from assurance.persistence.queries.open_data import find_release_of_notice
from assurance.persistence.queries.packs import find_issued
from assurance.web import downloads
from assurance.web.guards import public
from assurance.web.public.notices import lists
from assurance.web.transaction import db

blueprint = Blueprint("notices", __name__, url_prefix="/notices")


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    """Every notice, newest first unless the address says otherwise."""
    return render_template("public/notices/index.html", notices=lists.notices())


@blueprint.get("/notices.<any(xlsx, csv):kind>")
@public
def table(kind: str) -> ResponseReturnValue:
    """The same as a file, all that is looked for."""
    return downloads.table(lists.table(), "notices", kind)


@blueprint.get("/<notice_id>")
@public
def show(notice_id: str) -> ResponseReturnValue:
    """One notice as it was published, with what it corrects and what corrects it."""
    notice, procurement = get_notice(db(), notice_id)
    versions = list_versions(db(), notice)
    place = next(place for place, each in enumerate(versions) if each.id == notice.id)
    before = versions[place - 1] if place else None
    return render_template(
        "public/notices/show.html", notice=notice, procurement=procurement, before=before, number=place + 1,
        newest=versions[-1], release=find_release_of_notice(db(), notice.id),
        changes=differences(before.content["sections"], notice.content["sections"]) if before else (),
        pdf=find_issued(db(), procurement.id, "notice", notice.public_id),
    )  # fmt: skip


@blueprint.get("/<notice_id>/pdf")
@public
def pdf(notice_id: str) -> ResponseReturnValue:
    """The notice as a PDF file, once it is printed."""
    notice, procurement = get_notice(db(), notice_id)
    pack = find_issued(db(), procurement.id, "notice", notice.public_id)
    if pack is None or pack.sha256 is None:
        raise NotFound("This notice is not printed yet. Read it as a page, and try again in a moment")
    files: FileStore = current_app.extensions["assurance_files"]
    return send_file(
        BytesIO(files.get(pack.sha256)), mimetype="application/pdf", as_attachment=True,
        download_name=f"{procurement.reference}-{notice.kind.replace('_', '-')}-{notice.public_id[:8]}.pdf",
    )  # fmt: skip
