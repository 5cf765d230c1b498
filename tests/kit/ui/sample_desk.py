"""A desk in memory with invented people, for tests of screens: real rules of behaviour, no other part."""

import datetime as dt
import functools
import hashlib
import unicodedata
from dataclasses import replace
from itertools import count
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from desk_app.application.retyping import CopyLine
from desk_app.bootstrap.late import late
from desk_app.domain.accounts import shown_digest
from desk_app.domain.errors import ConflictError, NotFoundError, RuleError, UnavailableError
from desk_app.practice.pictures import draw_seal, draw_signature
from desk_app.ui import contract as c
from desk_app.ui.connect.retyping import RetypingPart
from desk_app.ui.guide import hints_of
from tests.kit.ui.sample_printing import SamplePrinting
from tests.kit.ui.sample_reader import SampleReader

HANOI = dt.timezone(dt.timedelta(hours=7))
NOW = dt.datetime(2026, 11, 21, 14, 8, tzinfo=HANOI)
PAGE = (1240, 1754)

FORM_LINES = (
    ("Họ, chữ đệm, tên người yêu cầu:", "Nguyễn Thị Phương Đông", "req_name"),
    ("Nơi cư trú:", "Thôn 4, xã Minh Đức", ""),
    ("Giấy tờ tùy thân:", "CCCD 024190001234", "req_id"),
    ("Quan hệ với người được khai sinh:", "Mẹ", ""),
    ("", "", ""),
    ("Họ, chữ đệm, tên:", "TRẦN MINH ĐĂNG", "child_name"),
    ("Ngày, tháng, năm sinh:", "17/11/2026", "birth"),
    ("Ghi bằng chữ:", "Ngày mười bảy tháng mười một", ""),
    ("Giới tính:", "Nam        Dân tộc: Kinh", ""),
    ("Nơi sinh:", "Trung tâm y tế huyện Minh Đức", "place"),
    ("Quê quán:", "Xã Minh Đức, tỉnh Bắc Giang", ""),
    ("", "", ""),
    ("Họ, chữ đệm, tên người mẹ:", "Nguyễn Thị Phương Đông", ""),
    ("Năm sinh:", "1990        Quốc tịch: Việt Nam", ""),
    ("Họ, chữ đệm, tên người cha:", "Trần Văn Điệp", ""),
    ("Năm sinh:", "1988        Quốc tịch: Việt Nam", ""),
)


