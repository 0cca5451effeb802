"""The guides, one file for each role."""

from docs.making.guide import Guide
from docs.making.roles import (
    approver,
    auditor,
    bidder,
    contract_manager,
    evaluator,
    key_holder,
    moderator,
    officer,
    reviewer,
)

GUIDES: tuple[Guide, ...] = (
    officer.GUIDE,
    bidder.GUIDE,
    evaluator.GUIDE,
    moderator.GUIDE,
    reviewer.GUIDE,
    approver.GUIDE,
    contract_manager.GUIDE,
    auditor.GUIDE,
    key_holder.GUIDE,
)
