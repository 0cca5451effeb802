"""A notice that no step publishes, on its page: completed, approved by another, published, listed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from assurance.domain.procedures import PA23_FLEXIBLE
from assurance.domain.stages import Stage
from assurance.persistence.session import Database
from tests.factories.award import Award
from tests.factories.cast import World

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def url(world: World) -> str:
    return f"/staff/procurements/{world.reference}/notices/"


def live(database: Database, world: World) -> None:
    with database.transaction() as session:
        award = Award(session, world)
        award.procurement.procedure_code, award.procurement.procedure_version = PA23_FLEXIBLE.code, "2"
        award.to_award("").draw_up()
        world.at(session, Stage.LIVE)


def digest_on(page: str) -> str:
    shown = re.search(r'name="digest"[^>]* value="([0-9a-f]{64})"', page)
    assert shown
    return shown[1]


def test_the_end_of_a_contract_goes_from_its_text_to_the_public_page(
    sign_in: SignIn, url: str, database: Database, world: World
) -> None:
    live(database, world)
    contracts, owner, address = sign_in("officer"), sign_in("owner"), f"{url}own/uk11"
    assert f'href="{address}"' in owner.get(url).text
    assert "Termination" in contracts.get(address).text
    assert contracts.post(f"{address}/text", data={"version": "0", "text": ""}).status_code == 422
    assert contracts.post(f"{address}/text", data={"version": "0", "text": "Ended on 1 May."}).status_code == 302
    assert contracts.post(f"{address}/text", data={"version": "0", "text": "Older"}).status_code == 409
    assert contracts.post(f"{address}/publish").status_code == 409
    digest = digest_on(owner.get(address).text)
    assert owner.post(f"{address}/approve", data={"digest": digest}).status_code == 302
    assert "as it stands" in contracts.get(address).text
    assert owner.post(f"{address}/publish").status_code == 403
    published = contracts.post(f"{address}/publish")
    assert published.status_code == 302
    assert "Ended on 1 May." in sign_in("outsider").get(published.location).text
    assert "Published so far" in owner.get(address).text


def test_who_may_not_and_what_is_not_there(sign_in: SignIn, url: str, database: Database, world: World) -> None:
    live(database, world)
    for name, status in (("clinician", 403), ("outsider", 404)):
        assert sign_in(name).get(f"{url}own/uk11").status_code == status
    assert sign_in("officer").post(f"{url}own/uk11/approve", data={"digest": "0" * 64}).status_code == 403
    assert sign_in("approver").post(f"{url}own/uk11/text", data={"version": "0", "text": "Mine"}).status_code == 403
    assert sign_in("owner").get(f"{url}own/psr_modification").status_code == 404
