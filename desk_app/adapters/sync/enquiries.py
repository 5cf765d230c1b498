"""Questions a counter asks the province while the citizen waits; answers are values."""

from typing import Any, cast

from desk_app.adapters.sync.reference import ReferenceProvince
from desk_app.application.sync_errors import GoneError, InvalidError
from desk_app.application.sync_values import AccountState, PaymentState, Receipt, StoredPaper


class ReferenceEnquiries:
    """Accounts, stored papers, payments, soft claims over an open reference session."""

    def __init__(self, province: ReferenceProvince) -> None:
        self._province = province

    async def find_account(self, identifier: str) -> AccountState | None:
        """Look an account up; None when there is none."""
        try:
            data = await self._province.ask("GET", f"v1/accounts/{identifier}")
        except GoneError:
            return None
        return _account(data)

    async def create_account(
        self, identifier: str, *, full_name: str, phone: str = ""
    ) -> AccountState:
        """Make an account; one that exists already is given as it is."""
        body = {"identifier": identifier, "full_name": full_name, "phone": phone}
        try:
            return _account(await self._province.ask("POST", "v1/accounts", body=body))
        except InvalidError:
            found = await self.find_account(identifier)
            if found is None:
                raise
            return found

    async def stored_papers(self, owner: str, store: str = "provincial") -> tuple[StoredPaper, ...]:
        """List papers of an owner that a store holds."""
        query = {"owner": owner, "store": store}
        data = await self._province.ask("GET", "v1/papers", query=query)
        return tuple(
            StoredPaper(
                paper_id=one["id"],
                name=one["name"],
                number=one.get("number"),
                dated_on=one.get("dated_on"),
                issued_by=one["issued_by"],
                procedure_code=one["procedure_code"],
                sha256=one["sha256"],
                document_type=str(one.get("document_type") or ""),
                conditions=dict(one.get("conditions") or {}),
                values=dict(one.get("values") or {}),
            )
            for one in data["papers"]
        )

    async def payment_state(self, dossier_id: str) -> PaymentState | None:
        """Give what was paid, with the signed records; None for an unknown dossier."""
        try:
            data = await self._province.ask("GET", f"v1/dossiers/{dossier_id}/payment")
        except GoneError:
            return None
        return PaymentState(
            state=data["state"],
            amount_due=int(data["amount_due"]),
            signed_by=data["signed_by"],
            receipts=tuple(Receipt(**one) for one in data["receipts"]),
        )

    async def claim(self, dossier_id: str, *, device_id: str, user: str) -> dict[str, Any]:
        """Claim a dossier softly; the answer says who holds it and until when."""
        body = {"device_id": device_id, "user": user}
        data = await self._province.ask("PUT", f"v1/dossiers/{dossier_id}/claim", body=body)
        return cast("dict[str, Any]", data)


def _account(data: Any) -> AccountState:
    return AccountState(
        identifier=data["identifier"],
        full_name=data["full_name"],
        level=int(data["level"]),
        checked_at=data["checked_at"],
    )
