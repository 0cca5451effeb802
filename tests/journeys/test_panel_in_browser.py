"""A panel of six marks four bids in real browsers, by hand, through every refusal, up to an agreed ranking."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from assurance.app import create_app
from assurance.persistence.session import Database
from assurance.services import accounts
from tests.factories.sealing import by_password_alone
from tests.journeys.panel import agreeing, declaring, locking, marking
from tests.journeys.panel.room import SIX, Room, build
from tests.journeys.test_browser import Quiet, browser

__all__ = ["browser"]
KINDS = {
    "refusal", "declaring", "conflicts", "deciding", "queue", "scoring", "scoring, refused", "scoring, findings",
    "scoring, two windows", "locking", "locking, refused", "progress", "moderation", "moderating",
    "moderating, refused", "approving",
    "ranking",
}  # fmt: skip


@pytest.fixture
def room(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser) -> Iterator[Room]:
    """Serve the panel's procurement on a free port."""
    monkeypatch.setattr(accounts, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    with database.transaction() as session:
        scene = build(session)
    app = create_app(by_password_alone(tmp_path), database)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Room(f"http://127.0.0.1:{server.server_port}", database, scene, browser)
    server.shutdown()
    server.server_close()


@pytest.mark.xdist_group("panel")
def test_six_people_mark_four_bids_and_agree(room: Room) -> None:
    for who in (*SIX, "moderator", "officer"):
        room.enter(who, script=who != "pharmacist")
    declaring.before_declaring(room)
    declaring.declare_all(room)
    declaring.clear_the_nurse(room)
    everything_that_goes_wrong(room)
    for who in SIX:
        if who == "therapist":
            marking.mark_by_keyboard(room, who)
        else:
            marking.mark_all(room, who, script=who != "pharmacist")
    declaring.declare_late(room)
    locking.lock_with_an_open_finding(room)
    locking.lock_all(room)
    together(room)
    assert room.checked >= KINDS


def everything_that_goes_wrong(room: Room) -> None:
    """Refusals while marking; nothing typed is lost in any of them."""
    marking.off_the_scale(room)
    marking.two_windows(room)
    marking.connection_cut(room)
    marking.session_ended(room)


def together(room: Room) -> None:
    """Moderation, approval and ranking."""
    agreeing.watch_progress(room)
    agreeing.move(room, "Start moderation", "Moderation")
    agreeing.agree_one_by_hand(room)
    agreeing.agree_the_others(room)
    agreeing.move(room, "Complete moderation", "Ranking")
    agreeing.rank(room)
