"""What opens, awards, lets records out, gives powers or touches keys asks for a second factor given a moment ago."""

from __future__ import annotations

import pytest
from flask import Flask

AWARDING = {"staff.award.decide", "staff.contract.sign", "staff.contract.decide_amendment"}
LETTING_OUT = {
    "staff.award.release_records", "staff.dialogue.release", "staff.information.file", "staff.information.release",
    "staff.packs.download", "staff.procurements.timeline_file", "staff.tables.agreed_marks", "staff.tables.ranking",
    "staff.tables.requests", "staff.tables.single_marks", "staff.tables.tenders",
}  # fmt: skip
GIVING_POWERS = {"staff.procurements.assign", "staff.powers.confirm", "staff.powers.propose"}
KEYS = {"staff.keys.passphrase", "staff.sealing.lost", "staff.sealing.open_supplied"}


@pytest.mark.parametrize("acts", [AWARDING, LETTING_OUT, GIVING_POWERS, KEYS])
def test_each_such_act_declares_that_it_asks(app: Flask, acts: set[str]) -> None:
    assert {name for name in acts if not app.view_functions[name].access.fresh_to} == set()
