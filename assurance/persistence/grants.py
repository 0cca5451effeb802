"""Rights of the program at a PostgreSQL server: it works on every table but changes nothing that may only grow.

The tables belong to whoever upgrades them. The program signs in as another role, which can neither rewrite the audit
trail nor take away the triggers that guard it, whatever a fault in the program lets somebody send.
"""

from __future__ import annotations

from sqlalchemy import Engine, text

from assurance.persistence import row_security

ONLY_GROW = ("audit_event", "ocds_release")
"""Tables to which rows are only ever added."""
ONLY_READ = ("alembic_version",)
PUBLISHED = ("ocds_release",)
"""What a role for reports reads: nothing that would tell who has tendered."""
_SCHEMAS = ("public", "dbos")


class UnfitRole(ValueError):
    """A role that is not there, or that could do everything anyway; the message says which and why."""


def grant(engine: Engine, application: str, reports: str | None = None) -> None:
    """Give the program's role its rights, and the one for reports its own, in one transaction; take away all others.

    Run as the owner of the tables, after each upgrade. Raises `UnfitRole` before anything is changed.
    """
    with engine.begin() as connection:
        quote = connection.dialect.identifier_preparer.quote
        for role in filter(None, (application, reports)):
            found = connection.execute(_RIGHTS, {"role": role}).one_or_none()
            if found is None:
                raise UnfitRole(f"There is no role {role}. Make it first: CREATE ROLE {quote(role)} LOGIN PASSWORD …")
            if any(found):
                raise UnfitRole(
                    f"{role} owns the tables or is a superuser, whom nothing is refused. Name another role."
                )
        for statement in _statements(quote(application), quote(reports) if reports else None):
            connection.exec_driver_sql(statement)


_RIGHTS = text(
    "SELECT rolsuper, pg_has_role(:role, (SELECT tableowner FROM pg_tables"
    " WHERE schemaname = 'public' AND tablename = 'audit_event'), 'MEMBER') FROM pg_roles WHERE rolname = :role"
)


def _statements(application: str, reports: str | None) -> list[str]:
    statements = ["REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC", "REVOKE CREATE ON SCHEMA public FROM PUBLIC"]
    for schema in _SCHEMAS:
        statements += [
            f"GRANT USAGE ON SCHEMA {schema} TO {application}",
            f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {application}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {application}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {application}",
        ]
    statements += row_security.statements()
    statements += [f"REVOKE UPDATE, DELETE ON {table} FROM {application}" for table in ONLY_GROW]
    statements += [f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM {application}" for table in ONLY_READ]
    if reports:
        statements += [
            f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {reports}",
            f"GRANT USAGE ON SCHEMA public TO {reports}",
            *(f"GRANT SELECT ON {table} TO {reports}" for table in PUBLISHED),
        ]
    return statements
