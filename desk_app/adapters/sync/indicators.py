"""Tells before a dossier is closed which national indicators it does not count for, and why.

Source: formulas of the service-quality score (QĐ 766/QĐ-TTg) as read in a public application.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class IndicatorVerdict:
    """Whether a dossier counts for an indicator; ``because`` names the field that is missing."""

    indicator: str
    counts: bool
    because: str | None = None


def check_indicators(payload: Payload) -> list[IndicatorVerdict]:
    """Judge a dossier object of the first generation."""
    return [_judge(name, payload, rule) for name, rule in _RULES.items()]


def _judge(name: str, payload: Payload, rule: Callable[[Payload], str | None]) -> IndicatorVerdict:
    missing = rule(payload)
    return IndicatorVerdict(name, counts=missing is None, because=missing)


def _has(payload: Payload, *names: str) -> str | None:
    return next((name for name in names if not payload.get(name)), None)


def _files(payload: Payload, kind: str, field: str) -> bool:
    return any(file.get(field) for file in payload.get(kind, ()))


def _electronic_result(payload: Payload) -> str | None:
    if _files(payload, "DanhSachGiayToKetQua", "DuongDanTepTinKetQua"):
        return None
    return "DanhSachGiayToKetQua.DuongDanTepTinKetQua"


def _on_time(payload: Payload) -> str | None:
    missing = _has(payload, "NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy")
    if missing is not None:
        return missing
    if len(payload.get("DanhSachHoSoBoSung", ())) > 1:
        return "DanhSachHoSoBoSung"
    is_late = payload["NgayKetThucXuLy"][:8] > payload["NgayHenTra"][:8]
    return "NgayKetThucXuLy" if is_late else None


def _paid_online(payload: Payload) -> str | None:
    fees = payload.get("DanhSachLePhi", ())
    if fees and all(fee.get("Gia") == "0" for fee in fees):
        return None
    return None if payload.get("DuocThanhToanTrucTuyen") in ("1", "2") else "DuocThanhToanTrucTuyen"


def _digitised(payload: Payload) -> str | None:
    return _has(payload, "TaiLieuNop") or _electronic_result(payload)


def _reused(payload: Payload) -> str | None:
    if payload.get("HoSoCoThanhPhanSoHoa") != "1":
        return "HoSoCoThanhPhanSoHoa"
    reused = any(file.get("DuocTaiSuDung") in ("1", "2") for file in payload.get("TaiLieuNop", ()))
    return None if reused else "TaiLieuNop.DuocTaiSuDung"


def _connected(payload: Payload) -> str | None:
    from_store = any(file.get("DuocLayTuKhoDMQG") == "1" for file in payload.get("TaiLieuNop", ()))
    return None if from_store else _electronic_result(payload)


def _population(payload: Payload) -> str | None:
    if payload.get("TaiKhoanDuocXacThucVoiVNeID") == "1" or payload.get("DSKetNoiCSDL"):
        return None
    return "TaiKhoanDuocXacThucVoiVNeID"


_RULES: dict[str, Callable[[Payload], str | None]] = {
    "1.4": lambda payload: _has(payload, "NgayTiepNhan"),
    "2.1": _on_time,
    "3.6": _paid_online,
    "4.1": _electronic_result,
    "4.2": _digitised,
    "4.3": _reused,
    "4.4": _connected,
    "4.5": _population,
}
