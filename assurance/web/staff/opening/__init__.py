"""Final tenders: opening them together, checking compliance, reading what is opened."""

from assurance.web.staff.opening import form_questions, payment, prices
from assurance.web.staff.opening.routes import blueprint

__all__ = ["blueprint", "form_questions", "payment", "prices"]
