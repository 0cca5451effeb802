"""The only door to the library of passkeys: what a browser is asked, and whether what a device answers is genuine.

A person is always asked for their finger, face or PIN (“user verification”), so that a passkey stands for two factors:
the device, and what unlocks it. Nothing is asked about the make of a device.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

import webauthn
from webauthn.helpers import bytes_to_base64url, parse_client_data_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from assurance.domain.authority.passkeys import LASTS, Site

LONGEST_ANSWER = 20_000
_MILLISECONDS = int(LASTS.total_seconds()) * 1000
_ALWAYS = UserVerificationRequirement.REQUIRED
T = TypeVar("T")


class NotGenuine(Exception):  # noqa: N818 -- says what it is
    """What came is no answer of a device to this challenge for this site; the message says why."""


@dataclass(frozen=True, slots=True)
class Owner:
    """For whom a passkey is made: the handle the device gives back, and what it shows to tell accounts apart."""

    handle: bytes
    address: str
    name: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a passkey."""

    credential_id: str
    public_key: str
    sign_count: int


def ask_for_new(site: Site, owner: Owner, challenge: bytes, known: Iterable[str]) -> str:
    """Return what a browser is asked, in JSON, to make a passkey on a device that holds none of those known."""
    options = webauthn.generate_registration_options(
        rp_id=site.name, rp_name="Assurance", user_id=owner.handle, user_name=owner.address,
        user_display_name=owner.name, challenge=challenge, timeout=_MILLISECONDS, exclude_credentials=_listed(known),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_ALWAYS
        ),
    )  # fmt: skip
    return webauthn.options_to_json(options)


def ask_for(site: Site, challenge: bytes, known: Iterable[str] = ()) -> str:
    """Return what a browser is asked, in JSON, to use one of the passkeys known, or whichever it has for the site."""
    options = webauthn.generate_authentication_options(
        rp_id=site.name, challenge=challenge, timeout=_MILLISECONDS, allow_credentials=_listed(known),
        user_verification=_ALWAYS,
    )  # fmt: skip
    return webauthn.options_to_json(options)


def challenge_in(answer: str) -> bytes:
    """Return the challenge that an answer says it answers; raise `NotGenuine` where it says none."""

    def read() -> bytes:
        sent = json.loads(answer)["response"]["clientDataJSON"]
        return parse_client_data_json(webauthn.base64url_to_bytes(sent)).challenge

    return _genuine(answer, read)


def credential_in(answer: str) -> tuple[str, bytes]:
    """Return which passkey an answer says it is of, and the handle of whose; raise `NotGenuine` for neither."""

    def read() -> tuple[str, bytes]:
        said = json.loads(answer)
        handle = said["response"].get("userHandle") or ""
        return bytes_to_base64url(webauthn.base64url_to_bytes(said["id"])), webauthn.base64url_to_bytes(handle)

    return _genuine(answer, read)


def made(site: Site, answer: str, challenge: bytes) -> Kept:
    """Return what is kept of a passkey that a device has just made; raise `NotGenuine` otherwise."""
    found = _genuine(
        answer,
        lambda: webauthn.verify_registration_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=site.name, expected_origin=site.origin,
            require_user_verification=True,
        ),
    )  # fmt: skip
    return Kept(
        bytes_to_base64url(found.credential_id), bytes_to_base64url(found.credential_public_key), found.sign_count
    )


def used(site: Site, answer: str, challenge: bytes, kept: Kept) -> int:
    """Return how often a passkey has signed with this answer; raise `NotGenuine` for a wrong one, or one copied."""
    found = _genuine(
        answer,
        lambda: webauthn.verify_authentication_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=site.name, expected_origin=site.origin,
            credential_public_key=webauthn.base64url_to_bytes(kept.public_key),
            credential_current_sign_count=kept.sign_count, require_user_verification=True,
        ),
    )  # fmt: skip
    return found.new_sign_count


def _listed(known: Iterable[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(each)) for each in known]


def _genuine(answer: str, read: Callable[[], T]) -> T:
    """Read what anybody may have sent; whatever the library finds wrong with it, it is not genuine."""
    if len(answer) > LONGEST_ANSWER:
        raise NotGenuine("It is far too long")
    try:
        return read()
    except Exception as wrong:  # a parser of bytes from outside may raise anything
        raise NotGenuine(f"{type(wrong).__name__}: {wrong}"[:200]) from wrong
