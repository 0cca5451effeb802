"""Settings from the environment, and where the files that ship beside the code are. No logic beyond that."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

_MEGABYTE = 2**20
_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class IdentityProvider:
    """Where people of an installation sign in with the account of another organisation (OpenID Connect)."""

    issuer: str
    client_id: str
    client_secret: str
    label: str = "your organisation’s account"
    """What people know it by: “Sign in with …”."""
    domains: frozenset[str] = frozenset()
    """Whose addresses may be linked by it, as what stands behind the @; every domain where none is named."""
    second_factor: frozenset[str] = frozenset()
    """What it says (`acr` or `amr`) of a person who gave a second factor there; nothing counts as one unless named."""

    @classmethod
    def from_environ(cls, env: Mapping[str, str]) -> IdentityProvider | None:
        """Read the provider; None where none is named."""
        issuer, client_id = env.get("ASSURANCE_OIDC_ISSUER", ""), env.get("ASSURANCE_OIDC_CLIENT_ID", "")
        secret = env.get("ASSURANCE_OIDC_CLIENT_SECRET", "")
        if len({bool(issuer), bool(client_id), bool(secret)}) > 1:
            raise ValueError(
                "ASSURANCE_OIDC_ISSUER, ASSURANCE_OIDC_CLIENT_ID and ASSURANCE_OIDC_CLIENT_SECRET belong together: set "
                "all three, or none"
            )
        if not issuer:
            return None
        return cls(
            issuer=issuer,
            client_id=client_id,
            client_secret=secret,
            label=env.get("ASSURANCE_OIDC_LABEL") or cls.label,
            domains=frozenset(env.get("ASSURANCE_OIDC_DOMAINS", "").lower().replace(",", " ").split()),
            second_factor=frozenset(env.get("ASSURANCE_OIDC_SECOND_FACTOR", "").replace(",", " ").split()),
        )


@dataclass(frozen=True)
class Settings:
    """Everything an installation can choose. The embedded default needs nothing but a folder."""

    instance: Path
    database_url: str
    files_url: str
    secret_key: str
    keys: Path
    """The folder of the keys that close what lies on the disk. It belongs in another backup than the data."""
    demonstration: bool = False
    """Demonstration mode: a simulated clock and labelled demonstration data; never on a real installation."""
    host: str = "127.0.0.1"
    port: int = 8000
    secure_cookies: bool = False
    embargo: timedelta = timedelta(minutes=60)
    """How long after the deadline the tender box stays shut, whoever comes."""
    proxies: int = 0
    """How many proxies stand in front, each of which names who asked; what a visitor claims beyond them is ignored."""
    public_url: str = "http://127.0.0.1:8000"
    """Where people reach the site; addresses in e-mail begin with it, never with what a request claims."""
    ocid_prefix: str = "ocds-213czf"
    """The prefix of open data, registered with the Open Contracting Partnership; that of its examples unless set."""
    smtp_url: str = ""
    """The mail server; without one, messages are kept as files in the folder `outbox`."""
    mail_from: str = "no-reply@localhost.localdomain"
    scanner: str = ""
    """Where ClamAV is asked about each file: `unix:/path` or `tcp:host:port`."""
    scanner_required: bool = False
    """Refuse every file that no scanner has seen."""
    file_bytes: int = 300 * _MEGABYTE
    tender_bytes: int = 1000 * _MEGABYTE
    """The most that one file, and all files of one tender, may hold."""
    time_server: str = ""
    """A time server (`host` or `host:port`) that the clock is compared with; a wrong clock closes nothing."""
    seal_key: Path | None = None
    seal_certificate: Path | None = None
    """An RSA key and its certificate (PEM) to seal packs with; made in the folder of keys where none is given."""
    witness_url: str = ""
    """Where the worker leaves signed heads of the audit trail: a folder of another machine, or a bucket."""
    witness_mail: tuple[str, ...] = ()
    """Who gets the signed head of each day by e-mail: a mailbox that those who run the service cannot empty."""
    keep_free_bytes: int = 500 * _MEGABYTE
    """Room on the disk that files never take, so that everything else still works."""
    log: str = ""
    """`json` for one line of JSON for each event, `text` for plain words; nothing for JSON wherever no terminal is."""
    metrics_token: str = ""
    """What a program that collects figures must show; without one there are no figures to collect."""
    idle_minutes: tuple[tuple[str, int], ...] = (("", 60), ("officer", 20), ("opener", 20))
    """After how many minutes in which nothing is done a sign-in ends: for everybody, and for roles that have less."""
    signed_in_hours: int = 12
    """After how many hours a sign-in ends at the latest."""
    identity_provider: IdentityProvider | None = None
    second_factor: str = "powerful"
    """Whose sign-in wants one: whoever holds a power (`powerful`), everybody of an authority (`everyone`), or nobody
    but at the acts that ask for it (`acts`, as in a demonstration)."""

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the settings; what is not set gets the embedded default in the instance folder."""
        env = os.environ if environ is None else environ
        instance = Path(env.get("ASSURANCE_INSTANCE", "instance")).resolve()
        return cls(
            instance=instance,
            database_url=env.get("ASSURANCE_DATABASE_URL", f"sqlite:///{instance / 'assurance.db'}"),
            files_url=env.get("ASSURANCE_FILES_URL", (instance / "files").as_uri()),
            secret_key=env.get("ASSURANCE_SECRET_KEY") or _kept_secret(instance),
            keys=Path(env.get("ASSURANCE_KEYS") or instance / "keys").resolve(),
            demonstration=env.get("ASSURANCE_DEMONSTRATION", "") == "1",
            host=env.get("ASSURANCE_HOST", "127.0.0.1"),
            port=int(env.get("ASSURANCE_PORT", "8000")),
            secure_cookies=env.get("ASSURANCE_SECURE_COOKIES", "") == "1",
            embargo=timedelta(minutes=int(env.get("ASSURANCE_EMBARGO_MINUTES", "60"))),
            proxies=int(env.get("ASSURANCE_PROXIES", "0")),
            public_url=(env.get("ASSURANCE_PUBLIC_URL") or _own_url(env)).rstrip("/"),
            ocid_prefix=_ocid_prefix(env.get("ASSURANCE_OCID_PREFIX") or "ocds-213czf"),
            smtp_url=env.get("ASSURANCE_SMTP_URL", ""),
            mail_from=env.get("ASSURANCE_MAIL_FROM") or "no-reply@localhost.localdomain",
            scanner=env.get("ASSURANCE_SCANNER", ""),
            scanner_required=env.get("ASSURANCE_SCANNER_REQUIRED", "") == "1",
            file_bytes=int(env.get("ASSURANCE_FILE_MB", "300")) * _MEGABYTE,
            tender_bytes=int(env.get("ASSURANCE_TENDER_MB", "1000")) * _MEGABYTE,
            time_server=env.get("ASSURANCE_TIME_SERVER", ""),
            seal_key=_path(env, "ASSURANCE_SEAL_KEY", "ASSURANCE_SEAL_CERTIFICATE"),
            seal_certificate=_path(env, "ASSURANCE_SEAL_CERTIFICATE", "ASSURANCE_SEAL_KEY"),
            witness_url=env.get("ASSURANCE_WITNESS_URL", ""),
            witness_mail=_addresses(env.get("ASSURANCE_WITNESS_MAIL", "")),
            keep_free_bytes=int(env.get("ASSURANCE_KEEP_FREE_MB", "500")) * _MEGABYTE,
            log=_log(env.get("ASSURANCE_LOG", "")),
            metrics_token=_token(env.get("ASSURANCE_METRICS_TOKEN", "")),
            idle_minutes=_idle_minutes(env.get("ASSURANCE_IDLE_MINUTES") or "60 officer=20 opener=20"),
            signed_in_hours=int(env.get("ASSURANCE_SIGNED_IN_HOURS") or "12"),
            identity_provider=IdentityProvider.from_environ(env),
            second_factor=_second_factor(env),
        )

    @classmethod
    def for_instance(cls, folder: Path, *, demonstration: bool = False) -> Settings:
        """Return the embedded default for a folder, whatever the environment says."""
        return cls.from_environ(
            {"ASSURANCE_INSTANCE": str(folder), "ASSURANCE_DEMONSTRATION": "1" if demonstration else ""}
        )


