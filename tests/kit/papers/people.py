"""Invented people, places, dates and numbers; drawn from a seeded generator."""

import random
import unicodedata
from dataclasses import dataclass

from tests.kit.papers import blind, distant, kept_back, sealed, unseen, veiled

_SURNAMES = {
    "tuning": "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Lương Mai Trịnh Cao",
    "held_out": "Nguyễn Nguyễn Trần Lê Huỳnh Đoàn Tạ Thái Lưu Tô Hà Châu Triệu Kiều Đàm Vi Nông Lò Giàng Quách Khổng",
}
_MIDDLE = {
    "tuning": "Văn Thị Đức Minh Ngọc Hữu Thanh Quang Xuân Bá Thu Kim Gia Hải Công Duy Mạnh Thùy",
    "held_out": "Văn Thị Đình Trọng Bảo Khánh Tuấn Như Phương Diệu Việt Nhật Hồng Quốc Thế Ánh Mỹ Tiến",
}
_GIVEN = {
    "tuning": "An Bình Chi Cường Dũng Dung Giang Hà Hải Hạnh Hiếu Hoa Hùng Hương Khánh Lan Linh Long Mai Nam Nga Nhung Phúc Quân Sơn Thảo Thắng Trang Tuấn Yến Vân Tùng",
    "held_out": "Ân Bích Châu Diễm Đạt Đông Hằng Hiền Hòa Huệ Kiệt Lâm Loan Lộc My Ngân Nghĩa Nhi Oanh Phượng Quỳnh Sáng Tâm Thiện Thịnh Thủy Toàn Trâm Uyên Việt Vinh Ý",
}
_PLACES = {
    "tuning": [
        ("xã Phú Lâm", "huyện Tiên Du", "tỉnh Bắc Ninh"),
        ("phường Nam Lý", "thành phố Đồng Hới", "tỉnh Quảng Bình"),
        ("xã Vĩnh Thủy", "huyện Vĩnh Linh", "tỉnh Quảng Trị"),
        ("xã Tam Hồng", "huyện Yên Lạc", "tỉnh Vĩnh Phúc"),
        ("xã Diễn Thành", "huyện Diễn Châu", "tỉnh Nghệ An"),
        ("thị trấn Vôi", "huyện Lạng Giang", "tỉnh Bắc Giang"),
        ("phường Bãi Cháy", "thành phố Hạ Long", "tỉnh Quảng Ninh"),
        ("xã Hòa Tiến", "huyện Hòa Vang", "thành phố Đà Nẵng"),
        ("xã Nghi Xuân", None, "tỉnh Hà Tĩnh"),
        ("phường Kinh Bắc", None, "tỉnh Bắc Ninh"),
        ("xã Ea Kly", None, "tỉnh Đắk Lắk"),
        ("phường Long Xuyên", None, "tỉnh An Giang"),
        ("xã Mỹ Thuận", None, "tỉnh Vĩnh Long"),
        ("xã Ô Diên", None, "thành phố Hà Nội"),
    ],
    "held_out": [
        ("xã Quang Minh", "huyện Bắc Quang", "tỉnh Hà Giang"),
        ("phường Tân An", "thành phố Buôn Ma Thuột", "tỉnh Đắk Lắk"),
        ("xã Bình Chánh", "huyện Bình Sơn", "tỉnh Quảng Ngãi"),
        ("xã Thạnh Phú", "huyện Cái Nước", "tỉnh Cà Mau"),
        ("thị trấn Sa Pa", "huyện Sa Pa", "tỉnh Lào Cai"),
        ("xã Hưng Đạo", "huyện Tứ Kỳ", "tỉnh Hải Dương"),
        ("phường Cẩm Châu", "thành phố Hội An", "tỉnh Quảng Nam"),
        ("xã Lộc Ninh", "huyện Hồng Dân", "tỉnh Bạc Liêu"),
        ("xã Mường Lay", None, "tỉnh Điện Biên"),
        ("phường Thủ Dầu Một", None, "thành phố Hồ Chí Minh"),
        ("xã Đồng Văn", None, "tỉnh Tuyên Quang"),
        ("phường Vị Thanh", None, "thành phố Cần Thơ"),
        ("xã Trà Bồng", None, "tỉnh Quảng Ngãi"),
        ("xã Yên Thế", None, "tỉnh Bắc Ninh"),
    ],
}
_STREETS = {
    "tuning": [
        "thôn Đông",
        "xóm 5",
        "tổ dân phố số 3",
        "số 27 đường Lê Lợi",
        "khu phố 2",
        "thôn Phú Mỹ",
        "số 118 phố Hàng Bè",
        "bản Nà Hin",
    ],
    "held_out": [
        "ấp Bình Hòa",
        "tổ 8",
        "số 5 ngách 12/4 ngõ 35 đường Trường Chinh",
        "buôn Ky",
        "khối 6",
        "thôn Thượng Cát",
        "số 402/7 đường Nguyễn Trãi",
        "tổ dân phố Hòa Bình",
    ],
}
_ETHNIC = {
    "tuning": ["Kinh", "Kinh", "Kinh", "Tày", "Nùng", "Mường"],
    "held_out": ["Kinh", "Kinh", "Thái", "Khmer", "H'Mông", "Dao", "Ê Đê", "Sán Dìu"],
}
_SURNAMES |= {
    "varied": _SURNAMES["tuning"],
    "fresh": "Nguyễn Nguyễn Trần Phạm Vương Tôn Phùng Hứa Tăng Mạc Lại Bạch Cù Đào Nghiêm Tống Hoàng La Trương Thân",
}
_MIDDLE |= {
    "varied": _MIDDLE["tuning"],
    "fresh": "Văn Thị Hoàng Thành Phúc Trung Vĩnh Lan Thúy Kiều Cẩm Tấn Chí Hoài Anh Mai",
}
_GIVEN |= {
    "varied": _GIVEN["tuning"],
    "fresh": "Ái Bảo Cúc Danh Duyên Định Hảo Hiển Hoàn Hậu Kha Khuê Liên Luân Mẫn Nguyệt Phát Quý Sen Tài Thi Thư Tín Trí Tuyết Vĩ Xuân Yên Thoa Trọng",
}
_PLACES |= {
    "varied": _PLACES["tuning"],
    "fresh": [
        ("xã Xuân Giang", "huyện Sóc Sơn", "thành phố Hà Nội"),
        ("phường Hưng Bình", "thành phố Vinh", "tỉnh Nghệ An"),
        ("xã Tân Hiệp", "huyện Hóc Môn", "thành phố Hồ Chí Minh"),
        ("xã Nậm Mòn", "huyện Bắc Hà", "tỉnh Lào Cai"),
        ("thị trấn Phước Long", "huyện Phước Long", "tỉnh Bạc Liêu"),
        ("xã Thụy Hải", "huyện Thái Thụy", "tỉnh Thái Bình"),
        ("phường Phước Hải", "thành phố Nha Trang", "tỉnh Khánh Hòa"),
        ("xã Krông Nô", None, "tỉnh Lâm Đồng"),
        ("phường Sầm Sơn", None, "tỉnh Thanh Hóa"),
        ("xã Mộc Hóa", None, "tỉnh Tây Ninh"),
        ("phường Hồng Gai", None, "tỉnh Quảng Ninh"),
        ("đặc khu Phú Quốc", None, "tỉnh An Giang"),
        ("xã Chợ Rã", None, "tỉnh Thái Nguyên"),
    ],
}
_STREETS |= {
    "varied": _STREETS["tuning"],
    "fresh": [
        "xóm Chùa",
        "tổ 12",
        "số 9 hẻm 24 đường Cách Mạng Tháng Tám",
        "ấp 3",
        "thôn Làng Mới",
        "khóm 4",
        "số 88A đường Phan Đình Phùng",
        "bản Pá Khoang",
        "khu 7",
        "tổ dân phố 15",
    ],
}
_ETHNIC |= {
    "varied": _ETHNIC["tuning"],
    "fresh": ["Kinh", "Kinh", "Hoa", "Chăm", "Ba Na", "Giáy", "Cơ Ho", "La Chí", "Sán Chay"],
}
for _part, _words in (
    ("unseen", unseen),
    ("sealed", sealed),
    ("blind", blind),
    ("veiled", veiled),
    ("kept_back", kept_back),
    ("distant", distant),
):
    _SURNAMES[_part], _MIDDLE[_part] = _words.SURNAMES, _words.MIDDLE
    _GIVEN[_part], _PLACES[_part] = _words.GIVEN, _words.PLACES
    _STREETS[_part], _ETHNIC[_part] = _words.STREETS, _words.ETHNIC
_UNITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


@dataclass
class World:
    """Draws from one seed and one part.

    Attributes:
        rng: seeded.
        part: one of the generator's parts.
    """

    rng: random.Random
    part: str

    def name(self, *, male: bool | None = None, upper: bool = False) -> str:
        """A person's name, never someone's."""
        rng = self.rng
        middle = rng.choice(_MIDDLE[self.part].split())
        if male is True and middle == "Thị":
            middle = "Văn"
        if male is False and middle in {"Văn", "Đức", "Bá", "Hữu", "Đình"}:
            middle = "Thị"
        parts = [
            rng.choice(_SURNAMES[self.part].split()),
            middle,
            rng.choice(_GIVEN[self.part].split()),
        ]
        if rng.random() < 0.2:
            parts.insert(2, rng.choice(_GIVEN[self.part].split()))
        text = " ".join(parts)
        return text.upper() if upper else text

    def place(self, *, street: bool = True) -> str:
        """An address of either era."""
        commune, district, province = self.rng.choice(_PLACES[self.part])
        parts = [commune, *([district] if district else []), province]
        if street:
            parts.insert(0, self.rng.choice(_STREETS[self.part]))
        text = ", ".join(parts)
        return text[0].upper() + text[1:] if self.rng.random() < 0.4 else text

    def commune(self) -> tuple[str, str]:
        """(commune, province)."""
        commune, _, province = self.rng.choice(_PLACES[self.part])
        return commune, province

    def ethnic(self) -> str:
        """An ethnic group."""
        return self.rng.choice(_ETHNIC[self.part])

    def date(self, first: int, last: int) -> tuple[int, int, int]:
        """(day, month, year)."""
        return self.rng.randint(1, 28), self.rng.randint(1, 12), self.rng.randint(first, last)

    def number(self, digits: int, first: str = "123456789") -> str:
        """A number of so many digits."""
        return self.rng.choice(first) + "".join(
            self.rng.choice("0123456789") for _ in range(digits - 1)
        )

    def identity(self, male: bool, year: int) -> str:
        """A personal number that fits sex and birth year."""
        century = (year // 100 - 19) * 2 + (0 if male else 1)
        return f"0{self.rng.randint(10, 96)}{century}{year % 100:02d}{self.number(6, '0123456789')}"


def slashed(date: tuple[int, int, int]) -> str:
    """dd/mm/yyyy."""
    return f"{date[0]:02d}/{date[1]:02d}/{date[2]}"


def worded(date: tuple[int, int, int]) -> str:
    """ngày dd tháng mm năm yyyy."""
    return f"ngày {date[0]:02d} tháng {date[1]:02d} năm {date[2]}"


def in_words(date: tuple[int, int, int], rng: random.Random) -> str:
    """A date in words, in one of the usual manners."""
    day, month, year = date
    months = [
        "",
        "một",
        "hai",
        "ba",
        "tư",
        "năm",
        "sáu",
        "bảy",
        "tám",
        "chín",
        "mười",
        "mười một",
        "mười hai",
    ]
    early = (rng.choice(["mùng ", "mồng "]) if day <= 10 else "") + _below_100(day)
    text = f"Ngày {early} tháng {months[month]} năm {_year_words(year, rng)}"
    return unicodedata.normalize("NFC", text)


def _below_100(number: int) -> str:
    tens, unit = divmod(number, 10)
    if tens == 0:
        return _UNITS[unit]
    if tens == 1:
        return "mười" + ("" if unit == 0 else (" lăm" if unit == 5 else " " + _UNITS[unit]))
    last = {0: "", 1: " mốt", 5: " lăm"}.get(unit, " " + _UNITS[unit])
    return f"{_UNITS[tens]} mươi{last}"


def _year_words(year: int, rng: random.Random) -> str:
    thousand, rest = divmod(year, 1000)
    hundred, low = divmod(rest, 100)
    text = f"{_UNITS[thousand]} {rng.choice(['nghìn', 'ngàn'])} {_UNITS[hundred]} trăm"
    if low == 0:
        return text
    if low < 10:
        return f"{text} {rng.choice(['lẻ', 'linh'])} {_UNITS[low]}"
    return f"{text} {_below_100(low)}"
