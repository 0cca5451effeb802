"""What only its owner can open again: closed under a code that is shown once and kept nowhere.

The code is random and long enough that guessing is hopeless, so its key needs no stretching. The bidder's own copy of
a submitted tender is kept this way under its return code, and an answer that may have to be given a second time under
the key that the sender's form carried.
"""

from __future__ import annotations

import hashlib
import secrets

from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt, crypto_aead_xchacha20poly1305_ietf_encrypt
from nacl.exceptions import CryptoError

from assurance.domain.errors import AssuranceError

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that reads like a figure."""
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_GROUPS, _GROUP, _NONCE = 6, 5, 24


class WrongCode(AssuranceError):
    """The code does not open this copy."""


def new_code() -> str:
    """Make a code of 150 random bits, in groups that can be read out."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def tidy(code: str) -> str:
    """Read a code as it was typed: without gaps, in capitals, with look-alikes put right."""
    return "".join(each for each in code.upper().translate(_ALIKE) if each in _LETTERS)


def close(content: bytes, code: str, context: bytes) -> bytes:
    """Close content under a code, within a context such as the tender it belongs to."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(content, context, nonce, _key(code))


def open_copy(closed: bytes, code: str, context: bytes) -> bytes:
    """Open what `close` closed; raise `WrongCode` when the code or the place is another."""
    nonce, rest = closed[:_NONCE], closed[_NONCE:]
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(rest, context, nonce, _key(code))
    except (CryptoError, ValueError) as refused:
        raise WrongCode("The code does not open this copy") from refused


def _key(code: str) -> bytes:
    return hashlib.blake2b(tidy(code).encode(), digest_size=32, person=b"assurance copy").digest()
