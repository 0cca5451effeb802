"""Numbers no page of ours writes and no database holds are answered like any other that is not there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.factories.evaluation import DISCUSSION, REASON, Scene

SignIn = Callable[[str], FlaskClient]
At = Callable[[str], str]
TOO_LARGE = [str(2**63), "9" * 5000]


@pytest.mark.parametrize("number", TOO_LARGE)
def test_a_record_that_cannot_be_is_not_found(
    sign_in: SignIn, at: At, scene: Scene, arrange: Callable[..., None], number: str
) -> None:
    arrange(scene.to_moderation)
    url = at(f"moderate/{scene.bids[0]}/clinical")
    assert sign_in("nurse").post(f"{url}/approve", data={"record": number}).status_code == 404
    given = {"mark": "3", "discussion": DISCUSSION, "reason": REASON, "dissent": "", "replaces": number}
    answer = sign_in("moderator").post(url, data=given)
    assert answer.status_code == 409
    assert REASON in answer.text


@pytest.mark.parametrize("path", [f"conflicts/decide/{2**63}", "score/%00/clinical"])
def test_an_address_that_cannot_be_is_not_found(sign_in: SignIn, at: At, scene: Scene, path: str) -> None:
    name = "officer" if path.startswith("conflicts") else "nurse"
    assert sign_in(name).get(at(path)).status_code == 404


def test_a_page_far_beyond_the_trail_is_empty(sign_in: SignIn, scene: Scene) -> None:
    url = f"/staff/procurements/{scene.world.reference}/timeline?page={2**62}"
    assert sign_in("officer").get(url).status_code == 200
