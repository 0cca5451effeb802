"""Reading what a bidder gives of its tender after the key is lost: each part known by its content, and by nothing else.

None of this touches the database. A zip is judged by its list before anything in it is read, names count for
nothing, only what has the size of a missing part is unpacked, piece by piece, and nothing plain reaches the disk.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import IO, Any

from assurance.adapters import zips
from assurance.adapters.signing import is_genuine
from assurance.adapters.staging import TooMuch, no_room_in_words
from assurance.adapters.vault import PIECE, Encryption, FileKey
from assurance.domain.errors import InvalidInput
from assurance.domain.tenderbox.kept import LARGEST_LIST, LIST, find_receipt, why_other
from assurance.services.intake import Intake, belongs_to
from assurance.services.signing import signer

FIELD = "parts"
NO_RECEIPT = (
    "There is no receipt among what you chose. Choose the file of your tender as you downloaded it, or parts of it "
    f"together with “{LIST}” or the file of the receipt"
)
NOTHING_NEW = "Nothing that you chose is a part of your tender that is still missing, so nothing is taken"
NOT_WHOLE = "It cannot be read: it is damaged or not whole"
NOT_PROMISED = "It is not, byte for byte, a part that your receipt promises"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One part that was promised; `waits` when it may not be taken yet, `is_given` when it was already."""

    item_id: int
    kind: str
    code: str
    commitment: str
    size: int | None
    """Bytes of a file; None for a part in words."""
    most: int
    """More than a part in words can have."""
    waits: bool
    is_given: bool

    def could_be(self, size: int) -> bool:
        """Say whether content of this size can be the part."""
        return size == self.size if self.size is not None else 0 < size <= self.most


