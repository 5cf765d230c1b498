"""How papers ask: wordings of labels and titles, apart for tuning and for measuring."""

from types import ModuleType

from tests.kit.papers import blind, distant, kept_back, sealed, unseen, veiled
from tests.kit.papers.pools import HEADING_POOL, LABEL_POOLS, ROLE_POOLS, TITLE_POOLS, dealt

TITLES: dict[str, dict[str, list[str]]] = {
    "giay_khai_sinh": {
        "tuning": ["GIẤY KHAI SINH", "TRÍCH LỤC KHAI SINH"],
        "held_out": ["GIẤY KHAI SINH", "GIẤY KHAI SINH (BẢN SAO)", "TRÍCH LỤC KHAI SINH (BẢN SAO)"],
    },
    "to_khai_khai_sinh": {
        "tuning": ["TỜ KHAI ĐĂNG KÝ KHAI SINH", "ĐƠN ĐĂNG KÝ KHAI SINH"],
        "held_out": [
            "TỜ KHAI ĐĂNG KÝ KHAI SINH",
            "TỜ KHAI ĐĂNG KÝ LẠI KHAI SINH",
            "TỜ KHAI KHAI SINH",
        ],
    },
    "don_xay_dung": {
        "tuning": ["ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG", "ĐƠN XIN CẤP GIẤY PHÉP XÂY DỰNG"],
        "held_out": [
            "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG NHÀ Ở RIÊNG LẺ",
            "ĐƠN XIN PHÉP XÂY DỰNG NHÀ Ở",
            "ĐƠN ĐỀ NGHỊ CẤP PHÉP XÂY DỰNG",
        ],
    },
    "gcn_hkd": {
        "tuning": ["GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH"],
        "held_out": ["GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH", "GIẤY CHỨNG NHẬN HỘ KINH DOANH"],
    },
    "gcn_qsdd": {
        "tuning": ["GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT"],
        "held_out": [
            "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT",
            "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT",
        ],
    },
    "xn_honnhan": {
        "tuning": ["GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN"],
        "held_out": ["GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "XÁC NHẬN TÌNH TRẠNG HÔN NHÂN"],
    },
    "tk_lltp": {
        "tuning": ["TỜ KHAI YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP"],
        "held_out": [
            "TỜ KHAI ĐỀ NGHỊ CẤP PHIẾU LÝ LỊCH TƯ PHÁP",
            "ĐƠN YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP",
        ],
    },
    "quyet_dinh": {"tuning": ["QUYẾT ĐỊNH"], "held_out": ["QUYẾT ĐỊNH"]},
    "giay_chung_nhan_ket_hon": {
        "tuning": ["GIẤY CHỨNG NHẬN KẾT HÔN"],
        "held_out": ["GIẤY CHỨNG NHẬN KẾT HÔN", "TRÍCH LỤC KẾT HÔN"],
    },
    "to_khai_khai_tu": {
        "tuning": ["TỜ KHAI ĐĂNG KÝ KHAI TỬ"],
        "held_out": ["TỜ KHAI KHAI TỬ", "TỜ KHAI ĐĂNG KÝ KHAI TỬ"],
    },
    "giay_uy_quyen": {
        "tuning": ["GIẤY ỦY QUYỀN"],
        "held_out": ["GIẤY ỦY QUYỀN", "HỢP ĐỒNG ỦY QUYỀN"],
    },
    "khac": {
        "tuning": [
            "THÔNG BÁO",
            "GIẤY MỜI",
            "ĐƠN XIN XÁC NHẬN",
            "BIÊN BẢN LÀM VIỆC",
            "HỢP ĐỒNG THUÊ NHÀ",
            "GIẤY XÁC NHẬN CƯ TRÚ",
        ],
        "held_out": [
            "TỜ TRÌNH",
            "BÁO CÁO KẾT QUẢ",
            "ĐƠN KHIẾU NẠI",
            "GIẤY ĐỀ NGHỊ TẠM ỨNG",
            "PHIẾU ĐĂNG KÝ DỰ TUYỂN",
            "BẢN CAM KẾT BẢO VỆ MÔI TRƯỜNG",
            "GIẤY CHỨNG SINH",
            "ĐƠN XIN CẤP LẠI THẺ BẢO HIỂM Y TẾ",
        ],
    },
}

LABELS: dict[str, dict[str, list[str]]] = {
    "ho_ten": {
        "tuning": ["Họ, chữ đệm, tên", "Họ và tên", "Họ tên"],
        "held_out": [
            "Họ, chữ đệm và tên",
            "Họ và tên khai sinh",
            "Họ, tên",
            "Họ và tên (viết chữ in hoa)",
        ],
    },
    "ngay_sinh": {
        "tuning": ["Ngày, tháng, năm sinh", "Ngày sinh", "Sinh ngày"],
        "held_out": [
            "Ngày tháng năm sinh",
            "Ngày/tháng/năm sinh",
            "Sinh ngày, tháng, năm",
            "Ngày, tháng, năm sinh (dương lịch)",
        ],
    },
    "nam_sinh": {
        "tuning": ["Năm sinh", "Sinh năm"],
        "held_out": ["Năm sinh", "Sinh năm", "Ngày, tháng, năm sinh"],
    },
    "ngay_sinh_chu": {
        "tuning": ["Ghi bằng chữ", "Bằng chữ"],
        "held_out": ["Ngày sinh ghi bằng chữ", "Viết bằng chữ", "(Ghi bằng chữ)"],
    },
    "gioi_tinh": {"tuning": ["Giới tính"], "held_out": ["Giới tính", "Giới tính (Nam/Nữ)"]},
    "dan_toc": {"tuning": ["Dân tộc"], "held_out": ["Dân tộc", "Thành phần dân tộc"]},
    "quoc_tich": {"tuning": ["Quốc tịch"], "held_out": ["Quốc tịch", "Quốc tịch hiện nay"]},
    "noi_sinh": {
        "tuning": ["Nơi sinh", "Sinh tại"],
        "held_out": ["Nơi sinh ra", "Nơi sinh (ghi rõ cơ sở y tế)", "Địa điểm sinh"],
    },
    "que_quan": {"tuning": ["Quê quán", "Nguyên quán"], "held_out": ["Quê quán", "Quê gốc"]},
    "so_dinh_danh": {
        "tuning": ["Số định danh cá nhân", "Mã định danh"],
        "held_out": ["Số định danh cá nhân", "Mã số định danh cá nhân", "Số ĐDCN"],
    },
    "so_cccd": {
        "tuning": ["CCCD số", "Số CCCD", "Số định danh cá nhân/CCCD"],
        "held_out": [
            "Số căn cước công dân",
            "Số CMND/CCCD/Hộ chiếu",
            "Thẻ căn cước số",
            "Số định danh cá nhân",
        ],
    },
    "giay_to": {
        "tuning": ["Giấy tờ tùy thân"],
        "held_out": ["Giấy tờ tùy thân", "Giấy tờ nhân thân"],
    },
    "ngay_cap": {
        "tuning": ["Ngày cấp", "Cấp ngày"],
        "held_out": ["Ngày cấp", "Ngày, tháng, năm cấp"],
    },
    "noi_cap": {"tuning": ["Nơi cấp"], "held_out": ["Cơ quan cấp", "Nơi cấp"]},
    "noi_cu_tru": {
        "tuning": ["Nơi cư trú", "Nơi ở hiện nay"],
        "held_out": ["Nơi cư trú hiện tại", "Chỗ ở hiện nay", "Địa chỉ cư trú"],
    },
    "noi_thuong_tru": {
        "tuning": ["Nơi thường trú", "Hộ khẩu thường trú"],
        "held_out": ["Địa chỉ thường trú", "Nơi đăng ký thường trú", "Nơi ĐKHK thường trú"],
    },
    "dia_chi": {
        "tuning": ["Địa chỉ liên hệ", "Địa chỉ"],
        "held_out": ["Địa chỉ liên lạc", "Địa chỉ"],
    },
    "dia_chi_hkd": {
        "tuning": ["Địa chỉ trụ sở hộ kinh doanh", "Địa điểm kinh doanh"],
        "held_out": ["Trụ sở của hộ kinh doanh", "Địa chỉ trụ sở chính"],
    },
    "dien_thoai": {
        "tuning": ["Điện thoại", "Số điện thoại"],
        "held_out": ["Điện thoại liên hệ", "SĐT", "Số ĐT"],
    },
    "quan_he": {
        "tuning": ["Quan hệ với người được khai sinh"],
        "held_out": ["Mối quan hệ với trẻ", "Quan hệ với người được đăng ký khai sinh"],
    },
    "kinh_gui": {"tuning": ["Kính gửi"], "held_out": ["Kính gửi"]},
    "noi_dang_ky": {
        "tuning": ["Nơi đăng ký khai sinh", "Nơi đăng ký"],
        "held_out": ["Cơ quan đăng ký khai sinh", "Đăng ký khai sinh tại"],
    },
    "ngay_dang_ky": {
        "tuning": ["Ngày, tháng, năm đăng ký", "Ngày đăng ký"],
        "held_out": ["Ngày đăng ký khai sinh", "Đăng ký ngày"],
    },
    "ngay_dang_ky_dau": {
        "tuning": ["Đăng ký lần đầu"],
        "held_out": ["Đăng ký lần đầu ngày", "Ngày cấp lần đầu"],
    },
    "chu_dau_tu": {
        "tuning": ["Tên chủ đầu tư", "Chủ đầu tư"],
        "held_out": ["Chủ hộ (chủ đầu tư)", "Tên chủ hộ", "Họ tên chủ đầu tư"],
    },
    "dia_diem_xd": {
        "tuning": ["Địa điểm xây dựng"],
        "held_out": ["Xây dựng tại", "Địa điểm xây dựng công trình"],
    },
    "thua_dat": {
        "tuning": ["Thửa đất số", "Lô đất số"],
        "held_out": ["Số thửa", "Tại thửa đất số", "Số hiệu thửa"],
    },
    "to_ban_do": {
        "tuning": ["Tờ bản đồ số", "tờ bản đồ số"],
        "held_out": ["Thuộc tờ bản đồ", "Tờ bản đồ địa chính số"],
    },
    "dien_tich": {
        "tuning": ["Diện tích", "Diện tích đất"],
        "held_out": ["Diện tích thửa đất", "Tổng diện tích"],
    },
    "loai_cong_trinh": {
        "tuning": ["Loại công trình"],
        "held_out": ["Loại công trình xây dựng", "Loại hình công trình"],
    },
    "cap_cong_trinh": {
        "tuning": ["Cấp công trình"],
        "held_out": ["Cấp công trình", "Thuộc cấp công trình"],
    },
    "dien_tich_xd": {
        "tuning": ["Diện tích xây dựng tầng 1", "Diện tích xây dựng"],
        "held_out": ["Diện tích xây dựng tầng một", "Diện tích chiếm đất"],
    },
    "tong_dien_tich_san": {
        "tuning": ["Tổng diện tích sàn"],
        "held_out": ["Tổng diện tích sàn xây dựng", "Tổng diện tích các sàn"],
    },
    "chieu_cao": {
        "tuning": ["Chiều cao công trình"],
        "held_out": ["Chiều cao tối đa", "Chiều cao toàn nhà"],
    },
    "so_tang": {"tuning": ["Số tầng"], "held_out": ["Số tầng cao", "Tổng số tầng"]},
    "thoi_gian_ht": {
        "tuning": ["Dự kiến thời gian hoàn thành công trình", "Thời gian hoàn thành"],
        "held_out": ["Thời gian thi công dự kiến", "Dự kiến hoàn thành sau"],
    },
    "ten_ho_kinh_doanh": {
        "tuning": ["Tên hộ kinh doanh"],
        "held_out": ["Tên hộ kinh doanh (ghi bằng chữ in hoa)", "Tên của hộ kinh doanh"],
    },
    "nganh_nghe": {
        "tuning": ["Ngành, nghề kinh doanh"],
        "held_out": ["Ngành nghề đăng ký kinh doanh", "Ngành, nghề chính"],
    },
    "von": {"tuning": ["Vốn kinh doanh"], "held_out": ["Tổng số vốn kinh doanh", "Vốn đăng ký"]},
    "chu_ho": {
        "tuning": ["Họ và tên chủ hộ", "Chủ hộ kinh doanh"],
        "held_out": ["Người đại diện hộ kinh doanh", "Họ và tên chủ hộ kinh doanh"],
    },
    "muc_dich_dat": {
        "tuning": ["Mục đích sử dụng"],
        "held_out": ["Mục đích sử dụng đất", "Loại đất"],
    },
    "thoi_han": {"tuning": ["Thời hạn sử dụng"], "held_out": ["Thời hạn sử dụng đất", "Thời hạn"]},
    "nguon_goc": {
        "tuning": ["Nguồn gốc sử dụng"],
        "held_out": ["Nguồn gốc sử dụng đất", "Nguồn gốc đất"],
    },
    "dia_chi_thua_dat": {
        "tuning": ["Địa chỉ", "Địa chỉ thửa đất"],
        "held_out": ["Vị trí thửa đất", "Địa chỉ thửa đất"],
    },
    "so_vao_so": {"tuning": ["Số vào sổ cấp GCN"], "held_out": ["Vào sổ cấp GCN số", "Số vào sổ"]},
    "so_phat_hanh": {"tuning": ["Số phát hành"], "held_out": ["Số phát hành GCN", "Số seri"]},
    "tinh_trang": {
        "tuning": ["Tình trạng hôn nhân"],
        "held_out": ["Tình trạng hôn nhân hiện nay", "Về tình trạng hôn nhân"],
    },
    "muc_dich_giay": {
        "tuning": ["Giấy này được cấp để", "Mục đích sử dụng"],
        "held_out": ["Giấy này được sử dụng để", "Mục đích"],
    },
    "muc_dich_lltp": {
        "tuning": ["Mục đích yêu cầu cấp Phiếu lý lịch tư pháp", "Mục đích yêu cầu"],
        "held_out": ["Mục đích xin cấp phiếu", "Lý do yêu cầu cấp phiếu"],
    },
    "loai_phieu": {
        "tuning": ["Yêu cầu cấp Phiếu lý lịch tư pháp"],
        "held_out": ["Loại phiếu đề nghị cấp", "Đề nghị cấp phiếu"],
    },
    "ngay_chet": {"tuning": ["Ngày, tháng, năm chết"], "held_out": ["Đã chết vào ngày"]},
    "noi_chet": {"tuning": ["Nơi chết"], "held_out": ["Chết tại"]},
    "nguyen_nhan": {"tuning": ["Nguyên nhân chết"], "held_out": ["Nguyên nhân tử vong"]},
    "ong_ba": {
        "tuning": ["Ông", "Bà", "Họ và tên", "Ông/Bà"],
        "held_out": ["Ông (bà)", "Họ và tên", "Chủ sử dụng", "Hộ ông"],
    },
    "nam_sinh_only": {"tuning": ["Năm sinh", "sinh năm"], "held_out": ["Sinh năm", "Năm sinh"]},
    "ten_goi_khac": {"tuning": ["Tên gọi khác (nếu có)"], "held_out": ["Tên gọi khác"]},
    "noi_dang_ky_kh": {"tuning": ["Nơi đăng ký kết hôn"], "held_out": ["Cơ quan đăng ký kết hôn"]},
    "ngay_dang_ky_kh": {
        "tuning": ["Ngày, tháng, năm đăng ký"],
        "held_out": ["Đăng ký kết hôn ngày"],
    },
    "noi_dung_uq": {"tuning": ["Nội dung ủy quyền"], "held_out": ["Phạm vi ủy quyền"]},
    "thoi_han_uq": {"tuning": ["Thời hạn ủy quyền"], "held_out": ["Thời hạn ủy quyền"]},
}

ROLES: dict[str, dict[str, list[str]]] = {
    "me": {"tuning": ["người mẹ", "mẹ"], "held_out": ["người mẹ", "mẹ đẻ"]},
    "cha": {"tuning": ["người cha", "cha"], "held_out": ["người cha", "cha đẻ"]},
    "con": {"tuning": ["người được khai sinh"], "held_out": ["trẻ", "người được khai sinh"]},
    "nguoi_yeu_cau": {"tuning": ["người yêu cầu"], "held_out": ["người khai", "người đề nghị"]},
    "nguoi_di_khai": {
        "tuning": ["người đi khai sinh"],
        "held_out": ["người đi khai", "người đi đăng ký khai sinh"],
    },
    "chu_ho": {"tuning": ["chủ hộ kinh doanh"], "held_out": ["chủ hộ"]},
    "chu_dat": {
        "tuning": ["người sử dụng đất"],
        "held_out": ["người sử dụng đất, chủ sở hữu tài sản gắn liền với đất"],
    },
    "thua_dat": {"tuning": ["thửa đất"], "held_out": ["thửa đất, tài sản gắn liền với đất"]},
    "chu_dau_tu": {"tuning": ["chủ đầu tư"], "held_out": ["chủ đầu tư (chủ hộ)"]},
    "cong_trinh": {"tuning": ["công trình"], "held_out": ["công trình xin phép"]},
    "vo": {"tuning": ["vợ", "bên nữ"], "held_out": ["bên nữ", "vợ"]},
    "chong": {"tuning": ["chồng", "bên nam"], "held_out": ["bên nam", "chồng"]},
    "nguoi_chet": {"tuning": ["người chết"], "held_out": ["người đã chết"]},
    "ben_uy_quyen": {"tuning": ["bên ủy quyền"], "held_out": ["bên ủy quyền (bên A)"]},
    "ben_duoc_uy_quyen": {
        "tuning": ["bên được ủy quyền"],
        "held_out": ["bên nhận ủy quyền (bên B)"],
    },
}

HEADINGS = {
    "tuning": ["Thông tin về {}:", "{}:", "THÔNG TIN VỀ {}"],
    "held_out": ["PHẦN KHAI VỀ {}", "Thông tin {}", "{}", "Về {}:"],
}


APART: dict[str, ModuleType] = {
    "unseen": unseen,
    "sealed": sealed,
    "blind": blind,
    "veiled": veiled,
    "kept_back": kept_back,
    "distant": distant,
}


def titles(doc_type: str, part: str) -> list[str]:
    """Titles of a type in a part."""
    if part in APART:
        return APART[part].TITLES[doc_type]
    table = TITLES[doc_type]
    return table[part] if part in table else dealt(TITLE_POOLS[doc_type], part)


def labels(key: str, part: str) -> list[str]:
    """Wordings of a label in a part."""
    if part in APART:
        return unseen.wordings(APART[part].LABELS[key])
    table = LABELS[key]
    return table[part] if part in table else dealt(LABEL_POOLS[key], part)


def roles(role: str, part: str) -> list[str]:
    """Nouns for a person in a part."""
    if part in APART:
        return unseen.wordings(APART[part].ROLES[role])
    table = ROLES[role]
    return table[part] if part in table else dealt(ROLE_POOLS[role], part)


def headings(part: str) -> list[str]:
    """Patterns of headings in a part."""
    if part in APART:
        return APART[part].HEADINGS
    return HEADINGS[part] if part in HEADINGS else dealt(HEADING_POOL, part)
