"""A device that makes and uses passkeys, written after the W3C's specification, so that it can also do it wrongly."""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One device with one passkey, at an origin, that has asked for a finger or not, and counts how often it signed."""

    origin: str
    flags: int = PRESENT | VERIFIED
    count: int = 0
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    handle: str = ""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, asked: str) -> str:
        """Make the passkey that a page asks for; return what its script would send."""
        options = json.loads(asked)
        self.handle = options["user"]["id"]
        about = self._about(options["rp"]["id"], HAS_KEY) + bytes(16) + len(self.credential_id).to_bytes(2, "big")
        made = {"fmt": "none", "attStmt": {}, "authData": about + self.credential_id + self._public_key()}
        client = self._client("webauthn.create", options["challenge"])
        return self._sent({"clientDataJSON": _text(client), "attestationObject": _text(cbor2.dumps(made))})

    def use(self, asked: str) -> str:
        """Use the passkey for what a page asks; return what its script would send."""
        options = json.loads(asked)
        self.count += 1
        about, client = self._about(options["rpId"]), self._client("webauthn.get", options["challenge"])
        signature = self.key.sign(about + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._sent(
            {
                "clientDataJSON": _text(client), "authenticatorData": _text(about), "signature": _text(signature),
                "userHandle": self.handle,
            }
        )  # fmt: skip

    def _about(self, site: str, more: int = 0) -> bytes:
        flags = bytes([self.flags | more])
        return hashlib.sha256(site.encode()).digest() + flags + self.count.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _public_key(self) -> bytes:
        point = self.key.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})

    def _sent(self, response: dict[str, Any]) -> str:
        name = _text(self.credential_id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def _text(some: bytes) -> str:
    return urlsafe_b64encode(some).decode().rstrip("=")
