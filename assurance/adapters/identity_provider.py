"""The only door to an identity provider: where a person is sent to, and what it says, signed, of who came back.

OpenID Connect with the authorisation code. What it says is believed only when signed with one of its keys, meant for
this installation, still valid, and an answer to the very question that was asked (`nonce`).
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from assurance.adapters.clock import system_clock
from assurance.config import IdentityProvider

SCOPE = "openid email"
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Signatures that only the provider can make; never one that a secret shared with us could make as well."""
PATIENCE_SECONDS, LEEWAY_SECONDS = 10, 60
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Unreachable(Exception):  # noqa: N818 -- says what happened
    """The provider does not answer, or not as one; the message is for whoever runs the installation."""


class NotBelieved(Exception):  # noqa: N818 -- says what happened
    """The provider knows nothing of this sign-in, or what it says proves nothing; the message says why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to a provider: the word it brings back, the secret of the browser that asks, and where to."""

    state: str
    secret: str
    return_to: str

    @property
    def nonce(self) -> str:
        """What the signed answer must repeat."""
        return self._made_for("nonce")

    @property
    def verifier(self) -> str:
        """What shows that who fetches the answer is who asked (PKCE, RFC 7636)."""
        return self._made_for("verifier")

    def _made_for(self, use: str) -> str:
        return (
            urlsafe_b64encode(hashlib.sha256(f"{use}/{self.state}/{self.secret}".encode()).digest())
            .decode()
            .rstrip("=")
        )


@dataclass(frozen=True, slots=True)
class Asserted:
    """What a provider says of a person."""

    subject: str
    email: str
    is_email_verified: bool
    said: frozenset[str]
    """How they showed who they are (`acr`, `amr`)."""
    age: timedelta | None
    """How long ago that was; None where it does not say."""


def address_of(provider: IdentityProvider, asked: Asked, *, again: bool = False) -> str:
    """Return where the browser is sent; `again` asks the person to show once more who they are.

    Raises `Unreachable`.
    """
    about = _about(provider)
    extra: dict[str, Any] = {"prompt": "login", "max_age": 0} if again else {}
    with _line(provider, about, asked) as line:
        url, _ = line.create_authorization_url(
            about["authorization_endpoint"], state=asked.state, code_verifier=asked.verifier, nonce=asked.nonce, **extra
        )
    return str(url)


def who(provider: IdentityProvider, asked: Asked, *, code: str) -> Asserted:
    """Return who came back with a code. Raises `Unreachable` and `NotBelieved`."""
    about = _about(provider)
    with _line(provider, about, asked) as line:
        token = _token(line, about, code, asked)
        claims = dict(_proved(provider, about, token, asked))
        if "email" not in claims and "userinfo_endpoint" in about:
            more = _json(line.get(about["userinfo_endpoint"], timeout=PATIENCE_SECONDS, allow_redirects=False))
            claims |= {key: more[key] for key in _ADDRESS & more.keys() if more.get("sub") == claims["sub"]}
    return _asserted(claims)


_ADDRESS = frozenset({"email", "email_verified"})


def _line(provider: IdentityProvider, about: dict[str, Any], asked: Asked) -> OAuth2Session:
    """Return a connection as this installation; the secret goes where the provider wants it."""
    ways = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return OAuth2Session(
        provider.client_id, provider.client_secret, scope=SCOPE, redirect_uri=asked.return_to,
        code_challenge_method="S256", default_timeout=PATIENCE_SECONDS,
        token_endpoint_auth_method="client_secret_basic" if "client_secret_basic" in ways else "client_secret_post",
    )  # fmt: skip


def _about(provider: IdentityProvider) -> dict[str, Any]:
    """Return what the provider says of itself, which must be who was asked for."""
    about = _get(provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if about.get("issuer") != provider.issuer:
        raise Unreachable(f"It calls itself {str(about.get('issuer'))[:200]}, not {provider.issuer}")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        parts = urlsplit(str(about.get(name, "")))
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            raise Unreachable(f"Its {name} is no https address")
    return about


def _get(url: str) -> dict[str, Any]:
    try:
        return _json(requests.get(url, timeout=PATIENCE_SECONDS, allow_redirects=False))
    except requests.RequestException as failed:
        raise Unreachable(f"{url}: {type(failed).__name__}") from failed


def _json(answer: requests.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError as failed:
        raise Unreachable(f"{answer.url} answered {answer.status_code} without JSON") from failed
    if answer.status_code != 200 or not isinstance(found, dict):
        raise Unreachable(f"{answer.url} answered {answer.status_code}")
    return found


def _token(line: OAuth2Session, about: dict[str, Any], code: str, asked: Asked) -> dict[str, Any]:
    try:
        return cast(
            dict[str, Any],
            line.fetch_token(
                about["token_endpoint"], grant_type="authorization_code", code=code, code_verifier=asked.verifier,
                redirect_uri=asked.return_to, timeout=PATIENCE_SECONDS, allow_redirects=False,
            ),
        )  # fmt: skip
    except AuthlibBaseError as refused:
        raise NotBelieved(f"It refused the code: {refused.error}") from refused
    except (requests.RequestException, ValueError) as failed:
        raise Unreachable(f"{about['token_endpoint']}: {type(failed).__name__}") from failed


def _proved(provider: IdentityProvider, about: dict[str, Any], token: dict[str, Any], asked: Asked) -> CodeIDToken:
    """Return the claims of a signed token that is for us, of now, and an answer to what was asked."""
    signed = token.get("id_token")
    if not isinstance(signed, str):
        raise NotBelieved("It sent no signed token")
    keys = _get(about["jwks_uri"])
    try:
        read = jwt.decode(signed, KeySet.import_key_set(cast(Any, keys)), algorithms=ALGORITHMS)
        claims = CodeIDToken(
            read.claims, read.header,
            {
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": provider.client_id},
            },
            {"nonce": asked.nonce, "client_id": provider.client_id, "access_token": token.get("access_token")},
        )  # fmt: skip
        claims.validate(leeway=LEEWAY_SECONDS)
    except (JoseError, ValueError, KeyError, TypeError) as wrong:
        raise NotBelieved(f"Its token proves nothing: {wrong}"[:200]) from wrong
    return claims


def _asserted(claims: dict[str, Any]) -> Asserted:
    subject, email, acr, amr = (claims.get(name) for name in ("sub", "email", "acr", "amr"))
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise NotBelieved("It names nobody")
    ways = [acr, *amr] if isinstance(amr, list) else [acr]
    address = email.strip().lower() if isinstance(email, str) else ""
    return Asserted(
        subject=subject,
        email=address,
        is_email_verified=bool(address) and claims.get("email_verified") is True,
        said=frozenset(way for way in ways if isinstance(way, str)),
        age=_age(claims.get("auth_time")),
    )


def _age(auth_time: object) -> timedelta | None:
    """Return how long ago somebody showed there who they are; a little ahead of our clock is now."""
    if isinstance(auth_time, bool) or not isinstance(auth_time, int | float) or not 0 < auth_time < 2**33:
        return None
    return max(timedelta(0), system_clock() - datetime.fromtimestamp(auth_time, UTC))
