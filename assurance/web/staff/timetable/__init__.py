"""The timetable of a procurement: planned and actual days of every stage, with warnings."""

from assurance.web.staff.timetable.routes import blueprint

__all__ = ["blueprint"]
