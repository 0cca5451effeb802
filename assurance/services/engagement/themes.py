"""What was heard, theme by theme, and what was changed because of it, or why nothing was; then made public."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput
from assurance.persistence.models import EngagementTheme, Notice, Procurement
from assurance.persistence.queries.engagement import find_engagement, get_theme, list_submitted, list_themes
from assurance.services import audit
from assurance.services.engagement.questionnaire import add_notice, is_open
from assurance.services.planning.draft import line, revise
from assurance.services.planning.programme import record_engagement, why_no_engagement

LEAST = 20


def record_theme(
    session: Session,
    *,
    procurement: Procurement,
    title: str,
    heard: str,
    is_changed: bool,
    outcome: str,
    actor: Actor,
    now: datetime,
) -> EngagementTheme:
    """Record one theme; it names no provider, since it will be public."""
    if why := why_no_engagement(procurement):
        raise Conflict(why)
    revise(procurement)
    title = line(title, "title", "Enter the theme", 160)
    named = select(EngagementTheme.id).where(
        EngagementTheme.procurement_id == procurement.id, EngagementTheme.title == title
    )
    if session.scalar(named) is not None:
        raise InvalidInput("title", f"“{title}” is a theme already: remove it first, then write it anew")
    _check_names(session, procurement, {"title": title, "heard": heard, "outcome": outcome})
    missing = "what was changed" if is_changed else "why nothing was changed"
    theme = EngagementTheme(
        procurement_id=procurement.id, title=title, is_changed=is_changed, written_by_id=actor.user_id,
        heard=_text(heard, "heard", "what was heard"), outcome=_text(outcome, "outcome", missing), written_at=now,
    )  # fmt: skip
    session.add(theme)
    session.flush()
    audit.record(
        session, tag="engagement:theme-recorded", actor=actor, now=now, procurement=procurement, subject=title[:120],
        heard=theme.heard, is_changed=is_changed, outcome=theme.outcome,
    )  # fmt: skip
    return theme


def remove_theme(session: Session, *, procurement: Procurement, theme_id: int, actor: Actor, now: datetime) -> None:
    """Take a theme out before the call is published; what it said stays in the timeline."""
    revise(procurement)
    theme = get_theme(session, procurement.id, theme_id)
    session.delete(theme)
    audit.record(
        session, tag="engagement:theme-removed", actor=actor, now=now, procurement=procurement,
        subject=theme.title[:120],
    )  # fmt: skip


def publish_summary(session: Session, *, procurement: Procurement, actor: Actor, now: datetime) -> Notice:
    """Publish the themes as they stand, once the questionnaire has closed, and keep them as the plan's summary."""
    themes = list_themes(session, procurement.id)
    if not themes:
        raise Conflict("There is nothing to publish yet: record at least one theme")
    engagement = find_engagement(session, procurement.id)
    if engagement is not None and is_open(engagement, now):
        raise Conflict("The questionnaire is still open: publish the summary after it has closed")
    record_engagement(session, procurement=procurement, summary="\n\n".join(map(_said, themes)), actor=actor, now=now)
    answered = len(list_submitted(session, engagement.id)) if engagement else 0
    asked = f"{answered} {'organisation' if answered == 1 else 'organisations'} answered the questionnaire."
    return add_notice(
        session, procurement=procurement, kind="engagement_summary", now=now,
        title="What market engagement changed",
        sections=(
            ("Who answered", asked if engagement else ""),
            *((theme.title, _said(theme, with_title=False)) for theme in themes),
        ),
    )  # fmt: skip


def _said(theme: EngagementTheme, *, with_title: bool = True) -> str:
    head = f"{theme.title}\n" if with_title else ""
    label = "What was changed" if theme.is_changed else "Nothing was changed, because"
    return f"{head}What was heard: {theme.heard}\n{label}: {theme.outcome}"


def _text(text: str, field: str, what: str) -> str:
    text = text.strip()
    if len(text) < LEAST:
        raise InvalidInput(field, f"Say in at least {LEAST} characters {what}")
    return text


def _check_names(session: Session, procurement: Procurement, texts: dict[str, str]) -> None:
    """Refuse a text that names a provider who answered: answers are shown to staff only."""
    engagement = find_engagement(session, procurement.id)
    names = [each.organisation.name for each in list_submitted(session, engagement.id)] if engagement else []
    for field, text in texts.items():
        for name in names:
            if name.casefold() in text.casefold():
                raise InvalidInput(field, f"Do not name “{name}”: what is written here becomes public")
