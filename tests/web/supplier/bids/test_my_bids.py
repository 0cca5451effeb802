"""My bids: what is missing and where it is given, what is complete and not yet sent, and what is new."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import delete

from assurance.persistence.models import Answer
from assurance.persistence.session import Database
from assurance.services import telling
from tests.factories.cast import NOW, World

SignIn = Callable[[str], FlaskClient]
HOME = "/supplier/bids/"


def test_what_is_complete_leads_to_the_check_and_what_lacks_a_part_to_that_part(
    sign_in: SignIn, database: Database, bid_id: str
) -> None:
    alder = sign_in("alder")
    page = alder.get(HOME).text
    assert "Complete, not yet submitted" in page and f'href="{HOME}{bid_id}/check"' in page
    with database.transaction() as session:
        session.execute(delete(Answer))
    page = alder.get(HOME).text
    assert "2 parts are missing, the first:" in page and "not yet submitted" not in page
    assert f'href="{HOME}{bid_id}/answers/care">The answer to “' in page


def test_what_is_new_stands_there_for_its_own_people_only(sign_in: SignIn, database: Database, world: World) -> None:
    with database.transaction() as session:
        telling.tell(
            session, kind="new_notice", subject="1", title="A word to Alder", endpoint="supplier.bids.index",
            now=NOW, organisations=[world.organisations["alder"]],
        )  # fmt: skip
    alder = sign_in("alder")
    assert "A word to Alder" in alder.get(HOME).text
    assert "A word to Alder" not in sign_in("birch").get(HOME).text
    assert alder.post("/supplier/messages/read").status_code == 302
    assert "New messages" not in alder.get(HOME).text
