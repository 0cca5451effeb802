"""The search among past procurements, for their list and for the plan that is compared with some of them."""

from __future__ import annotations

from collections.abc import Mapping

from wtforms import SelectField, StringField

from assurance.domain.ocds.past.search import Order, PastSearch, read_past_search
from assurance.web.forms.base import BaseForm
from assurance.web.forms.fields import choices

NAMES = ("q", "cpv", "least", "most", "since", "sort")


class PastSearchForm(BaseForm):
    """What to look for. Sent with GET, so that a search can be kept as an address."""

    class Meta(BaseForm.Meta):
        """A search changes nothing and carries no token."""

        csrf = False

    q = StringField("Words", description="In the title, or the name of the buyer or of a supplier.")
    cpv = StringField("CPV code", description="Its first figures, such as 85 for health and social work.")
    least = StringField("Lowest value in pounds")
    most = StringField("Highest value in pounds")
    since = StringField("Published in this year or later", description="For example, 2024.")
    sort = SelectField("Sort by", choices=choices(Order))


def read_form(given: Mapping[str, str]) -> tuple[PastSearchForm, PastSearch]:
    """Read the search of an address, and the form that shows it with a message at what cannot be read."""
    search, faults = read_past_search(given)
    form = PastSearchForm(formdata=None, data={name: given.get(name, "") for name in NAMES})
    form.sort.data = search.order.value
    for name, message in faults.items():
        form[name].errors = [message]
    return form, search


def read_page(typed: str) -> int:
    """Read the number of a page; anything else is the first."""
    return max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