@dataclass(frozen=True, slots=True)
class Asked:
    """The tender in the box, as far as is needed to know its parts again."""

    reference: str
    bid_id: str
    version: int
    digest: str
    items: Sequence[Wanted]


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was chosen: its name, for words only, and how it is read from its beginning."""

    name: str
    open: Callable[[], IO[bytes]]


@dataclass
class Found:
    """What was found: contents and files by the id of the sealed part, and what was not taken, with why."""

    parts: dict[int, bytes] = field(default_factory=dict)
    files: dict[int, tuple[str, FileKey]] = field(default_factory=dict)
    refused: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Piece:
    name: str
    size: int
    open: Callable[[], IO[bytes]]


def read(sent: Sequence[Sent], asked: Asked, intake: Intake) -> Found:
    """Find the missing parts in what was sent; files are in the store, closed under keys of their own, on return.

    Raises `InvalidInput` when no receipt of this tender is among it, naming whose it is, and `NotNow` without room.
    """
    found = Found()
    try:
        with ExitStack() as stack:
            pieces = [each for one in sent for each in _pieces(one, asked, intake, stack, found)]
            salts, rest = _sort(pieces, asked, found)
            for piece in rest:
                _take(piece, salts, asked, intake, found)
    except TooMuch as refused:
        most = intake.limits.tender_bytes // 2**20
        raise InvalidInput(FIELD, f"Each file must be {most} MB or smaller, as all of a tender is") from refused
    return found


def _pieces(sent: Sent, asked: Asked, intake: Intake, stack: ExitStack, found: Found) -> Iterator[_Piece]:
    """Yield a file as it is, or what is in it when it is a zip that is not itself a document of the tender."""
    file = stack.enter_context(sent.open())
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    is_document = any(each.size == size for each in asked.items)
    if is_document or file.read(4) != b"PK\x03\x04":
        yield _Piece(_plain(sent.name), size, sent.open)
        return
    try:
        zips.check_list(file, size)  # type: ignore[arg-type]  # reason: it reads bytes
        package = stack.enter_context(zipfile.ZipFile(file))
        entries = [each for each in package.infolist() if not each.is_dir()]
        zips.check_entries(entries, package.start_dir, most=intake.limits.tender_bytes + LARGEST_LIST)
    except zips.Bomb:
        found.refused.append((_plain(sent.name), "It unpacks to more than a tender may have"))
    except zips.FAULTS:
        found.refused.append((_plain(sent.name), NOT_WHOLE))
    else:
        for each in entries:
            yield _Piece(_plain(each.filename), each.file_size, partial(package.open, each))


def _sort(pieces: Sequence[_Piece], asked: Asked, found: Found) -> tuple[dict[tuple[str, str], bytes], list[_Piece]]:
    """Return the salts from the receipt of this tender, and what is no receipt."""
    salts: dict[tuple[str, str], bytes] = {}
    rest: list[_Piece] = []
    others: list[str] = []
    for piece in pieces:
        if (receipt := _receipt(piece)) is None:
            rest.append(piece)
        elif why := _why_other(receipt, asked):
            others.append(why)
            found.refused.append((piece.name, why))
        else:
            salts = {(each["kind"], each["code"]): bytes.fromhex(each["salt"]) for each in receipt["salts"]}
    if not salts:
        raise InvalidInput(FIELD, _why_none(others, found))
    return salts, rest


def _why_none(others: Sequence[str], found: Found) -> str:
    if others:
        return others[0]
    return found.refused[0][1] if found.refused else NO_RECEIPT


def _why_other(receipt: dict[str, Any], asked: Asked) -> str:
    pem = signer().public_pem
    return why_other(
        receipt, lambda message, signature: is_genuine(message, signature, pem), reference=asked.reference,
        bid=asked.bid_id, version=asked.version, digest=asked.digest,
    )  # fmt: skip


def _receipt(piece: _Piece) -> dict[str, Any] | None:
    if piece.size > LARGEST_LIST:
        return None
    try:
        with piece.open() as file:
            return find_receipt(file.read(LARGEST_LIST))
    except zips.FAULTS:
        return None


def _take(piece: _Piece, salts: dict[tuple[str, str], bytes], asked: Asked, intake: Intake, found: Found) -> None:
    """Compare a piece with every part that it can be, by its size, and take it as each part that it is."""
    maybe = [each for each in asked.items if each.could_be(piece.size)]
    digests = [hashlib.sha256(salts[each.kind, each.code]) for each in maybe]
    try:
        for content in _content(piece) if maybe else ():
            for digest in digests:
                digest.update(content)
    except zips.FAULTS:
        found.refused.append((piece.name, NOT_WHOLE))
        return
    same = [each for each, digest in zip(maybe, digests, strict=True) if digest.hexdigest() == each.commitment]
    if not same:
        found.refused.append((piece.name, NOT_PROMISED))
    for each in same:
        if each.waits or each.is_given or each.item_id in found.files:
            continue
        if each.size is None:
            found.parts[each.item_id] = b"".join(_content(piece))
        else:
            found.files[each.item_id] = _store(piece, each, salts[each.kind, each.code], asked, intake)


def _store(piece: _Piece, wanted: Wanted, salt: bytes, asked: Asked, intake: Intake) -> tuple[str, FileKey]:
    """Close a file anew, under a key of its own and with the salt that it was promised with."""
    key = FileKey(FileKey.fresh().secret, salt)
    intake.staging.make_sure_of_room(piece.size)
    closing = Encryption(belongs_to(asked.reference, asked.bid_id, wanted.code), key)
    with no_room_in_words(), intake.files.draft(closing.over(_content(piece))) as draft:
        return intake.files.place(draft).sha256, key


def _content(piece: _Piece) -> Iterator[bytes]:
    with piece.open() as file:
        yield from iter(lambda: file.read(PIECE), b"")


def _plain(name: str) -> str:
    """Return the end of a name that somebody typed, fit to be shown."""
    shown = "".join(each if each.isprintable() else "�" for each in name.replace("\\", "/").rpartition("/")[2])
    return shown[-100:] or "A file without a name"
