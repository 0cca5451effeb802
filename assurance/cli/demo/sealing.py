"""The key of the tender box: three holders set up their own keys, and the officer gives each a share of it."""

from __future__ import annotations

from assurance.cli.demo.people import PASSPHRASES
from assurance.cli.demo.play import Scene
from assurance.persistence.queries.sealing import find_holder_key
from assurance.services.sealing import holder_keys, tender_keys


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
