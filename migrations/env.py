"""What Alembic runs: the connection and its one transaction come from `assurance.persistence.migrate`."""

from __future__ import annotations

from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import JSON, TypeDecorator

from assurance.persistence.base import Base


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | bool:
    """Write plain column types into migrations, so that they never depend on today's classes."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    if kind == "type" and isinstance(item, JSON):
        return 'sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql")'
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
