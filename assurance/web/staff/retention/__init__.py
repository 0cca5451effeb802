"""How long records are kept, holds on them, and what is erased when its time has come."""

from assurance.web.staff.retention import erasures, holds, periods
from assurance.web.staff.retention.routes import blueprint

__all__ = ["blueprint", "erasures", "holds", "periods"]
