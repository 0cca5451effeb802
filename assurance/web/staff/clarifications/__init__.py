"""Questions of bidders, addenda, and deadlines that are moved."""

from assurance.web.staff.clarifications import addenda, answers, deadlines, held
from assurance.web.staff.clarifications.routes import blueprint

__all__ = ["addenda", "answers", "blueprint", "deadlines", "held"]
