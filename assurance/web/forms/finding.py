"""The one box of the search. Sent with GET, so that a search can be kept as an address."""

from __future__ import annotations

from flask import request
from wtforms import StringField

from assurance.domain.errors import InvalidInput
from assurance.domain.finding import read_words
from assurance.web.forms.base import BaseForm


class FindForm(BaseForm):
    """What to look for."""

    class Meta(BaseForm.Meta):
        """A search changes nothing and carries no token."""

        csrf = False

    q = StringField("Look for", description="A reference, a name or a few words. Every word has to be found.")

    @classmethod
    def of_address(cls) -> FindForm:
        """Return the form as the address fills it in."""
        return cls(formdata=None, data={"q": request.args.get("q", "")})


def asked(form: FindForm) -> tuple[str, ...]:
    """Return the words to look for; of what is too long none, and the form says so."""
    try:
        return read_words(form.q.data or "")
    except InvalidInput as refusal:
        form.q.process_data((form.q.data or "")[:200])
        form.attach(refusal)
        return ()
