"""The people of an authority: its board secretary invites them by e-mail."""

from assurance.web.staff.people.routes import blueprint

__all__ = ["blueprint"]