def fold(text: str) -> str:
    """Lower case without accents."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


@functools.cache
def draw_page(
    title: str, lines: tuple[tuple[str, str, str], ...]
) -> tuple[bytes, dict[str, c.Box]]:
    """A page as a JPEG, and where each named value stands."""
    image = QImage(*PAGE, QImage.Format.Format_RGB32)
    image.fill(QColor("#FDFCF8"))
    painter = QPainter(image)
    serif = QFont("Liberation Serif")
    serif.setPixelSize(44)
    serif.setBold(True)
    painter.setFont(serif)
    painter.drawText(QRectF(0, 60, PAGE[0], 70), Qt.AlignmentFlag.AlignCenter, title)
    label, value = QFont("Liberation Serif"), QFont("Liberation Serif")
    label.setPixelSize(34)
    value.setPixelSize(40)
    value.setItalic(True)
    boxes = {}
    for place, (caption, text, name) in enumerate(lines):
        base = 230 + place * 74
        painter.setFont(label)
        painter.setPen(QColor("#20242A"))
        painter.drawText(62, base, caption)
        left = 62 + painter.fontMetrics().horizontalAdvance(caption) + 12
        painter.setFont(value)
        painter.setPen(QColor("#22306E"))
        painter.drawText(left, base, text)
        width = painter.fontMetrics().horizontalAdvance(text)
        if name:
            boxes[name] = (left - 4, base - 38, width + 10, 52)
        painter.setPen(QColor("#DAD8D0"))
        painter.drawLine(left, base + 10, PAGE[0] - 62, base + 10)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", 88)
    return bytes(buffer.data().data()), boxes


def signed_page(page: bytes) -> bytes:
    """A page with the approver's signature where the sample's template has its place."""
    image = QImage.fromData(page)
    a_mm = PAGE[0] / 210
    painter = QPainter(image)
    caption = QFont("Liberation Serif")
    caption.setPixelSize(32)
    caption.setBold(True)
    painter.setFont(caption)
    painter.drawText(
        QRectF(121 * a_mm, 205 * a_mm, 66 * a_mm, 8 * a_mm),
        Qt.AlignmentFlag.AlignCenter,
        "NGƯỜI KÝ TRÍCH LỤC",
    )
    place = QRectF(133 * a_mm, 215 * a_mm, 42 * a_mm, 16.8 * a_mm)
    painter.drawImage(place, QImage.fromData(draw_signature("Phạm Quốc Anh")))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", 88)
    return bytes(buffer.data().data())


PROCEDURES = (
    c.ProcedureChoice(code="1.001193", name="Đăng ký khai sinh", field="Hộ tịch"),
    c.ProcedureChoice(code="1.004222", name="Đăng ký thường trú", field="Cư trú"),
    c.ProcedureChoice(code="2.000635", name="Cấp bản sao trích lục hộ tịch", field="Hộ tịch"),
    c.ProcedureChoice(
        code="1.009994", name="Cấp giấy phép xây dựng nhà ở riêng lẻ", field="Xây dựng"
    ),
    c.ProcedureChoice(code="1.001612", name="Đăng ký hộ kinh doanh", field="Kinh doanh"),
)

BIRTH_FORM = c.FormDefinition(
    id="birth",
    title="Tờ khai đăng ký khai sinh",
    sections=(
        c.SectionDefinition(
            id="a",
            title="A. Người yêu cầu",
            fields=(
                c.FieldDefinition(id="req_name", label="Họ, chữ đệm, tên", required=True, width=0.5),
                c.FieldDefinition(id="req_id", label="Số CCCD", kind="number", required=True, width=0.5),
            ),
        ),
        c.SectionDefinition(
            id="b",
            title="B. Người được khai sinh",
            fields=(
                c.FieldDefinition(id="child_name", label="Họ, chữ đệm, tên", required=True),
                c.FieldDefinition(id="birth", label="Ngày sinh", kind="date", required=True, width=1 / 3),
                c.FieldDefinition(
                    id="sex", label="Giới tính", kind="choice", required=True, width=1 / 3,
                    choices=(("male", "Nam"), ("female", "Nữ")),
                ),
                c.FieldDefinition(
                    id="ethnic", label="Dân tộc", kind="choice", width=1 / 3,
                    choices=(("kinh", "Kinh"), ("tay", "Tày"), ("nung", "Nùng")),
                ),
                c.FieldDefinition(id="place", label="Nơi sinh", required=True),
                c.FieldDefinition(id="phone", label="Số điện thoại", kind="phone", width=0.5),
                c.FieldDefinition(
                    id="way", label="Nhận kết quả", kind="choice", width=0.5,
                    choices=(("both", "Tại quầy + bản điện tử"), ("paper", "Tại quầy")),
                ),
            ),
        ),
    ),
)  # fmt: skip


RESTS_ON = {
    "instrument": "Nghị định số 45/2020/NĐ-CP", "article": "Điều 9 khoản 1", "to_confirm": False
}  # fmt: skip
RESTS_ON_NOTHING = {"instrument": "", "article": "", "to_confirm": True}
CHILD_BEFORE = (
    c.EarlierValue(
        value="TRẦN MINH ĐĂNG", origin="typed", who="Lê Thu Hà", at=NOW - dt.timedelta(minutes=3),
        replaced_by="Nguyễn Thị Thanh Hương", replaced_at=NOW - dt.timedelta(minutes=1),
    ),
    c.EarlierValue(
        value="TRAN MINH DANG", origin="reader", who="", at=NOW - dt.timedelta(minutes=9),
        replaced_by="Lê Thu Hà", replaced_at=NOW - dt.timedelta(minutes=3),
    ),
)  # fmt: skip


def form_values(boxes: dict[str, c.Box], document: str) -> dict[str, c.FieldValue]:
    """Values as the reader brings them: two doubtful, one wrong."""

    def read(
        name: str, value: str, confidence: float, suggestions: tuple[str, ...] = ()
    ) -> c.Reading:
        return c.Reading(
            value=value,
            confidence=confidence,
            document_id=document,
            box=boxes.get(name),
            suggestions=suggestions,
        )

    values = {
        "req_name": c.FieldValue(
            value="Nguyễn Thị Phương Đông",
            origin="id_card",
            reading=read("req_name", "Nguyễn Thị Phương Đông", 0.98),
        ),
        "req_id": c.FieldValue(
            value="024190001234", origin="id_card", reading=read("req_id", "024190001234", 0.99)
        ),
        "child_name": c.FieldValue(
            value="TRẦN MINH ĐANG",
            origin="reader",
            earlier=CHILD_BEFORE,
            reading=read(
                "child_name", "TRẦN MINH ĐANG", 0.62, ("TRẦN MINH ĐANG", "TRẦN MINH ĐĂNG")
            ),
        ),
        "birth": c.FieldValue(
            value="17/11/2026", origin="reader", reading=read("birth", "17/11/2026", 0.97)
        ),
        "sex": c.FieldValue(value="male", origin="reader", reading=read("sex", "male", 0.95)),
        "ethnic": c.FieldValue(value="kinh", origin="reader", reading=read("ethnic", "kinh", 0.94)),
        "place": c.FieldValue(
            value="Trung tâm y tế huyện Mình Đức",
            origin="reader",
            reading=read("place", "Trung tâm y tế huyện Mình Đức", 0.71),
        ),
        "phone": c.FieldValue(value="098123", origin="typed", confirmed=True),
        "way": c.FieldValue(value="both", origin="typed", confirmed=True),
    }
    return {
        name: replace(item, sure=item.reading is None or item.reading.confidence >= 0.9)
        for name, item in values.items()
    }


ROWS = (
    ("H02.15-261118-0031", "Nguyễn Thị Phương Đông", "Đăng ký khai sinh", "approve", -22, "sent"),
    (
        "H02.15-261119-0007",
        "Trần Văn Điệp",
        "Cấp giấy phép xây dựng nhà ở riêng lẻ",
        "appraise",
        -2,
        "failed",
    ),
    ("H02.15-261120-0012", "Lê Hữu Đạt", "Đăng ký kết hôn", "agency_sign", 2.4, "sent"),
    (
        "H02.15-261120-0015",
        "Phạm Thị Quỳnh",
        "Xác nhận tình trạng hôn nhân",
        "return_result",
        2.9,
        "sent",
    ),
    ("H02.15-261120-0018", "Hoàng Đức Long", "Đăng ký khai tử", "appraise", 24, "waiting"),
    ("H02.15-261121-0002", "Vũ Thị Hạnh", "Đăng ký hộ kinh doanh", "intake", 48, "waiting"),
    (
        "H02.15-261121-0003",
        "Đặng Minh Tuấn",
        "Chứng thực bản sao từ bản chính",
        "intake",
        72,
        "sent",
    ),
    ("H02.15-261121-0004", "Bùi Ngọc Huệ", "Trợ cấp xã hội hằng tháng", "appraise", 73, "sent"),
    ("H02.15-261121-0006", "Ngô Quốc Việt", "Đăng ký biến động đất đai", "appraise", 120, "sent"),
    ("H02.15-261121-0008", "Dương Thị Yến", "Đăng ký thường trú", "intake", 192, "sent"),
)
STATE = {
    "intake": "ACCEPTED", "appraise": "IN_APPRAISAL", "approve": "IN_APPROVAL",
    "agency_sign": "AWAITING_AGENCY_SIGNATURE", "return_result": "RESULT_READY",
}  # fmt: skip
OFFICER = c.Officer(
    id="lethuha",
    name="Lê Thu Hà",
    title="Tiếp nhận",
    counter="Quầy 3",
    roles=frozenset({"intake_officer"}),
)


class BacklogKept:
    """500 papers, a third of them done; ``work`` does the rest at once unless it is stopped."""

    def __init__(self):
        self.done, self.stirs, self.works = 160, 0, 0
        self.queued = []

    def lines(self):
        line = c.BacklogLine(
            kind="check_papers", total=500, done=self.done, failed=1, per_minute=20.0,
            minutes_left=(500 - self.done) / 20.0,
        )  # fmt: skip
        idle = (
            c.BacklogLine(kind=kind, total=0, done=0)
            for kind in ("read_again", "pack_evidence", "yearly_reports")
        )
        return (line, *idle)

    def queue(self, kind):
        self.queued.append(kind)
        return 500

    def work(self, cancelled):
        self.works += 1
        if not cancelled.is_cancelled():
            self.done = 500

    def stir(self):
        self.stirs += 1


def _procedures():
    """The catalogue brings reading programs of workbooks along: only where a screen asks for it."""
    from tests.kit.ui.sample_procedures import procedures_part

    return procedures_part(NOW)


SITES = RetypingPart(
    lambda: ("cong-tinh",),
    lambda key, site: (
        CopyLine(number=1, label="Mã hồ sơ", value=key),
        CopyLine(number=2, label="Họ và tên", value="NGUYỄN THỊ LAN"),
        CopyLine(number=3, label="Số định danh", value="024190001234"),
        CopyLine(number=4, label="Điện thoại", value=""),
        CopyLine(number=5, label="Ngày hẹn trả", value="24/11/2026"),
    ),
)


FINDINGS = {
    "application": ("ok", "Phiên bản 1.0.0", ""),
    "database": ("ok", "1.842 hồ sơ · kiểm tra toàn vẹn: đạt", ""),
    "backup": ("ok", "Bản gần nhất: 06:40 hôm nay", ""),
    "disk": ("warn", "Còn 6,1 GB, dưới mức 10 GB", "Sao lưu rồi dọn bản nháp."),
    "scanner": ("ok", "Canon DR-C225 · khay nạp sẵn sàng", ""),
    "reader": ("ok", "ACS ACR39U · chưa có thẻ", ""),
    "token": (
        "fail", "signing.module_unset",
        "Cài trình điều khiển của nhà cung cấp chứng thư, rút và cắm lại USB.",
    ),
    "time_stamp": ("ok", "Máy chủ trả lời sau 0,3 giây", ""),
    "province": ("warn", "Hết thời gian chờ 10 giây · 3 hồ sơ chờ gửi", "Kiểm tra đường truyền, rồi gửi lại."),
    "clock": ("ok", "Lệch 0,4 giây", ""),
    "input_method": ("ok", "Unicode dựng sẵn", ""),
    "printer": ("ok", "HP LaserJet · khổ A5", ""),
}  # fmt: skip
FIXED = tuple(
    c.FixedSetting(section=section, name=name, value=value)
    for section, name, value in (
        ("general", "office", "UBND xã Minh Đức"), ("general", "counter", "Quầy 3"),
        ("scanner", "file_limit", "50 MB"), ("reading", "language_data", ""),
        ("signing", "modules", "C:/Program Files/VGCA/vgcacsp11.dll"),
        ("signing", "time_stamp", "http://tsa.vi-du.gov.vn"), ("signing", "level", "B-T"),
        ("signing", "archive_level", "B-LTA"), ("signing", "seal_image", "condau.png"),
        ("sync", "province", "https://hoso.vi-du.gov.vn"), ("sync", "targets", ""), ("sync", "offline_hours", "72"),
        ("data", "folder", "C:/ProgramData/desk-app/quay3"), ("data", "database", ""), ("data", "papers", ""),
        ("data", "backup_folder", "E:/Sao lưu quầy 3"), ("data", "backup_hours", "24"), ("data", "lock_minutes", "10"),
    )
)  # fmt: skip


class FiltersKept:
    """Filters of the sitting."""

    def __init__(self):
        self.kept = ()

    def mine(self):
        return self.kept

    def keep(self, saved):
        others = tuple(each for each in self.kept if each.name != saved.name)
        self.kept = (*others, saved)
        return self.kept

    def forget(self, name):
        self.kept = tuple(each for each in self.kept if each.name != name)
        return self.kept


class SelectionKept:
    """Does what is asked of every dossier except those in ``refuses`` (key → code of the refusal)."""

    def __init__(self):
        self.refuses, self.asked = {}, []

    def do(self, act, keys, progress, cancelled):
        self.asked.append((act, keys))
        ends = []
        for key in keys:
            if cancelled.is_cancelled():
                ends.append(c.SelectedEnd(key=key, was=key, code=key, outcome="left"))
                continue
            problem = self.refuses.get(key, "")
            outcome = "refused" if problem else "done"
            ends.append(c.SelectedEnd(key=key, was=key, code=key, outcome=outcome, problem=problem))
            progress(ends[-1])
        return tuple(ends)


class SampleDesk:
    """All ports of the window in one object; ``desk`` hands it out as a ``Desk``.

    Set ``online``, ``token_tries``, ``fail_next`` … to make it behave.
    """

    def __init__(self) -> None:
        self.online = True
        self.beyond = 0  # dossiers of every list that its page does not hold
        self.selection, self.filters = SelectionKept(), FiltersKept()
        self.pin = "123456"
        self.pin_state = "normal"
        self.asks_each_time: bool | None = None
        self.has_pin_pad = False
        self.tries_left = 3
        self.pins_tried: list[str] = []
        self.tries_to_sign_in = 3
        self.remove_token_after: int | None = None
        self.plan_roles: tuple = ()
        self.has_no_plans = False
        self.stored: dict[str, str] = {}
        self.printing = SamplePrinting(lambda: NOW)
        self.code_reader = SampleReader()
        self.said: list[tuple[str, str]] = []
        self.saved = 0
        self.closed_papers: set[str] = set()
        self.reasons: list[tuple[str, str]] = []
        self.fails_to_open = False
        self.outbox_items = self._outbox()
        self.images: dict[str, bytes] = {}
        self.boxes: dict[str, c.Box] = {}
        self._numbers = count(41)
        self._undo: dict[str, list[c.DossierView]] = {}
        self._redo: dict[str, list[c.DossierView]] = {}
        self._draw()
        self.dossiers = {row[0]: self._dossier(row) for row in ROWS}

    # -- sample data

    def _draw(self) -> None:
        self.images["form"], self.boxes = draw_page("TỜ KHAI ĐĂNG KÝ KHAI SINH", FORM_LINES)
        small = tuple((f"Mục {n}:", "Nội dung ghi trên giấy tờ số hóa", "") for n in range(1, 15))
        for name, title in (
            ("birth_paper", "GIẤY CHỨNG SINH"), ("card", "CĂN CƯỚC CÔNG DÂN"), ("opinion", "Ý KIẾN PHỐI HỢP"),
        ):  # fmt: skip
            self.images[name] = draw_page(title, small)[0]
        result = tuple((label, value, "") for label, value, _ in FORM_LINES[5:])
        self.images["result"] = draw_page("TRÍCH LỤC KHAI SINH", result)[0]
        self.images["signed_result"] = signed_page(self.images["result"])
        slip = (
            ("Mã hồ sơ:", "H02.15-261120-0015", ""), ("Người nhận:", "Phạm Thị Quỳnh", ""),
            ("Số CCCD:", "024190001234", ""), ("Thủ tục:", "Xác nhận tình trạng hôn nhân", ""),
            ("Lệ phí:", "16.000 đồng", ""),
        )  # fmt: skip
        self.images["slip"] = draw_page("PHIẾU TRẢ KẾT QUẢ", slip)[0]

    def _outbox(self) -> list[c.OutboxItem]:
        at = NOW - dt.timedelta(minutes=20)
        return [
            c.OutboxItem(
                id="o1", dossier_key="H02.15-261119-0007", code="H02.15-261119-0007", kind="accept",
                created_at=at, attempts=2, state="parked", answer="sync.invalid",
                answer_facts={"code": "H02.15-261119-0007", "reason": "thiếu mã thủ tục"}, field_id="place",
            ),
            c.OutboxItem(
                id="o2", dossier_key="H02.15-261120-0018", code="H02.15-261120-0018", kind="submit_result",
                created_at=at, attempts=1, state="waiting", answer="sync.unreachable",
                next_try_at=NOW + dt.timedelta(seconds=24),
            ),
            c.OutboxItem(
                id="o3", dossier_key="H02.15-261121-0002", code="H02.15-261121-0002", kind="add_file",
                created_at=NOW, attempts=0, state="waiting",
            ),
        ]  # fmt: skip

    def components(self, *, done: bool) -> tuple[c.ComponentView, ...]:
        """The check-list of a birth registration."""

        def document(name: str, title: str) -> tuple[c.DocumentRef, ...]:
            return (
                c.DocumentRef(id=name, name=title, media_type="image/jpeg", size_bytes=210_000),
            )

        return (
            c.ComponentView(
                id="application", name="Tờ khai", status="digitised" if done else "missing",
                documents=(*document("form", "Tờ khai đăng ký khai sinh"), *document("birth_paper", "Mặt sau")) if done else (),
                verdict="valid" if done else "unsigned", signer="Lê Thu Hà",
                size=c.PaperSize(used_bytes=460_000, most_bytes=20_000_000, is_from_province=True, pages_left=92)
                if done
                else None,
            ),
            c.ComponentView(
                id="birth_paper", name="Giấy chứng sinh", status="digitised" if done else "missing",
                documents=document("birth_paper", "Giấy chứng sinh") if done else (),
                verdict="valid" if done else "unsigned", signer="Lê Thu Hà",
            ),
            c.ComponentView(
                id="card", name="CCCD", status="reused" if done else "in_store",
                documents=document("card", "CCCD"), verdict="from_store",
            ),
        )  # fmt: skip

    def _dossier(self, row: tuple[str, str, str, str, float, str]) -> c.DossierView:
        code, name, procedure, step, hours, sync = row
        is_signed = step in ("agency_sign", "return_result")
        result = "signed_result" if is_signed else "result"
        document = c.DocumentRef(id=result, name="Trích lục khai sinh", pages=1)
        checks = (
            c.Check(id="1", text="Thành phần hồ sơ đầy đủ theo quy định", result="passed", automatic=True),
            c.Check(
                id="2", text="Thông tin tờ khai khớp giấy chứng sinh", result="failed",
                note="Ngày sinh: tờ khai 17/11, giấy chứng sinh 16/11", field_id="birth",
            ),
            c.Check(id="3", text="Thông tin cha, mẹ khớp CSDL dân cư", result="passed", automatic=True),
            c.Check(id="4", text="Thẩm quyền giải quyết"),
            c.Check(id="5", text="Ý kiến cơ quan phối hợp"),
        )  # fmt: skip
        signatures = (
            c.SignatureRow(document=document, title="Trích lục khai sinh (kết quả)", signer="Phạm Quốc Anh", verdict="valid", duty="seal"),
            c.SignatureRow(document=c.DocumentRef(id="form", name="Tờ khai"), title="Tờ khai đăng ký khai sinh", signer="Lê Thu Hà", verdict="valid", duty="copy"),
            c.SignatureRow(document=c.DocumentRef(id="birth_paper", name="Giấy chứng sinh"), title="Giấy chứng sinh", signer="Lê Thu Hà", verdict="valid", duty="copy"),
            c.SignatureRow(document=c.DocumentRef(id="card", name="CCCD"), title="CCCD người đi đăng ký", signer="", verdict="from_store", duty="none"),
            c.SignatureRow(document=c.DocumentRef(id="opinion", name="Ý kiến Công an xã"), title="Ý kiến Công an xã", signer="Đỗ Văn Nam", verdict="no_time_stamp", duty="copy"),
        )  # fmt: skip
        return c.DossierView(
            key=code, version=1, code=code, state=STATE[step], step=step,  # type: ignore[arg-type]
            procedure_code="1.001193", procedure=procedure, applicant=name, id_number="024190001234",
            holder="Phạm Quốc Anh", held_since=NOW - dt.timedelta(hours=23),
            due_at=NOW + dt.timedelta(hours=hours), step_due_at=NOW + dt.timedelta(hours=2.4),
            sync=sync, components=(*self.components(done=True), *self._opinion_paper(step)),  # type: ignore[arg-type]
            form=BIRTH_FORM, values=form_values(self.boxes, "form"),
            checks=checks,
            opinion_text="Đề nghị bổ sung: xác nhận lại ngày sinh trên giấy chứng sinh.",
            opinions=(c.Opinion(id="p", agency="Công an xã", question="Xác minh", due_on=NOW.date(), state="answered"),),
            result=document, signatures=signatures,
            fees=(c.Fee(name="Bản sao trích lục × 2", amount=16000, state="paid", paid_on=dt.date(2026, 11, 18)),),
            targets=(
                c.Target(id="package", state="done", facts={"files": 5}),
                c.Target(id="local_store", state="done", at=NOW - dt.timedelta(seconds=109)),
                c.Target(id="province", state="waiting", next_try_at=NOW + dt.timedelta(seconds=24)),
                c.Target(id="citizen_store", state="later"),
            ),
            events=(
                c.EventLine(at=NOW - dt.timedelta(hours=6), who="Lê Thu Hà", code="dossier_received"),
                c.EventLine(at=NOW - dt.timedelta(hours=4, minutes=28), who="Vũ Hải Yến", code="opinion_requested"),
            ),
        )  # fmt: skip

    def _opinion_paper(self, step: str) -> tuple[c.ComponentView, ...]:
        if step == "intake":
            return ()
        paper = c.DocumentRef(id="opinion", name="Ý kiến phối hợp", media_type="image/jpeg")
        return (
            c.ComponentView(
                id="opinion",
                name="Ý kiến phối hợp",
                status="digitised",
                documents=(paper,),
                verdict="unsigned",
            ),
        )

    @property
    def desk(self) -> c.Desk:
        """This object as the window takes it."""
        return c.Desk(
            session=self, enquiries=self, pages=self, intake=IntakePart(self), appraise=AppraisePart(self),
            approve=ApprovePart(self), notes=NotesPart(self), agency_sign=AgencyPart(self), return_result=ReturnPart(self),
            other=OtherPart(self), insight=InsightPart(self), tokens=self, outbox=self, doctor=self, care=CareKept(), backlog=BacklogKept(), printing=self.printing, code_reader=self.code_reader, speech=self,
            procedures=late(_procedures), restructuring=late(self._restructuring), reports=ReportsPart(), retyping=SITES, selection=self.selection, filters=self.filters, settings=self, fixed_settings=FIXED, now=lambda: NOW,
        )  # fmt: skip

    def _restructuring(self):
        """Files of restructuring; ``plans`` says how they are to be found."""
        from tests.kit.ui.sample_restructuring import restructuring_part

        return restructuring_part(NOW, *self.plan_roles, is_empty=self.has_no_plans)

    # -- session

    def welcome(self) -> c.Welcome:
        return c.Welcome(
            office="UBND xã Minh Đức", version="1.0.0", last_user="lethuha", last_counter="q3",
            counters=(c.Counter(id="q3", name="Quầy 3 · Tiếp nhận"), c.Counter(id="q4", name="Quầy 4 · Trả kết quả")),
            is_online=self.online,
        )  # fmt: skip

    def sign_in(self, user: str, password: str, counter: str) -> c.Officer:
        if password != "mat-khau":
            self.tries_to_sign_in -= 1
            if self.tries_to_sign_in <= 0:
                raise RuleError("session.locked", {"until": "14:25"})
            raise RuleError("session.wrong_password", {"tries_left": self.tries_to_sign_in})
        return OFFICER

    def sign_in_with_token(self, pin: bytearray, counter: str) -> c.Officer:
        self.login(c.PinEntry(typed=pin))
        return OFFICER

    def sign_out(self) -> None:
        pass

    # -- enquiries

    def row(self, dossier: c.DossierView) -> c.WorkRow:
        return c.WorkRow(
            key=dossier.key, code=dossier.code, applicant=dossier.applicant, procedure=dossier.procedure,
            state=dossier.state, step=dossier.step, due_at=dossier.due_at, sync=dossier.sync,
        )  # fmt: skip

    def work_list(self, query: c.WorkQuery) -> c.WorkList:
        rows = [
            self.row(dossier) for dossier in self.dossiers.values() if dossier.state != "RETURNED"
        ]
        if query.step:
            rows = [row for row in rows if row.step == query.step]
        if query.scope == "overdue":
            rows = [row for row in rows if row.due_at and row.due_at < NOW]
        if query.scope in ("supplement", "online"):
            rows = []
        if query.text:
            wanted = fold(query.text)
            rows = [
                row for row in rows if wanted in fold(f"{row.code} {row.applicant} {row.procedure}")
            ]
            exact = unicodedata.normalize("NFC", query.text).lower()
            rows.sort(key=lambda row: exact not in row.applicant.lower())
        else:
            rows.sort(key=lambda row: row.due_at or NOW)
        total = len(rows) + self.beyond if len(rows) < query.limit else None
        return c.WorkList(rows=tuple(rows[: query.limit]), total=total)

    def count(self, query: c.WorkQuery) -> int:
        return len(self.work_list(replace(query, limit=10_000)).rows) + self.beyond

    def counts(self) -> c.Counts:
        return c.Counts(
            steps={"intake": 6, "appraise": 14, "approve": 5, "agency_sign": 8, "return_result": 11},
            overdue_steps=frozenset({"appraise", "approve"}),
            scopes={"mine": 12, "tasks": 3, "office": 44, "overdue": 2, "supplement": 3, "online": 0},
            overdue=2, due_today=4, active=38, done_today=27, minutes_per_dossier=6, outbox=len(self.outbox_items),
        )  # fmt: skip

    def count_tasks(self) -> int:
        return 3

    def dossier(self, key: str) -> c.DossierView:
        if key not in self.dossiers:
            raise NotFoundError("dossier.not_found", {"code": key})
        return self.dossiers[key]

    def surroundings(self) -> c.Surroundings:
        token = "absent" if self.remove_token_after == 0 else "ready"
        return c.Surroundings(
            is_online=self.online, waiting=len(self.outbox_items),
            offline_since=None if self.online else NOW.replace(hour=14, minute=7),
            token=token if self.tries_left else "locked",
        )  # fmt: skip

    # -- pages, printing, settings

    def page(self, document_id: str, page: int, width_px: int) -> c.PageImage:
        if document_id in self.closed_papers:
            raise RuleError("papers.reason_needed")
        return c.PageImage(data=self.images[document_id], width=PAGE[0], height=PAGE[1])

    def open(self, document_id: str, reason: str) -> None:
        if self.fails_to_open:
            raise RuleError("workflow.scope", {"user": "x"})
        self.reasons.append((document_id, reason))
        self.closed_papers.discard(document_id)

    def say(self, text: str, language: str) -> None:
        self.said.append((text, language))

    def get(self, key: str, default: str = "") -> str:
        return self.stored.get(key, default)

    def put(self, key: str, value: str) -> None:
        self.stored[key] = value

    # -- token

    def certificate(self, purpose: str) -> c.TokenCertificate:
        if self.remove_token_after == 0:
            raise UnavailableError("signing.token_absent")
        return c.TokenCertificate(
            holder="Phạm Quốc Anh", issuer_group="Chuyên dùng Chính phủ", serial_tail="7F2A",
            expires_on=dt.date(2027, 6, 23), days_left=214, tries_left=self.tries_left,
            is_locked=self.tries_left == 0, pin_state=self.pin_state,
            asks_each_time=self.asks_each_time, has_pin_pad=self.has_pin_pad,
        )  # fmt: skip

    def is_here(self, purpose: str) -> bool:
        return self.remove_token_after != 0

    def login(self, entry: c.PinEntry) -> None:
        """Try a PIN on the device."""
        pin = (entry.typed or bytearray()).decode()
        self.pins_tried.append(pin)
        if pin != self.pin:
            self.tries_left -= 1
            raise RuleError("signing.pin_incorrect", {"tries_left": self.tries_left})
        self.tries_left = 3

    # -- outbox

    def items(self) -> tuple[c.OutboxItem, ...]:
        return tuple(self.outbox_items)

    def send_now(self, ids: tuple[str, ...], cancelled: c.Cancellation) -> tuple[c.OutboxItem, ...]:
        if self.online:
            self.outbox_items = [
                item
                for item in self.outbox_items
                if item.state == "parked" or (ids and item.id not in ids)
            ]
        else:
            self.outbox_items = [
                replace(item, attempts=item.attempts + 1) for item in self.outbox_items
            ]
        return tuple(self.outbox_items)

    def keep_local(self, item_id: str) -> tuple[c.OutboxItem, ...]:
        self.outbox_items = [item for item in self.outbox_items if item.id != item_id]
        return tuple(self.outbox_items)

    def differences(self, item_id: str) -> tuple[c.Difference, ...]:
        return (
            c.Difference(field_id="phone", label="Số điện thoại", ours="0981234567", ours_by="Lê Thu Hà 14:02", theirs="0912345678", theirs_by="Cổng tỉnh 13:58"),
        )  # fmt: skip

    def settle(self, item_id: str, choice: dict[str, str]) -> None:
        self.outbox_items = [item for item in self.outbox_items if item.id != item_id]

    def fetch_online(self) -> int:
        if not self.online:
            raise UnavailableError("sync.unreachable")
        return 2

    # -- doctor

    def parts(self) -> tuple[str, ...]:
        return (
            "application", "database", "backup", "disk", "scanner", "reader", "token", "time_stamp",
            "province", "clock", "input_method", "printer",
        )  # fmt: skip

    def exchange(self) -> None:
        pass

    def bundle(self, folder: Path) -> Path:
        return folder / "desk-support.zip"

    def check(self, found, cancelled: c.Cancellation) -> None:
        for part in self.parts():
            state, detail, fix = FINDINGS[part]
            found(c.CheckUp(id=part, state=state, detail=detail, fix=fix))


class CareKept:
    """Data that were looked after this morning; set ``standing_now`` to make it otherwise."""

    def __init__(self) -> None:
        at = NOW.replace(hour=6, minute=40)
        self.standing_now = c.CareStanding(
            audited_at=at, dossiers=1842, events=14_903, papers_at=at, signatures_at=at, undecided=2,
            backed_up_at=at, is_backup_whole=True, backup_folder="E:/Sao lưu quầy 1", next_backup_at=at + dt.timedelta(days=1),
            version="0.1.0", offered="E:/Cập nhật/cap-nhat-112026.zip", has_before=True,
        )  # fmt: skip
        self.ran: list[str] = []
        self.fails: Exception | None = None

    def standing(self) -> c.CareStanding:
        return self.standing_now

    def _run(self, errand: str) -> None:
        self.ran.append(errand)
        if self.fails is not None:
            raise self.fails

    def check(self, tell: c.Tell, cancelled: c.Cancellation) -> c.CareStanding:
        self._run("check")
        tell(500, 1842)
        return self.standing_now

    def back_up(self, tell: c.Tell, cancelled: c.Cancellation) -> c.CareStanding:
        self._run("backup")
        return self.standing_now

    def plan_backup(self, folder: str, hours: int) -> c.CareStanding:
        self.standing_now = replace(self.standing_now, backup_folder=folder, backup_hours=hours)
        return self.standing_now

    def restore(
        self, place: str, key: str, cancelled: c.Cancellation, *, is_rehearsal: bool
    ) -> c.Restored:
        self._run("rehearsal" if is_rehearsal else "restore")
        return c.Restored(dossiers=1842, papers=9210, damaged=0, made_at="")

    def look_at_update(self, bundle: str, cancelled: c.Cancellation) -> c.UpdateOffer:
        self._run("look_update")
        return c.UpdateOffer(bundle=bundle, procedures=3, policies=1, program="0.2.0")

    def take_update(self, bundle: str, cancelled: c.Cancellation) -> c.UpdateTaken:
        self._run("take_update")
        self.standing_now = replace(self.standing_now, offered="", updated_at=NOW)
        return c.UpdateTaken(files=5, program="0.2.0", place="", is_installed=True)

    def undo_update(self, cancelled: c.Cancellation) -> str:
        self._run("undo_update")
        return "0.0.9"


class ReportsPart:
    """Two reports over invented figures."""

    def choices(self) -> tuple[c.ReportChoice, ...]:
        return (
            c.ReportChoice(key="processing", title="Tình hình tiếp nhận và giải quyết hồ sơ theo thủ tục"),
            c.ReportChoice(key="digitisation", title="Số hóa, dùng lại, trực tuyến, kết quả và thanh toán điện tử"),
        )  # fmt: skip

    def make(self, key: str, first: dt.date, last: dt.date) -> c.ReportView:
        bars = tuple(
            c.Bar(label=label, length=length, text=str(length))
            for label, length in (
                ("1.001193 · Đăng ký khai sinh", 139),
                ("1.001612 · Đăng ký thành lập hộ kinh doanh", 76),
                ("1.013225 · Cấp giấy phép xây dựng mới đối với công trình cấp III, cấp IV", 44),
            )
        )
        numbers = (
            ("received", "Tiếp nhận trong kỳ", "259", "", False),
            ("finished", "Đã giải quyết", "245", "", False),
            ("late", "Quá hạn", "94", "", False),
            ("on_time_rate", "Tỷ lệ đúng hạn", "61,63 %", "100,00 %", True),
            ("digitisation_rate", "Tỷ lệ số hóa thành phần", "100,00 %", "100,00 %", False),
        )
        return c.ReportView(
            key=key, title={x.key: x.title for x in self.choices()}[key], first=first, last=last,
            source="TT 01/2018/TT-VPCP Điều 11 khoản 1", taken_at=NOW,
            numbers=tuple(
                c.ReportNumber(
                    key=k, name=name, value=value, column=k, target=target, misses=misses, bars=bars,
                    definition="Hồ sơ có ngày tiếp nhận trong kỳ báo cáo (tính cả ngày đầu và ngày cuối).",
                    source="TT 01/2018/TT-VPCP Điều 11 khoản 1",
                )
                for k, name, value, target, misses in numbers
            ),
        )  # fmt: skip

    def behind(self, key, column, first, last, limit) -> tuple[c.BehindLine, ...]:
        return tuple(
            c.BehindLine(
                code=f"H02.15-2611{n:02d}-0001", procedure="Đăng ký khai sinh", state="RETURNED"
            )
            for n in range(1, 9)
        )

    def save(self, key: str, first: dt.date, last: dt.date) -> str:
        return f"C:/Báo cáo/{key}.xlsx"


class Part:
    """One step's use case over the sample desk."""

    def __init__(self, sample: SampleDesk) -> None:
        self.sample = sample

    def load(self, key: str, version: int | None = None) -> c.DossierView:
        dossier = self.sample.dossier(key)
        if version is not None and dossier.version != version:
            raise ConflictError("dossier.changed", {"code": key})
        return dossier

    def keep(self, dossier: c.DossierView) -> c.DossierView:
        kept = replace(dossier, version=dossier.version + 1)
        self.sample.dossiers[kept.key] = kept
        return kept

    def move(
        self, key: str, version: int, step: c.Step | None, state: str, *slips: str
    ) -> c.Issued:
        dossier = self.keep(replace(self.load(key, version), step=step, state=state))
        papers = tuple(c.DocumentRef(id="slip", name=name) for name in slips)
        return c.Issued(dossier=dossier, slips=papers)


