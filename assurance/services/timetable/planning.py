"""Proposing a timetable, and changing the days of one stage of it. Warnings never stop either: a plan is not an act."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.deadlines import LONDON
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.stages import PATH, TERMINAL_STAGES, Stage
from assurance.domain.timetable import Basis, Plan, Span, backwards, forwards
from assurance.domain.timetable.direction import Direction
from assurance.persistence.models import Procurement, Timetable, TimetableStage
from assurance.persistence.queries.timetable import find_timetable
from assurance.services import audit
from assurance.services.permission import demand

CHANGED = "The timetable was changed by someone else after you opened the page"


def basis(procurement: Procurement) -> Basis:
    """Return under which regime, and in which circumstances, the dates of a procurement are counted."""
    return Basis(procurement.procedure.regime.value, procurement.given)


def procedure_stages(procurement: Procurement) -> list[Stage]:
    """List the stages its procedure passes through, in order."""
    passed = {stage for move in procurement.procedure.moves for stage in (*move.source, move.dest)}
    return [stage for stage in PATH if stage in passed]


def stages_ahead(procurement: Procurement) -> list[Stage]:
    """List the stage it is at and those still to come; none once it is over."""
    if procurement.stage in TERMINAL_STAGES:
        return []
    stages = procedure_stages(procurement)
    return stages[stages.index(procurement.stage) :]


def propose(
    session: Session,
    *,
    procurement: Procurement,
    direction: Direction,
    anchor_on: date,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> Timetable:
    """Work out every stage from the present one on, in place of what was planned for them before.

    Raises `InvalidInput` naming `anchor_on` for a day in the past, and where the bank holidays are not known;
    `Conflict` once the procurement is over and when somebody else was quicker.
    """
    demand(actor, Permission.PROCUREMENT_RUN, procurement, act="propose a timetable")
    ahead = stages_ahead(procurement)
    if not ahead:
        raise Conflict("The procurement is over: there is nothing left to plan")
    if anchor_on < now.astimezone(LONDON).date():
        raise InvalidInput("anchor_on", "The day must not be in the past")
    found = find_timetable(session, procurement.id)
    _check_version(found, version)
    work_out = forwards if direction is Direction.FORWARDS else backwards
    plan = work_out(anchor_on, ahead, basis(procurement))
    row = found or Timetable(procurement_id=procurement.id)
    row.direction, row.anchor_on, row.proposed_by_id = direction, anchor_on, actor.user_id
    row.proposed_at = row.changed_at = now
    session.add(row)
    _replace(row, plan)
    if found is not None:
        flag_modified(row, "changed_at")
    session.flush()  # a clash with another proposal shows here
    audit.record(
        session, tag="timetable:proposed", actor=actor, now=now, procurement=procurement, direction=direction,
        anchor_on=anchor_on, begins_on=plan.begins_on, ends_on=plan.ends_on,
    )  # fmt: skip
    return row


def _replace(row: Timetable, plan: Plan) -> None:
    """Put the proposed days in; stages that are over keep the days that were planned for them."""
    known = {each.stage: each for each in row.stages}
    for span in plan.spans:
        stage = known.get(span.stage)
        if stage is None:
            row.stages.append(_stage(span))
        else:
            stage.starts_on, stage.ends_on, stage.is_changed = span.starts_on, span.ends_on, False


def _stage(span: Span) -> TimetableStage:
    return TimetableStage(stage=span.stage, starts_on=span.starts_on, ends_on=span.ends_on, is_changed=False)


def change(
    session: Session,
    *,
    procurement: Procurement,
    stage: Stage,
    starts_on: date,
    ends_on: date,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> TimetableStage:
    """Plan other days for one stage. The others stay as they are; where they now clash, the timetable says so."""
    demand(actor, Permission.PROCUREMENT_RUN, procurement, act="change the timetable")
    found = find_timetable(session, procurement.id)
    row = next((each for each in found.stages if each.stage is stage), None) if found else None
    if found is None or row is None:
        raise Conflict("There is no timetable yet: propose one first")
    _check_version(found, version)
    if stage not in stages_ahead(procurement):
        raise Conflict(f"“{stage.label}” is over: its planned days stay beside what happened")
    if ends_on < starts_on:
        raise InvalidInput("ends_on", "The last day must not be before the first")
    before = f"{row.starts_on.isoformat()}/{row.ends_on.isoformat()}"
    row.starts_on, row.ends_on, row.is_changed = starts_on, ends_on, True
    found.changed_at = now
    flag_modified(found, "changed_at")  # the version moves although only a stage was changed
    audit.record(
        session, tag="timetable:changed", actor=actor, now=now, procurement=procurement, subject=stage.value,
        before=before, after=f"{starts_on.isoformat()}/{ends_on.isoformat()}",
    )  # fmt: skip
    return row


def _check_version(found: Timetable | None, version: int | None) -> None:
    """Refuse a change by someone who was shown another state; nought is no timetable yet."""
    if version is not None and version != (found.version if found else 0):
        raise Conflict(CHANGED)
