"""A line of enquiry of an authority's own, and why the template changes."""

from __future__ import annotations

from wtforms import BooleanField, StringField, SubmitField, TextAreaField

from assurance.domain.gates.definition import KeyLine
from assurance.domain.gates.templates import LONGEST_TITLE
from assurance.web.forms.base import VersionedForm
from assurance.web.forms.validators import longest, optional, required


class ReasonForm(VersionedForm):
    """Why the template changes; its version is the number of the template the person saw."""

    reason = TextAreaField("Why it changes", [required("Say why the lines of enquiry change"), longest(2000)])
    submit = SubmitField("Save as a new version")


class LineForm(ReasonForm):
    """One line of enquiry."""

    title = StringField("Title", [required("Enter the title of the line"), longest(LONGEST_TITLE)])
    question = TextAreaField("Question", [required("Enter the question"), longest(1000)])
    what_good_looks_like = TextAreaField("What good looks like", [required("Say what good looks like"), longest(2000)])
    evidence = TextAreaField(
        "Evidence asked for", [required("Name at least one piece of evidence"), longest(2000)],
        description="One piece on each line.",
    )  # fmt: skip
    red_trigger = TextAreaField("What makes it red without discussion", [optional(), longest(1000)])
    is_mandatory = BooleanField("The line is mandatory: it decides the verdict")

    def line(self, code: str) -> KeyLine:
        """Return the line as typed, under its code."""
        evidence = tuple(each.strip() for each in str(self.evidence.data).splitlines() if each.strip())
        return KeyLine(
            code, str(self.title.data), str(self.question.data), str(self.what_good_looks_like.data), evidence,
            bool(self.is_mandatory.data), str(self.red_trigger.data or ""),
        )  # fmt: skip


def line_form(line: KeyLine | None, number: int) -> LineForm:
    """Make the form for a line, or for a new one."""
    if line is None:
        return LineForm(version=number, is_mandatory=True)
    return LineForm(
        version=number, title=line.title, question=line.question, what_good_looks_like=line.what_good_looks_like,
        evidence="\n".join(line.evidence), red_trigger=line.red_trigger, is_mandatory=line.is_mandatory,
    )  # fmt: skip
