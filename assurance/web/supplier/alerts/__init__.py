"""What a person is told of by e-mail."""

from assurance.web.supplier.alerts.routes import blueprint

__all__ = ["blueprint"]
