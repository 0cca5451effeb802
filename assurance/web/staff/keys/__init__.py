"""My key: the key to which my shares of tender boxes are sealed."""

from assurance.web.staff.keys.routes import blueprint

__all__ = ["blueprint"]
