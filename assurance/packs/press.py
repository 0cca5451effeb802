"""A warm press and a few of them: each a process that waits for sheets and lays out one at a time.

A press that dies, hangs or answers nonsense costs the sheet in hand a refusal and nothing else: the next sheet gets a
new one.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

from assurance.packs.frames import read_frame, write_frame
from assurance.packs.sheets import REFUSED, LaidOut, Limits, PrintRefused, Sheet, message

_PATIENCE = 10
"""Seconds beyond its limit that a press may take to say that it stopped a sheet."""


class Press:
    """One process that lays out sheets, started when it is first needed and kept warm."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Press:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def lay_out(self, sheet: Sheet, limits: Limits | None = None) -> LaidOut:
        """Return the sheet laid out, or raise `PrintRefused` with the reason."""
        allowed = limits or Limits()
        process = self._ready()
        clock = threading.Timer(allowed.wall_seconds + _PATIENCE, _kill, [process])
        clock.start()
        try:
            status, made = _ask(process, message(sheet, allowed))
        except (OSError, ValueError, TypeError) as broken:
            self.close()
            raise PrintRefused(
                f"Laying out took longer than {allowed.wall_seconds} seconds and was stopped"
            ) from broken
        finally:
            clock.cancel()
        if status == 0:
            return _read(made)
        if status == REFUSED:
            raise PrintRefused(made.decode(errors="replace").strip())
        raise PrintRefused(_fate(status, made.decode(errors="replace"), allowed))

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            _kill(self._process)
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):  # what was not sent yet is not wanted any more
                        stream.close()
            self._process.wait()
            self._process = None

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self.close()
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 -- our own interpreter and module
                [sys.executable, "-m", "assurance.packs.renderer"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=_environment(),
                start_new_session=True,  # a Ctrl-C at the worker is the worker's to handle
            )
        return self._process


class Presses:
    """As many presses as there are processors to use, shared by whoever has sheets to lay out."""

    def __init__(self, count: int | None = None) -> None:
        self.count = count or processors()
        self._free: queue.SimpleQueue[Press] = queue.SimpleQueue()
        self._all = [Press() for _ in range(self.count)]
        for press in self._all:
            self._free.put(press)
        self._hands = ThreadPoolExecutor(self.count, thread_name_prefix="press")

    def __enter__(self) -> Presses:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def submit(
        self, sheet: Sheet, limits: Limits | None = None, keep: Callable[[LaidOut], None] | None = None
    ) -> Future[LaidOut]:
        """Lay out a sheet as soon as a press is free; what is to be kept is kept before anybody has it."""
        return self._hands.submit(self._lay_out, sheet, limits, keep)

    def close(self) -> None:
        """Stop what is being laid out and end every press."""
        self._hands.shutdown(wait=False, cancel_futures=True)
        for press in self._all:
            if press._process is not None:
                _kill(press._process)
        self._hands.shutdown(wait=True)
        for press in self._all:
            press.close()

    def _lay_out(self, sheet: Sheet, limits: Limits | None, keep: Callable[[LaidOut], None] | None) -> LaidOut:
        with self._held() as press:
            made = press.lay_out(sheet, limits)
        if keep is not None:
            keep(made)
        return made

    @contextlib.contextmanager
    def _held(self) -> Iterator[Press]:
        press = self._free.get()
        try:
            yield press
        finally:
            self._free.put(press)


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)


def _ask(process: subprocess.Popen[bytes], job: bytes) -> tuple[int, bytes]:
    """Send a job and return its status and what was made; raise `OSError` when the press is gone."""
    if process.stdin is None or process.stdout is None:
        raise OSError("the press has no way to be asked")
    write_frame(process.stdin, job)
    head = read_frame(process.stdout)
    made = None if head is None else read_frame(process.stdout)
    if head is None or made is None:
        raise OSError("the press gave no answer")
    return int(json.loads(head)["status"]), made


def _read(made: bytes) -> LaidOut:
    stream = io.BytesIO(made)
    places = json.loads(read_frame(stream) or b"{}")
    try:
        return LaidOut.read(places, stream.read())
    except (KeyError, ValueError, TypeError) as garbled:
        raise PrintRefused("The press did not say where things are on the pages") from garbled


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a press together with the sheet it has in hand."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _environment() -> dict[str, str]:
    """Give a press only what it needs to start; no setting and no secret of ours."""
    root = str(Path(__file__).resolve().parents[2])
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {"PYTHONPATH": root, "SOURCE_DATE_EPOCH": "0"}


def _fate(status: int, said: str, limits: Limits) -> str:
    if status == -signal.SIGALRM:
        return f"Laying out took longer than {limits.wall_seconds} seconds and was stopped"
    if status < 0 or "MemoryError" in said:
        return f"Laying out was stopped at its limit of time or memory ({said.strip() or f'signal {-status}'})"
    return f"Laying out failed: {said.strip()[:300] or 'no message'}"
