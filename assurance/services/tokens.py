"""Tokens that open something for whoever holds them: 256 random bits, of which only a hash is kept."""

from __future__ import annotations

import hashlib
import secrets


def new() -> str:
    """Return a token that nobody can guess."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is kept of a token; looking for it by this tells nothing about the others."""
    return hashlib.sha256(token.encode()).hexdigest()
