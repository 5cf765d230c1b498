"""What each kind of paper says: sections of (field, label, value)."""

import re
from dataclasses import dataclass, field
from types import ModuleType

from tests.kit.papers import blind, distant, kept_back, veiled
from tests.kit.papers.people import World, in_words, slashed, worded

OWN_VALUES: dict[str, ModuleType] = {
    "blind": blind,
    "veiled": veiled,
    "kept_back": kept_back,
    "distant": distant,
}
"""Words of the parts that have values, subjects and prose of their own."""

Item = tuple[str | None, str, str, str]  # field name or None, label key, value, unit behind it


@dataclass
class Section:
    """Facts about one person or thing."""

    role: str | None
    items: list[Item]


@dataclass
class Content:
    """A paper before it has a shape.

    Attributes:
        doc_type: its type.
        sections: its facts.
        issuer: (upper body, body) for papers of an agency; None for declarations.
        number: (field, text).
        dated: (field, text): place and date line.
        to: (field, addressee).
        signer: (field or None, name, office lines).
    """

    doc_type: str
    sections: list[Section]
    issuer: tuple[str, str] | None = None
    number: tuple[str, str] | None = None
    dated: tuple[str | None, str, str] | None = None
    to: tuple[str | None, str] | None = None
    signer: tuple[str | None, str, list[str]] | None = None
    extra: dict[str, str] = field(default_factory=dict)


def _person(
    w: World, prefix: str, *, male: bool, keys: str, years: tuple[int, int] = (1955, 2004)
) -> list[Item]:
    born = w.date(*years)
    made = {
        "ho_ten": w.name(male=male),
        "nam_sinh": str(born[2]),
        "ngay_sinh": slashed(born),
        "dan_toc": w.ethnic(),
        "quoc_tich": "Việt Nam",
        "noi_cu_tru": w.place(),
        "so_cccd": w.identity(male, born[2]),
        "gioi_tinh": "Nam" if male else "Nữ",
    }
    return [(f"{prefix}{key}", key, made[key], "") for key in keys.split()]


def make_content(w: World, doc_type: str) -> Content:
    """Draw the facts of a paper."""
    content = _MAKERS[doc_type](w)
    if w.part in OWN_VALUES:
        _own_values(w, content, OWN_VALUES[w.part])
    return content


def _own_values(w: World, content: Content, words: ModuleType) -> None:
    """Other values and one way of writing dates for all of a paper of a part that has its own."""
    form = w.rng.choice(words.DATES)
    for section in content.sections:
        for number, (name, key, text, unit) in enumerate(section.items):
            if key in words.VALUES:
                section.items[number] = (name, key, w.rng.choice(words.VALUES[key]), unit)
            elif re.fullmatch(r"\d\d/\d\d/\d{4}", text):
                parts = text.split("/")
                short = "/".join(part.lstrip("0") for part in parts)
                dated = short if form == "short" else form.format(*parts, _month(parts[1]))
                section.items[number] = (name, key, dated, unit)
    if content.dated is not None:  # of "thị trấn Thắng" only the name stands before a date
        name, place, text = content.dated
        place = place.removeprefix("trấn ").removeprefix("khu ")
        if w.part != "blind":  # which keeps its pages
            place = place.removeprefix("phố ")
        content.dated = (name, place, text)
    if hasattr(words, "adapted"):
        words.adapted(w.rng, content)


def _month(text: str) -> str:
    """A month as offices write it in words: a zero stands before 1 and 2 only."""
    return text if int(text) <= 2 or int(text) >= 10 else text.lstrip("0")


def _agency(w: World) -> tuple[str, str, str, str]:
    commune, province = w.commune()
    return commune, province, province.upper(), f"ỦY BAN NHÂN DÂN {commune}".upper()


def _office(w: World) -> list[str]:
    return w.rng.choice(
        [
            ["CHỦ TỊCH"],
            ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
            ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"],
            ["GIÁM ĐỐC"],
            ["CÔNG CHỨC TƯ PHÁP - HỘ TỊCH"],
        ]
    )


