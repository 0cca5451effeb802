"""Places that only so many may hold at once, each by a lock that the system takes away when its holder dies."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


def take_place(folder: Path, owner: str, most: int) -> int | None:
    """Take one of an owner's places, or return None when living processes hold them all.

    What is returned is an open file, which holds the place until it is closed or the process ends.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for number in range(most):
        descriptor = os.open(folder / f"{owner}-{number}", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            continue
        return descriptor
    return None
