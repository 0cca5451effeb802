"""The one door to the workflow engine (DBOS): put work in the caller's transaction, and run it to its end once.

The engine keeps its tables in the same database as ours, on SQLite and PostgreSQL alike, so that work and the
decision it belongs to are stored together or not at all. A job is a series of named steps; a step that has been
done is not done again after a crash, the next one is. What a step returns is kept as JSON, never pickled.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session

from assurance.adapters.worker_slots import Slot, take_free_slot, try_slot

if TYPE_CHECKING:
    from dbos import DBOSClient

Payload = Mapping[str, Any]
Job = Callable[[Payload], None]
T = TypeVar("T")

ENGINE_TABLES = frozenset(
    {
        "application_versions", "dbos_migrations", "notifications", "operation_outputs", "queues", "streams",
        "workflow_events", "workflow_events_history", "workflow_input", "workflow_output", "workflow_schedules",
        "workflow_status",
    }
)  # fmt: skip
"""The engine's own tables on SQLite, which our migrations leave alone; on PostgreSQL they have the schema `dbos`."""

_APPLICATION = "assurance"
_VERSION = "1"  # fixed, so that a new release goes on with the work of the one before
_QUEUE = "work"
_WORKFLOW = "assurance_job"
_ATTEMPTS = 5
_BUSY_TIMEOUT_MS = 30_000
STEP_TRIES, _FIRST_PAUSE_SECONDS = 4, 1.0
"""How often a step is tried that raises what nobody foresaw, and the first pause between; each is twice as long."""
_IN_HAND = ["ENQUEUED", "PENDING", "DELAYED"]
_FAILED = ["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
_LOST_AT_ONCE = 100
_jobs: dict[str, Job] = {}


def install(url: str) -> None:
    """Create or bring up to date the engine's tables; safe to repeat."""
    from dbos._sys_db import SystemDatabase

    engine = _engine(url)
    try:
        database = SystemDatabase.create(
            system_database_url=url, engine_kwargs={}, engine=engine, schema="dbos", serializer=_serializer(),
            executor_id=None, app_name=_APPLICATION,
        )  # fmt: skip
        database.run_migrations()
    finally:
        engine.dispose()


def enqueue(session: Session, name: str, *, key: str, payload: Payload) -> None:
    """Put a job in the caller's transaction: it exists if and when that commits. The same key twice is one job."""
    engine = session.get_bind()
    if not isinstance(engine, Engine):
        raise TypeError("work is put through a session of an engine, not of a bare connection")
    _composer(engine.dialect.name).enqueue_in_transaction(
        session,
        {"workflow_name": _WORKFLOW, "queue_name": _QUEUE, "workflow_id": key, "app_version": _VERSION},
        name,
        dict(payload),
    )


def is_quiet(url: str) -> bool:
    """Say whether no job waits or runs anywhere, without working itself."""
    engine = _engine(url)
    try:
        found = _make_client(engine).list_workflows(status=_IN_HAND, name=_WORKFLOW, limit=1, load_input=False)
        return not found
    finally:
        engine.dispose()


@dataclass(frozen=True, slots=True)
class Jobs:
    """How many jobs wait or run since before an instant, and how many have ended without finishing."""

    waiting: int
    failed: int


def count(url: str, *, begun_before: datetime) -> Jobs:
    """Count jobs, by the clock of the machines and at most a thousand of each, without working itself."""
    engine = _engine(url)
    try:
        client: Any = _make_client(engine)
        load: dict[str, Any] = {"name": _WORKFLOW, "limit": 1_000, "load_input": False}
        waiting = client.list_workflows(status=_IN_HAND, end_time=begun_before.isoformat(), **load)
        failed = client.list_workflows(status=_FAILED, load_output=False, **load)
        return Jobs(len(waiting), len(failed))
    finally:
        engine.dispose()


def step(name: str, act: Callable[[], T]) -> T:
    """Do one step of the job at hand and keep what it returns (JSON); after a crash, return that without doing it.

    What it raises may be over in a moment, as when a database is started again: it is tried a few times.
    """
    from dbos import DBOS, StepOptions
    from dbos._error import DBOSMaxStepRetriesExceeded

    patient = StepOptions(
        name=name, retries_allowed=True, max_attempts=STEP_TRIES, interval_seconds=_FIRST_PAUSE_SECONDS, backoff_rate=2
    )
    try:
        return DBOS.run_step(patient, act)
    except DBOSMaxStepRetriesExceeded as given_up:
        raise given_up.errors[-1] from None


def payload_of(session: Session, key: str) -> dict[str, Any] | None:
    """Return what a job was to do, or nothing where it is no longer on record."""
    bind = session.get_bind()
    if not isinstance(bind, Engine):
        raise TypeError("work is looked for through a session of an engine, not of a bare connection")
    engine = _engine(bind.url.render_as_string(hide_password=False))
    try:
        found: Any = _make_client(engine).list_workflows(workflow_ids=[key], name=_WORKFLOW, load_output=False)
        return dict(found[0].input["args"][1]) if found and found[0].input else None
    finally:
        engine.dispose()


@dataclass(frozen=True, slots=True)
class Lost:
    """A job that ended without finishing."""

    key: str
    job: str
    payload: dict[str, Any]
    fault: str
    """The kind of what it raised last; nothing where every worker died that had it in hand."""


def _lost(work: Any) -> Lost:
    job, payload = work.input["args"]
    return Lost(work.workflow_id, job, payload, _kind(work.error))


def _kind(fault: BaseException | None) -> str:
    """Return the kind of a fault; what it said may hold what people wrote."""
    return "" if fault is None else str(getattr(fault, "name", "") or type(fault).__name__)


@dataclass(frozen=True)
class Worker:
    """A running worker in this process. There is one at a time, because the engine is one per process."""

    engine: Engine
    slot: Slot
    client: DBOSClient

    @classmethod
    def start(cls, url: str, jobs: Mapping[str, Job], *, concurrency: int = 1) -> Worker:
        """Start working: what the worker that had this slot left behind is taken up first."""
        from dbos import DBOS

        engine = _engine(url)
        slot = take_free_slot(engine)
        _jobs.clear()
        _jobs.update(jobs)
        _register()
        DBOS(config={
            "name": _APPLICATION, "system_database_engine": engine, "executor_id": slot.executor,
            "application_version": _VERSION, "serializer": _serializer(), "log_level": "ERROR",
            "use_listen_notify": False, "max_executor_threads": concurrency + 3,
        })  # fmt: skip
        DBOS.launch()
        DBOS.register_queue(_QUEUE, worker_concurrency=concurrency, polling_interval_sec=0.3)
        return cls(engine, slot, _make_client(engine))

    def adopt(self) -> int:
        """Take over the work of workers that have died in other slots; return how many jobs that was."""
        from dbos import DBOS

        held = {work.executor_id for work in self._list("PENDING") if work.executor_id}
        adopted = 0
        for executor in sorted(held - {self.slot.executor}):
            if free := try_slot(self.engine, int(executor.rpartition("-")[2])):
                adopted += len(DBOS._recover_pending_workflows([executor]))
                free.release()
        return adopted

    def lost(self) -> list[Lost]:
        """Return the newest jobs that ended without finishing: a fault of the program, or too many crashes."""
        found = self.client.list_workflows(status=_FAILED, name=_WORKFLOW, limit=_LOST_AT_ONCE, sort_desc=True)
        return [_lost(each) for each in found if each.input]

    def is_idle(self) -> bool:
        """Say whether no job is waiting or running, here or elsewhere."""
        return not self._list(*_IN_HAND, limit=1)

    def stop(self, *, grace_seconds: int = 20) -> bool:
        """Take no more work, wait for the job in hand, and let go; False if it had to be left for the next worker."""
        from dbos import DBOS

        DBOS.destroy(workflow_completion_timeout_sec=grace_seconds)
        finished = not any(work.executor_id == self.slot.executor for work in self._list("PENDING"))
        if finished:
            self.slot.release()
            self.engine.dispose()
        return finished

    def _list(self, *status: str, limit: int = 100) -> list[Any]:
        return self.client.list_workflows(
            status=list(status), name=_WORKFLOW, limit=limit, sort_desc=True, load_input=False, load_output=False
        )


def _run_job(name: str, payload: dict[str, Any]) -> None:
    _jobs[name](payload)


@functools.cache
def _register() -> None:
    from dbos import DBOS

    DBOS.workflow(name=_WORKFLOW, max_recovery_attempts=_ATTEMPTS)(_run_job)


@functools.cache
def _composer(dialect: str) -> DBOSClient:
    """Return a client that connects to nothing: it composes statements, which the caller's session runs."""
    return _make_client(create_engine("sqlite://" if dialect == "sqlite" else "postgresql+psycopg://"))


def _make_client(engine: Engine) -> DBOSClient:
    from dbos import DBOSClient

    return DBOSClient(system_database_engine=engine, serializer=_serializer(), lazy=True, application_name=_APPLICATION)


def _serializer() -> Any:
    from dbos import DBOSPortableJSONSerializer

    return DBOSPortableJSONSerializer()


def _engine(url: str) -> Engine:
    """Open the database for the engine, on SQLite with the durability and the patience our own sessions have."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url)
    event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _set_up_sqlite(connection: Any, record: object) -> None:
    # The driver begins IMMEDIATE at the first write: writers queue, and polling reads take no lock.
    connection.isolation_level = "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_BUSY_TIMEOUT_MS}"):
        connection.execute(f"PRAGMA {pragma}")
