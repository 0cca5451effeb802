"""The evaluation pack for one bidder: its own marks and reasons and those of the winner, with everything else removed.

What is removed is not covered but absent: from the pages, the attached file and the properties of the document.
Whoever asks for more makes a representation and is given records passage by passage (PSR 2023 reg 12(4)(b), (5)).
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import rfc8785
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict
from assurance.packs.evaluation_bids import BidRecord, gather_bids
from assurance.packs.evaluation_offers import OfferRecord
from assurance.packs.evaluation_pack import question_parts
from assurance.packs.evaluation_result import EarnedTable, Ranking, RankRow, confirmed, make_ranking
from assurance.packs.evaluation_setting import CriterionRecord, gather_setting
from assurance.packs.heading import AuditHead, Heading, audit_head, heading
from assurance.packs.printing import Attachment
from assurance.packs.redacting import Redactor
from assurance.packs.snapshot import AttachedFile, Part, Snapshot, attached, snapshot
from assurance.packs.wording import counted
from assurance.persistence.queries import evidence
from assurance.persistence.queries.awards import list_letters
from assurance.persistence.queries.bids import list_in_procurement
from assurance.persistence.queries.criteria import get_tree
from assurance.persistence.queries.disclosure import find_winner, list_evaluators
from assurance.persistence.queries.procurements import list_people

if TYPE_CHECKING:
    from assurance.persistence.models import Bid, Procurement

KIND = "redacted_pack"
OTHER = "another bidder"
WITHHELD = "Withheld"
NOTHING_OFFERED = OfferRecord(partners=(), years=(), cover=(), findings=(), promises=())
PERSONAL = "Personal data"
COMMERCIAL = "It would prejudice legitimate commercial interests"
NOT_YET = "This bidder has not been told the outcome yet. Its pack can be printed once its letter is issued."


@dataclass(frozen=True, slots=True)
class RedactedContent:
    """Everything the pack prints."""

    heading: Heading
    to: str
    sentences: tuple[str, ...]
    criteria: tuple[CriterionRecord, ...]
    scale: tuple[tuple[str, str, str], ...]
    rows: tuple[RankRow, ...]
    bids: tuple[BidRecord, ...]
    ranking: Ranking
    """Only what these bids earned; nothing of any other."""
    register: tuple[tuple[str, str, str], ...]
    """What was removed, why, and how often."""
    attachments: tuple[AttachedFile, ...]
    audit: AuditHead


def name_of(session: Session, procurement: Procurement, subject: str) -> str:
    """Return the title, or raise `Conflict` while the bidder has not been told the outcome."""
    return _title(_told(session, procurement, subject))


def gather(session: Session, procurement: Procurement, subject: str) -> Snapshot:
    """Gather the pack of the bid with a public id; raise `Conflict` before its letter, `NotFound` before a result."""
    own = _told(session, procurement, subject)
    row = evidence.get_result(session, procurement.id)
    evaluation, result = confirmed(row)
    entered = list_in_procurement(session, procurement.id)
    shown = _shown(session, own)
    redactor = Redactor(_labels(session, procurement, entered, shown))
    names = {evidence.result_id(bid): bid.organisation.name for bid in entered}
    ranking = make_ranking(evaluation, result, get_tree(session, procurement.id), names)
    setting = gather_setting(session, procurement)
    head = audit_head(session, procurement.id)
    content = RedactedContent(
        heading=heading(procurement, title=_title(own), variant=f"Redacted for {own.organisation.name}", as_at=head.at),
        to=own.organisation.name,
        sentences=_sentences(ranking, shown),
        criteria=tuple(replace(each, evaluators="") for each in setting.criteria),
        scale=setting.scale,
        rows=tuple(each for each in ranking.rows if each.id in _ids(shown)),
        bids=tuple(_in_order(redactor.record(_bid(each, own))) for each in gather_bids(session, procurement, shown)),
        ranking=_only(ranking, shown, own),
        register=(),
        attachments=(),
        audit=head,
    )
    return _sealed(replace(content, register=_register(redactor, shown)), _title(own))


def parts(content: RedactedContent) -> tuple[Part, ...]:
    """List the parts the pack is made of."""
    return (
        Part("About this pack", "about.html"),
        *(
            part
            for number, bid in enumerate(content.bids)
            for part in (
                Part(f"Evidence on {bid.name}", "bid.html", number, alone=True),
                *question_parts(number, bid.name, bid.questions),
            )
        ),
        Part("Files", "files.html"),
    )


def _title(own: Bid) -> str:
    return f"Evaluation of the bid of {own.organisation.name}"


def _told(session: Session, procurement: Procurement, subject: str) -> Bid:
    for letter in list_letters(session, procurement.id):
        if letter.bid.public_id == subject and letter.issued_at is not None:
            return letter.bid
    raise Conflict(NOT_YET)


def _shown(session: Session, own: Bid) -> list[Bid]:
    winner = find_winner(session, own.procurement_id)
    return [own] if winner is None or winner.id == own.id else [own, winner]


def _ids(bids: list[Bid]) -> set[str]:
    return {evidence.result_id(bid) for bid in bids}


def _labels(session: Session, procurement: Procurement, entered: list[Bid], shown: list[Bid]) -> dict[str, str]:
    """Say what stands in place of each name: a role, the number of an evaluator, or that it is another bidder."""
    labels = {each.user.name: f"the {each.role.label.lower()}" for each in list_people(session, procurement.id)}
    evaluators = list_evaluators(session, procurement.id)
    names = evidence.names_of(session, evaluators)
    labels |= {names[person]: f"Evaluator {number}" for number, person in enumerate(evaluators, start=1)}
    return labels | {bid.organisation.name: OTHER for bid in entered if bid.id not in {each.id for each in shown}}


def _bid(record: BidRecord, own: Bid) -> BidRecord:
    """Return a bid as it may be shown: of another than its own bidder no price and nothing that was offered."""
    if record.id == evidence.result_id(own):
        return record
    facts = tuple(fact for fact in record.facts if not fact[0].startswith("Price offered"))
    return replace(record, facts=facts, offer=NOTHING_OFFERED)


def _in_order(record: BidRecord) -> BidRecord:
    """Put marks in the order of the numbers, since the order of the names would tell whose is which."""
    return replace(record, questions=tuple(
        replace(each, marks=tuple(sorted(each.marks, key=lambda mark: (len(mark.evaluator), mark.evaluator))))
        for each in record.questions
    ))  # fmt: skip


def _only(ranking: Ranking, shown: list[Bid], own: Bid) -> Ranking:
    mine = evidence.result_id(own)
    earned = tuple(
        table if table.id == mine else _without_prices(table) for table in ranking.earned if table.id in _ids(shown)
    )
    return replace(ranking, rows=(), eliminated=(), ties=(), sentences=(), flips=(), prices=(), bars=(), earned=earned)


def _without_prices(table: EarnedTable) -> EarnedTable:
    return replace(
        table, rows=tuple(replace(row, mark=WITHHELD) if row.mark.startswith("£") else row for row in table.rows)
    )


def _sentences(ranking: Ranking, shown: list[Bid]) -> tuple[str, ...]:
    others = len([row for row in ranking.rows if row.id not in _ids(shown)])
    told = [
        f"{row.name} was ranked {row.rank} with {row.total} points of 100." if row.total else f"{row.name} is out."
        for row in ranking.rows
        if row.id in _ids(shown)
    ]
    told += [words for name, words in ranking.eliminated if name == shown[0].organisation.name]
    return (*told, f"{counted(others, 'other bid')} took part and {'is' if others == 1 else 'are'} not shown here.")


def _register(redactor: Redactor, shown: list[Bid]) -> tuple[tuple[str, str, str], ...]:
    """List what was removed; names are counted, so that a reader sees that something was there."""
    found = [(f"A name; in its place stands “{label}”", _why(label), counted(count, "time"))
             for label, count in sorted(redactor.counts.items())]  # fmt: skip
    if len(shown) > 1:
        winner = shown[1].organisation.name
        found.append((f"The prices, partners, cover of care and promises of {winner}", COMMERCIAL, "All of them"))
    return (*found, ("Everything about the other bids", COMMERCIAL, "All of it"))


def _why(label: str) -> str:
    return COMMERCIAL if label == OTHER else PERSONAL


def _sealed(content: RedactedContent, title: str) -> Snapshot:
    """Attach what is printed as data, and nothing that is not printed."""
    data = {key: dataclasses.asdict(content)[key] for key in ("to", "sentences", "rows", "bids", "register")}
    file = Attachment("redacted.json", "What this pack prints of the marks and reasons, as data", rfc8785.dumps(data))
    whole = replace(content, attachments=(attached(file),))
    return snapshot(KIND, title, content.audit.instant, whole, (file,))
