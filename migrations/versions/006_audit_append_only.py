"""The audit trail can only grow, one link at a time: the database itself refuses anything else."""

from __future__ import annotations

from alembic import op

revision = "006_audit_append_only"
down_revision = "005_award_and_assurance"
branch_labels = None
depends_on = None

# INSERT OR REPLACE would slip past the DELETE trigger; the check on INSERT stops it.
SQLITE = (
    """CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
    """CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
    """CREATE TRIGGER audit_event_next_link BEFORE INSERT ON audit_event
    WHEN NEW.seq != (SELECT COALESCE(MAX(seq), 0) + 1 FROM audit_event)
      OR NEW.prev != COALESCE((SELECT hash FROM audit_event ORDER BY seq DESC LIMIT 1), '')
    BEGIN SELECT RAISE(ABORT, 'an audit entry must follow the last one'); END""",
)

POSTGRESQL = (
    """CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    """CREATE FUNCTION audit_event_follow() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM audit_event)
         OR NEW.prev <> COALESCE((SELECT hash FROM audit_event ORDER BY seq DESC LIMIT 1), '') THEN
        RAISE EXCEPTION 'an audit entry must follow the last one'
          USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$""",
    """CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse()""",
    """CREATE TRIGGER audit_event_next_link BEFORE INSERT ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_event_follow()""",
)


def upgrade() -> None:
    """Add the triggers, and the head of the empty chain, so that the first writers already queue for it."""
    op.execute("INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '')")
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)
