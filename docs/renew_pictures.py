"""Renews the pictures of the README from a demonstration that is built for it: `make pictures`.

Each picture is a page as one person of the demonstration sees it, reached by the links of its pages. Needs Chromium
and, for the pages of the pack, pdftoppm.
"""

from __future__ import annotations

import base64
import shutil
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from pypdf import PdfReader
from werkzeug.serving import make_server

from assurance.app import create_app
from assurance.cli.demo import command
from assurance.config import Settings
from assurance.services import at_rest

PICTURES = Path(__file__).parent / "pictures"
WIDTH, HEIGHT = 1120, 900
PASSWORD = "demonstration only please"  # noqa: S105 -- printed by the demonstration
MSK, FRAIL, BEGUN = "PR-2025-0001", "PR-2025-0002", "PR-2026-0001"
PACK_PAGES = ("Result in brief", "Agreed mark:", "Points by criterion, of 100")
"""Words by which the pages are found: the result, marks with their reasons, and the ranking."""


@dataclass(frozen=True)
class Picture:
    """One page: whose it is, where it begins, the links followed from there, and from which heading it is shown."""

    name: str
    who: str
    address: str
    links: tuple[str, ...] = ()
    heading: str = ""
    height: int = HEIGHT


def staff(reference: str, path: str = "") -> str:
    """Return the address of a page of a procurement."""
    return f"/staff/procurements/{reference}/{path}"


PAGES = (
    Picture("hub", "officer", staff(BEGUN)),
    Picture(
        "wind-tunnel", "officer", staff(MSK, "tender/wind-tunnel/1"), heading="Who wins at which weight", height=1010
    ),
    Picture("bid", "alder", "/supplier/bids/", ("Northamptonshire frail older people",)),
    Picture("scoring", "clinical", staff(FRAIL, "evaluation/queue"), ("Assessment and co-ordination at home",)),
    Picture("moderation", "moderator", staff(MSK, "evaluation/moderation"), ("Single point of access and triage",)),
    Picture("gate", "officer", staff(MSK, "gates/"), ("Checkpoint 2",)),
    Picture("ranking", "officer", staff(MSK, "evaluation/ranking"), heading="Ranking", height=876),
)


def main() -> None:
    """Build the demonstration, serve it on loopback, and take every picture."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        command.run(Path(folder) / "demo", serve=False, quick=True, port=0)
        settings = Settings.for_instance(Path(folder) / "demo", demonstration=True)
        at_rest.unlock(settings)
        server = make_server("127.0.0.1", 0, create_app(settings), threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        site = f"http://127.0.0.1:{server.server_port}"
        _declare(browser, site)
        for picture in PAGES:
            _take(browser, site, picture)
        _take_pack(browser, Path(folder))
        browser.close()
        server.shutdown()


def _open(browser: Browser, site: str, who: str, address: str, height: int = HEIGHT) -> Page:
    page = browser.new_context(base_url=site, viewport={"width": WIDTH, "height": height}).new_page()
    page.goto("/sign-in")
    page.fill("[name=email]", f"{who}@demo.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.goto(address)
    return page


def _declare(browser: Browser, site: str) -> None:
    """Let the evaluator say of both bidders that there is no conflict, without which nothing is read."""
    page = _open(browser, site, "clinical", staff(FRAIL, "evaluation/conflicts"))
    while (link := page.locator("main a", has_text="Declare about")).count():
        link.first.click()
        page.check("text=No, I have no conflict")
        page.click("main button:has-text('Declare')")
        page.goto(staff(FRAIL, "evaluation/conflicts"))
    page.context.close()


def _take(browser: Browser, site: str, picture: Picture) -> None:
    page = _open(browser, site, picture.who, picture.address, picture.height)
    for link in picture.links:
        page.locator("main a", has_text=link).first.click()
        page.wait_for_load_state()
    _show(page, picture.heading)
    page.screenshot(path=PICTURES / f"{picture.name}.png")
    page.context.close()


def _show(page: Page, heading: str) -> None:
    """Let a picture begin at a heading, with a little air above it."""
    if heading:
        top = page.locator("h1, h2", has_text=heading).first.bounding_box()
        page.evaluate("y => window.scrollTo(0, y)", (top["y"] if top else 0) - 24)


def _take_pack(browser: Browser, folder: Path) -> None:
    """Lay three pages of the evaluation pack side by side."""
    pack = next(folder.rglob("*-evaluation-pack.pdf"))
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
    page.screenshot(path=PICTURES / "pack.png")
    page.close()


def _printed(pack: Path, number: int, folder: Path) -> str:
    out = folder / f"page-{number}"
    given = ("-png", "-singlefile", "-r", "110", "-f", str(number), "-l", str(number))
    subprocess.run(["pdftoppm", *given, str(pack), str(out)], check=True)  # noqa: S603, S607 -- our own pack
    return base64.b64encode(out.with_suffix(".png").read_bytes()).decode()


if __name__ == "__main__":
    main()
