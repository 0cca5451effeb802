"""Serves the site with gunicorn: a few processes of many threads, and the background worker as a child.

The worker ends with the server, however the server ends short of being killed outright. Listens on loopback
unless told otherwise.
"""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path

import click
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.util import import_app

from assurance.adapters import log
from assurance.cli import db
from assurance.cli.safety import stop_if_unsafe
from assurance.config import Settings

APPLICATION = "assurance.app:create_app()"
PROCESSES, THREADS = "2", 300
"""Many threads: slow uploads hold one each, and with few of them a small request waits for seconds. When a request came
is known once a thread has it, so that whoever sends before a deadline must not wait for one."""
PATIENCE_SECONDS = 15
"""How long the worker may take to finish what it has in hand."""


class Server(BaseApplication):
    """Gunicorn told what to do by this program, and not by a file or the command line."""

    def __init__(self, options: Mapping[str, object]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Take every option that this version of gunicorn knows."""
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> object:
        """Build the application in each process, after the fork, so that no connection is shared."""
        return import_app(APPLICATION)


class JsonLog(Logger):
    """What gunicorn itself has to say, as lines like all others."""

    def setup(self, cfg: object) -> None:
        """Take the handlers that gunicorn makes, and have them write lines."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(log.JsonLines())


def run(settings: Settings, *, host: str, port: int, worker: bool) -> None:
    """Serve until interrupted. Refuses what would be unsafe, and a database whose tables are not up to date."""
    db.prepare(settings)
    stop_if_unsafe(settings)
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    public_url = os.environ.get("ASSURANCE_PUBLIC_URL") or f"http://{address}"
    os.environ.update({**environment(settings), "ASSURANCE_PUBLIC_URL": public_url})
    log.configure(settings.log)
    if settings.metrics_token:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_empty(settings.instance / "metrics"))
    with background_worker() if worker else nullcontext():
        click.echo(f"Serving on http://{address}/ (stop with Ctrl-C)")
        Server(options(address, as_json=log.is_json(settings.log))).run()


def _empty(folder: Path) -> Path:
    """Return a folder without anything in it: processes that are gone have counted for a start that is over."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def options(address: str, *, as_json: bool = False) -> dict[str, object]:
    """Return how the site is served: many threads in a few processes."""
    return {
        "bind": address,
        "worker_class": "assurance.cli.slow_clients.Worker",
        "workers": int(os.environ.get("WEB_CONCURRENCY", PROCESSES)),
        "threads": THREADS,
        "loglevel": "warning",
        "logger_class": JsonLog if as_json else Logger,
        "post_worker_init": settle,
        "control_socket_disable": True,
    }


def settle(worker: object) -> None:
    """Leave the program itself out of the search for garbage: else that stops every request for 0.2 s now and then."""
    gc.collect()
    gc.freeze()


@contextmanager
def background_worker() -> Iterator[None]:
    """Run `assurance worker` beside the block and end it with the block."""
    starter = os.getpid()
    child = subprocess.Popen([*own_command(), "worker"])
    try:
        yield
    finally:
        # Gunicorn's own processes are forks that unwind through here too when they end; the worker is not theirs.
        if os.getpid() == starter:
            _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()


def own_command() -> list[str]:
    """Return how this program is called from outside, whichever way it was installed."""
    script = Path(sys.executable).with_name("assurance")
    return [str(script)] if script.exists() else [sys.executable, "-c", "from assurance.cli.main import main; main()"]


def environment(settings: Settings) -> dict[str, str]:
    """Return the variables that make another process use the same installation."""
    return {
        "ASSURANCE_INSTANCE": str(settings.instance),
        "ASSURANCE_DATABASE_URL": settings.database_url,
        "ASSURANCE_FILES_URL": settings.files_url,
        "ASSURANCE_KEYS": str(settings.keys),
        "ASSURANCE_PUBLIC_URL": settings.public_url,
        "ASSURANCE_SMTP_URL": settings.smtp_url,
        "ASSURANCE_MAIL_FROM": settings.mail_from,
        "ASSURANCE_LOG": settings.log,
        "ASSURANCE_METRICS_TOKEN": settings.metrics_token,
        "ASSURANCE_DEMONSTRATION": "1" if settings.demonstration else "",
    }
