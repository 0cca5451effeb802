"""The same pack as somebody writes it first: one document with tables that find their own widths, in one process.

Run as `python -m bench.packs.plain weasyprint|chromium SIZE`; says in JSON how many pages came out and what it took.
"""

from __future__ import annotations

import html
import json
import resource
import sys
import time
from types import SimpleNamespace
from typing import Any

from bench.packs.content import pack

STYLE = """
@page { size: A4; margin: 20mm; @top-left { content: string(chapter) }
  @bottom-right { content: "Page " counter(page) " of " counter(pages) } }
body { font: 9pt/1.4 Arial, "Liberation Sans", "DejaVu Sans", sans-serif; hyphens: auto; text-align: justify }
h2 { break-before: page; string-set: chapter content() }
table { border-collapse: collapse; width: 100% }
td, th { border: 0.4pt solid #999; padding: 1mm 1.5mm; text-align: left }
.contents a::after { content: leader(".") target-counter(attr(href), page) }
"""


def page(content: Any) -> str:
    """Return the whole pack as one page of HTML."""
    entries = "".join(
        f'<li><a href="#{bid.id}">{_e(bid.name)}</a></li>'
        + "".join(f'<li><a href="#{bid.id}-{each.number}">{_e(each.title)}</a></li>' for each in bid.questions)
        for bid in content.bids
    )
    bids = "".join(f'<h2 id="{bid.id}">{_e(bid.name)}</h2>' + "".join(map(_question(bid), bid.questions))
                   for bid in content.bids)  # fmt: skip
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Pack</title>'
        f"<style>{STYLE}</style></head>"
        f'<body><h1>Evaluation pack</h1><ul class="contents">{entries}</ul>{bids}</body></html>'
    )


def _question(bid: Any) -> Any:
    def written(each: Any) -> str:
        rows = "".join(f"<tr><td>{_e(mark.evaluator)}</td><td>{_e(mark.mark)}</td><td>{_e(mark.rationale)}</td></tr>"
                       for mark in each.marks)  # fmt: skip
        agreed = each.agreed
        return (
            f'<h3 id="{bid.id}-{each.number}">{_e(each.title)}</h3><table><thead><tr><th>Evaluator</th><th>Mark</th>'
            f"<th>Reason</th></tr></thead><tbody>{rows}<tr><td>Agreed</td><td>{_e(agreed.mark)}</td>"
            f"<td>{_e(agreed.discussion)} {_e(agreed.reason)}</td></tr></tbody></table>"
        )

    return written


def _e(words: str) -> str:
    return html.escape(words)


def weasyprint(text: str) -> int:
    """Print with the library as it comes; return the number of pages."""
    from weasyprint import HTML

    document = HTML(string=text).render()
    document.write_pdf()
    return len(document.pages)


def chromium(text: str) -> int:
    """Print with a browser, tagged and with an outline; return the number of pages."""
    import io

    import pikepdf
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        tab = browser.new_page()
        tab.set_content(text)
        pdf = tab.pdf(format="A4", tagged=True, outline=True, prefer_css_page_size=True)
        browser.close()
    return len(pikepdf.open(io.BytesIO(pdf)).pages)


def main(engine: str, size: str) -> None:
    """Print one pack and say what it took."""
    content: SimpleNamespace = pack(size).view()
    text = page(content)
    begun = time.perf_counter()
    pages = {"weasyprint": weasyprint, "chromium": chromium}[engine](text)
    seconds = time.perf_counter() - begun
    used = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"pages": pages, "seconds": seconds, "megabytes": used // 1024}))


if __name__ == "__main__":
    main(*sys.argv[1:])
