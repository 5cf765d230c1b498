"""What the national score asks, read out of a payload of the national export.

The rules are the domain's (`desk_app.domain.score`); here stands which field holds which fact.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk_app.domain.score import INDICATORS, ScoreFacts, gaps_of

Payload = Mapping[str, Any]
_RESULT = "DanhSachGiayToKetQua.DuongDanTepTinKetQua"
_FIELD_OF = {
    "score.not_received": "NgayTiepNhan",
    "score.no_due_date": "NgayHenTra",
    "score.not_finished": "NgayKetThucXuLy",
    "score.late": "NgayKetThucXuLy",
    "score.asked_twice": "DanhSachHoSoBoSung",
    "score.not_paid_online": "DuocThanhToanTrucTuyen",
    "score.no_result_file": _RESULT,
    "score.no_component_file": "TaiLieuNop",
    "score.nothing_reused": "TaiLieuNop.DuocTaiSuDung",
    "score.account_not_authenticated": "TaiKhoanDuocXacThucVoiVNeID",
}


@dataclass(frozen=True, slots=True)
class IndicatorVerdict:
    """Whether a payload counts for an indicator; ``because`` names the field that is missing."""

    indicator: str
    counts: bool
    because: str | None = None


def check_indicators(payload: Payload) -> list[IndicatorVerdict]:
    """Judge a dossier object of the first generation."""
    missing = {gap.indicator: _FIELD_OF[gap.code] for gap in gaps_of(facts_of(payload))}
    return [
        IndicatorVerdict(number, counts=number not in missing, because=missing.get(number))
        for number in INDICATORS
    ]


def facts_of(payload: Payload) -> ScoreFacts:
    """The facts a payload tells."""
    papers = payload.get("TaiLieuNop", ())
    digitised = payload.get("HoSoCoThanhPhanSoHoa") == "1"
    results = payload.get("DanhSachGiayToKetQua", ())
    return ScoreFacts(
        received=bool(payload.get("NgayTiepNhan")),
        due_on=_day(payload.get("NgayHenTra")),
        ended_on=_day(payload.get("NgayKetThucXuLy")),
        supplements=len(payload.get("DanhSachHoSoBoSung", ())),
        is_online=False,  # the form of filing is judged on the desk, before there is a payload
        owes=any(fee.get("Gia") not in ("0", 0, None) for fee in payload.get("DanhSachLePhi", ())),
        paid_online=payload.get("DuocThanhToanTrucTuyen") in ("1", "2"),
        has_result_file=any(file.get("DuongDanTepTinKetQua") for file in results),
        has_component_file=bool(papers),
        reuses=digitised and any(file.get("DuocTaiSuDung") in ("1", "2") for file in papers),
        from_national_store=any(file.get("DuocLayTuKhoDMQG") == "1" for file in papers),
        population_known=payload.get("TaiKhoanDuocXacThucVoiVNeID") == "1"
        or bool(payload.get("DSKetNoiCSDL")),
    )


def _day(stamp: Any) -> dt.date | None:
    """The day of ``yyyyMMddHHmmss``; None for nothing or for what is no day."""
    text = str(stamp or "")[:8]
    try:
        return dt.datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
