"""A wheel carries all it needs: installed anywhere, it makes its database in an empty folder and answers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from assurance.packs.catalogue import KINDS
from tests.architecture.checkout import ROOT, tracked
from tests.packs.fixture import make_story
from tests.packs.press import printed

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]
LIBRARY = "assurance/web/static/lib/nhsuk"

ANSWERS = """
from pathlib import Path
import assurance
from assurance.app import create_app
from assurance.config import Settings
from assurance.persistence import migrate
from assurance.persistence.session import Database
assert not Path(assurance.__file__).is_relative_to(CHECKOUT), assurance.__file__
settings = Settings.for_instance(Path("instance"))
database = Database.open(settings.database_url)
migrate.upgrade(database.engine)
client = create_app(settings, database).test_client()
for address in ("/health", "/sign-in", "/help/evaluator", "/static/lib/nhsuk/nhsuk-frontend.min.css"):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    answer.close()
database.close()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the files git keeps, with the library assets as set-up built them."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for path in tracked():
        copy = source / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
    shutil.copytree(ROOT / LIBRARY, source / LIBRARY)
    _run("-m", "hatchling", "build", "-t", "wheel", "-d", str(built), cwd=source)
    return next(built.glob("*.whl"))


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but the installed wheel; what it depends on is the tests' own."""
    site = tmp_path_factory.mktemp("site")
    _run("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(site), str(wheel), cwd=site)
    return site


def test_the_wheel_carries_templates_migrations_and_assets(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "assurance/templates/base.html",
        "assurance/migrations/env.py",
        "assurance/migrations/versions/001_foundation.py",
        f"{LIBRARY}/nhsuk-frontend.min.css",
        f"{LIBRARY}/LICENCE.txt",
    } <= names
    assert [name for name in names if "tests/" in name or "instance/" in name or "__pycache__" in name] == []


def test_the_installed_wheel_answers_in_an_empty_folder(site: Path, tmp_path: Path) -> None:
    answers = ANSWERS.replace("CHECKOUT", repr(str(ROOT)))
    _run("-W", "error", "-c", answers, cwd=tmp_path, PYTHONPATH=str(site))


def test_the_installed_command_explains_itself(site: Path, tmp_path: Path) -> None:
    asked = subprocess.run(
        [sys.executable, str(site / "bin/assurance"), "--help"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "demo" in asked.stdout
    assert "serve" in asked.stdout


def test_the_installed_command_verifies_a_pack_with_no_database_and_finds_a_byte_that_was_changed(
    site: Path, tmp_path: Path, session: Session
) -> None:
    pack = tmp_path / "pack.pdf"
    pack.write_bytes(_printed(session))
    assert _verify(site, pack).returncode == 0
    content = bytearray(pack.read_bytes())
    content[len(content) // 2] ^= 1
    pack.write_bytes(content)
    assert _verify(site, pack).returncode in {1, 2}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pack.pdf"]


def _printed(session: Session) -> bytes:
    """Print the report of a gate as an installation does."""
    snapshot = KINDS["gate"].gather(session, make_story(session).procurement, "checkpoint_1")
    return printed(snapshot).pdf


def _verify(site: Path, pack: Path) -> subprocess.CompletedProcess[str]:
    known = {"PATH": os.environ["PATH"], "PYTHONPATH": str(site), "HOME": str(pack.parent)}
    command = [sys.executable, str(site / "bin/assurance"), "verify", str(pack)]
    return subprocess.run(command, cwd=pack.parent, env=known, capture_output=True, text=True, check=False)


def _run(*arguments: str, cwd: Path, **environment: str) -> None:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
