"""What the process that lays out a page may not have: time and memory without end, the network, other programs."""

from __future__ import annotations

import ctypes
import os
import re
import resource
import signal
import sys
from typing import Any

_FORBIDDEN = re.compile(
    r"socket\.(connect|bind|getaddrinfo|gethostby|sendto)|subprocess\.|os\.(system|exec|spawn|fork|posix_)"
)
_FILE_BYTES = 512 * 2**20
"""The largest file that may be written: the PDF itself."""
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def leave_network() -> bool:
    """Go where there is no network, if the system lets this user; say whether it did. Linux only."""
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    alone = _NEW_NETWORK if os.geteuid() == 0 else _NEW_USER | _NEW_NETWORK
    return bool(libc.unshare(alone) == 0)


def confine(*, cpu_seconds: int, wall_seconds: int, memory_bytes: int) -> None:
    """Limit this process for good. Nothing that it runs afterwards can loosen the limits again."""
    for kind, most in (
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, _FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    signal.alarm(wall_seconds)
    sys.addaudithook(_forbid)


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    if _FORBIDDEN.match(event):
        raise PermissionError(f"the process that lays out packs may not use {event}")
