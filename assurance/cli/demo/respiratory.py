"""A second programme, planned as far as the market and left there, so that a person can make the walk by hand."""

from __future__ import annotations

from assurance.cli.demo import planning, programme
from assurance.cli.demo.play import Step, london

RESPIRATORY = "respiratory"

STEPS = (
    Step(london(2026, 3, 2, 10), RESPIRATORY, planning.start, "a second programme, for you to walk by hand"),
    Step(london(2026, 3, 3, 10), RESPIRATORY, planning.set_budget),
    Step(london(2026, 3, 3, 11), RESPIRATORY, planning.classify),
    Step(london(2026, 3, 4, 10), RESPIRATORY, planning.describe_pathways),
    Step(london(2026, 3, 4, 11), RESPIRATORY, programme.define),
    Step(london(2026, 3, 4, 12), RESPIRATORY, programme.involve),
    Step(london(2026, 3, 4, 13), RESPIRATORY, programme.set_envelope),
    Step(london(2026, 3, 5, 10), RESPIRATORY, planning.set_outcomes),
    Step(london(2026, 3, 6, 10), RESPIRATORY, planning.draft_criteria, "planned; it waits for its next move"),
)