class IntakePart(Part):
    """Step 1."""

    def procedures(self) -> tuple[c.ProcedureChoice, ...]:
        return PROCEDURES

    def begin(self, procedure_code: str) -> c.DossierView:
        choice = next((item for item in PROCEDURES if item.code == procedure_code), PROCEDURES[0])
        key = f"draft-{next(self.sample._numbers)}"
        dossier = c.DossierView(
            key=key, version=1, code="", state="DRAFT", step="intake", procedure_code=choice.code,
            procedure=choice.name, applicant="", components=self.sample.components(done=False), form=BIRTH_FORM,
        )  # fmt: skip
        self.sample.dossiers[key] = dossier
        return dossier

    def remember(self, dossier: c.DossierView) -> None:
        self.sample._undo.setdefault(dossier.key, []).append(dossier)
        self.sample._redo[dossier.key] = []

    def identify(self, key: str, text: str) -> c.DossierView:
        dossier = self.load(key)
        number = text.split("|", maxsplit=1)[0] if "/" not in text else dossier.id_number
        by = "qr" if "|" in text else "chip" if "/" in text else "card_seen"
        values = dict(dossier.values)
        values["req_name"] = c.FieldValue(
            value="Nguyễn Thị Phương Đông", origin="id_card", confirmed=True
        )
        values["req_id"] = c.FieldValue(value=number, origin="id_card", confirmed=True)
        return self.keep(
            replace(
                dossier,
                applicant="Nguyễn Thị Phương Đông",
                id_number=number,
                identified_by=by,
                values=values,
            )
        )

    def _with(self, dossier: c.DossierView, component: c.ComponentView) -> c.DossierView:
        parts = tuple(component if part.id == component.id else part for part in dossier.components)
        return self.keep(replace(dossier, components=parts))

    def _part(self, dossier: c.DossierView, component_id: str) -> c.ComponentView:
        return next(part for part in dossier.components if part.id == component_id)

    def ask_stores(self, key: str) -> c.DossierView:
        return self.load(key)

    def confirm_block(self, key, block, shown, *, agrees) -> c.DossierView:
        dossier = self.load(key)
        said = c.ConfirmedBlock(block=block, sha256=shown_digest(shown), agrees=agrees, at=NOW)
        return self.keep(replace(dossier, confirmations=(*dossier.confirmations, said)))

    def reuse(self, key: str, component_id: str) -> c.DossierView:
        dossier = self.load(key)
        self.remember(dossier)
        return self._with(dossier, replace(self._part(dossier, component_id), status="reused"))

    def scan(
        self, key: str, component_id: str, progress: c.ProgressCall, cancelled: c.Cancellation
    ) -> c.ScanEnd:
        dossier = self.load(key)
        done = next(part for part in self.sample.components(done=True) if part.id == component_id)
        progress(c.Progress(done=1))
        if cancelled.is_cancelled():
            return c.ScanEnd(pages=0, ending="stopped")
        self.remember(dossier)
        self._with(dossier, replace(done, verdict="unsigned"))
        return c.ScanEnd(pages=done.pages)

    def scan_backs(
        self, key: str, component_id: str, progress: c.ProgressCall, cancelled: c.Cancellation
    ) -> c.ScanEnd:
        dossier = self.load(key)
        part = self._part(dossier, component_id)
        self.remember(dossier)
        self.remember(dossier)
        self._with(dossier, replace(part, documents=part.documents * 2))
        return c.ScanEnd(pages=len(part.documents))

    def ask_original(self, key: str, component_id: str) -> c.DossierView:
        dossier = self.load(key)
        return self._with(dossier, replace(self._part(dossier, component_id), original_asked=True))

    def add_file(self, key: str, component_id: str, path: Path) -> c.DossierView:
        if not path.exists():
            raise RuleError("scanner.not_a_page", {"file": path.name})
        self.scan(key, component_id, lambda progress: None, Never())
        return self.load(key)

    def arrange(self, key: str, component_id: str, page: int, move: c.PageMove) -> c.DossierView:
        dossier = self.load(key)
        self.remember(dossier)
        part = self._part(dossier, component_id)
        papers = list(part.documents)
        if move == "remove":
            papers.pop(page)
        elif move in ("up", "down"):
            other = page + (1 if move == "down" else -1)
            if 0 <= other < len(papers):
                papers[page], papers[other] = papers[other], papers[page]
        return self._with(
            dossier,
            replace(part, documents=tuple(papers), status="digitised" if papers else "missing"),
        )

    def mark(self, key: str, component_id: str, *, is_there: bool) -> c.DossierView:
        dossier = self.load(key)
        status = "paper_only" if is_there else "missing"
        return self._with(dossier, replace(self._part(dossier, component_id), status=status))

    def resume(self, key: str) -> c.DossierView:
        return self.load(key)

    def covers(self, key: str) -> c.DocumentRef:
        return c.DocumentRef(id="covers", name="Tờ ngăn.pdf")

    def claim(self, key: str, component_id: str) -> c.DossierView:
        dossier = self.load(key)
        self.remember(dossier)
        parts = {part.id: part for part in dossier.components}
        loose = parts.pop(c.UNCLEAR)
        part = parts[component_id]
        parts[component_id] = replace(
            part, documents=(*part.documents, *loose.documents), status="digitised"
        )
        return self.keep(replace(dossier, components=tuple(parts.values())))

    def devices(self, *, is_fresh: bool) -> tuple[c.DeviceChoice, ...]:
        found = (c.DeviceChoice(uri="escl://10.0.0.21:80/eSCL", name="Máy quét quầy 1"),)
        other = c.DeviceChoice(uri="folder:/srv/quet", name="Thư mục của máy đa năng")
        return (*found, other) if is_fresh else found

    def materials(self) -> tuple[str, ...]:
        return ("plain", "heritage", "fragile")

    def set_material(
        self, key: str, component_id: str, material: str, note: str = ""
    ) -> c.DossierView:
        dossier = self.load(key)
        prepare = ("scanner.prepare.gloves",) if material == "heritage" else ()
        part = replace(self._part(dossier, component_id), material=material, prepare=prepare)
        return self._with(dossier, part)

    def confirm_blank(self, key: str, component_id: str) -> c.DossierView:
        dossier = self.load(key)
        return self._with(dossier, replace(self._part(dossier, component_id), blank_pages=0))

    def undo(self, key: str) -> c.DossierView:
        dossier = self.load(key)
        if not self.sample._undo.get(key):
            return dossier
        before = self.sample._undo[key].pop()
        self.sample._redo.setdefault(key, []).append(dossier)
        return self.keep(replace(before, version=dossier.version, values=dossier.values))

    def redo(self, key: str) -> c.DossierView:
        dossier = self.load(key)
        if not self.sample._redo.get(key):
            return dossier
        after = self.sample._redo[key].pop()
        self.sample._undo.setdefault(key, []).append(dossier)
        return self.keep(replace(after, version=dossier.version, values=dossier.values))

    def read(
        self, key: str, component_id: str, progress: c.ProgressCall, cancelled: c.Cancellation
    ) -> c.DossierView:
        dossier = self.load(key)
        if component_id != "application":
            return dossier
        progress(c.Progress(done=1, total=2))
        read = form_values(self.sample.boxes, "form")
        values = {
            **read,
            **{name: value for name, value in dossier.values.items() if value.confirmed},
        }
        values.pop("phone", None)
        return self.keep(replace(dossier, values=values))

    def check(self, values: dict[str, c.FieldValue]) -> dict[str, c.FieldValue]:
        checked = {}
        for section in BIRTH_FORM.sections:
            for field in section.fields:
                value = values.get(field.id, c.FieldValue())
                problem, rests = "", {}
                if field.required and not value.value:
                    problem, rests = "form.value_missing", RESTS_ON
                elif field.kind == "phone" and value.value and len(value.value) != 10:
                    problem, rests = "form.rule.phone", RESTS_ON_NOTHING
                checked[field.id] = replace(value, problem=problem, problem_facts=rests)
        return checked

    def save_draft(self, key: str, version: int, values: dict[str, c.FieldValue]) -> c.DossierView:
        self.sample.saved += 1
        dossier = self.load(key)
        return self.keep(replace(dossier, values=self.check(dict(values)), saved_at=NOW))

    def receive(
        self,
        key: str,
        version: int,
        values: dict[str, c.FieldValue],
        pin: c.PinEntry | None,
        unsigned_reason: str = "",
    ) -> c.Issued:
        dossier = self.load(key)
        checked = self.check(dict(values))
        bad = [name for name, value in checked.items() if value.problem]
        missing = [part.name for part in dossier.components if part.status == "missing"]
        if bad or missing:
            raise RuleError("rule.components_complete", {"missing": ", ".join(missing)})
        if not unsigned_reason:
            self.sample.login(pin)
        del self.sample.dossiers[key]
        code = f"H02.15-261121-{next(self.sample._numbers):04}"
        received = replace(
            dossier, key=code, code=code, state="IN_APPRAISAL", step="appraise", values=checked,
            due_at=NOW + dt.timedelta(days=1), checks=self.sample.dossiers[ROWS[0][0]].checks,
        )  # fmt: skip
        return c.Issued(
            dossier=self.keep(received), slips=(c.DocumentRef(id="slip", name="receipt"),)
        )

    def ask_to_supplement(self, key: str, version: int, text: str) -> c.Issued:
        return self.move(
            key, self.load(key).version, "intake", "SUPPLEMENT_REQUESTED", "supplement"
        )

    def refuse(self, key: str, version: int, text: str) -> c.Issued:
        return self.move(key, self.load(key).version, None, "REJECTED_AT_INTAKE", "refusal")


