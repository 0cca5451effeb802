"""What a provider says of a person is believed only when it is signed, for us, of now, and an answer to our question.

The provider here is one that says whatever a test lets it say; a real one signs people in in tests/web/auth.
"""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from assurance.adapters.identity_provider import Asked, Asserted, NotBelieved, Unreachable, address_of, who
from assurance.config import IdentityProvider

KEY, OTHER_KEY = RSAKey.generate_key(2048, {"kid": "one"}), RSAKey.generate_key(2048, {"kid": "one"})
SECRET = "a secret shared with the provider"
ASKED = Asked("state", "secret of the browser", "http://127.0.0.1:8000/back")
Answers = dict[str, Any]


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, Answers]]:
    """Serve what a test puts under each path: a status and a body, or a body that answers well."""
    answers: Answers = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802 -- called so by the library
            status, body = answers.get(self.path, (404, {}))
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

        def do_POST(self) -> None:  # noqa: N802 -- same
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:
            return None

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as serving:
        Thread(target=serving.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}", answers
        serving.shutdown()


@pytest.fixture
def provider(server: tuple[str, Answers]) -> IdentityProvider:
    """A provider that answers as it should, until a test changes what it answers."""
    issuer, answers = server
    answers.clear()
    answers["/.well-known/openid-configuration"] = 200, {
        "issuer": issuer, "authorization_endpoint": f"{issuer}/authorize", "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/keys", "userinfo_endpoint": f"{issuer}/userinfo",
    }  # fmt: skip
    answers["/keys"] = 200, {"keys": [KEY.as_dict(private=False)]}
    return IdentityProvider(issuer, "assurance", SECRET)


@pytest.fixture
def said(provider: IdentityProvider, server: tuple[str, Answers]) -> Callable[..., Asserted]:
    """Let the provider answer with a token of these claims, and return what is believed of it."""

    def say(*, key: Any = KEY, alg: str = "RS256", **claims: Any) -> Asserted:
        server[1]["/token"] = 200, {
            "token_type": "Bearer", "access_token": "x", "id_token": token(provider, key, alg, **claims)
        }  # fmt: skip
        return who(provider, ASKED, code="code")

    return say


def token(provider: IdentityProvider, key: Any = KEY, alg: str = "RS256", **claims: Any) -> str:
    now = int(time.time())
    usual = {
        "iss": provider.issuer, "aud": provider.client_id, "sub": "ann-1", "nonce": ASKED.nonce, "iat": now,
        "exp": now + 600, "email": "Ann@Example.org", "email_verified": True,
    }  # fmt: skip
    kept = {name: value for name, value in {**usual, **claims}.items() if value is not None}
    return jwt.encode({"alg": alg, "kid": "one"}, kept, key, algorithms=[alg])


def test_who_came_back_is_known_by_name_address_and_how_they_showed_it(said: Callable[..., Asserted]) -> None:
    found = said(acr="gold", amr=["pwd", "otp", 7], auth_time=int(time.time()) - 120)
    assert (found.subject, found.email, found.is_email_verified) == ("ann-1", "ann@example.org", True)
    assert found.said == {"gold", "pwd", "otp"}
    assert found.age is not None
    assert 120 <= found.age.total_seconds() < 180
    assert said().age is None


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another-client"},
        {"aud": ["assurance", "another-client"]},
        {"aud": ["assurance", "another-client"], "azp": "another-client"},
        {"iss": "https://elsewhere.example"},
        {"nonce": "of another question"},
        {"nonce": None},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 256},
        {"key": OTHER_KEY},
        {"key": OctKey.import_key(SECRET), "alg": "HS256"},
        {"at_hash": "of-another-token"},
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_token_that_proves_nothing_is_not_believed(said: Callable[..., Asserted], claims: dict[str, Any]) -> None:
    with pytest.raises(NotBelieved):
        said(**claims)


def test_a_token_without_a_signature_is_not_believed(provider: IdentityProvider, server: tuple[str, Answers]) -> None:
    _, claims, _ = token(provider).split(".")
    header = urlsafe_b64encode(b'{"alg": "none", "kid": "one"}').decode().rstrip("=")
    server[1]["/token"] = 200, {"token_type": "Bearer", "access_token": "x", "id_token": f"{header}.{claims}."}
    with pytest.raises(NotBelieved, match="not allowed"):
        who(provider, ASKED, code="code")


def test_an_address_that_is_not_said_to_be_verified_is_not(said: Callable[..., Asserted]) -> None:
    assert [said(email_verified=value).is_email_verified for value in (None, False, "true", 1)] == [False] * 4
    assert said(email=["ann@example.org"]).email == ""


def test_the_address_may_come_apart_but_only_of_the_same_person(
    said: Callable[..., Asserted], server: tuple[str, Answers]
) -> None:
    more = {"email": "ann@example.org", "email_verified": True}
    server[1]["/userinfo"] = 200, {"sub": "ann-1", **more}
    found = said(email=None, email_verified=None)
    assert (found.email, found.is_email_verified) == ("ann@example.org", True)
    server[1]["/userinfo"] = 200, {"sub": "somebody else", **more}
    assert said(email=None, email_verified=None).email == ""


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/.well-known/openid-configuration", (500, {})),
        ("/.well-known/openid-configuration", (302, {})),
        ("/.well-known/openid-configuration", (200, b"<html>")),
        ("/.well-known/openid-configuration", (200, [])),
        ("/.well-known/openid-configuration", (200, {"issuer": "https://elsewhere.example"})),
        ("/token", (502, {})),
        ("/token", (200, b"<html>")),
        ("/keys", (500, {})),
    ],
    ids=str,
)
def test_a_provider_that_does_not_answer_as_one_is_not_there(
    provider: IdentityProvider, server: tuple[str, Answers], path: str, answer: tuple[int, Any]
) -> None:
    server[1]["/token"] = 200, {"token_type": "Bearer", "access_token": "x", "id_token": token(provider)}
    server[1][path] = answer
    with pytest.raises(Unreachable):
        who(provider, ASKED, code="code")


def test_keys_are_never_fetched_where_they_could_be_exchanged(
    provider: IdentityProvider, server: tuple[str, Answers]
) -> None:
    about = server[1]["/.well-known/openid-configuration"][1]
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        server[1]["/.well-known/openid-configuration"] = 200, {**about, name: "http://provider.example/x"}
        with pytest.raises(Unreachable, match=name):
            address_of(provider, ASKED)


def test_a_code_that_the_provider_refuses_signs_nobody_in(
    provider: IdentityProvider, server: tuple[str, Answers]
) -> None:
    server[1]["/token"] = 400, {"error": "invalid_grant"}
    with pytest.raises(NotBelieved, match="invalid_grant"):
        who(provider, ASKED, code="code")
    server[1]["/token"] = 200, {"token_type": "Bearer", "access_token": "x"}
    with pytest.raises(NotBelieved, match="no signed token"):
        who(provider, ASKED, code="code")


def test_what_proves_who_asks_differs_for_each_question_and_each_browser() -> None:
    others = [Asked("other", ASKED.secret, ""), Asked(ASKED.state, "other", "")]
    words = {ASKED.nonce, ASKED.verifier, *(each.nonce for each in others), *(each.verifier for each in others)}
    assert len(words) == 6
    assert all(len(word) == 43 for word in words), "as long as RFC 7636 asks"
