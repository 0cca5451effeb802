"""Passkeys (W3C Web Authentication): for which site they are made, and the challenges that they answer.

A challenge says itself what it is for, whose, and until when, under a key that only the service has, so that nothing is
kept of the many that are shown and never answered.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

LASTS = timedelta(minutes=10)
_RANDOM, _TIME, _SEAL = 16, 8, 32


class Purpose(StrEnum):
    """What a person does with a passkey."""

    ADD = "add"
    SIGN_IN = "sign-in"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class Site:
    """The site that passkeys are made for, as browsers see it; they work nowhere else."""

    name: str
    origin: str


def site_of(public_url: str) -> Site | None:
    """Return the site at an address, or None where browsers make none: without https, or at a number."""
    parts = urlsplit(public_url)
    name = (parts.hostname or "").lower()
    if not name or _is_number(name) or not (parts.scheme == "https" or name == "localhost"):
        return None
    return Site(name, f"{parts.scheme}://{parts.netloc.lower()}")


def make_challenge(key: bytes, purpose: Purpose, whom: str, *, random: bytes, now: datetime) -> bytes:
    """Return a challenge for a purpose and a person, with fresh random bytes in it."""
    if len(random) != _RANDOM:
        raise ValueError(f"a challenge wants {_RANDOM} random bytes")
    body = random + int(now.timestamp()).to_bytes(_TIME, "big")
    return body + _seal(key, purpose, whom, body)


def still_holds(key: bytes, purpose: Purpose, whom: str, challenge: bytes, *, now: datetime) -> bool:
    """Say whether a challenge was made here for this purpose and person, and not too long ago."""
    body, seal = challenge[: _RANDOM + _TIME], challenge[_RANDOM + _TIME :]
    if len(challenge) != _RANDOM + _TIME + _SEAL or not hmac.compare_digest(seal, _seal(key, purpose, whom, body)):
        return False
    age = now.timestamp() - int.from_bytes(body[_RANDOM:], "big")
    return -1 < age < LASTS.total_seconds()


def _seal(key: bytes, purpose: Purpose, whom: str, body: bytes) -> bytes:
    return hmac.digest(key, b"passkey/" + purpose.encode() + b"/" + whom.encode() + b"/" + body, hashlib.sha256)


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
