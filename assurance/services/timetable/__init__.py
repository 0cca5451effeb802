"""The timetable of a procurement: proposed, changed by the officer, shown beside what has happened."""

from assurance.services.timetable.planning import change, procedure_stages, propose, stages_ahead
from assurance.services.timetable.showing import Row, View, calendar, due_day, service_day, view

__all__ = [
    "Row",
    "View",
    "calendar",
    "change",
    "due_day",
    "procedure_stages",
    "propose",
    "service_day",
    "stages_ahead",
    "view",
]
