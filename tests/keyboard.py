"""Goes through a page with the keyboard alone, and looks at each stop: is the focus shown, and not under anything."""

from __future__ import annotations

from playwright.sync_api import Page, expect

STOPS = 90
_SHOWN = """() => {
  const at = document.activeElement, box = at.getClientRects()[0] || at.getBoundingClientRect() // a link may be broken
  if (at === document.body) return ''
  const label = at.matches('[type=radio], [type=checkbox]') && at.labels[0]
  const styles = [getComputedStyle(at), getComputedStyle(at, '::before')]
  if (label) styles.push(getComputedStyle(label, '::before'))
  const ringed = each => each.outlineStyle !== 'none' && parseFloat(each.outlineWidth) > 1
  const marked = each => each.boxShadow !== 'none' || ringed(each)
  const x = Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1)
  const y = Math.min(box.y + Math.min(box.height / 2, 20), innerHeight - 1)
  const top = document.elementFromPoint(x, y)
  const open = top && (at.contains(top) || top.contains(at) || (label && label.contains(top)))
  return styles.some(marked) && open ? '' : at.outerHTML.slice(0, 200)
}"""


def tab_to(page: Page, selector: str, *, looking: bool = False) -> None:
    """Press Tab until the focus is there; when looking, each stop on the way must show that it has the focus."""
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        if looking:
            unseen = page.evaluate(_SHOWN)
            assert unseen == "", f"the focus cannot be seen at {unseen}"
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"Tab never reached {selector}")


def press(page: Page, selector: str, key: str = "Enter") -> None:
    """Go to a control and press a key there, seeing the focus all the way."""
    tab_to(page, selector, looking=True)
    page.keyboard.press(key)


def skip_to_content(page: Page) -> None:
    """The first stop leads past the header: it is seen, and the next stop lies in the page itself."""
    page.keyboard.press("Tab")
    link = page.locator(".nhsuk-skip-link")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def mend_first_error(page: Page, field: str) -> None:
    """After a refusal the focus is on the summary, and its first link leads to the field."""
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(field)).to_be_focused()
