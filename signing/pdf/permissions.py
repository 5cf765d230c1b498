"""What earlier signers forbade: certification (DocMDP) and field locks (FieldMDP)."""

from collections.abc import Iterator

import pikepdf

from signing.errors import SigningError
from signing.pdf.document import PdfDocument, SignatureField


def refuse_forbidden(document: PdfDocument, field_name: str, *, is_new_field: bool) -> None:
    """Refuse before the PIN what would break an earlier signature.

    Raises:
        SigningError: ``signing.file_closed`` (no change allowed any more),
            ``signing.new_field_forbidden`` (certified: only prepared fields may be signed) or
            ``signing.field_locked``.
    """
    for signed in document.signed_fields:
        facts = {"file": document.path.name, "earlier": signed.name}
        try:
            certified = list(_transforms(signed, "/DocMDP"))
            locks = [*_transforms(signed, "/FieldMDP"), *_lock(signed)]
        except (TypeError, ValueError, AttributeError, KeyError) as error:
            raise SigningError(
                "signing.file_damaged", file=document.path.name, reason="permissions"
            ) from error
        levels = [int(item.get("/P", 2)) for item in certified]
        levels += [int(item["/P"]) for item in locks if "/P" in item]
        if 1 in levels:
            raise SigningError("signing.file_closed", **facts)
        if certified and is_new_field:
            raise SigningError("signing.new_field_forbidden", **facts)
        if any(_covers(item, field_name) for item in locks):
            raise SigningError("signing.field_locked", field=field_name, **facts)


def _transforms(signed: SignatureField, method: str) -> Iterator[pikepdf.Object]:
    for item in list(signed.field["/V"].get("/Reference", [])):
        if item.get("/TransformMethod") == method:
            yield item.get("/TransformParams", pikepdf.Dictionary())


def _lock(signed: SignatureField) -> Iterator[pikepdf.Object]:
    lock = signed.field.get("/Lock")
    if lock is not None:
        yield lock


def _covers(lock: pikepdf.Object, field_name: str) -> bool:
    action = str(lock.get("/Action", ""))
    names = [str(name) for name in list(lock.get("/Fields", []))]
    named = any(field_name == name or field_name.startswith(f"{name}.") for name in names)
    if action == "/All":
        return True
    return named if action == "/Include" else action == "/Exclude" and not named
