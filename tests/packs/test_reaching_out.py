"""Twenty-seven ways in which a page may reach for a file or the network: none does, as a page or as written words."""

from __future__ import annotations

import io
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from weasyprint import HTML

from assurance.packs.catalogue import KINDS
from assurance.packs.printing import PrintRefused, print_pdf
from assurance.persistence.models import Consensus, CriterionRow, Mark, Organisation
from tests.packs.fixture import Story
from tests.packs.press import Print, printed
from tests.packs.test_hostile import sheet

CANARY = "quince-canary-of-a-foreign-file"
FOREIGN = (
    '<img src="{file}" alt="x">',
    '<img srcset="{file} 1x" src="{http}" alt="x">',
    '<link rel="attachment" href="{file}">',
    '<a rel="attachment" href="{file}">x</a>',
    '<link rel="stylesheet" href="{file}">',
    '<style>@import "{file}";</style>',
    '<style>@import url({http});</style>',
    "<style>@font-face{{font-family:x;src:url({http})}} p{{font-family:x}}</style><p>x</p>",
    "<style>@font-face{{font-family:x;src:url({file})}} p{{font-family:x}}</style><p>x</p>",
    '<p style="background:url({http})">x</p>',
    '<p style="background:url({file})">x</p>',
    "<ul><li style=\"list-style-image:url('{file}')\">x</li></ul>",
    '<p style="border-image-source:url({file})">x</p>',
    '<style>p::before{{content:url("{file}")}}</style><p>x</p>',
    '<style>p::before{{content:target-text(url("{file}#x"))}}</style><p>x</p>',
    '<svg xmlns="http://www.w3.org/2000/svg"><title>x</title><image href="{file}"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><title>x</title><use href="{file}#x"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><title>x</title><rect mask="url({file}#m)" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><title>x</title><rect fill="url({file}#g)" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><title>x</title><style>@import "{file}";</style></svg>',
    '<iframe src="{file}"></iframe>',
    '<object data="{file}">x</object>',
    '<embed src="{file}">',
    '<base href="{file}"><img src="x.png" alt="x">',
    '<meta http-equiv="refresh" content="0;url={http}">',
    '<img src="data:image/svg+xml,%3Csvg%3E%3Cimage href=\'{file}\'/%3E%3C/svg%3E" alt="x">',
    '<img src="asset:../../../../../../../..{path}" alt="x">',
)  # fmt: skip
"""Rebuilt from what each element and property of HTML, CSS and SVG may refer to."""


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that no pack has any business with."""
    path = tmp_path_factory.mktemp("foreign") / "secret.css"
    path.write_text(f"p::after {{ content: '{CANARY}' }}")
    return path


@pytest.fixture(scope="module")
def door() -> Iterator[tuple[int, list[object]]]:
    """A listener, and who knocked at it."""
    knocks: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def listen() -> None:
            while True:
                try:
                    knocks.append(listening.accept()[0])
                except OSError:
                    return

        threading.Thread(target=listen, daemon=True).start()
        yield listening.getsockname()[1], knocks


def written(foreign: Path, port: int) -> list[str]:
    """Give each way, reaching for the file or the listener."""
    places = {"file": foreign.as_uri(), "path": str(foreign), "http": f"http://127.0.0.1:{port}/x"}
    return [each.format(**places) for each in FOREIGN]


def holds(pdf: bytes, words: str) -> bool:
    """Say whether anything in a PDF holds words: a stream, a property, a file that is attached."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        streams = [each.read_bytes() for each in opened.objects if isinstance(each, pikepdf.Stream) and _is_plain(each)]
        return any(words.encode() in each for each in (*streams, str(opened.docinfo).encode()))


def _is_plain(stream: pikepdf.Stream) -> bool:
    return "/DCTDecode" not in str(stream.get("/Filter", ""))


def test_there_are_as_many_ways_as_are_said_and_what_is_looked_for_would_be_found(foreign: Path) -> None:
    assert len(set(FOREIGN)) == 27
    leaking = HTML(string=f'<a rel="attachment" href="{foreign.as_uri()}">x</a>').write_pdf()
    assert leaking is not None
    assert holds(leaking, CANARY)


def test_as_a_page_each_is_refused_or_comes_to_nothing(foreign: Path, door: tuple[int, list[object]]) -> None:
    refused = 0
    for body in written(foreign, door[0]):
        try:
            pdf = print_pdf(sheet(body))
        except PrintRefused:
            refused += 1
            continue
        assert not holds(pdf, CANARY), body
    assert refused >= 15
    assert door[1] == []


def test_as_words_in_a_pack_none_opens_a_file_or_knocks(
    told: tuple[Session, Story], foreign: Path, door: tuple[int, list[object]]
) -> None:
    session, story = told
    opened: list[str] = []
    hostile = " ".join(written(foreign, door[0]))
    sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == "open" else None)
    with session.begin_nested() as spoilt:
        for mark in session.scalars(select(Mark)):
            mark.rationale = hostile
        for consensus in session.scalars(select(Consensus)):
            consensus.reason = consensus.discussion = hostile
        for criterion in session.scalars(select(CriterionRow).where(CriterionRow.kind == "scored")):
            criterion.question = hostile
        for number, organisation in enumerate(session.scalars(select(Organisation))):
            organisation.name = f"{number} {hostile[:150]}"
        session.flush()
        snapshot = KINDS["evaluation"].gather(session, story.procurement, "")
        spoilt.rollback()
    made = printed(snapshot)
    assert not holds(made.pdf, CANARY)
    assert not [path for path in opened if str(foreign) in path]
    assert door[1] == []
    assert links(made.pdf) == set()


def test_links_of_packs_lead_within_them_or_to_safe_addresses(prints: dict[str, Print]) -> None:
    for kind, made in prints.items():
        assert not [address for address in links(made.pdf) if not address.startswith("https://")], kind


def links(pdf: bytes) -> set[str]:
    """Give every address that a page of a PDF leads to, outside of it."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        notes = [note for page in opened.pages for note in page.get("/Annots", [])]
        return {str(note.A.URI) for note in notes if "/A" in note and "/URI" in note.A}