class Never:
    """Nobody presses stop."""

    def is_cancelled(self) -> bool:
        return False


class AppraisePart(Part):
    """Step 2."""

    def record(
        self, key: str, version: int, checks: tuple[c.Check, ...], opinion: str
    ) -> c.DossierView:
        return self.keep(replace(self.load(key, version), checks=checks, opinion_text=opinion))

    def ask_opinion(
        self, key: str, version: int, agency: str, question: str, due_on: dt.date
    ) -> c.DossierView:
        dossier = self.load(key, version)
        asked = c.Opinion(
            id="new", agency=agency, question=question, due_on=due_on, state="waiting"
        )
        return self.keep(replace(dossier, opinions=(*dossier.opinions, asked)))

    def submit(self, key: str, version: int, seen: tuple[str, ...] = ()) -> c.Issued:
        if any(check.result == "open" for check in self.load(key).checks):
            raise RuleError("rule.checks_done")
        return self.move(key, version, "approve", "IN_APPROVAL")

    def ask_to_supplement(self, key: str, version: int, text: str) -> c.Issued:
        return self.move(key, version, "appraise", "SUPPLEMENT_REQUESTED", "supplement")

    def refuse(self, key: str, version: int, text: str, seen: tuple[str, ...] = ()) -> c.Issued:
        return self.move(key, version, "approve", "IN_APPROVAL")


