"""What a bidder's file may be called: any script, one line, nothing that only a machine would read.

The name is for showing and for downloading; where the content lies is decided by its hash and never by its name.
"""

from __future__ import annotations

import re
import unicodedata

from assurance.domain.errors import InvalidInput

LONGEST = 200
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$", re.ASCII)
_MACHINE_ONLY = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Control and format characters, line separators, and what has no meaning: they make a name lie about itself."""


def clean_name(typed: str, suffix: str, field: str = "document") -> str:
    """Return the name to show, ending in the suffix that its content calls for; one without a suffix is given it.

    Raises `InvalidInput` for a name that ends as another kind of file does, and for whatever `shown_name` refuses.
    """
    name = shown_name(typed, field)
    if not name.lower().endswith(suffixes(suffix)):
        if found := _SUFFIX.search(name):
            raise InvalidInput(
                field, f"The name of the file ends in {found[0]}, but its content is that of a {suffix} file. "
                f"Save it again as {suffix}, or rename it, and try again",
            )  # fmt: skip
        name += suffix
    return _not_too_long(name, field)


def shown_name(typed: str, field: str = "document") -> str:
    """Return the name to show: without folders, composed, on one line.

    Raises `InvalidInput` for control or format characters (a name could read as another kind of file), for no name,
    and for a name longer than 200 characters.
    """
    if any(unicodedata.category(each) in _MACHINE_ONLY for each in typed):
        raise InvalidInput(field, "The name of the file has characters that cannot be shown. Rename it and try again")
    name = " ".join(unicodedata.normalize("NFC", re.split(r"[/\\]", typed)[-1]).split())
    if not name.strip("."):
        raise InvalidInput(field, "The file has no name. Give it one and try again")
    return _not_too_long(name, field)


def _not_too_long(name: str, field: str) -> str:
    if len(name) > LONGEST:
        raise InvalidInput(field, f"The name of the file must be {LONGEST} characters or fewer")
    return name


def suffixes(suffix: str) -> tuple[str, ...]:
    """Return every way the suffix of a kind of file is written."""
    return (".jpg", ".jpeg") if suffix == ".jpg" else (suffix,)
