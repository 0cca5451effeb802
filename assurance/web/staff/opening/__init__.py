"""Final tenders: opening them together, checking compliance, reading what is opened."""

from assurance.web.staff.opening import cover, form_questions, payment, prices
from assurance.web.staff.opening.routes import blueprint

__all__ = ["blueprint", "cover", "form_questions", "payment", "prices"]
