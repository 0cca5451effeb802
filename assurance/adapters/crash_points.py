"""Points at which a test can have the program killed outright, to prove that nothing acknowledged is lost.

Nothing happens unless ASSURANCE_CRASH_AT names the point; a real installation never sets it.
"""

from __future__ import annotations

import os
import signal


def crash_point(name: str) -> None:
    """Die here, as by a power cut, when the environment asks for it."""
    if os.environ.get("ASSURANCE_CRASH_AT") == name:
        os.kill(os.getpid(), signal.SIGKILL)
