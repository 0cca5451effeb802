"""The selection questionnaire: what is asked, the rule of turnover and shortlist; written until the call."""

from __future__ import annotations

from fractions import Fraction

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.selection import find_questionnaire, get_questionnaire
from assurance.services import selection
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.selection import presenters
from assurance.web.staff.selection.forms import QuestionForm, RemoveQuestionForm, RuleForm, weights
from assurance.web.staff.selection.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/questionnaire")
@requires(Permission.SELECTION_VIEW)
def questionnaire(ref: str) -> ResponseReturnValue:
    """What everybody who wants to take part is asked, and how it is judged."""
    asked = get_questionnaire(db(), procurement())
    return render_template(
        "staff/selection/questionnaire.html",
        procurement=procurement(),
        asked=asked,
        row=find_questionnaire(db(), procurement().id),
        faults=[each.message for each in asked.faults()],
        fixed=selection.why_fixed(procurement()),
        rule=selection.rule_words(asked),
        total=weights(asked.marked),
    )


@blueprint.route("/questionnaire/rule", methods=["GET", "POST"])
@requires(Permission.SELECTION_DECIDE)
@commits
def rule(ref: str) -> ResponseReturnValue:
    """How much turnover is enough, and how many go through."""
    asked = get_questionnaire(db(), procurement())
    form = RuleForm(
        version=_version(), multiple=asked.requirement.multiple, reasons=asked.requirement.reasons,
        at_most=asked.at_most,
    )  # fmt: skip

    def act() -> None:
        selection.set_rule(
            db(), procurement=procurement(), multiple=form.multiple.data or Fraction(0),
            reasons=form.reasons.data or "", at_most=form.at_most.data, version=form.expected_version, actor=actor(),
            now=now(),
        )  # fmt: skip

    if attempt(form, act):
        return _saved(ref)
    page = render_template("staff/selection/rule.html", form=form, procurement=procurement(), asked=asked)
    return page, form.status


@blueprint.route("/questionnaire/add", methods=["GET", "POST"])
@requires(Permission.SELECTION_DECIDE)
@commits
def add_question(ref: str) -> ResponseReturnValue:
    """Ask one more question."""
    form = QuestionForm(version=_version())
    asked = get_questionnaire(db(), procurement())

    def act() -> None:
        _save(form, selection.new_code(asked, form.title.data))

    if attempt(form, act):
        return _saved(ref)
    return render_template("staff/selection/add_question.html", form=form, procurement=procurement()), form.status


@blueprint.route("/questionnaire/<code>", methods=["GET", "POST"])
@requires(Permission.SELECTION_DECIDE)
@commits
def question(ref: str, code: str) -> ResponseReturnValue:
    """Change a question."""
    found = get_questionnaire(db(), procurement()).find(code)
    form = QuestionForm(
        version=_version(), title=found.title, text=found.text, asks=found.asks, kind=found.kind,
        word_limit=found.word_limit or None, weight=presenters.percent(found.weight),
    )  # fmt: skip

    if attempt(form, lambda: _save(form, code)):
        return _saved(ref)
    page = render_template(
        "staff/selection/question.html", form=form, procurement=procurement(), question=found,
        remove_form=RemoveQuestionForm(formdata=None, version=_version()),
    )  # fmt: skip
    return page, form.status


@blueprint.post("/questionnaire/<code>/remove")
@requires(Permission.SELECTION_DECIDE)
@commits
def remove_question(ref: str, code: str) -> ResponseReturnValue:
    """Take a question out."""
    form = RemoveQuestionForm(version=_version())
    selection.remove_question(
        db(), procurement=procurement(), code=code, version=form.expected_version, actor=actor(), now=now()
    )
    flash("The question is taken out.", "success")
    return redirect(url_for(".questionnaire", ref=ref))


def _save(form: QuestionForm, code: str) -> None:
    selection.save_question(
        db(), procurement=procurement(), question=form.question(code), version=form.expected_version, actor=actor(),
        now=now(),
    )  # fmt: skip


def _saved(ref: str) -> ResponseReturnValue:
    flash("The questionnaire is saved.", "success")
    return redirect(url_for(".questionnaire", ref=ref))


def _version() -> int:
    row = find_questionnaire(db(), procurement().id)
    return row.version if row else 0
