"""What people wrote is printed as they wrote it; it is never run, fetched, or allowed to stop the worker."""

from __future__ import annotations

import socket
import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from assurance.packs.catalogue import KINDS
from assurance.packs.printing import Limits, PrintRefused, Sheet, print_pdf
from assurance.persistence.models import GateLine, GateReview
from tests.packs.fixture import Story
from tests.packs.press import bound, printed, text_of

HOSTILE = (
    "<script>alert(1)</script> {{7*7}} {% import os %} ${7*7} </style><style>@import 'file:///etc/passwd'; "
    '<img src="file:///etc/passwd"> <a rel=attachment href="file:///etc/hostname">x</a> '
    "<svg><image href='http://127.0.0.1:9/'/></svg> &lt;b&gt; javascript:alert(1) "
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
)


def sheet(body: str) -> Sheet:
    html = f'<html lang="en-GB"><head><title>T</title></head><body><h1>T</h1>{body}</body></html>'
    return Sheet(html, b"0" * 16, datetime(2026, 1, 1, tzinfo=UTC))


def test_hostile_words_are_printed_literally(told: tuple[Session, Story]) -> None:
    session, story = told
    with session.begin_nested() as spoilt:
        review = session.query(GateReview).filter_by(gate_code="checkpoint_1").one()
        for line in session.query(GateLine).filter_by(review_id=review.id):
            line.reason = line.evidence_seen = HOSTILE
        story.procurement.title = HOSTILE[:200]
        session.flush()
        snapshot = KINDS["gate"].gather(session, story.procurement, "checkpoint_1")
        spoilt.rollback()

    words = text_of(printed(snapshot).pdf)

    for piece in ("<script>alert(1)</script>", "{{7*7}}", "{%importos%}", "</style><style>@import", "&lt;b&gt;"):
        assert words.count(piece) >= 16
    assert '<imgsrc="file:///etc/passwd">' in words


@pytest.mark.parametrize(
    "body",
    [
        '<img src="file:///etc/passwd" alt="x">',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<style>@import "file:///etc/passwd";</style>',
        "<style>@font-face{font-family:x;src:url(http://127.0.0.1:9/f)} p{font-family:x}</style><p>x</p>",
        '<p style="background:url(http://169.254.169.254/)">x</p>',
        '<svg xmlns="http://www.w3.org/2000/svg"><title>x</title><image href="file:///etc/passwd"/></svg>',
        '<img src="data:image/svg+xml,%3Csvg/%3E" alt="x">',
        '<img src="asset:unknown.svg" alt="x">',
    ],
)
def test_a_page_that_asks_for_anything_outside_itself_is_refused(body: str) -> None:
    with pytest.raises(PrintRefused, match="outside itself"):
        print_pdf(sheet(body))


def test_nothing_knocks_at_the_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(5)
        knocks: list[object] = []

        def listen() -> None:
            try:
                knocks.append(door.accept()[0])
            except OSError:
                return

        listener = threading.Thread(target=listen)
        listener.start()
        with pytest.raises(PrintRefused):
            print_pdf(sheet(f'<img src="http://127.0.0.1:{door.getsockname()[1]}/x.png" alt="x">'))
        listener.join()

    assert knocks == []


def test_a_page_that_would_never_end_is_stopped() -> None:
    nest = "<div style='display:grid'>" * 18

    with pytest.raises(PrintRefused, match="stopped at its limit"):
        print_pdf(sheet(nest), Limits(cpu_seconds=3))
    with pytest.raises(PrintRefused, match="longer than 2 seconds"):
        print_pdf(sheet(nest), Limits(wall_seconds=2))


def test_a_picture_without_words_is_refused() -> None:
    dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

    with pytest.raises(PrintRefused, match="no required alt description"):
        print_pdf(sheet(f'<img src="data:image/png;base64,{dot}">'))
    assert print_pdf(sheet(f'<img src="data:image/png;base64,{dot}" alt="A dot">')).startswith(b"%PDF")


def test_a_name_that_the_content_lacks_is_a_fault(told: tuple[Session, Story]) -> None:
    from jinja2 import UndefinedError

    session, story = told
    snapshot = KINDS["gate"].gather(session, story.procurement, "checkpoint_1")
    del snapshot.content["sitting"]["verdict_reason"]

    with pytest.raises(UndefinedError):
        bound(snapshot)
