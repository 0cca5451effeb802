"""Columns whose content is closed on the disk, in the write-ahead log and in every backup of the database.

A value is encrypted when it is bound and decrypted when it is read, with the key ring that the program was started
with. It is bound to the name of its column, so that what is copied into another column does not open; to compare or
to order by such a column in the database is refused, since no two closed values are alike.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Protocol, cast

from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.sql import operators
from sqlalchemy.types import TypeDecorator

from assurance.persistence.columns import FixedPoint

_AMOUNT_BYTES = 8
CLOSED_AMOUNT = 1 + 8 + 24 + 16 + _AMOUNT_BYTES
"""Bytes of every closed amount, however large: its length says nothing of it."""
_COMPARABLE = frozenset({operators.is_, operators.is_not})


class Cipher(Protocol):
    """What opens and closes values: the key ring of an installation."""

    def encrypt(self, plain: bytes, context: bytes) -> bytes:
        """Close a value within a context."""

    def decrypt(self, closed: bytes, context: bytes) -> bytes:
        """Open it in the same context, or raise."""

    def holds_key_of(self, closed: bytes) -> bool:
        """Say whether a value was closed with one of these keys."""


class NoKey(RuntimeError):
    """The program was started without the keys that its database needs."""


_ciphers: list[Cipher] = []


def use_cipher(cipher: Cipher) -> None:
    """Close with this key ring from now on. What an earlier one closed still opens in this process."""
    if cipher in _ciphers:
        _ciphers.remove(cipher)
    _ciphers.append(cipher)


def close(column: str, plain: bytes) -> bytes:
    """Close a value for the column named `table.column`; raise `NoKey` before any key ring is in use."""
    if not _ciphers:
        raise NoKey("No keys are in use, so nothing can be written that must be kept closed")
    return _ciphers[-1].encrypt(plain, column.encode())


def disclose(column: str, closed: bytes) -> bytes:
    """Open a value of the column named `table.column`; raise `NoKey` when its key is not in use here."""
    cipher = next((each for each in reversed(_ciphers) if each.holds_key_of(closed)), None)
    if cipher is None:
        raise NoKey(f"{column} was closed with a key that is not in use here. Is ASSURANCE_KEYS the right folder?")
    return cipher.decrypt(closed, column.encode())


class Secret(TypeDecorator[Any]):
    """What every closed column has in common: bytes in the database, and no comparison there."""

    impl = LargeBinary
    cache_ok = True

    class comparator_factory(TypeDecorator.Comparator[Any]):  # noqa: N801 -- the name SQLAlchemy looks for
        """Refuses to compare what the database cannot see."""

        def operate(self, op: Any, *other: Any, **options: Any) -> Any:
            """Allow the question whether there is a value, and nothing else."""
            if op in _COMPARABLE or (op in (operators.eq, operators.ne) and other == (None,)):
                return super().operate(op, *other, **options)
            raise TypeError("A closed column cannot be compared or ordered by in the database")

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column
        """`table.column`, to which its values are bound."""

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Close the value."""
        return None if value is None else close(self.column, self.to_bytes(value))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        """Open the value."""
        return None if value is None else self.from_bytes(disclose(self.column, bytes(value)))

    def to_bytes(self, value: Any) -> bytes:
        """Write a value as bytes."""
        return cast(bytes, value)

    def from_bytes(self, raw: bytes) -> Any:
        """Read what `to_bytes` wrote."""
        return raw


class SecretBytes(Secret):
    """Bytes, such as the key of a file."""

    cache_ok = True


class SecretText(Secret):
    """Text of any length."""

    cache_ok = True

    def to_bytes(self, value: str) -> bytes:
        """Write as UTF-8."""
        return value.encode()

    def from_bytes(self, raw: bytes) -> str:
        """Read as UTF-8."""
        return raw.decode()


class SecretJson(Secret):
    """A document that is written once and read whole."""

    cache_ok = True

    def to_bytes(self, value: Any) -> bytes:
        """Write as JSON."""
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()

    def from_bytes(self, raw: bytes) -> Any:
        """Read as JSON."""
        return json.loads(raw)


class SecretAmount(Secret):
    """An exact figure with two decimals, kept as a whole number of hundredths; every one is equally long."""

    cache_ok = True
    places = 2

    def to_bytes(self, value: Decimal) -> bytes:
        """Write the hundredths; refuse what has more places, a float, or what no amount is as large as."""
        scaled = FixedPoint(self.places).process_bind_param(value, cast(Dialect, None))
        return cast(int, scaled).to_bytes(_AMOUNT_BYTES, "big", signed=True)

    def from_bytes(self, raw: bytes) -> Decimal:
        """Read back as an exact decimal."""
        return Decimal(int.from_bytes(raw, "big", signed=True)).scaleb(-self.places)


class SecretAmounts(SecretAmount):
    """Exact figures in their order, such as one for each year; the length tells how many, and nothing else."""

    cache_ok = True

    def to_bytes(self, value: Sequence[Decimal]) -> bytes:  # type: ignore[override]  # reason: several of them
        """Write one after the other."""
        return b"".join(super(SecretAmounts, self).to_bytes(each) for each in value)

    def from_bytes(self, raw: bytes) -> tuple[Decimal, ...]:  # type: ignore[override]  # reason: several of them
        """Read back in order."""
        one = super().from_bytes
        return tuple(one(raw[at : at + _AMOUNT_BYTES]) for at in range(0, len(raw), _AMOUNT_BYTES))


class SecretFlag(Secret):
    """Yes or no; both are equally long."""

    cache_ok = True

    def to_bytes(self, value: bool) -> bytes:
        """Write as one byte."""
        return bytes([value])

    def from_bytes(self, raw: bytes) -> bool:
        """Read it back."""
        return raw != bytes(1)
