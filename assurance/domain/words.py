"""How words are counted, the same on the page, in the form and in the rule."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")


def count_words(text: str) -> int:
    """Count words as the counter in the browser does: runs of what JavaScript does not call white space."""
    return len(_WORD.findall(text))
