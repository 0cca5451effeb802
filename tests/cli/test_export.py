"""A procurement is taken out as open data by its reference; anything else ends with a sentence and status 2."""

from __future__ import annotations

import json

from assurance.persistence.session import Database
from tests.cli.conftest import Command
from tests.factories.award import Award
from tests.factories.cast import make_world
from tests.factories.open_data import award_published


def test_what_is_published_comes_out_as_a_release_package_and_as_a_record(command: Command, tables: str) -> None:
    database = Database.open(tables)
    with database.transaction() as session:
        award_published(Award(session, make_world(session)))
    database.close()
    releases = json.loads(command("export", "ocds", "PR-2025-0001").stdout)
    assert [each["id"][-2:] for each in releases["releases"]] == ["01", "02", "03"]
    assert releases["uri"].endswith("/api/1.0/ocdsReleasePackages/ocds-213czf-PR-2025-0001")
    record = json.loads(command("export", "record", "PR-2025-0001").stdout)
    assert record["records"][0]["compiledRelease"]["tag"] == ["compiled"]
    missing = command("export", "ocds", "PR-1999-0001")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert missing.stderr == "There is no procurement PR-1999-0001\n"


def test_without_a_database_it_says_what_to_do(command: Command) -> None:
    result = command("export", "record", "PR-2025-0001")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "assurance db upgrade" in result.stderr
