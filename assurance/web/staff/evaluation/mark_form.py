"""What an evaluator fills in: mark, reason, places in the bid, private note. Odd figures are refused, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import FieldList, Form, FormField, HiddenField, StringField, SubmitField, TextAreaField
from wtforms.validators import ValidationError

from assurance.domain.evaluation.places import Place, read_places, write_places
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import MarkField, WordLimitedTextField
from assurance.web.forms.validators import longest, optional

RATIONALE_WORDS = 1000
LONGEST_EVIDENCE = 300
FREE_ROWS = 2


class LadderField(MarkField):
    """A mark on the ladder, in the very figures the page wrote: no blanks, signs or figures of other scripts."""

    top = 0
    """The highest mark; set when the question is known."""

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Refuse a mark sent as a list, or twice."""
        super().process(formdata, *args, **kwargs)
        if formdata is None:
            return
        if f"{self.name}[]" in formdata or len(formdata.getlist(self.name)) > 1:
            self.process_errors.append(f"{self.noun} must be one whole number")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the figure as it is; an empty one is no mark yet."""
        self.data = None
        typed = valuelist[0] if valuelist else ""
        if typed:
            self.data = self.read(typed)
            if typed != str(self.data):
                self.data = None
                raise ValueError(f"{self.noun} must be one whole number, like 3")

    def pre_validate(self, form: Any) -> None:
        """Refuse a mark off the scale."""
        if self.data is not None and self.data > self.top:
            raise ValidationError(f"{self.noun} must be between 0 and {self.top}")


class PlaceForm(Form):
    """One place in the bid."""

    class Meta(BaseForm.Meta):
        """A part of another form, which has the token."""

        csrf = False

    document = StringField("Document", [optional()])
    where = StringField("Page or paragraph", [optional()])


def _clean(form: Form, field: Any) -> None:
    if any("\x00" in value or "\ufffd" in value for value in field.raw_data or ()):
        raise ValidationError(f"{field.label.text} holds a sign that could not be read: take it out (�)")


class MarkForm(VersionedForm):
    """An evaluator's own mark; may be saved unfinished. A version of 0 stands for a mark not yet begun."""

    mark = LadderField("Mark", most=999)
    rationale = WordLimitedTextField(
        "Why this mark",
        [_clean],
        limit=RATIONALE_WORDS,
        description="Speak of this answer alone. The bidder may read these words.",
    )
    places = FieldList(FormField(PlaceForm), "Where in the bid the evidence stands", max_entries=40)
    private_note = TextAreaField("Private note", [_clean, optional(), longest(20_000)])
    save = SubmitField("Save")
    save_next = SubmitField("Save and next")

    def validate_places(self, field: FieldList) -> None:
        """Refuse more places than the record holds."""
        excess = len(self.evidence) - LONGEST_EVIDENCE
        if excess > 0:
            raise ValidationError(
                f"The places may have {LONGEST_EVIDENCE} characters in all: take out {excess}, for example long names"
            )

    @property
    def evidence(self) -> str:
        """The places as one line."""
        return write_places(Place(each["document"] or "", each["where"] or "") for each in self.places.data)

    def show_places(self, places: Iterable[Place]) -> None:
        """Show places and a few empty rows, in place of what the form had."""
        while self.places.entries:
            self.places.pop_entry()
        for place in (*places, *[Place("", "")] * FREE_ROWS):
            self.places.append_entry({"document": place.document, "where": place.where})


def mark_form(criterion: Any, mark: Any = None, *, documents: Sequence[str] = ()) -> MarkForm:
    """Make the form: with what was posted, or with a mark as saved."""
    form = MarkForm(obj=mark, version=mark.version if mark else 0)
    form.mark.top = criterion.scale_top or 0
    if not form.is_submitted():
        form.show_places(read_places(mark.evidence if mark else "", documents))
    elif not form.places.entries:
        form.show_places(())
    return form


class RestoreForm(VersionedForm):
    """Takes an earlier draft up again; `version` is the newest the person saw."""

    draft = HiddenField()
    submit = SubmitField("Use this draft again")