def _birth(w: World) -> Content:
    commune, province, upper, body = _agency(w)
    male = w.rng.random() < 0.5
    born = w.date(2010, 2026)
    child: list[Item] = [
        ("ho_ten", "ho_ten", w.name(male=male, upper=w.rng.random() < 0.4), ""),
        ("ngay_sinh", "ngay_sinh", slashed(born), ""),
        ("ngay_sinh_chu", "ngay_sinh_chu", in_words(born, w.rng), ""),
        ("gioi_tinh", "gioi_tinh", "Nam" if male else "Nữ", ""),
        ("dan_toc", "dan_toc", w.ethnic(), ""),
        ("quoc_tich", "quoc_tich", "Việt Nam", ""),
        (
            "noi_sinh",
            "noi_sinh",
            f"Bệnh viện Đa khoa {province}"
            if w.rng.random() < 0.5
            else f"Trạm Y tế {commune}, {province}",
            "",
        ),
        ("que_quan", "que_quan", w.place(street=False), ""),
        ("so_dinh_danh", "so_dinh_danh", w.identity(male, born[2]), ""),
    ]
    keys = "ho_ten nam_sinh dan_toc quoc_tich noi_cu_tru"
    mother, father = (
        _person(w, "me_", male=False, keys=keys, years=(1980, 2003)),
        _person(w, "cha_", male=True, keys=keys, years=(1975, 2002)),
    )
    sections = [Section(None, child), Section("me", mother), Section("cha", father)]
    if w.rng.random() < 0.3:
        sections[1:] = sections[:0:-1]
    registered = w.date(born[2], min(born[2] + 1, 2026))
    sections.append(Section("nguoi_di_khai", [("nguoi_di_khai", "ho_ten", w.name(), "")]))
    sections.append(
        Section(
            None,
            [
                ("noi_dang_ky", "noi_dang_ky", f"Ủy ban nhân dân {commune}, {province}", ""),
                ("ngay_dang_ky", "ngay_dang_ky", slashed(registered), ""),
            ],
        )
    )
    return Content(
        "giay_khai_sinh",
        sections,
        (upper, body),
        ("so", f"{w.rng.randint(1, 400)}/{registered[2]}"),
        None,
        None,
        ("nguoi_ky", w.name(), _office(w)),
    )


def _birth_form(w: World) -> Content:
    commune, province, _, _ = _agency(w)
    male = w.rng.random() < 0.5
    born = w.date(2023, 2026)
    asker_name = w.name()
    asker: list[Item] = [
        ("nguoi_yeu_cau", "ho_ten", asker_name, ""),
        ("noi_cu_tru", "noi_cu_tru", w.place(), ""),
        ("giay_to_tuy_than", "giay_to", f"CCCD số {w.identity(True, 1985)}", ""),
        ("quan_he", "quan_he", w.rng.choice(["Cha", "Mẹ", "Bà nội", "Ông ngoại", "Bác", "Cô"]), ""),
    ]
    child: list[Item] = [
        ("ho_ten", "ho_ten", w.name(male=male), ""),
        ("ngay_sinh", "ngay_sinh", slashed(born), ""),
        ("ngay_sinh_chu", "ngay_sinh_chu", in_words(born, w.rng), ""),
        ("gioi_tinh", "gioi_tinh", "Nam" if male else "Nữ", ""),
        ("dan_toc", "dan_toc", w.ethnic(), ""),
        ("quoc_tich", "quoc_tich", "Việt Nam", ""),
        ("noi_sinh", "noi_sinh", f"Trung tâm Y tế {commune}, {province}", ""),
        ("que_quan", "que_quan", w.place(street=False), ""),
    ]
    keys = "ho_ten nam_sinh dan_toc quoc_tich noi_cu_tru"
    sections = [
        Section("nguoi_yeu_cau", asker),
        Section("con", child),
        Section("me", _person(w, "me_", male=False, keys=keys)),
        Section("cha", _person(w, "cha_", male=True, keys=keys)),
    ]
    return Content(
        "to_khai_khai_sinh",
        sections,
        None,
        None,
        ("ngay", commune.split(" ", 1)[1], worded(w.date(2025, 2026))),
        ("kinh_gui", f"Ủy ban nhân dân {commune}, {province}"),
        (None, asker_name, ["NGƯỜI YÊU CẦU"]),
    )


