"""What may stand in the head of an e-mail. One line of text cannot become two headers."""

from __future__ import annotations

import re
import unicodedata

from assurance.domain.errors import InvalidInput

_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?", re.ASCII
)


def address(typed: str, field: str) -> str:
    """Return an address in lower case, or refuse what could not be one or could be read as more than one."""
    found = typed.strip().lower()
    domain = found.rpartition("@")[2]
    if len(found) > 254 or not _ADDRESS.fullmatch(found) or "." not in domain or ".." in found:
        raise InvalidInput(field, "Enter an email address in the correct format, like name@example.com")
    return found


def one_line(text: str, longest: int = 200) -> str:
    """Return text fit for a header: one line, nothing unseen, cut with an ellipsis where it is too long."""
    spaced = "".join(" " if unicodedata.category(each)[0] in "ZC" else each for each in text)
    line = " ".join(spaced.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
