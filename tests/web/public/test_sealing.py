"""Anybody can get what it takes to check a receipt or a pack, without signing in."""

from __future__ import annotations

import hashlib

from flask import Flask

from assurance.adapters.seal import read_certificates


def test_the_certificate_of_packs_is_published_under_its_fingerprint(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/sealing/").get_data(as_text=True)
    download = client.get("/sealing/pack-certificate.pem")

    fingerprint = hashlib.sha256(read_certificates(download.data)[0].dump()).hexdigest()
    assert fingerprint in page
    assert download.headers["Content-Disposition"] == f'attachment; filename="packs-{fingerprint[:16]}.pem"'
    assert b"PRIVATE" not in download.data