def _building(w: World) -> Content:
    commune, province, _, _ = _agency(w)  # noqa: RUF059
    owner = w.name()
    kind = w.rng.choice(
        ["Nhà ở riêng lẻ", "Nhà ở kết hợp kinh doanh", "Nhà xưởng sản xuất", "Nhà kho"]
    )
    people: list[Item] = [
        ("chu_dau_tu", "chu_dau_tu", owner, ""),
        ("so_cccd", "so_cccd", w.identity(True, 1979), ""),
        ("dia_chi", "dia_chi", w.place(), ""),
        ("dien_thoai", "dien_thoai", "0" + w.number(9, "35789"), ""),
    ]
    floors = w.rng.randint(1, 6)
    area = w.rng.randint(45, 200)
    land: list[Item] = [
        ("dia_diem_xd", "dia_diem_xd", w.place(), ""),
        ("thua_dat", "thua_dat", str(w.rng.randint(5, 980)), ""),
        ("to_ban_do", "to_ban_do", str(w.rng.randint(2, 140)), ""),
        ("dien_tich_dat", "dien_tich", f"{w.rng.randint(60, 400)},{w.rng.randint(1, 9)}", "m²"),
    ]
    work: list[Item] = [
        ("loai_cong_trinh", "loai_cong_trinh", kind, ""),
        ("cap_cong_trinh", "cap_cong_trinh", w.rng.choice(["Cấp III", "Cấp IV"]), ""),
        ("dien_tich_xd", "dien_tich_xd", str(area), "m²"),
        ("tong_dien_tich_san", "tong_dien_tich_san", str(area * floors), "m²"),
        ("chieu_cao", "chieu_cao", f"{w.rng.randint(3, 20)},{w.rng.randint(1, 9)}", "m"),
        ("so_tang", "so_tang", str(floors), ""),
        ("thoi_gian_ht", "thoi_gian_ht", str(w.rng.randint(3, 24)), "tháng"),
    ]
    return Content(
        "don_xay_dung",
        [Section("chu_dau_tu", people), Section("cong_trinh", land), Section(None, work)],
        None,
        None,
        ("ngay", commune.split(" ", 1)[1], worded(w.date(2024, 2026))),
        ("kinh_gui", f"Ủy ban nhân dân {commune}"),
        (None, owner, ["NGƯỜI LÀM ĐƠN"]),
    )