def _path(env: Mapping[str, str], name: str, other: str) -> Path | None:
    """Read one of two paths that only make sense together."""
    if bool(env.get(name)) != bool(env.get(other)):
        raise ValueError(f"{name} and {other} belong together: set both, or neither")
    return Path(env[name]).resolve() if env.get(name) else None


def _addresses(value: str) -> tuple[str, ...]:
    found = tuple(each.strip() for each in value.split(",") if each.strip())
    if wrong := [each for each in found if not re.fullmatch(r"[^@\s,]+@[^@\s,]+", each)]:
        raise ValueError(f"ASSURANCE_WITNESS_MAIL has “{wrong[0]}”: it must be addresses, with commas between them")
    return found


def _ocid_prefix(value: str) -> str:
    if not re.fullmatch("ocds-[a-z0-9]{6}", value):
        raise ValueError(f"ASSURANCE_OCID_PREFIX is “{value}”: it must be ocds- and six small letters or figures")
    return value


def _log(value: str) -> str:
    if value not in ("", "json", "text"):
        raise ValueError(f"ASSURANCE_LOG is “{value}”: it must be json or text")
    return value


def _second_factor(env: Mapping[str, str]) -> str:
    usual = "acts" if env.get("ASSURANCE_DEMONSTRATION") == "1" else "powerful"
    value = env.get("ASSURANCE_SECOND_FACTOR") or usual
    if value not in ("powerful", "everyone", "acts"):
        raise ValueError(f"ASSURANCE_SECOND_FACTOR is “{value}”: it must be powerful, everyone or acts")
    return value


def _idle_minutes(value: str) -> tuple[tuple[str, int], ...]:
    """Read “60 officer=20”: sixty minutes for everybody, twenty for officers."""
    parts = [each.rpartition("=")[::2] for each in value.replace(",", " ").split()]
    if [name for name, _ in parts].count("") != 1 or not all(number.isdigit() and int(number) for _, number in parts):
        raise ValueError(
            f"ASSURANCE_IDLE_MINUTES is “{value}”: it must be minutes for everybody, and others for roles, like "
            "60 officer=20 opener=20"
        )
    return tuple((name, int(number)) for name, number in parts)


def _token(value: str) -> str:
    if value and len(value) < 20:
        raise ValueError(
            "ASSURANCE_METRICS_TOKEN can be guessed: give it 20 random characters or more, or leave it out"
        )
    return value


def _own_url(env: Mapping[str, str]) -> str:
    return f"http://{env.get('ASSURANCE_HOST', '127.0.0.1')}:{env.get('ASSURANCE_PORT', '8000')}"


def _kept_secret(instance: Path) -> str:
    """Return the installation's own secret, made once, readable by its owner only.

    Written whole under another name and then linked, so that of two processes that start together one wins and
    both read the same.
    """
    path = instance / "secret_key"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        drafted = instance / f".secret_key.{secrets.token_hex(4)}"
        descriptor = os.open(drafted, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(drafted, path)
        drafted.unlink()
    return path.read_text().strip()


def resource_folder(name: str) -> Path:
    """Return a folder that ships with the code: inside the installed package, or at the top of a checkout."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