class NotesPart(Part):
    """Notes on pages, kept with the sample dossier."""

    def add(self, key, paper, document_id, page, place, text) -> c.DossierView:
        dossier = self.load(key)
        title = next(
            (part.name for part in dossier.components if part.id == paper), "Trích lục khai sinh"
        )
        note = c.PageNote(
            id=f"n{len(dossier.notes) + 1}", paper=paper, title=title, page=page, place=place, text=text,
            who=OFFICER.name, at=NOW, is_mine=True,
        )  # fmt: skip
        return self.keep(replace(dossier, notes=(*dossier.notes, note)))

    def tick(self, key, note, *, is_done) -> c.DossierView:
        dossier = self.load(key)
        notes = tuple(
            replace(one, done_by=OFFICER.name if is_done else "") if one.id == note else one
            for one in dossier.notes
        )
        return self.keep(replace(dossier, notes=notes))

    def drop(self, key, note) -> c.DossierView:
        dossier = self.load(key)
        return self.keep(replace(dossier, notes=tuple(n for n in dossier.notes if n.id != note)))


class Batch(Part):
    """Signing several files under one login."""

    def run(self, names: list[tuple[str, str]], pin: c.PinEntry, progress, cancelled) -> c.BatchEnd:
        self.sample.login(pin)
        ended: list[c.SignedItem] = []
        for place, (key, name) in enumerate(names):
            if cancelled.is_cancelled():
                break
            if (
                self.sample.remove_token_after is not None
                and place >= self.sample.remove_token_after
            ):
                left = [c.SignedItem(key=k, name=n, outcome="left") for k, n in names[place:]]
                return c.BatchEnd(
                    items=(*ended, *left),
                    stopped_by="signing.token_removed",
                    facts={"token": "…7F2A"},
                )
            item = c.SignedItem(key=key, name=name, outcome="signed", seconds=1.8)
            ended.append(item)
            progress(item)
        done = {item.key for item in ended}
        left = [c.SignedItem(key=k, name=n, outcome="left") for k, n in names if k not in done]
        return c.BatchEnd(items=(*ended, *left))