def _business(w: World) -> Content:
    commune, province, _, body = _agency(w)  # noqa: RUF059
    male = w.rng.random() < 0.5
    born = w.date(1960, 2003)
    owner = w.name(male=male, upper=w.rng.random() < 0.5)
    shop: list[Item] = [
        (
            "ten_ho_kinh_doanh",
            "ten_ho_kinh_doanh",
            w.rng.choice(
                [
                    f"HỘ KINH DOANH {owner.upper()}",
                    f"CỬA HÀNG TẠP HÓA {owner.split()[-1].upper()}",
                    f"QUÁN ĂN {owner.split()[-1].upper()} KÝ",
                ]
            ),
            "",
        ),
        ("dia_chi", "dia_chi_hkd", w.place(), ""),
        ("dien_thoai", "dien_thoai", "0" + w.number(9, "35789"), ""),
        (
            "nganh_nghe",
            "nganh_nghe",
            w.rng.choice(
                [
                    "Bán lẻ lương thực, thực phẩm",
                    "Dịch vụ ăn uống",
                    "Sửa chữa xe máy",
                    "May mặc, bán lẻ quần áo",
                    "Chăn nuôi lợn",
                ]
            ),
            "",
        ),
        ("von", "von", f"{w.rng.randint(2, 90)}0.000.000", "đồng"),
    ]
    person: list[Item] = [
        ("chu_ho", "chu_ho", owner, ""),
        ("gioi_tinh", "gioi_tinh", "Nam" if male else "Nữ", ""),
        ("ngay_sinh", "ngay_sinh", slashed(born), ""),
        ("dan_toc", "dan_toc", w.ethnic(), ""),
        ("quoc_tich", "quoc_tich", "Việt Nam", ""),
        ("so_cccd", "so_cccd", w.identity(male, born[2]), ""),
        ("ngay_cap", "ngay_cap", slashed(w.date(2021, 2024)), ""),
        (
            "noi_cap",
            "noi_cap",
            w.rng.choice(["Cục Cảnh sát quản lý hành chính về trật tự xã hội", "Bộ Công an"]),
            "",
        ),
        ("noi_thuong_tru", "noi_thuong_tru", w.place(), ""),
    ]
    day = w.date(2019, 2026)
    return Content(
        "gcn_hkd",
        [
            Section(None, [("ngay_dang_ky", "ngay_dang_ky_dau", worded(day), "")]),
            Section(None, shop),
            Section("chu_ho", person),
        ],
        (body, "PHÒNG KINH TẾ"),
        ("so", f"{w.number(2)}{w.rng.choice('ABCGK')}8{w.number(6)}"),
        None,
        None,
        ("nguoi_ky", w.name(), [w.rng.choice(["TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"])]),
    )


def _land(w: World) -> Content:
    commune, province, _, _ = _agency(w)
    male = w.rng.random() < 0.6
    year = w.rng.randint(1950, 1998)
    person: list[Item] = [
        ("ho_ten", "ong_ba", w.name(male=male), ""),
        ("nam_sinh", "nam_sinh_only", str(year), ""),
        ("so_cccd", "so_cccd", w.identity(male, year), ""),
        ("noi_thuong_tru", "noi_thuong_tru", w.place(), ""),
    ]
    plot: list[Item] = [
        ("thua_dat", "thua_dat", str(w.rng.randint(5, 980)), ""),
        ("to_ban_do", "to_ban_do", str(w.rng.randint(2, 140)), ""),
        ("dia_chi_thua_dat", "dia_chi_thua_dat", w.place(), ""),
        ("dien_tich", "dien_tich", f"{w.rng.randint(60, 900)},{w.rng.randint(0, 9)}", "m²"),
        (
            "muc_dich",
            "muc_dich_dat",
            w.rng.choice(["Đất ở tại nông thôn", "Đất trồng cây lâu năm", "Đất ở tại đô thị"]),
            "",
        ),
        ("thoi_han", "thoi_han", w.rng.choice(["Lâu dài", "Đến ngày 15/10/2043"]), ""),
        (
            "nguon_goc",
            "nguon_goc",
            w.rng.choice(
                [
                    "Nhà nước giao đất có thu tiền sử dụng đất",
                    "Công nhận QSDĐ như giao đất không thu tiền sử dụng đất",
                ]
            ),
            "",
        ),
    ]
    tail: list[Item] = [("so_vao_so", "so_vao_so", f"CS {w.number(5)}", "")]
    return Content(
        "gcn_qsdd",
        [Section("chu_dat", person), Section("thua_dat", plot), Section(None, tail)],
        None,
        None,
        ("ngay_ky", province.split(" ", 1)[1], worded(w.date(2010, 2025))),
        None,
        (
            "nguoi_ky",
            w.name(),
            w.rng.choice(
                [
                    ["SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG", "GIÁM ĐỐC"],
                    [f"ỦY BAN NHÂN DÂN {commune}".upper(), "CHỦ TỊCH"],
                ]
            ),
        ),
        {"so_phat_hanh": f"{w.rng.choice(['BK', 'CT', 'DA', 'AA'])} {w.number(6)}"},
    )


