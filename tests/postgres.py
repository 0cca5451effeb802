"""A throw-away PostgreSQL server: its own folder and port, no durability, gone with the test run."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine

from assurance.adapters import workflows
from assurance.persistence import grants, migrate
from assurance.persistence.session import make_engine

DEBIAN = Path("/usr/lib/postgresql")
DURABLE = "-c max_connections=120"
OWNER, PROGRAM = "tests", "the_program"
"""The role with which the program works owns nothing and is no superuser, as in a real installation."""
MEMORY, ROOM = Path("/dev/shm"), 2 * 2**30
FIRST_WITH_A_CHOICE = 15
"""From this version on a copy of a database goes through the log, which takes longer, unless it is told not to."""
QUICK = f"-c fsync=off -c full_page_writes=off -c synchronous_commit=off {DURABLE}"


def binaries() -> Path | None:
    """Return the folder with initdb and pg_ctl; Debian keeps them off the PATH."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(DEBIAN.glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


@dataclass(frozen=True)
class Server:
    """A running server whose database `template` stands at the newest migration."""

    address: str
    version: int = 0
    restart: Callable[[], None] = lambda: None
    """Kill the server outright and start it again."""
    halt: Callable[[], None] = lambda: None
    """Kill the server outright."""

    def url(self, name: str, role: str = OWNER) -> str:
        """Return the address of one database, for its owner or for another role."""
        return f"postgresql+psycopg://{role}@{self.address}/{name}"

    def execute(self, *statements: str) -> None:
        """Run statements outside any transaction, in the maintenance database."""
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()

    def make_template(self) -> None:
        """Migrate the database that every test's own is copied from."""
        self.execute(f"CREATE ROLE {PROGRAM} LOGIN", "CREATE DATABASE template_assurance")
        engine = make_engine(self.url("template_assurance"))
        migrate.upgrade(engine)
        workflows.install(self.url("template_assurance"))
        grants.grant(engine, PROGRAM)
        engine.dispose()

    @contextmanager
    def database(self, name: str, *, empty: bool = False, role: str = OWNER) -> Iterator[str]:
        """Lend a database of one's own: migrated, or with no tables at all."""
        self.copy("template0" if empty else "template_assurance", name)
        yield self.url(name, role)
        self.drop(name)

    def copy(self, template: str, name: str) -> None:
        """Make a database from another that nobody is connected to."""
        strategy = " STRATEGY FILE_COPY" if self.version >= FIRST_WITH_A_CHOICE else ""
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}{strategy}")

    def empty(self, name: str) -> None:
        """Put out whoever is still connected to a database; a program of ours connects again when it needs to."""
        self.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")

    def drop(self, name: str) -> None:
        """Take a database away, whoever is still connected."""
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def server(folder: Path, options: str = QUICK, home: Path | None = None) -> Iterator[Server]:
    """Run a new server from the binaries in `folder` until the block ends; mostly it need not survive a power cut."""
    home = home or Path(tempfile.mkdtemp(prefix="assurance-pg-", dir=_memory() if options == QUICK else None))
    new = ("-U", OWNER, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
    _run(folder, home, "initdb", *new, **_unprivileged(home))
    try:
        with running(folder, home, options) as found:
            yield found
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def running(folder: Path, home: Path, options: str) -> Iterator[Server]:
    """Run the server whose data lie in `home` until the block ends, whatever ended it before."""
    owner, port = _unprivileged(home), _free_port()
    settings = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 {options}"

    def control(*words: str) -> None:
        _run(folder, home, "pg_ctl", "-w", "-l", str(home / "log"), "-o", settings, *words, **owner)

    control("start")
    try:
        yield Server(
            f"127.0.0.1:{port}",
            int((home / "data" / "PG_VERSION").read_text()),
            restart=lambda: control("-m", "immediate", "restart"),
            halt=lambda: control("-m", "immediate", "stop"),
        )
    finally:
        if (home / "data" / "postmaster.pid").exists():
            control("-m", "immediate", "stop")


def _run(folder: Path, home: Path, program: str, *words: str, **owner: Any) -> None:
    command = [str(folder / program), "-D", str(home / "data"), *words]
    subprocess.run(command, check=True, cwd=home, stdout=subprocess.DEVNULL, **owner)


def _unprivileged(home: Path) -> dict[str, Any]:
    """Hand the folder to a plain user when root runs the tests, because initdb refuses root."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    os.chown(home, entry.pw_uid, entry.pw_gid)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _memory() -> Path | None:
    """Return a folder in memory where there is room: a database is copied there in a fifth of the time."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
