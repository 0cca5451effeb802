"""What a trial that was kept still asks: the dangers it found that nobody has answered with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assurance.domain.evaluation.wind_tunnel.finding import Severity


def is_danger(finding: Mapping[str, Any]) -> bool:
    """Say whether a finding asks for an answer."""
    return bool(finding["severity"] == Severity.DANGER.value)


def unanswered(findings: Mapping[str, Any]) -> tuple[str, ...]:
    """List, in their words, the dangers without an answer."""
    return tuple(each["found"] for each in findings["findings"] if is_danger(each) and not each.get("reason"))
