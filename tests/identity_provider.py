"""A real identity provider of a package, served in a process of its own, which holds its clients to PKCE.

The package takes every code whoever brings it; that who fetches a token is who asked for it is checked here, as RFC
7636 says.
"""

from __future__ import annotations

import hashlib
import io
import os
import socket
import subprocess
import sys
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote, urlsplit

import requests

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Any]
BEGINNING_SECONDS = 60
"""How long it may take to begin where everything else runs too."""


@dataclass
class Provider:
    """The address of a provider that runs, and what a person does there."""

    issuer: str
    line: requests.Session = field(default_factory=requests.Session)

    def knows(self, subject: str, **claims: object) -> None:
        """Tell the provider of a person."""
        answer = self.line.put(f"{self.issuer}/users/{quote(subject)}", json=claims, timeout=BEGINNING_SECONDS)
        assert answer.status_code == 204, answer.text

    def sign_in(self, address: str, subject: str) -> str:
        """Sign in where a browser was sent; return where it is sent back to, without the host."""
        return self._answer(address, {"sub": subject})

    def deny(self, address: str) -> str:
        """Refuse there to be signed in."""
        return self._answer(address, {"action": "deny"})

    def _answer(self, address: str, form: dict[str, str]) -> str:
        answer = self.line.post(address, data=form, allow_redirects=False, timeout=BEGINNING_SECONDS)
        assert answer.is_redirect, answer.text
        parts = urlsplit(answer.headers["Location"])
        return f"{parts.path}?{parts.query}"


@contextmanager
def identity_provider(*, token_seconds: int = 600) -> Iterator[Provider]:
    """Serve a provider on loopback until the block ends; its tokens are good for so long, also not at all."""
    with socket.create_server(("127.0.0.1", 0)) as line:
        command = [sys.executable, str(Path(__file__).resolve()), str(line.fileno()), str(token_seconds)]
        with subprocess.Popen(
            command, pass_fds=[line.fileno()], stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONWARNINGS": "ignore"}
        ) as process:
            provider = Provider(f"http://localhost:{line.getsockname()[1]}")
            try:
                with provider.line:
                    yield provider
            finally:
                process.kill()


def hold_to_pkce(app: Wsgi) -> Wsgi:
    """Give a token only to who brings the word whose hash was sent with the question."""
    challenges: dict[str, str] = {}

    def held(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        if environ["PATH_INFO"] == "/oauth2/token":
            body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            environ["wsgi.input"], sent = io.BytesIO(body), dict(parse_qsl(body.decode()))
            made = urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
            if challenges.pop(sent.get("code", ""), "") != made.decode().rstrip("="):
                start("400 Bad Request", [("Content-Type", "application/json")])
                return [b'{"error": "invalid_grant"}']
        asked = parse_qs(environ["QUERY_STRING"])

        def note(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            code = parse_qs(urlsplit(dict(headers).get("Location", "")).query).get("code", [""])[0]
            if code and asked.get("code_challenge_method") == ["S256"]:
                challenges[code] = asked["code_challenge"][0]
            return start(status, headers, *more)

        return app(environ, note)

    return held


def _serve(descriptor: int, seconds: int) -> None:
    from datetime import timedelta

    from oidc_provider_mock import app
    from werkzeug.serving import make_server

    made = app(require_nonce=True, access_token_max_age=timedelta(seconds=seconds))
    make_server("localhost", 0, hold_to_pkce(made.wsgi_app), threaded=True, fd=descriptor).serve_forever()


if __name__ == "__main__":
    _serve(int(sys.argv[1]), int(sys.argv[2]))
