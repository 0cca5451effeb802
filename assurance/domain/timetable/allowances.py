"""How long each stage usually takes: allowances for planning, which an officer may change. No law sets any of them."""

from __future__ import annotations

from assurance.domain.stages import Stage

WORKING_DAYS: dict[Stage, int] = {
    Stage.PLANNING: 20,
    Stage.ENGAGEMENT: 20,
    Stage.CHECKPOINT_1: 10,
    Stage.SELECTION: 10,
    Stage.DIALOGUE_1: 20,
    Stage.DOWN_SELECT: 10,
    Stage.DIALOGUE_2: 15,
    Stage.DIALOGUE_CLOSED: 3,
    Stage.OPENING: 2,
    Stage.SCORING: 15,
    Stage.MODERATION: 5,
    Stage.RANKING: 2,
    Stage.RECOMMENDATION: 10,
    Stage.CHECKPOINT_2: 10,
    Stage.INTENTION: 3,
    Stage.AWARD: 2,
    Stage.CONTRACT: 10,
    Stage.CHECKPOINT_3: 60,
}
"""Working days of each stage, the first and the last counted. Checkpoint 3 holds the whole mobilisation."""

DAYS_WITHOUT_MINIMUM: dict[Stage, int] = {Stage.CALL: 30, Stage.FINAL_TENDERS: 30}
"""Calendar days bidders are given where the law leaves it to what is fair."""
