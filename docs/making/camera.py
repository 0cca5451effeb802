"""Takes pictures of pages in a browser, each as the person whose page it is, small enough to be kept."""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from docs.making.guide import Picture
from docs.making.walking import HEADINGS, reader_of
from tests.journeys.access.scanning import Scanner

WIDTH = 1120
COLOURS = 64
PACK_PAGES = ("Result in brief", "Agreed mark:", "Points by criterion, of 100")
"""Words by which the pages are found: the result, marks with their reasons, and the ranking."""


def chromium() -> str | None:
    """Find the browser of this machine."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@dataclass(frozen=True)
class Camera:
    """A served site, and a browser that looks at it as each person."""

    scanner: Scanner

    @property
    def app(self) -> Flask:
        """The site itself, in which links are followed."""
        return self.scanner.app

    def take(self, picture: Picture, folder: Path) -> None:
        """Take one picture."""
        reader = reader_of(self.app, picture.who)
        address = reader.follow(picture.links)[-1].url
        page = self.scanner.page_of(picture.who, reader.client)  # who holds a key is signed in in one place at a time
        page.set_viewport_size({"width": WIDTH, "height": picture.shown.height})
        page.goto(self.scanner.address + address)
        if picture.shown.heading:
            _show(page, picture.shown.heading)
        keep(page.screenshot(), folder / f"{picture.name}.png")


def _show(page: Page, heading: str) -> None:
    """Let a picture begin at a heading, with a little air above it."""
    top = page.locator(", ".join(HEADINGS), has_text=heading).first.bounding_box()
    page.evaluate("y => window.scrollTo(0, y)", (top["y"] if top else 0) - 24)


def keep(png: bytes, path: Path) -> None:
    """Keep a picture with as few colours as its page has."""
    image = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(path, optimize=True)


def take_pack(browser: Browser, pack: Path, folder: Path, path: Path) -> None:
    """Lay three pages of the evaluation pack side by side."""
    texts = [page.extract_text() for page in PdfReader(pack).pages]
    found = [
        next(n for n, text in enumerate(texts, 1) if words in text and "Contents" not in text) for words in PACK_PAGES
    ]
    images = [_printed(pack, number, folder) for number in found]
    page = browser.new_page(viewport={"width": 1000, "height": 467})
    style = "body{margin:5px;display:flex;gap:10px;background:#aeb7bd} img{width:323px;height:457px}"
    page.set_content(
        f"<style>{style}</style>" + "".join(f'<img src="data:image/png;base64,{each}">' for each in images)
    )
    keep(page.screenshot(), path)
    page.close()


def _printed(pack: Path, number: int, folder: Path) -> str:
    out = folder / f"page-{number}"
    given = ("-png", "-singlefile", "-r", "110", "-f", str(number), "-l", str(number))
    subprocess.run(["pdftoppm", *given, str(pack), str(out)], check=True)  # noqa: S603, S607 -- our own pack
    return base64.b64encode(out.with_suffix(".png").read_bytes()).decode()
