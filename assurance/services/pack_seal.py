"""The key that seals packs: named once by whoever starts the program, read or made when the first pack needs it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assurance.adapters.seal import Seal

_openers: list[Callable[[], Seal]] = []
_seals: list[Seal] = []


def use_seal(opener: Callable[[], Seal]) -> None:
    """Seal with the key that this opens from now on in this process."""
    _openers[:] = [opener]
    _seals.clear()


def seal() -> Seal:
    """Return the key in use; raise `RuntimeError` before one is named, `UnsafeKey` where it cannot be used."""
    if not _openers:
        raise RuntimeError("no key to seal packs with is in use")
    if not _seals:
        _seals.append(_openers[0]())
    return _seals[0]
