"""Names of files that lead elsewhere, lie about themselves, or are in another script, sent as a browser sends them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.http import parse_options_header

from assurance.persistence.models import BidDocument
from assurance.persistence.session import Database
from tests.factories.files import pdf
from tests.web.supplier.bids.test_uploads import MULTIPART, multipart, start

SignIn = Callable[[str], FlaskClient]
SHOWN = [
    ("../../etc/plan.pdf", "plan.pdf"), ("..\\\\..\\\\plan.pdf", "plan.pdf"), ("/etc/passwd", "passwd.pdf"),
    ("CON", "CON.pdf"), (".htaccess", ".htaccess.pdf"), ("~root", "~root.pdf"), ("投标.pdf", "投标.pdf"),
    ("ЦЕНА £ naïve.pdf", "ЦЕНА £ naïve.pdf"), ("a;b, c=d'.pdf", "a;b, c=d'.pdf"), ("%2e%2e%2fx.pdf", "%2e%2e%2fx.pdf"),
]  # fmt: skip
"""What is sent, and what it is called from then on."""
REFUSED = [
    "a\x00b.pdf",
    "a\r\nSet-Cookie: x=1.pdf",
    "a\u202efdp.exe",
    "a\u200bb.pdf",
    "x" * 400 + ".pdf",
    "...",
    "a\x1b[31m.pdf",
]


@pytest.mark.parametrize(("sent", "shown"), SHOWN)
def test_a_name_is_shown_and_given_back_and_leads_nowhere(
    sign_in: SignIn, app: Flask, database: Database, bid_id: str, sent: str, shown: str
) -> None:
    alder, page = sign_in("alder"), f"/supplier/bids/{bid_id}/documents"
    assert alder.post(page, data=multipart(sent, pdf()), content_type=MULTIPART).status_code == 302
    with database.reading() as session:
        kept = session.scalars(select(BidDocument)).one()
        assert kept.name == shown
    answer = alder.get(f"{page}/{kept.public_id}")
    assert answer.data == pdf()
    kind, named = parse_options_header(answer.headers["Content-Disposition"])
    assert (kind, named["filename"]) == ("attachment", shown)
    lying = [path for path in app.extensions["assurance_settings"].instance.rglob("*") if path.is_file()]
    assert [path.parent.parent.name for path in lying if path.name == kept.storage_key] == ["files"]
    assert not [path for path in lying if path.name in {sent, shown}]


@pytest.mark.parametrize("sent", REFUSED, ids=[ascii(each[:12]) for each in REFUSED])
def test_a_name_that_cannot_be_shown_is_refused(sign_in: SignIn, database: Database, bid_id: str, sent: str) -> None:
    answer = start(sign_in("alder"), bid_id, sent)
    assert (answer.status_code, "name" in answer.json["reason"]) == (422, True)
    assert "Set-Cookie" not in str(answer.headers)
    with database.reading() as session:
        assert session.scalars(select(BidDocument)).all() == []


def test_a_quote_in_a_name_stays_in_the_name(sign_in: SignIn, database: Database, bid_id: str) -> None:
    """A name that looks as if another were to follow is one name, escaped where it is given back."""
    alder, page = sign_in("alder"), f"/supplier/bids/{bid_id}/documents"
    sent = multipart('plan\\";filename=\\"evil.pdf', pdf())
    assert alder.post(page, data=sent, content_type=MULTIPART).status_code == 302
    with database.reading() as session:
        kept = session.scalars(select(BidDocument)).one()
    answer = alder.get(f"{page}/{kept.public_id}")
    assert parse_options_header(answer.headers["Content-Disposition"])[1] == {"filename": kept.name}
    assert kept.name == 'plan";filename="evil.pdf'
