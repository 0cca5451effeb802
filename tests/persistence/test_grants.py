"""The role of the program works on every table, and cannot rewrite what may only grow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError

from assurance.adapters import workflows
from assurance.persistence.grants import UnfitRole, are_behind, grant, shortcomings
from assurance.persistence.session import Database, make_engine
from assurance.services.audit_check import check_chain
from tests import postgres
from tests.factories.cast import make_world

REFUSAL = "permission denied|must be owner"
REWRITING = (
    "UPDATE audit_event SET tag = 'other:tag'",
    "DELETE FROM audit_event",
    "TRUNCATE audit_event",
    "DROP TABLE audit_event",
    "ALTER TABLE audit_event DISABLE TRIGGER ALL",
    "DROP TRIGGER audit_event_no_change ON audit_event",
    "SET session_replication_role = replica",
    "DELETE FROM ocds_release",
    "UPDATE alembic_version SET version_num = '001'",
    "CREATE TABLE audit_event_other (id integer)",
)


@pytest.fixture
def backend() -> str:
    """Only a server has roles."""
    return "postgresql"


@pytest.fixture
def server_role() -> str:
    """Who grants."""
    return postgres.OWNER


@pytest.fixture
def roles(postgres_server: postgres.Server, engine: Engine) -> Iterator[Engine]:
    """The owner's engine, with roles for the program and for reports."""
    postgres_server.execute("CREATE ROLE the_new_role LOGIN", 'CREATE ROLE "Report-ers" LOGIN')
    yield engine
    with engine.begin() as connection:
        connection.execute(text('DROP OWNED BY the_new_role, "Report-ers"'))
    postgres_server.execute("DROP ROLE the_new_role", 'DROP ROLE "Report-ers"')


@contextmanager
def _as(role: str, engine: Engine) -> Iterator[Database]:
    program = Database(make_engine(engine.url.set(username=role).render_as_string(hide_password=False)))
    yield program
    program.close()


def test_the_new_role_works_and_rewrites_nothing_of_the_audit_trail(roles: Engine) -> None:
    grant(roles, "the_new_role")
    grant(roles, "the_new_role")  # as after the next upgrade
    with _as("the_new_role", roles) as program:
        with program.transaction() as session:
            make_world(session)
            workflows.enqueue(session, "nothing", key="one", payload={})
        for refused in REWRITING:
            with pytest.raises(ProgrammingError, match=REFUSAL), program.transaction() as session:
                session.execute(text(refused))
        with program.reading() as session:
            assert check_chain(session).broken_at is None
    assert not workflows.is_quiet(roles.url.render_as_string(hide_password=False))


def test_reports_read_what_is_published_and_nothing_that_tells_who_has_tendered(roles: Engine) -> None:
    grant(roles, "the_new_role", "Report-ers")
    with _as("Report-ers", roles) as reports:
        with reports.reading() as session:
            assert session.execute(text("SELECT count(*) FROM ocds_release")).scalar() == 0
        for refused in ("SELECT count(*) FROM bid", "SELECT count(*) FROM audit_event", "DELETE FROM ocds_release"):
            with pytest.raises(ProgrammingError, match=REFUSAL), reports.transaction() as session:
                session.execute(text(refused))


@pytest.mark.parametrize(("role", "why"), [("nobody_there", "no role nobody_there"), ("tests", "a superuser")])
def test_a_role_that_is_not_there_or_may_do_everything_is_refused(engine: Engine, role: str, why: str) -> None:
    with pytest.raises(UnfitRole, match=why):
        grant(engine, role)


@pytest.mark.parametrize(
    ("made", "unmade", "why"),
    [
        ("ALTER ROLE the_new_role BYPASSRLS", "ALTER ROLE the_new_role NOBYPASSRLS", "is above its rules"),
        ("GRANT tests TO the_new_role", "REVOKE tests FROM the_new_role", "owns the tables"),
    ],
    ids=["past-row-security", "owner"],
)
def test_a_role_that_nothing_is_refused_to_is_named_with_what_mends_it(
    roles: Engine, made: str, unmade: str, why: str
) -> None:
    grant(roles, "the_new_role")
    with _as("the_new_role", roles) as program:
        assert shortcomings(program.engine) == []
        with roles.begin() as owner:
            owner.execute(text(made))
        (said,) = shortcomings(program.engine)
        with roles.begin() as owner:
            owner.execute(text(unmade))
    assert (why in said, "assurance db grant" in said) == (True, True)


@pytest.mark.parametrize(
    "changed",
    [
        "COMMENT ON POLICY own_matters ON price IS 'of another version'",
        "DROP POLICY own_matters ON price",
        "ALTER TABLE price DISABLE ROW LEVEL SECURITY",
        "REVOKE SELECT ON price FROM the_new_role",
    ],
    ids=["other-rule", "no-rule", "not-kept", "no-right"],
)
def test_rights_of_another_version_are_named_until_they_are_granted_again(roles: Engine, changed: str) -> None:
    grant(roles, "the_new_role")
    with _as("the_new_role", roles) as program:
        with roles.begin() as owner:
            owner.execute(text(changed))
        (said,) = shortcomings(program.engine)
        assert ("(price)" in said, "assurance db grant the_new_role" in said) == (True, True)
        assert are_behind(roles) is not changed.startswith("REVOKE")
        grant(roles, "the_new_role")
        assert shortcomings(program.engine) == []
