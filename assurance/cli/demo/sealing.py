"""The key of the tender box: three holders set up their own keys, the officer gives each a share, and two open."""

from __future__ import annotations

from assurance.cli.demo.people import PASSPHRASES
from assurance.cli.demo.play import Scene
from assurance.persistence.queries.sealing import find_holder_key
from assurance.services import accounts, demonstration_people, second_factor
from assurance.services.ceremony import open_envelope
from assurance.services.sealing import holder_keys, tender_keys


def take_part(scene: Scene, key: str, envelope: str) -> None:
    """Let a holder sign in, which in a demonstration counts as a second factor, and take part in an opening."""
    token = demonstration_people.sign_in(scene.session, user_id=scene.play.people[key].id, now=scene.now)
    open_envelope(
        scene.session, procurement=scene.procurement, passphrase=PASSPHRASES[key], actor=scene.actor(key),
        now=scene.now, stepped_up_at=second_factor.given_at(scene.session, token), files=scene.play.files,
        envelope=envelope,
    )  # fmt: skip
    accounts.sign_out(scene.session, token=token, now=scene.now)


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
