"""Who of the program opens a connection: adapters whose address an operator sets, and nothing a form could lead."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.checkout import ROOT

CALLS_OUT = {
    "aiohttp", "authlib", "boto3", "botocore", "ftplib", "http.client", "httpx", "obstore", "requests", "smtplib",
    "socket", "telnetlib", "urllib.request", "urllib3", "websockets",
}  # fmt: skip
ALLOWED = {
    "adapters/files.py": "the file store, a folder or ASSURANCE_FILES_URL",
    "adapters/identity_provider.py": "the provider that the settings name",
    "adapters/mail.py": "ASSURANCE_SMTP_URL",
    "adapters/scanner.py": "ASSURANCE_SCANNER",
    "adapters/time_source.py": "the time server of the settings",
    "adapters/witness.py": "ASSURANCE_WITNESS_URL",
    "cli/demo/command.py": "looks for a free port of this machine",
    "cli/slow_clients.py": "ends connections that others opened, and opens none",
}
TAKES_MAIL = {"aiosmtpd", "imaplib", "mailbox", "poplib", "smtpd"}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (node.module, *(f"{node.module}.{each.name}" for each in node.names))


def reaches(name: str) -> bool:
    """Say whether a module that is imported is one that opens connections, or within one."""
    return any(name == each or name.startswith(f"{each}.") for each in CALLS_OUT)


def test_only_adapters_with_an_address_of_the_settings_open_connections() -> None:
    found = {
        str(path.relative_to(ROOT / "assurance"))
        for path in (ROOT / "assurance").rglob("*.py")
        if any(reaches(name) for name in imported(path))
    }
    assert found == set(ALLOWED)


def test_nothing_takes_mail_in_so_that_what_comes_back_causes_none() -> None:
    found = {name for path in (ROOT / "assurance").rglob("*.py") for name in imported(path)}
    assert not {name for name in found if name.partition(".")[0] in TAKES_MAIL}


def test_no_address_of_the_object_store_is_ever_given_out() -> None:
    """Whoever had one could read a file past the service; files go through it alone."""
    for name in ("adapters/files.py", "adapters/witness.py"):
        used = {
            node.attr
            for node in ast.walk(ast.parse((ROOT / "assurance" / name).read_text("utf-8")))
            if isinstance(node, ast.Attribute)
        }
        assert not {each for each in used if "sign" in each.lower()}, name
