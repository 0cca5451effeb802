"""Every page of a bid opens for its own people and for nobody else."""

from __future__ import annotations

import pytest

from assurance.persistence.session import Database
from tests.factories.cast import World

PAGES = (
    "", "answers/care", "answers/cqc", "prices/price", "form", "partners/add",
    "partners/change?code=1",
    "coverage", "coverage/1", "outcomes", "outcomes/prom",
    "documents", "check", "receipt", "take-back", "take-out", "withdraw", "dialogue", "representation",
)  # fmt: skip
LATER = ("letter", "answers/price", "answers/none", "prices/care", "documents/none", "coverage/0", "coverage/3",
         "coverage/x", "outcomes/none", "partners/change?code=nobody",
         "partners/change?code=9", "partners/change?code=0000001")  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_for_the_bidder_and_does_not_exist_for_others(sign_in, bid_id: str, page: str) -> None:  # type: ignore[no-untyped-def]  # reason: fixtures
    address = f"/supplier/bids/{bid_id}/{page}"
    answer = sign_in("alder").get(address)
    assert answer.status_code == 200, answer.text
    assert sign_in("birch").get(address).status_code == 404
    assert sign_in("officer").get(address).status_code == 403


@pytest.mark.parametrize("page", LATER)
def test_what_is_not_there_yet_is_not_found(sign_in, bid_id: str, page: str) -> None:  # type: ignore[no-untyped-def]  # reason: fixtures
    assert sign_in("alder").get(f"/supplier/bids/{bid_id}/{page}").status_code == 404


def test_lists_open_empty_and_full(sign_in, world: World, database: Database, bid_id: str) -> None:  # type: ignore[no-untyped-def]  # reason: fixtures
    alder = sign_in("alder")
    cedar = sign_in("cedar")
    for page in ("supplier/bids", "supplier/opportunities", "supplier/organisation", "opportunities", "notices"):
        assert alder.get(f"/{page}/").status_code == 200
        assert cedar.get(f"/{page}/").status_code == 200
    assert alder.get(f"/supplier/opportunities/{world.reference}").status_code == 200
    assert world.reference in alder.get("/supplier/bids/").text
