"""Does to the rows of a copy what no program of ours would, by statements said once for both kinds of database."""

from __future__ import annotations

from assurance.persistence.session import Database
from tests.databases import ON_POSTGRESQL, freely

JSON_SET = """
CREATE FUNCTION json_set(whole json, place text, said text) RETURNS json LANGUAGE sql AS $$
    SELECT jsonb_set(whole::jsonb, string_to_array(translate(substr(place, 3), '[]', '.'), '.'), to_jsonb(said))::json
$$"""
DATETIME = """
CREATE FUNCTION datetime(at timestamptz, step text) RETURNS timestamptz LANGUAGE sql AS $$ SELECT at + step::interval $$
"""
CHECKS = """
CREATE TEMPORARY TABLE held AS SELECT 'ALTER TABLE ' || conrelid::regclass::text AS place, quote_ident(conname) AS name,
    pg_get_constraintdef(oid) AS said FROM pg_constraint
    WHERE contype = 'c' AND connamespace = 'public'::regnamespace AND conrelid <> 0
"""
WITHOUT_CHECKS, WITH_CHECKS = (
    f"DO $$ DECLARE each record; BEGIN FOR each IN SELECT * FROM held LOOP EXECUTE {act}; END LOOP; END $$"
    for act in (
        "each.place || ' DROP CONSTRAINT ' || each.name",
        "each.place || ' ADD CONSTRAINT ' || each.name || ' ' || each.said || ' NOT VALID'",
    )
)
BEFORE, AFTER = (
    (("CREATE DOMAIN blob AS bytea", JSON_SET, DATETIME, CHECKS, WITHOUT_CHECKS), (WITH_CHECKS,))
    if ON_POSTGRESQL
    else (("PRAGMA ignore_check_constraints=ON",), ())
)
"""What SQLite has by these names, and how no check stands in the way of whoever changes rows."""


def doctor(url: str, statements: tuple[str, ...]) -> None:
    """Do something to the rows, whatever forbids it."""
    database = Database.open(url)
    freely(database, *BEFORE, *(each for several in statements for each in several.split(";")), *AFTER)
    database.close()
