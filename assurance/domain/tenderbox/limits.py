"""How much a bidder may send: for each file, for a tender, and at one time, so that none stands in another's way.

Practice, not statute. An installation may set the sizes; each refusal says the limit and what to do about it.
"""

from __future__ import annotations

from dataclasses import dataclass

from assurance.domain.errors import InvalidInput, NotNow

MEGABYTE = 2**20
PART_BYTES = 5 * MEGABYTE
"""The most that a browser sends at once of a file that arrives in parts."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an installation allows."""

    file_bytes: int = 300 * MEGABYTE
    tender_bytes: int = 1000 * MEGABYTE
    documents: int = 50
    uploads_at_once: int = 3
    """Files that one organisation may have on their way at the same time."""

    def check_size(self, size: int, field: str) -> None:
        """Refuse a file of this size."""
        if size <= 0:
            raise InvalidInput(field, "The file is empty")
        if size > self.file_bytes:
            raise InvalidInput(field, self.too_large())

    def too_large(self) -> str:
        """Say that a file is too large."""
        most = self.file_bytes // MEGABYTE
        return f"The file must be {most} MB or smaller. Save its pictures smaller, or split it"

    def check_tender(self, *, documents: int, taken: int, size: int, field: str) -> None:
        """Refuse one more document of this size in a tender that has so many already."""
        if documents >= self.documents:
            raise InvalidInput(field, f"A tender has at most {self.documents} documents. Remove one first")
        if taken + size > self.tender_bytes:
            most, left = self.tender_bytes // MEGABYTE, max(0, self.tender_bytes - taken) // MEGABYTE
            raise InvalidInput(
                field,
                f"All documents of a tender together must be {most} MB or smaller; {left} MB are left. Remove one",
            )

    def check_at_once(self, on_their_way: int) -> None:
        """Refuse to begin another file while too many of the organisation are on their way."""
        if on_their_way >= self.uploads_at_once:
            raise NotNow(
                f"Your organisation is uploading {on_their_way} files already. Wait until one is here, or cancel one",
                code="too_many",
            )
