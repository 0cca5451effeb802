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
                    f"{role} owns the tables, is a superuser or goes past row security, so that nothing is refused to "
                    "it. Name another role."
                )
        for statement in _statements(quote(application), quote(reports) if reports else None):
            connection.exec_driver_sql(statement)


_RIGHTS = text(
    "SELECT rolsuper OR rolbypassrls, pg_has_role(:role, (SELECT tableowner FROM pg_tables"
    " WHERE schemaname = 'public' AND tablename = 'audit_event'), 'MEMBER') FROM pg_roles WHERE rolname = :role"
)


def shortcomings(engine: Engine) -> list[str]:
    """Say why a service must not sign in to PostgreSQL as it does, with what mends it; SQLite has no roles."""
    if engine.dialect.name != "postgresql":
        return []
    with engine.connect() as connection:
        role, is_free, owns = connection.execute(_OURS).one()
        if is_free or owns:
            return [
                f"The service signs in to PostgreSQL as {role}, which "
                f"{'owns the tables' if owns and not is_free else 'is above its rules'}, so that nothing keeps "
                "suppliers apart there, nor the audit trail as it is. Make another role, run assurance db grant ROLE "
                f"as {role}, and put ROLE into ASSURANCE_DATABASE_URL."
            ]
        closed = list(connection.scalars(_CLOSED))
        if found := sorted({*closed, *row_security.behind(connection)}):
            return [
                f"The rights at PostgreSQL are those of another version ({', '.join(found[:NAMED])}"
                f"{' and others' if len(found) > NAMED else ''}). As the owner of the tables run: "
                f"assurance db grant {role}"
            ]
    return []


def are_behind(engine: Engine) -> bool:
    """Say whether the rules of a PostgreSQL server are not yet those of this version, whoever asks."""
    if engine.dialect.name != "postgresql":
        return False
    with engine.connect() as connection:
        return bool(row_security.behind(connection))


NAMED = 3
"""Tables that are named where more are meant."""
_OURS = text(
    "SELECT current_user, rolsuper OR rolbypassrls, pg_has_role(current_user, (SELECT tableowner FROM pg_tables"
    " WHERE schemaname = 'public' AND tablename = 'audit_event'), 'MEMBER') FROM pg_roles WHERE rolname = current_user"
)
_CLOSED = text(
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace::regnamespace::text IN ('public', 'dbos')"
    " AND NOT has_table_privilege(oid, 'SELECT')"
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
