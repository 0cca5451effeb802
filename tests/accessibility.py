"""What keeps somebody out of a page: axe, in a real browser, on the page at rest."""

from __future__ import annotations

import pathlib

import axe_playwright_python
from playwright.sync_api import Page

AXE = next(pathlib.Path(axe_playwright_python.__file__).parent.glob("axe*.js"))
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
TAGS = [*WCAG, "best-practice"]
SETTLED_MS = 500
_RUN = """async tags => {
  const how = {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']};
  const found = await axe.run(document, how);
  return found.violations.map(rule => rule.id + ': ' + rule.nodes[0].html.slice(0, 200));
}"""


def violations(page: Page, tags: list[str] = TAGS) -> list[str]:
    """Say what keeps somebody out of the page: the rule and the first element that breaks it.

    The header moves what does not fit into its menu a moment after the width changes, so what is found is looked at
    again: what counts is what stays.
    """
    page.wait_for_load_state()  # a target is as large as its style sheet makes it
    page.evaluate(AXE.read_text())
    if not _scan(page, tags):
        return []
    page.wait_for_timeout(SETTLED_MS)
    return _scan(page, tags)


def _scan(page: Page, tags: list[str]) -> list[str]:
    found: list[str] = page.evaluate(_RUN, tags)
    return found