def _single(w: World) -> Content:
    commune, province, upper, body = _agency(w)  # noqa: RUF059
    male = w.rng.random() < 0.5
    born = w.date(1965, 2003)
    items: list[Item] = [
        ("ho_ten", "ho_ten", w.name(male=male), ""),
        ("ngay_sinh", "ngay_sinh", slashed(born), ""),
        ("gioi_tinh", "gioi_tinh", "Nam" if male else "Nữ", ""),
        ("dan_toc", "dan_toc", w.ethnic(), ""),
        ("quoc_tich", "quoc_tich", "Việt Nam", ""),
        ("so_cccd", "so_cccd", w.identity(male, born[2]), ""),
        ("noi_cu_tru", "noi_cu_tru", w.place(), ""),
        (
            "tinh_trang",
            "tinh_trang",
            w.rng.choice(
                [
                    "Chưa đăng ký kết hôn với ai",
                    "Hiện tại không đăng ký kết hôn với ai",
                    f"Đã đăng ký kết hôn nhưng đã ly hôn theo Quyết định số {w.rng.randint(2, 90)}/2022/QĐST-HNGĐ; hiện tại chưa đăng ký kết hôn với ai",
                ]
            ),
            "",
        ),
        (
            "muc_dich",
            "muc_dich_giay",
            w.rng.choice(
                [
                    "Làm thủ tục đăng ký kết hôn",
                    "Bổ sung hồ sơ vay vốn ngân hàng",
                    "Làm thủ tục mua bán nhà đất",
                ]
            ),
            "",
        ),
    ]
    return Content(
        "xn_honnhan",
        [Section(None, items)],
        (upper, body),
        ("so", f"{w.rng.randint(1, 900)}/UBND-XNTTHN"),
        ("ngay", commune.split(" ", 1)[1], worded(w.date(2023, 2026))),
        None,
        ("nguoi_ky", w.name(), _office(w)),
    )


def _record(w: World) -> Content:
    commune, province, _, _ = _agency(w)
    male = w.rng.random() < 0.5
    born = w.date(1965, 2004)
    name = w.name(male=male, upper=w.rng.random() < 0.5)
    items: list[Item] = [
        ("ho_ten", "ho_ten", name, ""),
        (None, "ten_goi_khac", "Không", ""),
        ("ngay_sinh", "ngay_sinh", slashed(born), ""),
        ("gioi_tinh", "gioi_tinh", "Nam" if male else "Nữ", ""),
        ("noi_sinh", "noi_sinh", w.place(street=False), ""),
        ("quoc_tich", "quoc_tich", "Việt Nam", ""),
        ("dan_toc", "dan_toc", w.ethnic(), ""),
        ("noi_thuong_tru", "noi_thuong_tru", w.place(), ""),
        ("so_cccd", "so_cccd", w.identity(male, born[2]), ""),
        ("ngay_cap", "ngay_cap", slashed(w.date(2021, 2024)), ""),
        (
            "noi_cap",
            "noi_cap",
            w.rng.choice(["Cục Cảnh sát quản lý hành chính về trật tự xã hội", "Bộ Công an"]),
            "",
        ),
        ("cha_ho_ten", "ho_ten:cha", w.name(male=True), ""),
        ("me_ho_ten", "ho_ten:me", w.name(male=False), ""),
        ("dien_thoai", "dien_thoai", "0" + w.number(9, "35789"), ""),
        (
            "muc_dich",
            "muc_dich_lltp",
            w.rng.choice(
                [
                    "Xin việc làm",
                    "Bổ sung hồ sơ xin thị thực",
                    "Hoàn thiện hồ sơ cán bộ",
                    "Du học tại Hàn Quốc",
                ]
            ),
            "",
        ),
    ]
    return Content(
        "tk_lltp",
        [Section(None, items)],
        None,
        None,
        ("ngay", commune.split(" ", 1)[1], worded(w.date(2024, 2026))),
        ("kinh_gui", f"Công an {province}"),
        (None, name.title() if name.isupper() else name, ["NGƯỜI KHAI"]),
        {"loai_phieu": w.rng.choice(["Số 1", "Số 2"])},
    )


