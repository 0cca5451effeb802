"""The specification by section: written, kept, compared, published with the call, and gone on with in the dialogue."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Outgoing
from assurance.persistence.queries.specification import list_sections
from assurance.persistence.session import Database
from assurance.services.planning import specification as service
from tests.factories.cast import NOW, World
from tests.factories.plans import make_bid, make_criteria

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def url(world: World) -> str:
    return f"/staff/procurements/{world.reference}"


def version_in(page: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert found is not None
    return found[1]


def test_the_template_is_changed_by_section_and_versions_are_compared(
    sign_in: SignIn, url: str, world: World, database: Database
) -> None:
    officer, pages = sign_in("officer"), f"{url}/planning/specification"
    assert "Start from the template" in officer.get(pages).text
    officer.post(f"{pages}/template")
    officer.post(f"{pages}/keep", data={"changes": "Rests on the frame of the programme board"})
    section = f"{pages}/sections/care-planning"
    said = {"version": version_in(officer.get(section).text), "title": "Care planning", "text": "One plan for each"}
    assert officer.post(section, data=said).status_code == 302
    assert officer.post(section, data=said).status_code == 409, "the page is stale"
    refused = officer.post(section, data={**said, "version": "2", "text": "One\n## Two"})
    assert (refused.status_code, "which begins a section" in refused.text) == (422, True)
    added = {"version": "0", "part": "other", "title": "Exit", "text": "Records go to whoever follows"}
    officer.post(f"{pages}/sections/new", data=added)
    assert (
        "Nothing changed" not in officer.post(f"{pages}/keep", data={"changes": "Shorter"}, follow_redirects=True).text
    )
    page = officer.get(f"{pages}/changes").text
    assert "<ins>" in page
    assert "<ins>Records go to whoever follows</ins>" in page
    assert "19 sections are the same" in page
    assert "Nothing differs" in officer.get(f"{pages}/changes?before=2&after=2").text
    assert sign_in("auditor").post(f"{pages}/keep", data={"changes": "x"}).status_code == 403
    assert sign_in("auditor").get(pages).status_code == 200
    assert sign_in("outsider").get(pages).status_code == 404
    with database.reading() as session:
        assert len(list_sections(session, world.procurement_id)) == 21


def test_a_round_has_its_version_by_section_and_participants_see_what_changed(
    sign_in: SignIn, url: str, world: World, database: Database
) -> None:
    with database.transaction() as session:
        make_criteria(session, world)
        common = {"procurement": world.procurement(session), "actor": world.actor(session, "officer"), "now": NOW}
        service.start_from_template(session, **common)
        procurement = world.at(session, Stage.DIALOGUE_1)
        procurement.criteria_frozen_at, procurement.criteria_digest = NOW, "d" * 64
        service.keep_for_call(session, **common)
        bid_id = make_bid(session, world, "alder", BidStage.IN_DIALOGUE).public_id
    lead, pages = sign_in("lead"), f"{url}/dialogue/information"
    page = lead.get(f"{pages}/new/specification").text
    sections = dict(re.findall(r'<textarea[^>]*name="(section_\d+)"[^>]*>\s*([^<]*)</textarea>', page))
    assert len(sections) == 20
    sent = {
        "version": version_in(page), "title": "After the first round", "changes": "Asked for by all participants",
        **sections, "section_2": "One plan, with the time by which it is agreed", "section_19": "", "new_title": "Exit",
    }  # fmt: skip
    refused = lead.post(f"{pages}/new/specification", data=sent)
    assert (refused.status_code, "both a title and a text" in refused.text) == (422, True)
    assert "One plan, with the time by which it is agreed" in refused.text
    written = lead.post(f"{pages}/new/specification", data={**sent, "new_text": "Records go on"})
    assert written.status_code == 302
    shown = lead.get(written.location).text
    assert "Marked against version 1" in shown
    assert lead.post(f"{written.location}/send", data={"version": version_in(shown)}).status_code == 302
    with database.reading() as session:
        row = session.scalars(select(Outgoing)).one()
        assert (row.number, row.round) == (2, 1)
    given = sign_in("alder").get(f"/supplier/bids/{bid_id}/dialogue/information/{row.public_id}").text
    assert "Marked against version 1" in given
    assert "<ins>Records go on</ins>" in given
    assert "Taken out" in given
    versions = f"{url}/planning/specification"
    assert "Version 2, round 1 of the dialogue" in lead.get(versions).text
    assert "round 1" not in sign_in("clinician").get(versions).text, "what participants are told is not for the panel"
    assert "round 1 of the dialogue" in lead.get(f"{versions}.csv").text
    assert "round 1" not in sign_in("clinician").get(f"{versions}.csv").text


def test_the_specification_goes_out_as_a_table_that_computes_nothing(
    sign_in: SignIn, url: str, world: World, database: Database
) -> None:
    officer, pages = sign_in("officer"), f"{url}/planning/specification"
    officer.post(f"{pages}/template")
    officer.post(f"{pages}/keep", data={"changes": "=1+1 rests on the frame of the programme board"})
    lines = list(csv.reader(io.StringIO(officer.get(f"{pages}.csv").data.decode("utf-8-sig"))))
    assert lines[0] == ["Version", "Part", "Section", "Text", "What changed, and because of what"]
    with database.reading() as session:
        assert len(lines) == 2 + len(list_sections(session, world.procurement_id))
    assert lines[-1][0] != "As it is being written"
    assert lines[-1][4].startswith("'=1+1")
    assert officer.get(f"{pages}.xlsx").mimetype.endswith("sheet")
    assert sign_in("alder").get(f"{pages}.csv").status_code in {403, 404}
