"""The specification is written by section, kept as versions, published with the call and goes on in the dialogue."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, Stale
from assurance.domain.provision.specification import SectionPart, changes
from assurance.domain.stages import Stage
from assurance.persistence.queries.outgoing import next_number
from assurance.persistence.queries.specification import find_published, list_kept, list_sections, list_versions
from assurance.services.planning import specification as service
from tests.factories.cast import NOW, World


def write(session: Session, common: dict[str, Any], title: str, text: str = "As agreed") -> Any:
    return service.add_section(session, part=SectionPart.INTERVENTION, title=title, text=text, **common)


def publish(session: Session, common: dict[str, Any]) -> None:
    common["procurement"].criteria_frozen_at, common["procurement"].criteria_digest = NOW, "d" * 64
    service.keep_for_call(session, **common)


def test_the_template_is_laid_down_once(session: Session, world: World, common: dict[str, Any]) -> None:
    service.start_from_template(session, **common)
    rows = list_sections(session, world.procurement_id)
    assert [row.part for row in rows].count("intervention") == 9
    assert rows[1].code == "self-care-and-expectations"
    with pytest.raises(Conflict, match="already"):
        service.start_from_template(session, **common)


def test_a_section_is_changed_by_one_at_a_time_and_taken_out(
    session: Session, world: World, common: dict[str, Any]
) -> None:
    row, other = write(session, common, "Care planning"), write(session, common, "Navigation")
    service.edit_section(session, row=row, title="Care plans", text="Once a year", version=row.version, **common)
    session.flush()
    with pytest.raises(Stale):
        service.edit_section(session, row=row, title="Care plan", text="Twice", version=1, **common)
    with pytest.raises(InvalidInput, match="already"):
        service.edit_section(session, row=row, title="navigation", text="x", version=row.version, **common)
    service.remove_section(session, row=other, **common)
    session.flush()
    assert [(each.title, each.text) for each in list_sections(session, world.procurement_id)] == [
        ("Care plans", "Once a year")
    ]


def test_versions_are_kept_and_show_what_changed(session: Session, common: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match="at least one section"):
        service.keep_version(session, changes="First", **common)
    row = write(session, common, "Care planning", "Looked at twice a year")
    service.keep_version(session, changes="First", **common)
    with pytest.raises(InvalidInput, match="Nothing changed since version 1"):
        service.keep_version(session, changes="Again", **common)
    service.edit_section(session, row=row, title=row.title, text="Looked at once a year", version=row.version, **common)
    service.keep_version(session, changes="Users found two too many", **common)
    first, second = list_versions(session, common["procurement"])
    (change,) = changes(first.text, second.text)
    assert (change.before, change.after) == ("Looked at twice a year", "Looked at once a year")
    assert second.label == "Version 2, kept while planning"


def test_the_call_publishes_the_specification_as_it_stands_and_the_dialogue_counts_on(
    session: Session, world: World, common: dict[str, Any]
) -> None:
    assert find_published(session, common["procurement"]) is None
    write(session, common, "Care planning")
    service.keep_version(session, changes="First", **common)
    assert find_published(session, common["procurement"]) is None, "not before the call"
    write(session, common, "Navigation")
    publish(session, common)
    published = find_published(session, common["procurement"])
    assert published is not None
    assert (published.number, published.label) == (2, "Version 2, published with the call")
    assert "## Navigation" in published.text
    assert next_number(session, world.procurement_id, "specification") == 3
    assert next_number(session, world.procurement_id, "briefing") == 1


def test_what_was_kept_is_not_kept_twice_at_the_call(session: Session, world: World, common: dict[str, Any]) -> None:
    publish(session, {**common})
    assert list_kept(session, world.procurement_id) == [], "there was nothing to publish"
    common["procurement"].criteria_frozen_at = common["procurement"].criteria_digest = None
    write(session, common, "Care planning")
    service.keep_version(session, changes="First", **common)
    publish(session, common)
    assert len(list_kept(session, world.procurement_id)) == 1


def test_nothing_is_written_here_after_the_call(session: Session, world: World, common: dict[str, Any]) -> None:
    row = write(session, common, "Care planning")
    publish(session, common)
    world.at(session, Stage.CALL)
    for act in (
        lambda: write(session, common, "Navigation"),
        lambda: service.edit_section(session, row=row, title="x", text="y", version=row.version, **common),
        lambda: service.remove_section(session, row=row, **common),
        lambda: service.keep_version(session, changes="Another", **common),
    ):
        with pytest.raises(Conflict, match="published"):
            act()
