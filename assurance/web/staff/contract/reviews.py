"""The yearly review: put together from the record, written, and signed for the authority."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.contract_running import get_review_of, list_reviews
from assurance.persistence.queries.contracts import get_contract
from assurance.services.contracting import reviewing
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.contract.routes import blueprint
from assurance.web.staff.contract.running_forms import ReviewForm, SignReviewForm
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/reviews/<int:year>")
@requires(Permission.CONTRACT_VIEW)
def review(ref: str, year: int) -> ResponseReturnValue:
    """The review of one year with what it came to, and who has signed."""
    row = get_review_of(db(), get_contract(db(), procurement().id).id, year)
    form = SignReviewForm(formdata=None, version=row.version)
    return render_template("staff/contract/review.html", procurement=procurement(), row=row, form=form)


@blueprint.route("/reviews/<int:year>/write", methods=["GET", "POST"])
@requires(Permission.CONTRACT_RUN)
@commits
def write_review(ref: str, year: int) -> ResponseReturnValue:
    """Write the review of a year that is over, from what is on record."""
    contract = get_contract(db(), procurement().id)
    known = next((each for each in list_reviews(db(), contract.id) if each.year == year), None)
    form = ReviewForm(obj=known)

    def act() -> None:
        reviewing.write(
            db(), contract=contract, year=year, summary=form.summary.data or "", decisions=form.decisions.data or "",
            actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The review is saved. Sign it when it says what was agreed.", "success")
        return redirect(url_for(".review", ref=ref, year=year))
    page = render_template(
        "staff/contract/write_review.html", procurement=procurement(), form=form, year=year,
        content=reviewing.gather(db(), contract, procurement(), year), is_signed=known is not None and known.signed_at,
    )  # fmt: skip
    return page, form.status


@blueprint.post("/reviews/<int:year>/sign")
@requires(Permission.CONTRACT_RUN)
@commits
def sign_review(ref: str, year: int) -> ResponseReturnValue:
    """Sign a review for the authority; from then on it is fixed."""
    row = get_review_of(db(), get_contract(db(), procurement().id).id, year)
    form = SignReviewForm()
    if attempt(form, lambda: reviewing.sign(db(), review=row, version=form.expected_version, actor=actor(), now=now())):
        flash("The review is signed for the authority, and the lead provider is asked to sign.", "success")
    return redirect(url_for(".review", ref=ref, year=year))