def _decision(w: World) -> Content:
    commune, province, upper, body = _agency(w)  # noqa: RUF059
    office = w.rng.choice(
        [
            (["CHỦ TỊCH"], "CHỦ TỊCH"),
            (["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], "PHÓ CHỦ TỊCH"),
            (["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "CHỦ TỊCH"),
            (["GIÁM ĐỐC"], "GIÁM ĐỐC"),
            (["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"], "PHÓ GIÁM ĐỐC"),
        ]
    )
    subject = w.rng.choice(
        [
            "Về việc phê duyệt phương án bồi thường, hỗ trợ và tái định cư khi Nhà nước thu hồi đất",
            "Về việc thành lập Hội đồng tuyển dụng viên chức",
            "Về việc cấp giấy phép xây dựng",
            "Về việc công nhận kết quả xét thăng hạng chức danh nghề nghiệp năm 2025",
            "Về việc ban hành Quy chế làm việc",
            "Về việc xử phạt vi phạm hành chính",
        ]
    )
    if w.part in OWN_VALUES:
        subject = w.rng.choice(OWN_VALUES[w.part].SUBJECTS)
    if w.part not in {"tuning", "varied"} and w.rng.random() < 0.25:
        subject = "V/v " + subject.removeprefix("Về việc ")
    who = body
    if "GIÁM ĐỐC" in office[1]:
        who = w.rng.choice(
            ["SỞ XÂY DỰNG", "SỞ NỘI VỤ", "SỞ TƯ PHÁP", "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"]
        )
        upper = f"ỦY BAN NHÂN DÂN {upper}"
    sign = "QĐ-UBND" if who == body else "QĐ-S" + "".join(part[0] for part in who.split()[1:3])
    return Content(
        "quyet_dinh",
        [],
        (upper, who),
        ("so_ky_hieu", f"{w.rng.randint(2, 4999)}/{sign}"),
        ("ngay", commune.split(" ", 1)[1], worded(w.date(2019, 2026))),
        None,
        ("nguoi_ky", w.name(), office[0]),
        {"trich_yeu": subject, "chuc_vu": office[1], "co_quan": who, "dat": w.place()},
    )


def _marriage(w: World) -> Content:
    commune, province, upper, body = _agency(w)
    keys = "ho_ten ngay_sinh dan_toc quoc_tich noi_cu_tru so_cccd"
    sections = [
        Section("vo", _person(w, "vo_", male=False, keys=keys)),
        Section("chong", _person(w, "chong_", male=True, keys=keys)),
    ]
    if w.rng.random() < 0.5:
        sections.reverse()
    day = slashed(w.date(2018, 2026))
    sections.append(
        Section(
            None,
            [
                ("noi_dang_ky", "noi_dang_ky_kh", f"Ủy ban nhân dân {commune}, {province}", ""),
                ("ngay_dang_ky", "ngay_dang_ky_kh", day, ""),
            ],
        )
    )
    return Content(
        "giay_chung_nhan_ket_hon",
        sections,
        (upper, body),
        ("so", f"{w.rng.randint(1, 300)}/{day[-4:]}"),
        None,
        None,
        ("nguoi_ky", w.name(), _office(w)),
    )


def _death_form(w: World) -> Content:
    commune, province, _, _ = _agency(w)
    asker = w.name()
    first: list[Item] = [
        ("nguoi_yeu_cau", "ho_ten", asker, ""),
        ("noi_cu_tru", "noi_cu_tru", w.place(), ""),
        ("giay_to_tuy_than", "giay_to", f"CCCD số {w.identity(True, 1982)}", ""),
    ]
    male = w.rng.random() < 0.5
    dead = _person(
        w,
        "",
        male=male,
        keys="ho_ten ngay_sinh gioi_tinh dan_toc quoc_tich so_cccd",
        years=(1930, 1970),
    )
    dead += [
        ("ngay_chet", "ngay_chet", slashed(w.date(2024, 2026)), ""),
        ("noi_chet", "noi_chet", w.place(), ""),
        (
            "nguyen_nhan",
            "nguyen_nhan",
            w.rng.choice(["Tuổi già", "Bệnh tim", "Tai nạn giao thông"]),
            "",
        ),
    ]
    return Content(
        "to_khai_khai_tu",
        [Section("nguoi_yeu_cau", first), Section("nguoi_chet", dead)],
        None,
        None,
        ("ngay", commune.split(" ", 1)[1], worded(w.date(2025, 2026))),
        ("kinh_gui", f"Ủy ban nhân dân {commune}, {province}"),
        (None, asker, ["NGƯỜI YÊU CẦU"]),
    )


def _power(w: World) -> Content:
    commune, _, _, _ = _agency(w)
    keys = "ho_ten ngay_sinh so_cccd noi_cu_tru"
    giver, taker = (
        _person(w, "", male=True, keys=keys),
        _person(w, "duoc_uy_quyen_", male=False, keys=keys),
    )
    giver[0] = ("nguoi_uy_quyen", *giver[0][1:])
    taker[0] = ("nguoi_duoc_uy_quyen", *taker[0][1:])
    tail: list[Item] = [
        (
            "noi_dung",
            "noi_dung_uq",
            w.rng.choice(
                [
                    "Nộp hồ sơ và nhận kết quả giải quyết thủ tục hành chính",
                    "Quản lý và sử dụng thửa đất nói trên",
                ]
            ),
            "",
        ),
        ("thoi_han", "thoi_han_uq", "12 tháng kể từ ngày ký", ""),
    ]
    return Content(
        "giay_uy_quyen",
        [Section("ben_uy_quyen", giver), Section("ben_duoc_uy_quyen", taker), Section(None, tail)],
        None,
        None,
        ("ngay", commune.split(" ", 1)[1], worded(w.date(2024, 2026))),
        None,
        (None, giver[0][2], ["BÊN ỦY QUYỀN"]),
    )


def _other(w: World) -> Content:
    commune, province, upper, body = _agency(w)  # noqa: RUF059
    who = w.name()
    return Content(
        "khac",
        [],
        (upper, body) if w.rng.random() < 0.5 else None,
        None,
        (None, commune.split(" ", 1)[1], worded(w.date(2022, 2026))),
        None,
        (None, who, [w.rng.choice(["NGƯỜI VIẾT ĐƠN", "CHỦ TỊCH", "GIÁM ĐỐC"])]),
        {
            "ten": who,
            "noi": w.place(),
            "so": w.identity(True, 1980),
            "ngay": slashed(w.date(1960, 2000)),
        },
    )


_MAKERS = {
    "giay_khai_sinh": _birth,
    "to_khai_khai_sinh": _birth_form,
    "don_xay_dung": _building,
    "gcn_hkd": _business,
    "gcn_qsdd": _land,
    "xn_honnhan": _single,
    "tk_lltp": _record,
    "quyet_dinh": _decision,
    "giay_chung_nhan_ket_hon": _marriage,
    "to_khai_khai_tu": _death_form,
    "giay_uy_quyen": _power,
    "khac": _other,
}
MAIN_TYPES = (
    "giay_khai_sinh",
    "to_khai_khai_sinh",
    "don_xay_dung",
    "gcn_hkd",
    "gcn_qsdd",
    "xn_honnhan",
    "tk_lltp",
    "quyet_dinh",
)
MORE_TYPES = ("giay_chung_nhan_ket_hon", "to_khai_khai_tu", "giay_uy_quyen")
