"""What the procurement is searched by."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField, SubmitField, TextAreaField

from assurance.domain.authority.permissions import Permission
from assurance.domain.ocds.cpv import HEALTH, SOURCE, USUAL, in_full
from assurance.domain.ocds.regions import REGIONS
from assurance.persistence.queries.classification import find_classification, find_number
from assurance.services import planning
from assurance.web.forms.base import VersionedForm
from assurance.web.forms.fields import choices
from assurance.web.forms.validators import longest, optional, required
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.planning.routes import blueprint
from assurance.web.transaction import attempt, commits, db


class ClassifyForm(VersionedForm):
    """Codes, place, and the number of the authority."""

    codes = TextAreaField(
        "Codes of what is bought", [required("Enter at least one code"), longest(5000)],
        description="One a line, the main one first. A code outside health and social work is followed by its meaning.",
    )  # fmt: skip
    region = SelectField(
        "Where care is delivered", [required("Select where care is delivered")],
        choices=choices([(code, f"{code} {name}") for code, name in REGIONS.items()], prompt="Select"),
    )  # fmt: skip
    number = StringField(
        "Number of the authority", [optional(), longest(20)],
        description="Its ODS code, such as QPM, or its number on Find a Tender. All its procurements share it.",
    )  # fmt: skip
    submit = SubmitField("Save the codes and the place")


@blueprint.get("/classification")
@requires(Permission.PROCUREMENT_VIEW)
def classification(ref: str) -> ResponseReturnValue:
    """The codes and the place, as notices give them."""
    row, number = find_classification(db(), procurement().id), find_number(db(), procurement().organisation_id)
    form = ClassifyForm(
        formdata=None, version=procurement().version, region=row.region if row else "",
        codes="\n".join(f"{in_full(code)} {meaning}" for code, meaning in row.cpv) if row else "",
        number=number.number if number else "",
    )  # fmt: skip
    return _page(form)


@blueprint.post("/classification")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def classify(ref: str) -> ResponseReturnValue:
    """Give the procurement its codes and place."""
    form = ClassifyForm()

    def act() -> None:
        planning.classify(
            db(), procurement=procurement(), codes=form.codes.data, region=form.region.data,
            number=form.number.data or "", version=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The codes and the place are saved. Every notice gives them.", "success")
        return redirect(url_for(".show", ref=ref))
    return _page(form)


def _page(form: ClassifyForm) -> ResponseReturnValue:
    page = render_template(
        "staff/planning/classification.html", form=form, procurement=procurement(),
        fixed=planning.why_fixed(procurement()), health=[(in_full(code), HEALTH[code]) for code in HEALTH],
        usual=[(in_full(code), HEALTH[code]) for code in USUAL], source=SOURCE, regions=REGIONS,
        row=find_classification(db(), procurement().id), number=find_number(db(), procurement().organisation_id),
        in_full=in_full,
    )  # fmt: skip
    return page, form.status
