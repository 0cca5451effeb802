"""The project names no package index and no path or person of the machine it was written on."""

from __future__ import annotations

import re

from tests.architecture.checkout import ROOT, tracked

# Written in pieces, so that this file does not find itself.
HOSTS = ["pypi" + ".org", "python" + "hosted", "registry." + "npmjs", "deb." + "debian", "--index" + "-url"]
PLACES = ["/wo" + "rk/", "/fa" + "rm", "/ro" + "ot/", "/opt/" + "pypi", "/opt/" + "wheels", "/ho" + "me/"]
UNFINISHED = ["TO" + "DO", "FIX" + "ME", "assert" + " True"]
TEXT = {".py", ".toml", ".json", ".lock", ".html", ".css", ".js", ".md", ".txt", ".mako", ".csv", "", ".yml"}

# An option that keeps addresses out of the lock files is the one place that may speak of them.
ALLOWED = {".ci/lock": "--no-emit-index" + "-url"}


def test_no_tracked_file_names_an_index_a_machine_or_unfinished_work() -> None:
    pattern = re.compile("|".join(re.escape(word) for word in HOSTS + PLACES + UNFINISHED))
    found = {}
    for path in tracked():
        if path.suffix not in TEXT:
            continue
        name = str(path.relative_to(ROOT))
        text = path.read_text("utf-8").replace(ALLOWED.get(name, "\0"), "")
        if match := pattern.search(text):
            found[name] = f"{match.group()} in line {text.count(chr(10), 0, match.start()) + 1}"
    assert found == {}


def test_the_npm_lock_names_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text("utf-8")


def test_every_locked_package_has_a_hash() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-assets.lock"):
        entries = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / name).read_text("utf-8"))
        packages = [entry for entry in entries if "==" in entry]
        assert packages, name
        assert [entry for entry in packages if "--hash=sha256:" not in entry] == [], name
