"""Threads for requests, as gunicorn has them, that nobody holds by never finishing the headers of a request.

Gunicorn gives a connection up that sends nothing, and waits for ever for one that has begun. A proxy in front does the
same as this (`client_header_timeout`); whoever serves without one is not at the mercy of two hundred of them either.
"""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

HEADER_SECONDS = 10.0
"""How long the headers of a request may take, however slowly they drip in. The body of one has its own time."""


class Worker(ThreadWorker):
    """One process of threads that ends a connection whose request has not begun to be answered in time."""

    def init_process(self) -> None:
        """Keep, for each connection that a thread reads the headers of, until when it may."""
        self.until: dict[TConn, float] = {}
        super().init_process()

    def handle(self, conn: TConn) -> Any:
        """Read a request and answer it, in a thread."""
        self.until[conn] = time.monotonic() + HEADER_SECONDS
        try:
            return super().handle(conn)
        finally:
            self.until.pop(conn, None)

    def handle_request(self, req: Any, conn: TConn) -> Any:
        """Answer a request, whose headers are here now."""
        self.until.pop(conn, None)
        return super().handle_request(req, conn)

    def murder_pending(self) -> None:
        """End what has waited too long, once a second; the thread that reads it finds that nothing more comes."""
        super().murder_pending()
        now = time.monotonic()
        for conn, until in list(self.until.items()):
            if until < now and self.until.pop(conn, None) is not None:
                with suppress(OSError):  # it has gone by itself
                    conn.sock.shutdown(socket.SHUT_RDWR)
