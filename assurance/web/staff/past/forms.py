"""What is chosen, carried along or typed to take past procurements in and out."""

from __future__ import annotations

from wtforms import FileField, HiddenField, StringField, SubmitField, TextAreaField
from wtforms.validators import ValidationError

from assurance.domain.ocds.past.package import LARGEST
from assurance.web.forms.base import BaseForm
from assurance.web.forms.validators import required


class UploadForm(BaseForm):
    """A package of open data."""

    package = FileField(
        "Package", description=f"A release package or record package, as a JSON file of up to {LARGEST // 2**20} MB."
    )
    cpv = StringField(
        "Only these CPV codes (optional)", description="Their first figures, such as 85 for health and social work."
    )
    submit = SubmitField("Read the package")

    content = b""

    def validate_package(self, field: FileField) -> None:
        """Take the file, no more of it than is read."""
        if not field.data or not field.data.filename:
            raise ValidationError("Choose the file")
        self.content = field.data.read(LARGEST + 1)
        field.data.close()

    def validate_cpv(self, field: StringField) -> None:
        """Ask for figures."""
        if field.data and not (field.data.isascii() and field.data.isdigit() and 2 <= len(field.data) <= 8):
            raise ValidationError("Enter the first figures of a CPV code, from two to eight, such as 8514")


class KeepForm(BaseForm):
    """What was read and shown, signed, carried along until it is confirmed."""

    shown_version = HiddenField()
    """The procurements. It is called a version so that a refusal does not print it back as something typed."""
    submit = SubmitField("Keep them for reference")


class RemoveForm(BaseForm):
    """Why it is taken out."""

    reason = TextAreaField("Why it is taken out", [required("Say why it is taken out")])
    submit = SubmitField("Take it out")
