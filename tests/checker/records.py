"""Everything else that is stored: marks, stages, packs, files, sessions, and the database itself."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator

from tests.checker.store import Store, instant

NAMED_BY = (
    "SELECT storage_key FROM bid_document", "SELECT storage_key FROM evidence_file",
    "SELECT storage_key FROM proof_file",
    "SELECT storage_key FROM sealed_item", "SELECT storage_key FROM supplied_part",
    "SELECT sha256 FROM pack WHERE status = 'done' AND procurement_id NOT IN "
    "(SELECT procurement_id FROM erasure WHERE erased_at IS NOT NULL)",
)  # fmt: skip
ALSO_NAMED_BY = ("SELECT snapshot_digest FROM pack",)
"""What names a file that may be missing where this is about files that nothing names."""
DAY_SECONDS = 86_400


def files(store: Store) -> Iterator[str]:
    """I3: what a row names is there, and every file hashes to its name."""
    there = {path.name: path for path in store.stored()}
    for key in sorted(_named(store, NAMED_BY) - set(there)):
        yield f"the file {key[:12]} is named and not there"
    for key, path in sorted(there.items()):
        if hashlib.sha256(path.read_bytes()).hexdigest() != key:
            yield f"the file {key[:12]} is not what its name says"


def unnamed(store: Store) -> Iterator[str]:
    """I16: a file that nothing names is younger than a day."""
    named = _named(store, (*NAMED_BY, *ALSO_NAMED_BY))
    for path in sorted(store.stored()):
        if path.name not in named and path.stat().st_mtime < time.time() - DAY_SECONDS:
            yield f"the file {path.name[:12]} is named by nothing and older than a day"


def _named(store: Store, by: tuple[str, ...]) -> set[str]:
    return {key for sql in by for (key,) in store.rows(sql) if key}


def marks(store: Store) -> Iterator[str]:
    """I10: a mark is its last revision, was saved as often as it says, not once locked, by somebody declared."""
    for number, version, count, locked in store.rows(
        "SELECT m.id, m.version, COUNT(r.id), m.locked_at FROM mark m LEFT JOIN mark_revision r ON r.mark_id = m.id "
        "GROUP BY m.id, m.version, m.locked_at"
    ):
        if version != count + (locked is not None):  # locking is a change of its own
            yield f"mark {number} has version {version} and {count} revisions"
    for (number,) in store.rows(
        "SELECT m.id FROM mark m JOIN mark_revision r ON r.mark_id = m.id "
        "AND r.number = (SELECT MAX(number) FROM mark_revision WHERE mark_id = m.id) "
        "WHERE m.mark <> r.mark OR m.rationale <> r.rationale"
    ):
        yield f"mark {number} is not what was saved last"
    for number, saved, locked in store.rows(
        "SELECT m.id, r.saved_at, m.locked_at FROM mark m JOIN mark_revision r ON r.mark_id = m.id "
        "WHERE m.locked_at IS NOT NULL"
    ):
        if instant(saved) > instant(locked):
            yield f"mark {number} was saved after it was locked"
    for (number,) in store.rows(
        "SELECT m.id FROM mark m JOIN bid b ON b.id = m.bid_id WHERE NOT EXISTS (SELECT 1 FROM role_assignment a "
        "WHERE a.user_id = m.evaluator_id AND a.procurement_id = b.procurement_id AND a.role = 'evaluator') "
        "OR NOT EXISTS (SELECT 1 FROM conflict_declaration d WHERE d.user_id = m.evaluator_id AND d.bid_id = m.bid_id)"
    ):
        yield f"mark {number} is by somebody who is not on the panel or has not declared"


def stages(store: Store) -> Iterator[str]:
    """I20: the changes of stage of a procurement and of a bid form one path that ends where it stands."""
    for kind in ("procurement", "bid"):
        changes = "stage_change" if kind == "procurement" else "bid_stage_change"
        at: dict[int, str] = {}
        for number, of, before, after in store.rows(
            f"SELECT id, {kind}_id, from_stage, to_stage FROM {changes} ORDER BY id"  # noqa: S608 -- two names of ours
        ):
            if of in at and at[of] != before:
                yield f"{kind} {of} leaves {before} in change {number} and stood at {at[of]}"
            at[of] = after
        stands = dict(tuple(row) for row in store.rows(f"SELECT id, stage FROM {kind}"))  # noqa: S608 -- as above
        yield from (
            f"{kind} {of} stands at {stands.get(of)} and went to {last}"
            for of, last in at.items()
            if stands.get(of) != last
        )


def sessions(store: Store) -> Iterator[str]:
    """I19: nobody who was shut out has a session that lives."""
    for (number,) in store.rows(
        'SELECT s.id FROM user_session s JOIN "user" u ON u.id = s.user_id WHERE s.ended_at IS NULL AND NOT u.is_active'
    ):
        yield f"session {number} of somebody who was shut out is alive"


def integrity(store: Store) -> Iterator[str]:
    """I18: the database finds itself whole, and no row refers to one that is not there."""
    if store.connection.dialect.name != "sqlite":
        yield from _references(store)
        yield from _checks(store)  # its pages are for pg_amcheck
        return
    for (said,) in store.rows("PRAGMA integrity_check"):
        if said != "ok":
            yield said
    for table, row, parent, _ in store.rows("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} refers to nothing in {parent}"


def _references(store: Store) -> Iterator[str]:
    """Ask of every reference that PostgreSQL is to hold whether it held, since its owner can keep it from doing so."""
    for table, column, parent, key in store.rows(
        "SELECT c.conrelid::regclass::text, quote_ident(a.attname), "
        "c.confrelid::regclass::text, quote_ident(b.attname) "
        "FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] "
        "JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1] "
        "WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace ORDER BY c.conname"
    ):
        for (row,) in store.rows(
            f"SELECT r.ctid::text FROM {table} r WHERE r.{column} IS NOT NULL "  # noqa: S608 -- names the database gave
            f"AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE p.{key} = r.{column})"
        ):
            yield f"row {row} of {table} refers to nothing in {parent}"


def _checks(store: Store) -> Iterator[str]:
    """Ask the same of every condition that a row must meet."""
    for table, name, condition in store.rows(
        "SELECT conrelid::regclass::text, conname, pg_get_expr(conbin, conrelid) FROM pg_constraint "
        "WHERE contype = 'c' AND conrelid <> 0 AND connamespace = 'public'::regnamespace ORDER BY conname"
    ):
        said = condition.replace(":", "\\:")  # a colon names nothing here
        for (row,) in store.rows(f"SELECT ctid::text FROM {table} WHERE NOT ({said})"):  # noqa: S608 -- as above
            yield f"row {row} of {table} breaks {name}"


def canaries(store: Store) -> Iterator[str]:
    """I17: words that were sealed lie plain nowhere: not in the database, its log, files, uploads or mail."""
    for path in (*store.loose, *store.stored()):
        if path.is_file():
            content = path.read_bytes()
            yield from (f"“{word}” lies plain in {path.name}" for word in store.canaries if word.encode() in content)
