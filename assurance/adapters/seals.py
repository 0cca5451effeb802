"""The key of a tender box: what is put in can be closed by anybody and opened only by several people together.

A pair of X25519 keys is made for a procurement. Its public half closes the key of each sealed item by HPKE (RFC 9180),
bound to the tender, the bid, the item and the version, so that it opens nowhere else. Its private half is split by
SLIP-39 into shares, any k of which give it back and fewer of which give nothing; it is kept nowhere whole. Each share
is sealed to the key of its holder, which lies closed under argon2id of a passphrase that only the holder knows.
"""

from __future__ import annotations

import hashlib
import itertools
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

import shamir_mnemonic
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt, crypto_aead_xchacha20poly1305_ietf_encrypt
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from assurance.adapters.memory_turns import in_turn
from assurance.domain.errors import AssuranceError

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_FORMAT = b"\x01"
_SALT, _NONCE, _KEY = 16, 24, 32
_PURPOSE = b"assurance holder key"


class WrongPassphrase(AssuranceError):
    """The passphrase does not open the holder's key, or what is kept of the key was changed."""


class BadShare(AssuranceError):
    """A share is not one of this tender, or not whole."""


class Unsealable(AssuranceError):
    """A sealed item does not open with this key in this place: changed, or laid where another was."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess at a passphrase costs: rounds, memory in kB, lanes."""

    rounds: int = 3
    memory: int = 64 * 1024
    lanes: int = 4


COST = Cost()


def make_tender_key() -> tuple[bytes, bytes]:
    """Return the private and the public half of a new tender key, 32 bytes each."""
    pair = X25519PrivateKey.generate()
    return pair.private_bytes_raw(), pair.public_key().public_bytes_raw()


def public_half(private: bytes) -> bytes:
    """Return the public half that belongs to a private one."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def wrap(content_key: bytes, public: bytes, belongs_to: bytes) -> bytes:
    """Close the key of one item to a tender key, bound to what the item belongs to."""
    return _SUITE.encrypt(content_key, X25519PublicKey.from_public_bytes(public), belongs_to)


def unwrap(wrapped: bytes, private: bytes, belongs_to: bytes) -> bytes:
    """Open the key of one item; raise `Unsealable` when it is not the one that belongs there."""
    try:
        return _SUITE.decrypt(wrapped, X25519PrivateKey.from_private_bytes(private), belongs_to)
    except (InvalidTag, ValueError) as refused:
        raise Unsealable("The item does not open in its place: it was changed, or belongs elsewhere") from refused


def split(private: bytes, public: bytes, *, needed: int, holders: int) -> list[str]:
    """Split a private key into one share for each holder, and prove that every sufficient set gives the key back.

    Raises `RuntimeError`, and gives nothing out, if one does not.
    """
    groups = shamir_mnemonic.generate_mnemonics(1, [(needed, holders)], private, iteration_exponent=0)
    shares = list(groups[0])
    for chosen in itertools.combinations(shares, needed):
        if combine(chosen, public) != private:
            raise RuntimeError("a set of shares does not give the key back, so the key was not used")
    return shares


def combine(shares: Iterable[str], public: bytes) -> bytes:
    """Put a private key together; raise `BadShare` unless it is the one whose public half is known."""
    try:
        private = bytes(shamir_mnemonic.combine_mnemonics(list(shares)))
    except (shamir_mnemonic.MnemonicError, ValueError) as refused:
        raise BadShare("The shares do not fit together") from refused
    if not secrets.compare_digest(public_half(private), public):
        raise BadShare("The shares fit together but give the key of another tender")
    return private


def share_digest(share: str) -> str:
    """Return the SHA-256 of a share, by which a bad one is known. A share is random, so its hash tells nothing."""
    return hashlib.sha256(share.encode()).hexdigest()


def seal_share(share: str, holder_public: bytes) -> bytes:
    """Close a share to its holder."""
    return bytes(SealedBox(PublicKey(holder_public)).encrypt(share.encode()))


def open_share(sealed: bytes, holder_private: bytes) -> str:
    """Open a holder's share; raise `BadShare` when it was not sealed to this holder's key, or was changed."""
    try:
        return bytes(SealedBox(PrivateKey(holder_private)).decrypt(sealed)).decode()
    except (CryptoError, ValueError) as refused:
        raise BadShare("The share was not sealed to this key, or was changed") from refused


def make_holder_key(passphrase: str, cost: Cost | None = None) -> tuple[bytes, bytes]:
    """Return the public half of a holder's new key, and its private half closed under a passphrase."""
    pair = PrivateKey.generate()
    public = bytes(pair.public_key)
    return public, protect(bytes(pair), public, passphrase, cost)


def protect(private: bytes, public: bytes, passphrase: str, cost: Cost | None = None) -> bytes:
    """Close a holder's private key under a passphrase. The cost is kept with it, so that it may rise later."""
    cost = cost or COST
    head = _FORMAT + bytes((cost.rounds, cost.lanes)) + cost.memory.to_bytes(4, "big")
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    key = _stretch(passphrase, salt, cost)
    closed = crypto_aead_xchacha20poly1305_ietf_encrypt(private, _PURPOSE + head + public, nonce, key)
    return head + salt + nonce + closed


def unprotect(protected: bytes, public: bytes, passphrase: str) -> bytes:
    """Open a holder's private key; raise `WrongPassphrase` when the passphrase does not."""
    head, rest = protected[:7], protected[7:]
    cost = Cost(head[1], int.from_bytes(head[3:7], "big"), head[2])
    salt, nonce, closed = rest[:_SALT], rest[_SALT : _SALT + _NONCE], rest[_SALT + _NONCE :]
    try:
        key = _stretch(passphrase, salt, cost)
        return crypto_aead_xchacha20poly1305_ietf_decrypt(closed, _PURPOSE + head + public, nonce, key)
    except (CryptoError, ValueError) as refused:
        raise WrongPassphrase("The passphrase is not the one this key was set up with") from refused


def fingerprint(public: bytes) -> str:
    """Return the short name by which people compare a public key: the head of its SHA-256, in groups."""
    head = hashlib.sha256(public).hexdigest()[:16].upper()
    return "-".join(head[at : at + 4] for at in range(0, 16, 4))


def _stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    return in_turn(
        hash_secret_raw, passphrase.encode(), salt, time_cost=cost.rounds, memory_cost=cost.memory,
        parallelism=cost.lanes, hash_len=_KEY, type=Type.ID,
    )  # fmt: skip
