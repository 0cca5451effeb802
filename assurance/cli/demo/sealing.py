"""The key of the tender box: three holders set up their own keys, the officer gives each a share, and two open."""

from __future__ import annotations

from assurance.cli.demo.people import PASSPHRASES
from assurance.cli.demo.play import Scene
from assurance.persistence.queries.sealing import find_holder_key
from assurance.services.ceremony import open_envelope
from assurance.services.sealing import holder_keys, tender_keys


def take_part(scene: Scene, key: str, envelope: str) -> None:
    """Let a holder take part in opening one envelope."""
    open_envelope(
        scene.session, procurement=scene.procurement, passphrase=PASSPHRASES[key], actor=scene.actor(key),
        now=scene.now, stepped_up_at=scene.now, files=scene.play.files, envelope=envelope,
    )  # fmt: skip


def make_key(scene: Scene) -> None:
    """Let the holders set up their keys, if they have none, and make the key of the box: two of three open it."""
    for holder, passphrase in PASSPHRASES.items():
        if find_holder_key(scene.session, scene.play.people[holder].id) is None:
            holder_keys.set_up(
                scene.session, passphrase=passphrase, again=passphrase, actor=scene.actor(holder), now=scene.now,
                stepped_up_at=scene.now,
            )  # fmt: skip
    scene.session.flush()
    tender_keys.make(
        scene.session, procurement=scene.procurement, actor=scene.actor("officer"), now=scene.now,
        holder_ids=[scene.play.people[holder].id for holder in PASSPHRASES], stepped_up_at=scene.now,
    )  # fmt: skip
