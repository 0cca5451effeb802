"""Words that a page explains: the first use of each leads to its meaning, which stands at the foot of the same page.

On the same page, so that nobody leaves a form half filled in to look up a word.
"""

from __future__ import annotations

import re

from flask import Flask, g
from markupsafe import Markup

from assurance.domain.glossary import Term, term_of

OF_THE_LAW = (
    "standstill",
    "representation",
    "intention to award",
    "checkpoint",
    "tender box",
    "down-selection",
    "TUPE",
)
"""Words explained where a page shows a text of the rules, which no template can mark; no more, lest all be links."""
_FOUND = re.compile(rf"\b({'|'.join(OF_THE_LAW)})s?\b", re.IGNORECASE)
NAMED = {"tender box": "Key of the tender box"}


def init_app(app: Flask) -> None:
    """Give templates `term(word, shown)` and `terms_used()`, and the filter `explained`."""
    app.jinja_env.globals.update(term=term, terms_used=terms_used)
    app.jinja_env.filters["explained"] = explained


def term(word: str, shown: str = "") -> Markup:
    """Write a word of the glossary, as `shown` where the sentence bends it; only its first use on a page is a link.

    Raises `LookupError` for a word that the glossary does not hold.
    """
    meant, words = term_of(word), shown or word
    used = terms_used()
    if meant in used:
        return Markup("{}").format(words)
    used.append(meant)
    return Markup('<a class="app-term" href="#{}">{}</a>').format(place_of(meant), words)


def explained(text: str) -> Markup:
    """Write a text of the rules with the words of the law in it as links to their meanings."""
    parts: list[str] = []
    at = 0
    for found in _FOUND.finditer(text):
        word = found[1].casefold()
        parts += [text[at : found.start()], term(NAMED.get(word, word), found[0])]
        at = found.end()
    return Markup("").join([*parts, text[at:]])  # escapes what is no link


def terms_used() -> list[Term]:
    """List what this page has explained so far, in the order of its first uses."""
    used: list[Term] = g.setdefault("terms_used", [])
    return used


def place_of(meant: Term) -> str:
    """Name the place on the page at which a meaning stands."""
    return f"word-{meant.anchor}"
