"""The contract schedules and a payment statement: what they print, and that the attached data recomputes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assurance.domain.contracts.payment_form import parse_payment
from assurance.domain.contracts.payments import payment
from assurance.domain.errors import Conflict, NotFound
from assurance.packs.catalogue import KINDS
from assurance.packs.checking import check
from assurance.persistence.models import Procurement
from assurance.persistence.session import Database
from tests.databases import Originals
from tests.factories.cast import make_world
from tests.factories.exit_plans import write_exit_plan
from tests.factories.running import Running
from tests.packs.press import printed, text_of


@pytest.fixture(scope="module")
def running(originals: Originals) -> Iterator[Running]:
    """A contract that was amended, with one statement issued."""
    database = Database.open(originals.make("running"))
    with database.writing() as session:
        made = Running(session, make_world(session)).sign_and_go()
        made.results()
        made.issue(made.prepare())
        made.approve_amendment(made.propose(1_000_000, from_year=3))
        write_exit_plan(made)
        yield made
    database.close()


def test_the_schedules_are_printed_as_amended_with_what_changed(running: Running) -> None:
    snapshot = KINDS["contract"].gather(running.session, running.procurement, "")
    pack = printed(snapshot)
    assert check(pack.pdf, snapshot.attachments) >= 2
    words = text_of(pack.pdf)
    for said in (
        "AlderCare", "Version2oftheschedules", "£10,000,000", "£11,000,000", "£2,333,333.34", "Mobilityregained",
        "Partnerofalder", "Amendment1:PodiatryinCorby", "PSR2023reg13(1)(d)", "PodiatryisgiveninCorbytoo.",
        "AnnOther", "10%ofthevaluewhensigned", "Itslossespasswhatstandsbehindthem", "Staff,underTUPEorotherwise",
        "30days", "Notsettled",
    ):  # fmt: skip
        assert said in words
    assert printed(KINDS["contract"].gather(running.session, running.procurement, "")).pdf == pack.pdf


def test_a_statement_prints_what_its_data_comes_to(running: Running) -> None:
    snapshot = KINDS["statement"].gather(running.session, running.procurement, "1-1")
    pack = printed(snapshot)
    assert check(pack.pdf, snapshot.attachments) >= 1
    words = text_of(pack.pdf)
    for said in ("£455,000isdue", "(70−60)÷(80−60)=50%", "£350,000", "£105,000", "Extractoftheregistry,file7"):
        assert said in words
    (data,) = snapshot.attachments
    assert payment(parse_payment(data.content)).total == Decimal(455_000)


def test_nothing_is_printed_before_its_time(running: Running) -> None:
    session, procurement = running.session, running.procurement
    for subject in ("1-2", "x", "", "1-1-1"):
        with pytest.raises(NotFound):
            KINDS["statement"].gather(session, procurement, subject)
    with pytest.raises(Conflict, match="not drawn up"):
        KINDS["contract"].name_of(session, Procurement(id=999), "")
