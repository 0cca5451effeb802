"""A page as a careful reader meets it: what it says, where it leads, what it asks, and whether it is well made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from xml.etree.ElementTree import Element

import html5lib
import lxml.html

FIELDS = ("input", "select", "textarea")
UNSEEN = ("hidden", "submit", "button", "image", "reset")


def said(element: Element) -> str:
    """What an element says, blanks made one."""
    return " ".join("".join(element.itertext()).split())


class Page:
    """One answer of the site, parsed once; a page with a fault is not handed out, where it is `checked` for them."""

    def __init__(self, url: str, status: int, html: str, *, checked: bool = True) -> None:
        self.url, self.status, self.html = url, status, html
        self.tree: Element = lxml.html.document_fromstring(html, parser=_READER)
        faults = [*grammar_faults(html), *_faults(self.tree)] if checked else []
        assert not faults, f"{url} is badly made: " + "; ".join(faults)

    def __contains__(self, words: str) -> bool:
        return " ".join(words.split()) in self.words

    @property
    def words(self) -> str:
        """All that is written between header and footer."""
        return said(one(self.tree, "main"))

    @property
    def title(self) -> str:
        """The heading of the page."""
        return said(one(self.tree, "h1"))

    def links(self) -> list[tuple[str, str]]:
        """Every link with its words."""
        return [(said(each), each.get("href", "")) for each in self.tree.iter("a") if each.get("href")]

    def link(self, words: str) -> str:
        """The address behind a link of these words; failing that, of words that begin with them.

        What leads to the meaning of a word at the foot of the same page leads nowhere else.
        """
        away = [(text, href) for text, href in self.links() if not href.startswith("#word-")]
        found = {href for text, href in away if text == words}
        found = found or {href for text, href in away if text.startswith(words)}
        assert found, f"{self.url} has no link “{words}”, only: {sorted({text for text, _ in self.links()})}"
        assert len(found) == 1, f"{self.url} has several links “{words}”: {sorted(found)}"
        return found.pop()

    def forms(self, button: str) -> list[Element]:
        """The forms that have a button of these words; failing that, of words that begin with them."""
        pairs = [(form, said(each)) for form in self.tree.iter("form") for each in form.iter("button")]
        exact = [form for form, words in pairs if words == button]
        return exact or [form for form, words in pairs if words.startswith(button)]

    def buttons(self) -> list[str]:
        """What can be pressed."""
        return [said(each) for each in self.tree.iter("button")]


_READER = lxml.html.HTMLParser(remove_comments=True, encoding="utf-8")
_TAG = re.compile(r"<(/?[a-zA-Z!][^\s>]*)([^>]*)>")
_VALUE = re.compile(r'="[^"]*"')
_known: set[str] = set()


def grammar_faults(html: str) -> list[str]:
    """What breaks the grammar of HTML 5. This is slow: of pages with the same tags in turn one is parsed."""
    shape = _shape(html)
    if shape in _known:
        return []
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"))
    parser.parse(html)
    if not parser.errors:
        _known.add(shape)
    return [f"{code} at {place}" for place, code, _ in parser.errors]


def _shape(html: str) -> str:
    """The tags with the names of their attributes, in turn; equal rows of a list or table count as one."""
    tags = " ".join(f"<{name}{_VALUE.sub('', rest)}" for name, rest in _TAG.findall(html))
    return " ".join(part for part, _ in groupby(re.split(r" (?=<(?:tr|li|option)\b)", tags)))


def one(tree: Element, tag: str) -> Element:
    """The only element of its kind."""
    found = list(tree.iter(tag))
    assert len(found) == 1, f"{len(found)} elements “{tag}”"
    return found[0]


def _faults(tree: Element) -> Iterator[str]:
    for path in ("head/title", ".//h1", ".//main"):
        if len(found := list(tree.iterfind(path))) != 1 or not said(found[0]):
            yield f"{len(found)} {path}, or an empty one"
    yield from _identity(tree)
    yield from _styling(tree)
    for form in tree.iter("form"):
        if form.get("method", "get").lower() == "post" and not _token(form):
            yield f"a form without a token: {form.get('action')}"
    yield from _labels(tree)
    for element in (*tree.iter("a"), *tree.iter("button")):
        if not (said(element) or element.get("aria-label")):
            yield f"a {element.tag} without words: {element.attrib}"


def _identity(tree: Element) -> Iterator[str]:
    ids = Counter(each.get("id") for each in tree.iter() if each.get("id"))
    yield from (f"the id {name} {count} times" for name, count in ids.items() if count > 1)
    for element in tree.iter():
        named = [element.get("for"), *(element.get(f"aria-{kind}", "") for kind in ("labelledby", "describedby"))]
        for name in " ".join(filter(None, named)).split():
            if name not in ids:
                yield f"{element.tag} refers to “{name}”, which is not on the page"
        if re.fullmatch("#.+", element.get("href", "")) and element.get("href", "")[1:] not in ids:
            yield f"a link to {element.get('href')}, which is not on the page"


def _styling(tree: Element) -> Iterator[str]:
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"inline {element.tag}"
        if bad := [name for name in element.attrib if name == "style" or name.startswith("on")]:
            yield f"{element.tag} with {bad}"


def _token(form: Element) -> bool:
    return any(each.get("name") == "csrf_token" and each.get("value") for each in form.iter("input"))


def _labels(tree: Element) -> Iterator[str]:
    labelled = {each.get("for") for each in tree.iter("label") if said(each)}
    for element in tree.iter():
        if element.tag not in FIELDS or element.get("type") in UNSEEN or "hidden" in element.attrib:
            continue
        if element.get("id") not in labelled and not (element.get("aria-label") or element.get("aria-labelledby")):
            yield f"a {element.tag} without a label: {element.get('name')}"
    grouped = {
        each.get("id") for fieldset in tree.iter("fieldset") if _legend(fieldset) for each in fieldset.iter("input")
    }
    for element in tree.iter("input"):
        if element.get("type") == "radio" and element.get("id") not in grouped:
            yield f"a radio without a legend: {element.get('name')}"


def _legend(fieldset: Element) -> str:
    legend = fieldset.find("legend")
    return said(legend) if legend is not None else ""
