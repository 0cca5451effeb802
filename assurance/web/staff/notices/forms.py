"""The forms of the notices: an approval of what was read, the reason that one gives, and corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import HiddenField, SubmitField, TextAreaField

from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.validators import longest, required


class ApproveForm(BaseForm):
    """Remembers which text the person read."""

    digest = HiddenField()
    submit = SubmitField("Approve this text")


class ReasonForm(VersionedForm):
    """What the notice gives as its reason; `version` 0 stands for none written yet."""

    text = TextAreaField(
        "The reason that the notice gives",
        [required("Enter the reason"), longest(4000)],
        description="It is published as written and told to every bidder. Name no person.",
    )
    submit = SubmitField("Save the reason")


class CorrectionForm(VersionedForm):
    """Why a notice is corrected; the text of each section is added by `correction_form`."""

    reason = TextAreaField(
        "Why the notice is corrected",
        [required("Say why the notice is corrected"), longest(2000)],
        description="It is published with the corrected version.",
    )
    submit = SubmitField("Save the correction")

    @property
    def texts(self) -> list[str]:
        """The text of every section in order."""
        return [field.data or "" for field in self if field.name.startswith("section_")]


def correction_form(sections: Sequence[Mapping[str, str]], row: Any) -> CorrectionForm:
    """Make the form of a notice: one field for each section, filled from the open correction or the notice."""
    fields = {
        f"section_{place}": TextAreaField(each["heading"], [longest(20_000)]) for place, each in enumerate(sections)
    }
    texts = {f"section_{place}": each["text"] for place, each in enumerate(row.sections if row else sections)}
    made: CorrectionForm = type("CorrectionOfNotice", (CorrectionForm,), fields)(
        version=row.version if row else 0, reason=row.reason if row else "", **texts
    )
    return made


class PublishCorrectionForm(VersionedForm):
    """Publishes the correction that was read."""

    submit = SubmitField("Publish the corrected version")


class RefuseCorrectionForm(VersionedForm):
    """Refuses the correction."""

    refusal = TextAreaField(
        "Why the correction is refused", [required("Say why the correction is refused"), longest(2000)]
    )
    submit = SubmitField("Refuse the correction")


class OwnTextForm(VersionedForm):
    """What a notice says that no stored field says; `version` 0 stands for nothing written yet."""

    text = TextAreaField(
        "What happened, when and why",
        [required("Enter what happened, when and why"), longest(4000)],
        description="It is published as written. Name no person.",
    )
    submit = SubmitField("Save the text")


class PublishOwnForm(BaseForm):
    """Publishes a notice as it was approved."""

    submit = SubmitField("Publish the notice")