class ApprovePart(Batch):
    """Step 3."""

    ITEMS = (
        ("0031", "Đăng ký khai sinh", "Ng. T. Phương Đông", -22), ("0034", "Khai tử", "Hoàng Đức Long", 2.4),
        ("0036", "Kết hôn", "Lê Hữu Đạt", 2.9), ("0039", "Hộ kinh doanh", "Vũ Thị Hạnh", 24),
        ("0041", "Trích lục", "Bùi Ngọc Huệ", 72),
    )  # fmt: skip

    def __init__(self, sample: SampleDesk) -> None:
        super().__init__(sample)
        self.signed: list[str] = []

    def waiting(self) -> tuple[c.SigningItem, ...]:
        remarks = (
            ("ok", "ui.remark.appraisal_passed", {"passed": 5, "total": 5}),
            ("ok", "ui.remark.certificate_valid", {}),
            ("ok", "ui.remark.time_stamp_ready", {}),
        )
        return tuple(
            c.SigningItem(
                key=f"H02.15-261118-{code}", code=f"H02.15-261118-{code}", title=title, applicant=who,
                procedure=title, due_at=NOW + dt.timedelta(hours=hours),
                document=c.DocumentRef(id="result", name="Trích lục khai sinh (bản sao).pdf"),
                sha256=hashlib.sha256(code.encode()).hexdigest(), notes=self._notes(f"H02.15-261118-{code}"), placement=c.Placement(page=1, x_mm=121, y_mm=62, width_mm=66, height_mm=22), remarks=remarks,
                mark=c.MarkShown(lines=("Phạm Quốc Anh", "21-11-2026 14:08:00 +07:00")),
            )
            for code, title, who, hours in self.ITEMS
            if f"H02.15-261118-{code}" not in self.signed
        )  # fmt: skip

    def _notes(self, key):
        dossier = self.sample.dossiers.get(key)
        return dossier.notes if dossier else ()

    def sign(self, items, pin, progress, cancelled) -> c.BatchEnd:
        end = self.run([(item.key, item.key) for item, _ in items], pin, progress, cancelled)
        self.signed += [item.key for item in end.items if item.outcome == "signed"]
        return end

    def send_back(self, key: str, version: int, reason: str) -> c.Issued:
        self.signed.append(key)
        dossier = self.sample.dossiers.get(key)
        return c.Issued(dossier=dossier or next(iter(self.sample.dossiers.values())))


