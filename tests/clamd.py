"""A real ClamAV daemon for tests: its own folder, socket and one signature, gone with the test run."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless text that every scanner reports, in two halves so that no scanner reports this file."""
LARGEST_MB = 20


def binary() -> str | None:
    """Return where clamd is, or None on a machine without it."""
    return shutil.which("clamd", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin")


@contextmanager
def daemon(program: str) -> Iterator[Path]:
    """Run a daemon until the block ends; gives its socket. Its own spool lies in memory where there is such a place."""
    memory = Path("/dev/shm")
    home = Path(tempfile.mkdtemp(prefix="assurance-clamd-", dir=memory if memory.is_dir() else None))
    (home / "spool").mkdir()
    (home / "signatures").mkdir()
    (home / "signatures" / "test.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.encode().hex()}\n")
    (home / "clamd.conf").write_text(
        f"LocalSocket {home}/socket\nDatabaseDirectory {home}/signatures\nTemporaryDirectory {home}/spool\n"
        f"Foreground yes\nStreamMaxLength {LARGEST_MB}M\nMaxFileSize {LARGEST_MB}M\nLogFile {home}/log\n"
        + ("User root\n" if os.geteuid() == 0 else "")
    )
    running = subprocess.Popen(
        [program, "--config-file", str(home / "clamd.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(home / "socket", running)
        yield home / "socket"
    finally:
        running.terminate()
        running.wait(20)
        shutil.rmtree(home, ignore_errors=True)


def _wait(path: Path, running: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and running.poll() is None:
        with socket.socket(socket.AF_UNIX) as probe:
            if probe.connect_ex(str(path)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("clamd did not start")
