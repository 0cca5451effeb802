"""The procedures the system runs, from the tables themselves: who takes which step, under which law, and a drawing."""

from assurance.web.public.procedures.routes import blueprint

__all__ = ["blueprint"]
