"""`make pictures`: builds a demonstration, writes the guides, and takes every picture of them and of the README.

Needs Chromium and, for the pages of the pack, pdftoppm.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from assurance.app import create_app
from assurance.cli.demo import command
from assurance.config import Settings
from docs.making import readme
from docs.making.camera import Camera, chromium, take_pack
from docs.making.preparing import prepare
from docs.making.roles import GUIDES
from docs.making.writing import write, write_list
from tests.journeys.access.scanning import Scanner

DOCS = Path(__file__).parents[1]


def main() -> None:
    """Write the guides and take every picture."""
    guides = DOCS / "guides"
    for guide in GUIDES:
        (guides / f"{guide.name}.md").write_text(write(guide))
    (guides / "README.md").write_text(write_list(GUIDES))
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        command.run(folder / "demo", serve=False, quick=True, port=0)
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        app = create_app(Settings.for_instance(folder / "demo", demonstration=True))
        with Scanner.serving(app, browser) as scanner:
            prepare(app)
            _take(Camera(scanner))
            take_pack(browser, next(folder.rglob("*-evaluation-pack.pdf")), folder, DOCS / "pictures" / "pack.png")
        browser.close()


def _take(camera: Camera) -> None:
    for picture in readme.PICTURES:
        camera.take(picture, DOCS / "pictures")
    kept = DOCS / "guides" / "pictures"
    for old in kept.glob("*.png"):
        old.unlink()
    for guide in GUIDES:
        for picture in guide.pictures():
            camera.take(picture, kept)


if __name__ == "__main__":
    main()
