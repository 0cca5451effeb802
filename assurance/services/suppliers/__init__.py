"""Providers before they bid: registering, colleagues, profile, standing answers, alerts, interest."""

from assurance.services.suppliers.alerts import end_own, end_signed, open_signed, save_search, sign
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
from assurance.services.suppliers.registration import ask_to_register, register
from assurance.services.suppliers.standing import Kind, take_over, write_answer

__all__ = [
    "Kind",
    "accept",
    "change_part",
    "colleague",
    "deactivate",
    "end_own",
    "end_signed",
    "express",
    "invite",
    "open_invitation",
    "open_signed",
    "part_of",
    "reactivate",
    "ask_to_register",
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
