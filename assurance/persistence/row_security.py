"""What PostgreSQL itself keeps suppliers from seeing of each other, whatever a query of ours forgets to ask.

A session is marked with its reader (see `sight`): one organisation sees its own, staff and the worker see everything,
and one that nobody marked sees no supplier's matter at all. Whoever owns the tables is not held by it: the program
signs in as another role, for which `assurance db grant` makes these rules.
"""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import Connection, Table, text

from assurance.persistence import models as models  # which tables there are
from assurance.persistence.base import Base
from assurance.persistence.sight import EVERYTHING, SETTING

OF_AN_ORGANISATION = (
    "bid", "clarification", "engagement_response", "interest", "standing_answer", "supplier_profile",
)  # fmt: skip
OF_A_PERSON = ("idempotency", "mail_preference", "saved_search")
"""What belongs to somebody is seen by their organisation."""
SEEN_BY_OTHERS: frozenset[str] = frozenset()
"""Tables that name a tender and are nevertheless for more than its organisation."""

_READER = f"(SELECT current_setting('{SETTING}', true))"
_MINE = f"(SELECT nullif(nullif(current_setting('{SETTING}', true), '{EVERYTHING}'), '')::integer)"
_MY_PEOPLE = f'IN (SELECT id FROM "user" WHERE organisation_id = {_MINE})'
OTHERWISE = {
    "audit_event": f"actor_id {_MY_PEOPLE}",
    "message": f"organisation_id = {_MINE} OR user_id {_MY_PEOPLE}",
    "outgoing": "id IN (SELECT outgoing_id FROM outgoing_recipient WHERE given_at IS NOT NULL)",
    "outgoing_answer": "false",
}
"""Tables with a rule of their own. The trail of what one's own people did; information once it was given to one's own
bid, of whose other recipients nobody learns; and why the check of it found nothing wrong, which names confidences of
others."""


def conditions() -> dict[str, str]:
    """Name every table that holds a supplier's matters, with the condition under which a row is its reader's own.

    A table with a tender, or with a row of another table of suppliers' matters, is one by itself: a new one is closed
    until somebody says otherwise.
    """
    found: dict[str, str] = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in SEEN_BY_OTHERS and (own := _condition(table, found)):
            found[table.name] = own
    return found


def _condition(table: Table, known: dict[str, str]) -> str:
    if table.name in OF_AN_ORGANISATION:
        return f"organisation_id = {_MINE}"
    if table.name in OF_A_PERSON:
        return f"user_id {_MY_PEOPLE}"
    if table.name in OTHERWISE:
        return OTHERWISE[table.name]
    if "bid_id" in table.columns:
        return f"bid_id IN (SELECT id FROM bid WHERE organisation_id = {_MINE})"
    parents = [
        (key.parent.name, key.column.table.name)
        for key in table.foreign_keys
        if key.column.table.name in known and not key.parent.nullable and key.column.table is not table
    ]
    return " AND ".join(f"{column} IN (SELECT id FROM {parent})" for column, parent in sorted(parents))


def statements() -> list[str]:
    """List what makes the database keep suppliers apart; safe to repeat, and to be repeated after an upgrade."""
    made = []
    for table, own in conditions().items():
        made += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"DROP POLICY IF EXISTS own_matters ON {table}",
            f"CREATE POLICY own_matters ON {table} USING ({_READER} = '{EVERYTHING}' OR ({own}))",
            f"COMMENT ON POLICY own_matters ON {table} IS '{_mark(own)}'",
        ]
    return made


def behind(connection: Connection) -> list[str]:
    """Name the tables that are not kept as this version of the program would have them, in order."""
    kept = {str(table): mark for table, mark in connection.execute(_KEPT)}
    return sorted(table for table, own in conditions().items() if kept.get(table) != _mark(own))


_KEPT = text(
    "SELECT relname, obj_description(pg_policy.oid, 'pg_policy')"
    " FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid"
    " WHERE polname = 'own_matters' AND relrowsecurity AND relnamespace = 'public'::regnamespace"
)


def _mark(condition: str) -> str:
    """Return what tells one condition from another; a server writes them down in its own words."""
    return sha256(condition.encode()).hexdigest()[:16]
