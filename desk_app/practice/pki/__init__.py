"""Certificates, tokens, a virtual card and loopback services of the practice office."""

from desk_app.practice.pki.card import VirtualPiv, card_from_pki
from desk_app.practice.pki.make import (
    PracticePki,
    PracticeToken,
    load_practice_pki,
    make_practice_pki,
)
from desk_app.practice.pki.server import PkiServices, start_services
from desk_app.practice.pki.softhsm import find_softhsm

__all__ = [
    "PkiServices",
    "PracticePki",
    "PracticeToken",
    "VirtualPiv",
    "card_from_pki",
    "find_softhsm",
    "load_practice_pki",
    "make_practice_pki",
    "start_services",
]
