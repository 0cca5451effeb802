"""F-10: the network loses requests and answers, between bidders and the site, and between the site and its database."""

from __future__ import annotations

import json
import random
import sys
from dataclasses import replace

import pytest
from sqlalchemy import make_url

from assurance.config import Settings
from tests.factories.crowd import Bidder
from tests.faults.conftest import Check
from tests.faults.lossy import Loss, lossy
from tests.faults.patience import all_until_answered, receipts_of
from tests.served import serving

FATES = [Loss(each) for each in ("reply", "request", "", "slow", "reply", "")]
"""Of connections of bidders: half are broken, of those most after the tender is in and before the answer."""
WAIT_SECONDS = 20.0


def test_a_bidder_whose_answer_is_lost_sends_again_and_has_one_tender(
    settings: Settings, crowd: list[Bidder], check: Check, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(settings, settings.instance / "server.log") as server:
        with lossy(server.port, lambda number: FATES[number % len(FATES)]) as line:
            pages, refused = all_until_answered(server, crowd, line.address, WAIT_SECONDS)
        receipts = receipts_of(server, crowd, pages)
    assert {"reply", "request"} <= set(line.broken)
    assert len({json.dumps(each, sort_keys=True) for each in receipts}) == len(crowd)
    assert check(receipts) == []
    with capsys.disabled():
        lost = {each: line.broken.count(each) for each in sorted(set(line.broken))}
        sys.stdout.write(f"\nlost on the way: {lost}; {len(refused)} sent again; {len(receipts)} receipts hold\n")


class TestBetweenSiteAndDatabase:
    """Only a database of its own machine has a line."""

    @pytest.fixture
    def backend(self) -> str:
        """A server."""
        return "postgresql"

    def test_a_database_that_breaks_off_loses_and_doubles_nothing(
        self, settings: Settings, crowd: list[Bidder], check: Check, capsys: pytest.CaptureFixture[str]
    ) -> None:
        chance = random.Random(7)  # noqa: S311 -- which connections break, the same each time
        url = make_url(settings.database_url)

        def fate(number: int) -> Loss:
            return Loss(chance.choice(("reply", "request", "slow")), after=chance.randrange(20, 120))

        with lossy(int(url.port or 5432), fate) as line:
            far = replace(settings, database_url=url.set(port=line.port).render_as_string(hide_password=False))
            with serving(far, settings.instance / "server.log") as server:
                pages, refused = all_until_answered(server, crowd)
        with serving(settings, settings.instance / "server.log") as server:
            receipts = receipts_of(server, crowd, pages)
        assert line.broken
        assert len({json.dumps(each, sort_keys=True) for each in receipts}) == len(crowd)
        assert check(receipts) == []
        with capsys.disabled():
            sys.stdout.write(
                f"\n{len(line.broken)} lines to the database broke off; {len(refused)} forms were refused for now; "
                f"{len(receipts)} receipts hold\n"
            )
