"""Completes the tags of a laid-out PDF where the engine leaves them short of PDF/UA-1 (ISO 14289-1).

The lines above and below the pages become artifacts (7.1), and every header cell says whether it heads a column or a
row (7.5), also one that no data cell names, as in the corner of a table with headed rows. Lines of a paragraph hang on
the paragraph: the engine gives each a span of its own that says nothing, and those were three of four objects of all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

_WORDS = frozenset({"/P", "/H1", "/H2", "/H3", "/H4", "/TH", "/TD", "/LBody", "/Lbl", "/Caption", "/Link", "/Span"})
"""Elements that may hold words themselves."""
_PLAIN = frozenset({"Type", "S", "K", "Pg", "P"})
"""What every element has."""


def complete(pdf: Any) -> None:
    """Complete the tags of a PDF that is not written yet; changes it in place."""
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    _fold_all(pdf, root)
    _set_aside(pdf, root)
    for cell in _elements(pdf, root):
        if cell["S"] == "/TH":
            cell["A"]["Scope"] = "/Column" if _heads_a_column(pdf, cell) else "/Row"


class _Gone(pydyf.Object):
    """What stands in the place of an element that is no more."""

    data = b"null"

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def _fold_all(pdf: Any, root: Any) -> None:
    """Hang words on what they are words of, and leave out the spans between."""
    folded: dict[bytes, bytes] = {}
    _fold(pdf, root, folded)
    numbers = _at(pdf, root["ParentTree"])["Nums"]
    for owners in numbers[1::2]:
        if isinstance(owners, list):
            owners[:] = [_holder(folded, each) for each in owners]


def _fold(pdf: Any, element: Any, folded: dict[bytes, bytes]) -> None:
    """Fold everything below an element; notes under which element each that is gone was folded."""
    kids: list[Any] = []
    for kid in element["K"]:
        child: Any = _at(pdf, kid) if isinstance(kid, bytes) else {}
        if "S" in child:
            _fold(pdf, child, folded)
        if element.get("S") in _WORDS and _says_nothing(child) and child["Pg"] == element["Pg"]:
            kids += child["K"]
            folded[kid] = element.reference
            pdf.objects[child.number] = _Gone(child.number)
        else:
            kids.append(kid)
    element["K"][:] = kids


def _says_nothing(element: Any) -> bool:
    plain = element.keys() == _PLAIN and element["S"] in ("/Span", "/NonStruct")
    return plain and all(isinstance(kid, int) for kid in element["K"])


def _holder(folded: dict[bytes, bytes], element: bytes) -> bytes:
    while element in folded:
        element = folded[element]
    return element


def _set_aside(pdf: Any, root: Any) -> None:
    """Mark what is drawn and hangs nowhere in the tree of the document as no part of its content."""
    read = {id(each) for each in _elements(pdf, root)}
    numbers = _at(pdf, root["ParentTree"])["Nums"]
    for page, owners in zip(numbers[::2], numbers[1::2], strict=True):
        if isinstance(owners, list):  # of what is drawn on a page, where an annotation has one owner
            loose = {mark for mark, owner in enumerate(owners) if id(_at(pdf, owner)) not in read}
            for mark in loose:
                owners[mark] = "null"
            if loose:
                _draw_aside(_at(pdf, _at(pdf, pdf.page_references[page])["Contents"]).stream, loose)


def _draw_aside(drawn: list[Any], loose: set[int]) -> None:
    for at, words in enumerate(drawn):
        if isinstance(words, dict) and words.get("MCID") in loose:
            drawn[at - 1], drawn[at] = "/Artifact", pydyf.Dictionary({"Type": "/Pagination"})


def _heads_a_column(pdf: Any, cell: Any) -> bool:
    row = _at(pdf, cell["P"])
    if _at(pdf, row["P"])["S"] == "/THead":
        return True
    return all(each["S"] == "/TH" for each in _children(pdf, row))


def _elements(pdf: Any, element: Any) -> Iterator[Any]:
    """Yield every element below one."""
    for child in _children(pdf, element):
        yield child
        yield from _elements(pdf, child)


def _children(pdf: Any, element: Any) -> Iterator[Any]:
    for kid in element["K"]:
        if isinstance(kid, bytes) and "S" in (found := _at(pdf, kid)):
            yield found


def _at(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