@functools.cache
def seal_picture() -> bytes:
    """The seal of the sample's office."""
    return draw_seal("Ủy ban nhân dân xã Minh Đức", "Tỉnh Bắc Giang")


class AgencyPart(Batch):
    """Step 4."""

    def seal_shown(self, key: str) -> c.SealShown | None:
        dossier = self.load(key)
        if dossier.step != "agency_sign":
            return None
        return c.SealShown(
            document="signed_result",
            placement=c.Placement(page=1, x_mm=107, y_mm=55, width_mm=36, height_mm=36),
            mark=c.MarkShown(picture=seal_picture(), picture_mm=36.0),
        )

    def verify(self, key: str, cancelled: c.Cancellation) -> c.DossierView:
        return self.load(key)

    def seal(self, key, version, reasons, pin, progress, cancelled) -> c.BatchEnd:
        dossier = self.load(key, version)
        rows = [row for row in dossier.signatures if row.duty != "none"]
        end = self.run([(row.document.id, row.title) for row in rows], pin, progress, cancelled)
        if all(item.outcome == "signed" for item in end.items):
            self.keep(replace(dossier, step="return_result", state="RESULT_READY"))
        return end

    def send_back(self, key: str, version: int, document_id: str, reason: str) -> c.Issued:
        return self.move(key, version, "approve", "IN_APPROVAL")


