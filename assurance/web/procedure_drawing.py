"""Places the stages and moves of a procedure on a drawing: forward down the page, ways back and out beside it."""

from __future__ import annotations

from dataclasses import dataclass

from assurance.domain.procedures.definition import CaseMove, Procedure
from assurance.domain.stages import PATH, Stage

WIDTH, PITCH, HEIGHT, TOP = 720, 62, 34, 8
LEFT, BOX = 8, 236
FIRST_LANE, LANE = 540, 52
OUT = LEFT + BOX + 2 * LANE


@dataclass(frozen=True, slots=True)
class Box:
    """One stage; `y` is its upper edge."""

    label: str
    y: int
    is_here: bool

    @property
    def middle(self) -> int:
        """The height at which lines meet the box."""
        return self.y + HEIGHT // 2


@dataclass(frozen=True, slots=True)
class Arrow:
    """A step to the next stage, with the words beside it."""

    y1: int
    y2: int
    label: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A way back or out: from each of several stages along one line into one."""

    x: int
    sources: tuple[int, ...]
    target: int
    label: str

    @property
    def top(self) -> int:
        """The upper end of the line."""
        return min(*self.sources, self.target)

    @property
    def bottom(self) -> int:
        """The lower end of the line."""
        return max(*self.sources, self.target)


@dataclass(frozen=True, slots=True)
class Diagram:
    """Everything to draw, in the units of the drawing."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    lanes: tuple[Lane, ...]
    width: int
    height: int
    box_x: int = LEFT
    box_width: int = BOX
    box_height: int = HEIGHT


def draw(procedure: Procedure, here: Stage | None = None) -> Diagram:
    """Lay out a procedure; the stage of a procurement is marked as “you are here”."""
    order = [*PATH, Stage.ABANDONED]
    tops = {stage: TOP + index * PITCH for index, stage in enumerate(order)}
    boxes = {stage: Box(stage.label, tops[stage], stage is here) for stage in order}
    forward = [move for move in procedure.moves if _is_next(move)]
    aside = [move for move in procedure.moves if not _is_next(move)]
    return Diagram(
        boxes=tuple(boxes.values()),
        arrows=tuple(
            Arrow(tops[move.source[0]] + HEIGHT, tops[move.dest], move.label) for move in forward
        ),
        lanes=tuple(_lane(move, boxes, FIRST_LANE + LANE * number) for number, move in enumerate(aside)),
        width=WIDTH + max(len(aside) - 3, 0) * LANE,
        height=TOP + len(order) * PITCH,
    )  # fmt: skip


def _is_next(move: CaseMove) -> bool:
    if len(move.source) != 1 or move.dest is Stage.ABANDONED:
        return False
    return PATH.index(move.dest) == PATH.index(move.source[0]) + 1


def _lane(move: CaseMove, boxes: dict[Stage, Box], x: int) -> Lane:
    return Lane(x, tuple(boxes[stage].middle for stage in move.source), boxes[move.dest].middle, move.label)
