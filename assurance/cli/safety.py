"""Refuses to serve where that would be unsafe: each reason is named, with what mends it."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import click
from sqlalchemy import make_url

from assurance.adapters.time_source import NoAnswer, ahead_of_server
from assurance.config import Settings
from assurance.persistence.grants import shortcomings
from assurance.persistence.session import Database, weaknesses
from assurance.services.clock_guard import TOLERANCE

SECRET_LENGTH = 32
"""Characters that the secret of the sessions has at the least."""
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def stop_if_unsafe(settings: Settings) -> None:
    """End the command with every reason why this installation must not be served; say nothing where there is none."""
    _close_database(settings)
    found = [*why_unsafe(settings, os.environ), *_database(settings), *_clock(settings)]
    if found:
        click.echo("Not started, because it would not be safe:\n" + "\n".join(f"- {why}" for why in found), err=True)
        sys.exit(1)


def why_unsafe(settings: Settings, environ: Mapping[str, str]) -> list[str]:
    """Return what is unsafe in the settings and on the disk, without opening the database."""
    return [
        *_secret(settings),
        *_cookies(settings),
        *_provider(settings),
        *_debugging(settings, environ),
        *_disk(settings),
    ]


def _secret(settings: Settings) -> Iterator[str]:
    if len(settings.secret_key) < SECRET_LENGTH or len(set(settings.secret_key)) < SECRET_LENGTH // 4:
        yield (
            f"ASSURANCE_SECRET_KEY can be guessed: give it {SECRET_LENGTH} random characters or more, or leave it out "
            "and one is made."
        )


def _cookies(settings: Settings) -> Iterator[str]:
    """A demonstration may be shown anywhere; who signs in elsewhere is carried by a cookie that nobody may read."""
    parts = urlsplit(settings.public_url)
    if settings.demonstration:
        return
    if parts.scheme == "https" and not settings.secure_cookies:
        yield "People reach the site by https, but its cookies would travel without: set ASSURANCE_SECURE_COOKIES=1."
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        yield (
            f"{settings.public_url} can be overheard: put a proxy with TLS in front of it, and its https address into "
            "ASSURANCE_PUBLIC_URL."
        )


def _provider(settings: Settings) -> Iterator[str]:
    """Who signs in is taken from what an identity provider answers, so nobody may answer in its place."""
    if settings.identity_provider is None:
        return
    parts = urlsplit(settings.identity_provider.issuer)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        yield f"{settings.identity_provider.issuer} can be impersonated: put an https one into ASSURANCE_OIDC_ISSUER."


def _debugging(settings: Settings, environ: Mapping[str, str]) -> Iterator[str]:
    if not settings.demonstration and environ.get("FLASK_DEBUG", "0").lower() not in {"", "0", "false", "no"}:
        yield "FLASK_DEBUG is set: its error pages show data, and run what visitors type. Unset it."


def _disk(settings: Settings) -> Iterator[str]:
    folder = settings.instance
    if folder.is_dir() and stat.S_IMODE(folder.stat().st_mode) & stat.S_IWOTH:
        yield f"{folder} can be changed by everybody on this machine. Run: chmod o-w '{folder}'"
    secret = folder / "secret_key"
    if secret.exists() and stat.S_IMODE(secret.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
        yield f"{secret} can be read by others than its owner. Run: chmod 600 '{secret}'"
    for file in _database_files(settings):
        if stat.S_IMODE(file.stat().st_mode) & stat.S_IRWXO:
            yield f"{file} can be read by everybody on this machine. Run: chmod o-rwx '{file}'"


def _close_database(settings: Settings) -> None:
    """Take the database in a file from everybody but its owner and group; what is not ours is named by the check."""
    for file in _database_files(settings):
        with suppress(PermissionError):
            file.chmod(stat.S_IMODE(file.stat().st_mode) & ~stat.S_IRWXO)


def _database_files(settings: Settings) -> list[Path]:
    """Return the files of the database that are there: itself, its log and the index of that."""
    parts = make_url(settings.database_url)
    if parts.get_backend_name() != "sqlite" or not parts.database:
        return []
    return [file for end in ("", "-wal", "-shm") if (file := Path(f"{parts.database}{end}")).exists()]


def _database(settings: Settings) -> Iterator[str]:
    database = Database.open(settings.database_url)
    try:
        yield from weaknesses(database.engine)
        if not settings.demonstration:
            yield from shortcomings(database.engine)
    finally:
        database.close()


def _clock(settings: Settings) -> Iterator[str]:
    """A time server that does not answer stops nothing: whether the clock is right is then not known."""
    if settings.demonstration or not settings.time_server:
        return
    try:
        ahead = ahead_of_server(settings.time_server)
    except NoAnswer:
        return
    if abs(ahead) > TOLERANCE:
        seconds = ahead.total_seconds()
        yield f"The clock is {seconds:+.1f} seconds off the time server {settings.time_server}. Set it."