class ReturnPart(Part):
    """Step 5."""

    def identify(self, key: str, text: str) -> c.Recipient:
        dossier = self.load(key)
        number = text.split("|", maxsplit=1)[0]
        if number in (dossier.id_number, dossier.code):
            return c.Recipient(match="applicant", name=dossier.applicant, key=key)
        return c.Recipient(match="mismatch", key=key)

    def preview(self, key: str) -> c.DocumentRef:
        return c.DocumentRef(id="slip", name="Phiếu trả kết quả")

    def hand_over(self, key, version, recipient, ways, copies) -> c.Issued:
        return self.move(key, version, None, "RETURNED", "handover")


class InsightPart:
    """A week with a holiday and a pause; a dossier that lacks two things; a shift."""

    def __init__(self, sample):
        self._sample = sample

    def due(self, key):
        dossier = self._sample.dossier(key)
        monday = NOW.date() - dt.timedelta(days=NOW.weekday())
        said = (
            ("event_day",), ("working_day",), ("holiday",), ("pause",), ("working_day",), ("weekend",),
            ("weekend",), ("working_day",), ("make_up",),
        )  # fmt: skip
        days, count = [], 0
        for ahead, why in enumerate(said):
            inside = why[0] in ("working_day", "make_up")
            count += inside
            days.append(
                c.DayLine(
                    on=monday + dt.timedelta(days=ahead), ordinal=count if inside else 0, why=why,
                    holiday="Ngày Văn hóa" if why[0] == "holiday" else "",
                )
            )  # fmt: skip
        return c.DueView(
            code=dossier.code, clock="running", due_at=dossier.due_at, remaining=2,
            term="4 ngày làm việc", rule_set="2025", days=tuple(days),
            apology_last_day=monday + dt.timedelta(days=7),
        )  # fmt: skip

    def before_closing(self, key):
        return c.BeforeClosing(
            code=self._sample.dossier(key).code,
            lacks=(c.Gap(code="closing.not_signed", items=("Tờ khai đăng ký khai sinh",)),),
            does_not_count=(
                c.Gap(code="score.nothing_reused", indicator="4.3"),
                c.Gap(code="score.account_not_authenticated", indicator="4.5"),
            ),
        )

    def lesson(self, key):
        dossier = self._sample.dossier(key)
        times = {"intake": 254, "appraise": 96, "approve": 0, "agency_sign": 0, "return_result": 0}
        return c.LessonView(
            code=dossier.code, is_practice=True, sent_back=1, hints=hints_of("appraise"),
            steps=tuple(
                c.LessonStep(step=step, seconds=seconds, is_here=step == "appraise")
                for step, seconds in times.items()
            ),
        )  # fmt: skip

    def shift(self):
        rows = self._sample.work_list(c.WorkQuery(scope="overdue")).rows
        return c.ShiftView(
            at=NOW, steps={"intake": 3, "appraise": 5}, waiting={"applicant": 2, "payment": 0},
            overdue=rows, due_today=rows[:1], claimed=(),
        )  # fmt: skip


class OtherPart:
    """Acts beside the main road: two of each kind of field."""

    def __init__(self, sample):
        self._sample = sample
        self.done = []

    def offers(self, key):
        reason = c.ActField(id="reason", kind="text")
        day = c.ActField(id="new_due_on", kind="date")
        tick = c.ActField(id="originals_returned", kind="tick")
        choice = c.ActField(id="fee_treatment", kind="choice", choices=("", "all", "part", "none"))
        return (
            c.ActOffer(step="approve", name="extend", fields=(day, reason)),
            c.ActOffer(step="approve", name="stop", fields=(tick, choice, reason)),
        )

    def do(self, key, act, values, pin=None):
        self.done.append((key, act, dict(values)))
        return c.Issued(dossier=self._sample.dossier(key))
