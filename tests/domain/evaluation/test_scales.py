from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from assurance.domain.evaluation.scales import (
    SCALES,
    ZERO_TO_FIVE,
    ZERO_TO_FOUR,
    Descriptor,
    Scale,
    find_scale,
)


@pytest.mark.parametrize("scale", SCALES)
def test_the_scales_offered_are_sound_and_name_their_source(scale: Scale) -> None:
    assert scale.faults() == ()
    assert scale.source


def test_scales_are_found_by_their_top_mark() -> None:
    assert (find_scale(5), find_scale(4), find_scale(7)) == (ZERO_TO_FIVE, ZERO_TO_FOUR, None)
    assert (ZERO_TO_FOUR.describe(4) or ZERO_TO_FOUR.descriptors[0]).label == "Excellent"
    assert ZERO_TO_FOUR.describe(5) is None


@pytest.mark.parametrize(
    ("scale", "path"),
    [
        (replace(ZERO_TO_FIVE, top=6), "descriptors"),
        (replace(ZERO_TO_FIVE, descriptors=ZERO_TO_FIVE.descriptors[1:]), "descriptors"),
        (replace(ZERO_TO_FIVE, descriptors=ZERO_TO_FIVE.descriptors * 2), "descriptors"),
        (Scale("none", 0, (Descriptor(0, "Nothing", "Nothing"),)), "top"),
        (Scale("bare", 1, (Descriptor(0, "No", "Not met"), Descriptor(1, "Yes", " "))), "descriptors[1]"),
    ],
)
def test_a_scale_describes_every_mark_once(scale: Scale, path: str) -> None:
    assert [fault.path for fault in scale.faults()] == [path]


@pytest.mark.parametrize(("mark", "on"), [("0", True), ("5", True), ("6", False), ("2.5", False), ("-1", False)])
def test_only_whole_marks_up_to_the_top_are_on_the_scale(mark: str, on: bool) -> None:
    assert ZERO_TO_FIVE.has(Decimal(mark)) is on
