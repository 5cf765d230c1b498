"""The catalogue of procedures for tests of screens: the shipped one, with what is saved kept in memory."""

import types
from pathlib import Path

from desk_app.adapters.catalogue.shelf import ProcedureShelf
from desk_app.application.procedures import Procedures
from desk_app.domain.people import Role
from desk_app.domain.procedure_reading import procedure_from_data
from desk_app.ui.connect.procedures import ProceduresPart
from tests.builders import an_actor
from tests.kit.office import shipped_catalogue


class ShelfInMemory(ProcedureShelf):
    """The shipped procedures, and what was saved; nothing reaches the disk."""

    def __init__(self, now):
        super().__init__(shipped_catalogue(), Path("nowhere"), now.date)
        self.taken = {}

    def all(self):
        return (*super().all(), *(procedure_from_data(data) for data in self.taken.values()))

    def data(self, key, version):
        return self.taken.get((key, version)) or super().data(key, version)

    def take(self, data):
        self.taken[data["key"], data["version"]] = data
        return procedure_from_data(data)

    def write(self, data, file):
        return None


def procedures_part(now, *roles):
    """The catalogue as the head of the one-stop unit, or another officer, edits it."""
    desk = types.SimpleNamespace(
        profile=Path("C:/Một cửa"), procedures=Procedures(office=None, shelf=ShelfInMemory(now))
    )
    officer = an_actor(*(roles or (Role.ONE_STOP_HEAD,)))
    return ProceduresPart(types.SimpleNamespace(desk=desk, officer=officer, now=lambda: now))
