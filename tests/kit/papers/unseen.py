"""Words of the part `unseen`: wordings, people and places. Measured on only, until `sealed` was made.

Written from what forms of many offices say, before anything was read with it and without a look at
the reader's own tables; usual wordings stand in other parts and in those tables too. People, places
and streets are no other part's. It may be looked at now.
"""

TITLES: dict[str, list[str]] = {
    "giay_khai_sinh": ["GIẤY KHAI SINH", "GIẤY KHAI SINH (BẢN SAO)", "TRÍCH LỤC GIẤY KHAI SINH"],
    "to_khai_khai_sinh": ["TỜ KHAI ĐĂNG KÝ KHAI SINH", "PHIẾU YÊU CẦU ĐĂNG KÝ KHAI SINH", "ĐƠN YÊU CẦU ĐĂNG KÝ KHAI SINH"],
    "don_xay_dung": ["ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG", "ĐƠN XIN GIẤY PHÉP XÂY DỰNG NHÀ Ở", "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG (SỬ DỤNG CHO NHÀ Ở RIÊNG LẺ)"],
    "gcn_hkd": ["GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH", "GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH CÁ THỂ"],
    "gcn_qsdd": ["GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU NHÀ Ở VÀ TÀI SẢN KHÁC GẮN LIỀN VỚI ĐẤT", "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT"],
    "xn_honnhan": ["GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "GIẤY XÁC NHẬN VỀ TÌNH TRẠNG HÔN NHÂN"],
    "tk_lltp": ["TỜ KHAI YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP", "ĐƠN ĐỀ NGHỊ CẤP PHIẾU LÝ LỊCH TƯ PHÁP", "PHIẾU YÊU CẦU CẤP LÝ LỊCH TƯ PHÁP"],
    "quyet_dinh": ["QUYẾT ĐỊNH"],
    "giay_chung_nhan_ket_hon": ["GIẤY CHỨNG NHẬN KẾT HÔN", "TRÍCH LỤC ĐĂNG KÝ KẾT HÔN", "TRÍCH LỤC KẾT HÔN (BẢN SAO)"],
    "to_khai_khai_tu": ["TỜ KHAI ĐĂNG KÝ KHAI TỬ", "ĐƠN ĐĂNG KÝ KHAI TỬ", "PHIẾU YÊU CẦU ĐĂNG KÝ KHAI TỬ"],
    "giay_uy_quyen": ["GIẤY ỦY QUYỀN", "GIẤY ỦY QUYỀN CÁ NHÂN", "VĂN BẢN ỦY QUYỀN GIẢI QUYẾT THỦ TỤC"],
    "khac": [
        "ĐƠN XIN XÁC NHẬN THƯỜNG TRÚ", "GIẤY CAM ĐOAN", "BIÊN BẢN XÁC MINH", "ĐƠN ĐỀ NGHỊ MIỄN GIẢM TIỀN SỬ DỤNG ĐẤT",
        "HỢP ĐỒNG CHUYỂN NHƯỢNG QUYỀN SỬ DỤNG ĐẤT", "TỜ KHAI ĐĂNG KÝ KẾT HÔN", "PHIẾU THU", "GIẤY CHỨNG NHẬN TẬP HUẤN",
        "ĐƠN XIN GIA HẠN GIẤY PHÉP XÂY DỰNG", "GIẤY RA VIỆN", "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ", "THÔNG BÁO THU TIỀN ĐIỆN",
        "ĐƠN ĐỀ NGHỊ ĐÍNH CHÍNH GIẤY CHỨNG NHẬN", "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "BẢN TỰ KHAI", "LỜI CHỨNG CỦA CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ",
    ],
}  # fmt: skip

LABELS: dict[str, str] = {
    "ho_ten": "Họ, chữ đệm và tên đầy đủ|Họ, chữ đệm, tên (theo giấy khai sinh)|Tên họ|Họ và tên như trên giấy tờ",
    "ngay_sinh": "Ngày, tháng, năm sinh (ghi số)|Sinh vào ngày|Ngày/ tháng/ năm sinh",
    "nam_sinh": "Năm sinh (dương lịch)|Sinh năm|Sinh vào năm",
    "ngay_sinh_chu": "Ghi ngày sinh bằng chữ|Ghi rõ bằng chữ|Ngày, tháng, năm sinh ghi bằng chữ",
    "gioi_tinh": "Giới tính|Giới tính của người khai|Nam/Nữ",
    "dan_toc": "Dân tộc|Thuộc thành phần dân tộc|Dân tộc (ghi theo giấy khai sinh)",
    "quoc_tich": "Quốc tịch|Quốc tịch hiện tại|Quốc tịch (nước)",
    "noi_sinh": "Nơi sinh (ghi rõ tên bệnh viện hoặc địa danh)|Sinh ra tại|Tại nơi sinh",
    "que_quan": "Quê quán|Quê quán (xã, tỉnh)|Quê",
    "so_dinh_danh": "Số định danh cá nhân|Số định danh cá nhân của trẻ|Mã số cá nhân",
    "so_cccd": "Số định danh cá nhân/CMND|Căn cước/CCCD số|Số CCCD hoặc căn cước|Số căn cước/Hộ chiếu",
    "giay_to": "Giấy tờ tùy thân (loại, số)|Giấy tờ tùy thân: loại và số",
    "ngay_cap": "Ngày cấp|Cấp ngày, tháng, năm|Thời điểm cấp",
    "noi_cap": "Nơi cấp|Cơ quan cấp thẻ|Nơi cấp thẻ",
    "noi_cu_tru": "Nơi cư trú|Nơi thường trú/tạm trú|Địa chỉ cư trú hiện nay|Chỗ ở hiện nay (ghi đầy đủ)",
    "noi_thuong_tru": "Nơi đăng ký thường trú hiện nay|Địa chỉ thường trú|Hộ khẩu thường trú tại",
    "dia_chi": "Địa chỉ liên hệ|Địa chỉ nhận thư|Địa chỉ hiện tại",
    "dia_chi_hkd": "Địa chỉ trụ sở|Trụ sở hộ kinh doanh đặt tại|Địa chỉ kinh doanh chính",
    "dien_thoai": "Số điện thoại|Điện thoại cố định/di động|Số điện thoại di động",
    "quan_he": "Quan hệ với người được khai sinh|Quan hệ với trẻ được khai sinh|Mối quan hệ",
    "noi_dang_ky": "Nơi đăng ký khai sinh|Cơ quan thực hiện đăng ký|Nơi đã đăng ký khai sinh",
    "ngay_dang_ky": "Ngày, tháng, năm đăng ký|Ngày đăng ký khai sinh|Đăng ký vào sổ ngày",
    "ngay_dang_ky_dau": "Đăng ký lần đầu, ngày|Ngày đăng ký lần đầu tiên|Cấp đăng ký lần đầu",
    "chu_dau_tu": "Tên chủ đầu tư (chủ hộ)|Họ tên người xin cấp phép|Tên chủ hộ gia đình",
    "dia_diem_xd": "Địa điểm xây dựng|Nơi xin xây dựng|Địa điểm thực hiện công trình",
    "thua_dat": "Lô đất/thửa đất số|Thửa đất số|Thửa (số)",
    "to_ban_do": "Tờ bản đồ số|Tờ bản đồ (số)|Thuộc tờ bản đồ số",
    "dien_tich": "Diện tích|Diện tích đất (m²)|Diện tích sử dụng",
    "loai_cong_trinh": "Loại công trình|Công trình thuộc loại|Loại nhà ở, công trình",
    "cap_cong_trinh": "Cấp công trình|Cấp nhà, công trình|Thuộc cấp",
    "dien_tich_xd": "Diện tích xây dựng|Diện tích xây dựng tầng trệt (tầng 1)|Diện tích xây dựng trên đất",
    "tong_dien_tich_san": "Tổng diện tích sàn|Tổng diện tích sàn các tầng|Tổng cộng diện tích sàn",
    "chieu_cao": "Chiều cao công trình|Chiều cao xây dựng|Tổng chiều cao công trình",
    "so_tang": "Số tầng|Số tầng (cả tầng lửng)|Số tầng công trình",
    "thoi_gian_ht": "Dự kiến thời gian hoàn thành|Thời gian hoàn thành công trình trong|Dự kiến thi công trong",
    "ten_ho_kinh_doanh": "Tên hộ kinh doanh|Tên hộ kinh doanh viết bằng tiếng Việt|Tên hộ kinh doanh đăng ký",
    "nganh_nghe": "Ngành, nghề kinh doanh|Ngành, nghề kinh doanh chính|Ngành nghề đã đăng ký",
    "von": "Vốn kinh doanh|Tổng số vốn|Vốn kinh doanh (bằng số)",
    "chu_ho": "Chủ hộ kinh doanh|Họ, tên chủ hộ kinh doanh|Họ và tên người đại diện",
    "muc_dich_dat": "Mục đích sử dụng đất|Loại đất/mục đích sử dụng|Sử dụng để",
    "thoi_han": "Thời hạn sử dụng đất|Thời hạn được sử dụng|Sử dụng đến",
    "nguon_goc": "Nguồn gốc sử dụng đất|Nguồn gốc của đất|Nguồn gốc quyền sử dụng đất",
    "dia_chi_thua_dat": "Địa chỉ thửa đất|Tại địa chỉ|Địa chỉ của thửa đất",
    "so_vao_so": "Số vào sổ cấp GCN|Số vào sổ cấp Giấy chứng nhận|Số vào sổ theo dõi cấp GCN",
    "so_phat_hanh": "Số phát hành|Số sê-ri",
    "tinh_trang": "Tình trạng hôn nhân|Tình trạng hôn nhân xác nhận|Tình trạng hôn nhân đến nay",
    "muc_dich_giay": "Giấy này được cấp để|Giấy xác nhận này dùng để|Mục đích xin xác nhận",
    "muc_dich_lltp": "Mục đích yêu cầu cấp Phiếu|Mục đích yêu cầu cấp lý lịch tư pháp|Lý do đề nghị cấp phiếu",
    "loai_phieu": "Yêu cầu cấp Phiếu|Loại phiếu yêu cầu cấp|Đề nghị cấp Phiếu lý lịch tư pháp",
    "ngay_chet": "Đã chết vào ngày|Ngày, tháng, năm chết|Thời điểm chết, ngày",
    "noi_chet": "Nơi chết|Chết ở|Địa điểm chết (nơi chết)",
    "nguyen_nhan": "Nguyên nhân chết|Nguyên nhân dẫn đến chết|Lý do tử vong",
    "ong_ba": "Ông (Bà)|Ông/bà|Họ và tên người sử dụng đất|Ông",
    "nam_sinh_only": "Năm sinh|sinh năm|Sinh năm",
    "ten_goi_khac": "Tên gọi khác nếu có|Bí danh, tên khác",
    "noi_dang_ky_kh": "Nơi đăng ký kết hôn|Cơ quan đã đăng ký kết hôn|Đã đăng ký kết hôn tại",
    "ngay_dang_ky_kh": "Ngày, tháng, năm đăng ký|Đăng ký kết hôn vào ngày|Ngày ghi vào sổ",
    "noi_dung_uq": "Nội dung ủy quyền|Nội dung công việc ủy quyền|Về việc",
    "thoi_han_uq": "Thời hạn ủy quyền|Thời gian có hiệu lực|Ủy quyền trong thời hạn",
    "kinh_gui": "Kính gửi|KÍNH GỬI",
}

ROLES: dict[str, str] = {
    "me": "người mẹ|mẹ|mẹ của trẻ",
    "cha": "người cha|cha|cha của trẻ",
    "con": "người được khai sinh|trẻ được khai sinh|trẻ em được đăng ký",
    "nguoi_yeu_cau": "người yêu cầu|người đề nghị|người đi đăng ký",
    "nguoi_di_khai": "người đi khai sinh|người đăng ký|người đi đăng ký khai sinh",
    "chu_ho": "chủ hộ kinh doanh|chủ hộ",
    "chu_dat": "người sử dụng đất|người được cấp giấy chứng nhận",
    "thua_dat": "thửa đất|thửa đất được cấp",
    "chu_dau_tu": "chủ đầu tư|người xin cấp phép",
    "cong_trinh": "công trình|thửa đất xây dựng",
    "vo": "vợ|bên nữ|bên vợ",
    "chong": "chồng|bên nam|bên chồng",
    "nguoi_chet": "người chết|người đã mất",
    "ben_uy_quyen": "bên ủy quyền|người ủy quyền (bên A)|ông/bà ủy quyền",
    "ben_duoc_uy_quyen": "bên được ủy quyền|người được ủy quyền (bên B)|bên nhận ủy quyền",
}

HEADINGS = ["{}", "Thông tin về {}", "Phần ghi về {}:", "{}:", "Những thông tin của {}"]

SURNAMES = "Nguyễn Nguyễn Nguyễn Trần Lê Phạm Võ Phan Đinh Đoàn Hà Chu Quan Ngụy Doãn Thiều Trà Lục Ma Hoàng Sầm Thạch Kim Bế"
MIDDLE = "Văn Thị Minh Hoàng Anh Thế Nhật Khánh Quỳnh Bích Hồng Ngọc Thiên Trường Viết Đăng"
GIVEN = "Bằng Bình Cẩm Chiến Diệp Dương Đức Đào Giáp Hậu Hiệp Huy Hường Khoa Khôi Kiên Lệ Liễu Lương Mạnh Miên Nghi Ngọc Nhân Ninh Phong Phụng Sâm Tân Thái Thêu Thơm Thuận Tiệp Trung Trúc Tú Tường Văn Vượng Xoan"
PLACES: list[tuple[str, str | None, str]] = [
    ("xã Hải Thanh", "huyện Hải Hậu", "tỉnh Nam Định"),
    ("phường Ngọc Hà", "thành phố Hà Giang", "tỉnh Hà Giang"),
    ("xã Tân Mỹ", "huyện Bắc Tân Uyên", "tỉnh Bình Dương"),
    ("thị trấn Vĩnh Bình", "huyện Gò Công Tây", "tỉnh Tiền Giang"),
    ("xã Quế Long", "huyện Quế Sơn", "tỉnh Quảng Nam"),
    ("phường Pom Hán", "thành phố Lào Cai", "tỉnh Lào Cai"),
    ("xã Cư M'gar", "huyện Cư M'gar", "tỉnh Đắk Lắk"),
    ("xã Ngũ Lạc", "huyện Duyên Hải", "tỉnh Trà Vinh"),
    ("xã Đoài Phương", None, "thành phố Hà Nội"),
    ("phường Thuận Hóa", None, "thành phố Huế"),
    ("xã Bình Giã", None, "thành phố Hồ Chí Minh"),
    ("xã Mường Ảng", None, "tỉnh Điện Biên"),
    ("phường Rạch Giá", None, "tỉnh An Giang"),
    ("xã Gia Viễn", None, "tỉnh Ninh Bình"),
    ("đặc khu Lý Sơn", None, "tỉnh Quảng Ngãi"),
]  # fmt: skip
STREETS = ["thôn Ngoài", "xóm Đình", "tổ dân phố Đoàn Kết", "số 16/3 đường Hùng Vương", "ấp Phú Hưng", "khu dân cư số 9", "số 201 ngõ 8 phố Tân Mai", "bản Huổi Lướng", "buôn Kô Tam", "thôn 11"]  # fmt: skip
ETHNIC = ["Kinh", "Kinh", "Kinh", "Mông", "Tày", "Khmer", "Gia Rai", "Mnông", "Sán Dìu", "Thái"]


def wordings(pool: str) -> list[str]:
    """The entries of a line of words."""
    return pool.split("|")
