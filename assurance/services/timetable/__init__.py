"""The timetable of a procurement: proposed, changed by the officer, shown beside what has happened."""

from assurance.services.timetable.following import Followed, KeyDate, following, key_dates, soonest
from assurance.services.timetable.planning import change, procedure_stages, propose, stages_ahead
from assurance.services.timetable.published import indicative
from assurance.services.timetable.showing import Row, View, calendar, due_day, service_day, view

__all__ = [
    "Followed",
    "KeyDate",
    "Row",
    "View",
    "calendar",
    "change",
    "due_day",
    "following",
    "indicative",
    "key_dates",
    "procedure_stages",
    "propose",
    "service_day",
    "soonest",
    "stages_ahead",
    "view",
]
