"""One signed-in person at the server: a kept connection, their cookie and token, and what each answer cost."""

from __future__ import annotations

import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse, RemoteDisconnected
from urllib.parse import urlencode

PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Person:
    """Who asks, as a browser would know them."""

    cookie: str
    token: str


@dataclass(frozen=True)
class Answer:
    """What came back, how long it took, and what the meter said."""

    status: int
    body: bytes
    ms: float
    queries: int = 0
    cpu: float = 0.0
    process: str = ""
    process_cpu: float = 0.0


class Client:
    """Asks over one connection; one that the server closed while idle is opened again."""

    def __init__(self, address: tuple[str, int], person: Person) -> None:
        self._connection = HTTPConnection(*address, timeout=PATIENCE_SECONDS)
        self._headers = {"Cookie": f"assurance_session={person.cookie}"}
        self._token = person.token

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._timed("GET", path, None, self._headers)

    def post(self, path: str, **fields: object) -> Answer:
        """Send a form as the scoring page's script does."""
        body = urlencode({"csrf_token": self._token, **fields}).encode()
        more = {
            "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json",
            "X-CSRFToken": self._token,
        }  # fmt: skip
        return self._timed("POST", path, body, {**self._headers, **more})

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def _timed(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        start = time.perf_counter()
        try:
            response = self._ask(method, path, body, headers)
        except (OSError, RemoteDisconnected) as failure:
            self._connection.close()
            return Answer(0, repr(failure).encode(), 1000 * (time.perf_counter() - start))
        content = response.read()
        return _answer(response, content, 1000 * (time.perf_counter() - start))

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> HTTPResponse:
        if self._connection.sock is not None:
            try:
                self._connection.request(method, path, body, headers)
                return self._connection.getresponse()
            except (RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self._connection.close()  # closed while idle: nothing of this request was read
        self._connection.request(method, path, body, headers)
        return self._connection.getresponse()


def _answer(response: HTTPResponse, content: bytes, ms: float) -> Answer:
    process, _, spent = response.getheader("X-Bench-Process", " 0").partition(" ")
    return Answer(
        response.status, content, ms, int(response.getheader("X-Bench-Queries", "0")),
        float(response.getheader("X-Bench-Cpu", "0")), process, float(spent or 0),
    )  # fmt: skip
