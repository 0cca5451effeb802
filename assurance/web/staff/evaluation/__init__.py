"""The panel's work: duties, conflicts, individual marks, agreed marks and the ranking."""

from assurance.web.staff.evaluation import (
    abnormal,
    conflicts,
    drafts,
    invitations,
    moderation,
    my_list,
    progress,
    ranking,
    reminded,
    scoring,
)
from assurance.web.staff.evaluation.routes import blueprint

__all__ = [
    "abnormal",
    "blueprint",
    "conflicts",
    "drafts",
    "invitations",
    "moderation",
    "my_list",
    "progress",
    "ranking",
    "reminded",
    "scoring",
]
