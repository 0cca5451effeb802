"""What a bidder types at selection: answers, whom it relies on, declarations, and who replaces whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, StringField, SubmitField, TextAreaField
from wtforms.validators import Optional

from assurance.domain.selection.grounds import Ground, Party
from assurance.domain.selection.standing import MOST_EXAMPLES, YEARS
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import DateField, MoneyField, WordLimitedTextField, choices
from assurance.web.forms.validators import longest, required

YES, NO = "yes", "no"
CONTRACT = ("customer", "what", "began_on", "ended_on", "annual_value")


class TextForm(VersionedForm):
    """An answer in words."""

    text = WordLimitedTextField("Your answer", [longest(60_000)], limit=0, noun="The answer")
    submit = SubmitField("Save")


class TurnoverForm(VersionedForm):
    """The turnovers of the last three financial years; its boxes are numbered from the latest year."""

    submit = SubmitField("Save")

    @property
    def years(self) -> list[tuple[str, Any]]:
        """Each year with what was typed for it."""
        return [(self[f"year_{n}"].data or "", self[f"amount_{n}"].data) for n in range(1, YEARS + 1)]


for _n, _which in enumerate(("Last financial year", "The year before", "Two years before"), start=1):
    setattr(TurnoverForm, f"year_{_n}", StringField(_which, [longest(40)], description="For example, 2024/25."))
    setattr(TurnoverForm, f"amount_{_n}", MoneyField(f"Turnover: {_which.lower()}", noun="The turnover"))


class ContractsForm(VersionedForm):
    """One to three contracts; its boxes are numbered."""

    submit = SubmitField("Save")

    @property
    def contracts(self) -> list[dict[str, Any]]:
        """Each contract with what was typed of it."""
        return [{name: self[f"{name}_{n}"].data for name in CONTRACT} for n in range(1, MOST_EXAMPLES + 1)]


for _n in range(1, MOST_EXAMPLES + 1):
    setattr(ContractsForm, f"customer_{_n}", StringField(f"Contract {_n}: customer", [longest(200)]))
    setattr(
        ContractsForm,
        f"what_{_n}",
        TextAreaField(f"Contract {_n}: what was provided, and for how many people", [longest(2000)]),
    )
    setattr(ContractsForm, f"began_on_{_n}", DateField(f"Contract {_n}: when it began", noun="The beginning"))
    setattr(ContractsForm, f"ended_on_{_n}", DateField(f"Contract {_n}: when it ended", [Optional()], noun="The end"))
    setattr(ContractsForm, f"annual_value_{_n}", MoneyField(f"Contract {_n}: yearly value", noun="The yearly value"))


class PartyForm(BaseForm):
    """Somebody the bidder relies on."""

    name = StringField("Name of the organisation", [required("Enter the name"), longest(200)])
    company_number = StringField("Company or charity number, if it has one", [longest(20)])
    delivers = StringField("What it will deliver", [required("Enter what it will deliver"), longest(300)])
    submit = SubmitField("Save")


class AddPartyForm(PartyForm):
    """Somebody the bidder relies on, and in which part."""

    party = RadioField(
        "What is it in your bid?", [required("Select what it is in your bid")],
        choices=choices([(each.value, each.label) for each in (Party.MEMBER, Party.SUBCONTRACTOR)]),
    )  # fmt: skip


class PartyReferenceForm(VersionedForm):
    """Names one party on a button, as the person saw it."""

    party = HiddenField()
    submit = SubmitField("Remove")


class DeclarationForm(VersionedForm):
    """One answer for each ground, and what was done about those that apply."""

    none = SubmitField("None of these applies")
    submit = SubmitField("Save")

    def read(self, grounds: Sequence[Ground]) -> tuple[dict[str, bool], dict[str, str]]:
        """Return what was answered, and what was done, by ground."""
        given = {each.code: self[f"applies_{n}"].data for n, each in enumerate(grounds)}
        done = {each.code: self[f"done_{n}"].data or "" for n, each in enumerate(grounds)}
        return {code: answer == YES for code, answer in given.items() if answer in (YES, NO)}, done


def declaration_form(
    grounds: Sequence[Ground], declared: Mapping[str, Any], version: int, **given: Any
) -> DeclarationForm:
    """Make the form for these grounds, filled with what is declared already; all no where the button says so."""
    fields: dict[str, Any] = {}
    for number, each in enumerate(grounds):
        fields[f"applies_{number}"] = RadioField(
            each.title, choices=choices([(NO, "No"), (YES, "Yes")]), validate_choice=False
        )
        fields[f"done_{number}"] = TextAreaField(
            f"What happened, and what was done since: {each.title}", [longest(4000)]
        )
    said: dict[str, Any] = {}
    for number, each in enumerate(grounds):
        applies = declared["applies"].get(each.code)
        said[f"applies_{number}"] = None if applies is None else YES if applies else NO
        said[f"done_{number}"] = declared["self_cleaning"].get(each.code, "")
    made: DeclarationForm = type("GroundsForm", (DeclarationForm,), fields)(version=version, **said, **given)
    if made.none.data:
        for number in range(len(grounds)):
            made[f"applies_{number}"].data, made[f"done_{number}"].data = NO, ""
    return made


class SendForm(BaseForm):
    """Sends the request that was checked."""

    checked = HiddenField()

    submit = SubmitField("Send the request")


class ReplacementForm(BaseForm):
    """The answer to a notice."""

    words = TextAreaField("What you want to say", [longest(4000)])
    names_nobody = BooleanField("We name nobody else")
    submit = SubmitField("Send the answer")
