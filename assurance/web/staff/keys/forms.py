"""What a holder types about their key. Passphrases are never given back."""

from __future__ import annotations

from wtforms import BooleanField, PasswordField, SubmitField

from assurance.domain.tenderbox.holders import FEWEST_WORDS, SHORTEST
from assurance.web.forms.base import BaseForm
from assurance.web.forms.validators import required

HINT = f"At least {FEWEST_WORDS} different words and {SHORTEST} characters, and not your password. Nobody can reset it."


class SetUpForm(BaseForm):
    """A new key under a passphrase of one's own."""

    passphrase = PasswordField("Passphrase", [required("Enter a passphrase")], description=HINT)
    passphrase_again = PasswordField("The same passphrase again", [required("Type the passphrase again")])
    submit = SubmitField("Set up my key")


class ReplaceForm(SetUpForm):
    """A new key in the place of one whose passphrase is forgotten."""

    understood = BooleanField(
        "I understand that every share sealed to my old key is lost",
        [required("Confirm that you understand what is lost")],
    )
    submit = SubmitField("Replace my key")


class ChangePassphraseForm(SetUpForm):
    """The same key under another passphrase."""

    old_passphrase = PasswordField("Your passphrase until now", [required("Enter your passphrase")])
    submit = SubmitField("Change the passphrase")
