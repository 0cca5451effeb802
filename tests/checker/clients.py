"""I16 and I21: what clients sent is not left lying half done, and what they were answered is on record, each once."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterator

from tests.checker.store import Store

DAY_SECONDS = 86_400
PART = re.compile(r"(\d{15})\.part")
ANSWERED, LOST = range(200, 400), 0
"""A page or a redirect is an acknowledgement; 0 stands for an answer that never came."""
ACTS = {
    re.compile(r"/supplier/bids/([^/]+)/submit"): ("bid:submitted", "{0}"),
    re.compile(r"/supplier/bids/([^/]+)/take-back"): ("bid:taken-back", "{0}"),
    re.compile(r"/staff/procurements/[^/]+/evaluation/score/([^/]+)/([^/]+)"): ("mark:saved", "{0}/{1}"),
}
"""By the address of a form: the tag of its entry, and what that is about."""


def staging(store: Store) -> Iterator[str]:
    """I16: an upload on its way is known to a row, or younger than a day, and none of it lacks what its row has."""
    folder = store.instance / "uploads" if store.instance else None
    if folder is None or not folder.is_dir():
        return
    known = {name: received for name, received in store.rows("SELECT public_id, received FROM upload")}
    for path in sorted(folder.iterdir()):
        if path.name not in known and path.stat().st_mtime < time.time() - DAY_SECONDS:
            yield f"the upload {path.name} is known to no row and older than a day"
    for name, received in sorted(known.items()):
        parts = {found[1] for path in folder.glob(f"{name}/*.part") if (found := PART.fullmatch(path.name))}
        if received and f"{0:015}" not in parts:
            yield f"the upload {name} has {received} bytes by its row and nothing of them"


def answers(store: Store) -> Iterator[str]:
    """I21: each form that was acknowledged has one entry, however often it was sent; none has more than were sent.

    A client writes down one line for each form that it sends to change something: `who` (e-mail address), `post` (the
    path), `status` (0 where no answer came) and `key`, which is the same when the same form is sent again.
    """
    sent: dict[tuple[str, str, str], dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for line in store.answers:
        for address, (tag, about) in ACTS.items():
            if found := address.fullmatch(line["post"]):
                sent[line["who"], tag, about.format(*found.groups())][line["key"]].add(line["status"])
    for (who, tag, about), forms in sorted(sent.items()):
        acknowledged = sum(any(status in ANSWERED for status in each) for each in forms.values())
        possible = sum(any(status in ANSWERED or status == LOST for status in each) for each in forms.values())
        ((count,),) = store.rows(
            'SELECT COUNT(*) FROM audit_event e JOIN "user" u ON u.id = e.actor_id '
            "WHERE u.email = :who AND e.tag = :tag AND e.subject = :about",
            who=who, tag=tag, about=about,
        )  # fmt: skip
        if not acknowledged <= count <= possible:
            yield f"{who} was answered {acknowledged} forms of {about} and the trail has {count} {tag}"
