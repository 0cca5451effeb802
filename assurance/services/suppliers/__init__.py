"""Providers before they bid: registering, colleagues, profile, standing answers, alerts, interest."""

from assurance.services.suppliers.alerts import end_own, end_signed, open_signed, save_search, sign
from assurance.services.suppliers.confirmation import ask_to_register, complete, open_registration
from assurance.services.suppliers.interest import express, why_not_interested, withdraw_interest
from assurance.services.suppliers.people import (
    accept,
    change_part,
    colleague,
    deactivate,
    invite,
    open_invitation,
    part_of,
    reactivate,
    withdraw_invitation,
)
from assurance.services.suppliers.profile import update_profile
from assurance.services.suppliers.registration import register
from assurance.services.suppliers.standing import Kind, take_over, write_answer

__all__ = [
    "Kind",
    "accept",
    "ask_to_register",
    "change_part",
    "colleague",
    "complete",
    "deactivate",
    "end_own",
    "end_signed",
    "express",
    "invite",
    "open_invitation",
    "open_registration",
    "open_signed",
    "part_of",
    "reactivate",
    "register",
    "save_search",
    "sign",
    "take_over",
    "update_profile",
    "why_not_interested",
    "withdraw_interest",
    "withdraw_invitation",
    "write_answer",
]
