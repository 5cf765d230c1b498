"""Staff list in ``staff.toml`` of the profile, edited by the administrator."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path

from desk_app.application.ports import TokenChoice
from desk_app.domain.capacity import Basis, Signatory, SigningAs
from desk_app.domain.errors import NotFoundError, RuleError, UnavailableError
from desk_app.domain.people import Delegation, Officer, Role
from desk_app.domain.staffing import Assignment


class StaffFile:
    """People of the office, read once."""

    def __init__(self, path: Path) -> None:
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise UnavailableError("staff.unreadable", {"file": path.name}) from error
        self._rows: dict[str, Mapping[str, object]] = {
            str(row["user"]): row for row in data.get("officer", []) if "user" in row
        }
        self._officers = {user: _officer(row) for user, row in self._rows.items()}
        self._delegations = tuple(_delegation(row) for row in data.get("delegation", []))

    def officer(self, user: str) -> Officer:
        """The officer of that sign-in name."""
        if user not in self._officers:
            raise NotFoundError("staff.unknown", {"user": user})
        return self._officers[user]

    def officers(self) -> tuple[Officer, ...]:
        """Everybody, in the order of the file."""
        return tuple(self._officers.values())

    def assignments(self) -> tuple[Assignment, ...]:
        """The file assigns by limits of each officer; assignments are recorded at the desk."""
        return ()

    def delegations(self) -> tuple[Delegation, ...]:
        """Delegations of approval on record."""
        return self._delegations

    def token_of(self, user: str, purpose: str) -> TokenChoice:
        """Token and certificate the officer signs with; ``personal`` or ``agency``."""
        self.officer(user)
        entry = self._rows[user].get("token" if purpose == "personal" else "agency_token")
        if not isinstance(entry, Mapping):
            raise RuleError("staff.no_certificate", {"user": user, "purpose": purpose})
        return TokenChoice(
            module=str(entry.get("module", "")),
            token=str(entry.get("label", "")),
            certificate=str(entry.get("certificate", "")),
        )

    def password_hash(self, user: str) -> str:
        """Argon2id hash of the officer's password; empty when the officer has none."""
        self.officer(user)
        return str(self._rows[user].get("password_hash", ""))


def _officer(row: Mapping[str, object]) -> Officer:
    roles = row.get("roles", [])
    try:
        held = frozenset(Role(str(r)) for r in roles) if isinstance(roles, list) else frozenset()
    except ValueError:
        raise UnavailableError("staff.unknown_role", {"user": str(row["user"])}) from None
    serial = row.get("certificate_serial")
    block = row.get("signature_block", [])
    return Officer(
        user=str(row["user"]),
        full_name=str(row.get("full_name", row["user"])),
        position=str(row.get("position", "")),
        unit=str(row.get("unit", "")),
        roles=held,
        holds_agency_token=bool(row.get("holds_agency_token", False)),
        certificate_serial=str(serial) if serial else None,
        signature_block=tuple(str(line) for line in block) if isinstance(block, list) else (),
        signing_as=_signing_as(row),
        signature_image=str(row.get("signature_image", "")),
        signature_mm=_millimetres(row.get("signature_mm", 40)),
        units=_names(row, "units"),
        procedures=_names(row, "procedures"),
    )


def _names(row: Mapping[str, object], key: str) -> frozenset[str]:
    value = row.get(key, [])
    return frozenset(str(item) for item in value) if isinstance(value, list) else frozenset()


def _signing_as(row: Mapping[str, object]) -> SigningAs | None:
    """Table ``signing_as`` of an officer: office, capacity, and the writing they rest on."""
    table = row.get("signing_as")
    if not isinstance(table, Mapping):
        return None
    return SigningAs(
        signatory=Signatory(
            name=str(row.get("full_name", row["user"])),
            office=str(table.get("office", "")),
            title=str(table.get("title", "")),
            body=str(table.get("body", "")),
            head_title=str(table.get("head_title", "")),
            is_collective=bool(table.get("collective", True)),
            unit_head_title=str(table.get("unit_head_title", "")),
        ),
        capacity=str(table.get("capacity", "none")),
        basis=_basis(table.get("basis")),
    )


def _basis(table: object) -> Basis | None:
    if not isinstance(table, Mapping):
        return None
    since, until, papers = table.get("valid_from"), table.get("valid_until"), table.get("papers")
    if not isinstance(since, dt.date) or not (until is None or isinstance(until, dt.date)):
        raise UnavailableError("staff.delegation_undated", {"key": "basis.valid_from"})
    return Basis(
        kind=str(table.get("kind", "")),
        number=str(table.get("number", "")),
        valid_from=since,
        valid_until=until,
        papers=frozenset(str(paper) for paper in papers)
        if isinstance(papers, list)
        else frozenset(),
    )


def _millimetres(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
        return float(value)
    raise UnavailableError("staff.bad_length", {"value": str(value)})


def _delegation(row: Mapping[str, object]) -> Delegation:
    def day(key: str) -> dt.date:
        value = row.get(key)
        if isinstance(value, dt.date):
            return value
        raise UnavailableError("staff.delegation_undated", {"key": key})

    return Delegation(
        delegator=str(row.get("delegator", "")),
        delegate=str(row.get("delegate", "")),
        procedures=_names(row, "procedures"),
        valid_from=day("valid_from"),
        valid_to=day("valid_to"),
        document_number=str(row.get("document_number", "")),
    )
