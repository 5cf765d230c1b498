"""Words of the part `blind`: wordings, values, people and places. Measured on only, until `veiled` was made.

Written from forms of ministries, provinces and districts between 2005 and 2025, before anything was read
with it and without a look at the reader or at what it is known to miss; usual wordings stand in other
parts too. People, places and streets are no other part's. It may be looked at now.
"""

TITLES: dict[str, list[str]] = {
    "giay_khai_sinh": ["GIẤY KHAI SINH", "TRÍCH LỤC KHAI SINH", "GIẤY KHAI SINH (Bản sao từ sổ gốc)", "BẢN SAO TRÍCH LỤC KHAI SINH"],
    "to_khai_khai_sinh": ["TỜ KHAI ĐĂNG KÝ KHAI SINH", "TỜ KHAI ĐỀ NGHỊ ĐĂNG KÝ KHAI SINH", "TỜ KHAI ĐIỆN TỬ ĐĂNG KÝ KHAI SINH"],
    "don_xay_dung": ["ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG", "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG (Dùng cho nhà ở riêng lẻ)", "ĐƠN XIN CẤP GIẤY PHÉP XÂY DỰNG NHÀ Ở RIÊNG LẺ TẠI NÔNG THÔN"],
    "gcn_hkd": ["GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH", "GIẤY CHỨNG NHẬN ĐĂNG KÝ KINH DOANH HỘ KINH DOANH"],
    "gcn_qsdd": ["GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT", "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT", "GIẤY CHỨNG NHẬN QUYỀN SỞ HỮU NHÀ Ở VÀ QUYỀN SỬ DỤNG ĐẤT Ở"],
    "xn_honnhan": ["GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN (Bản chính)"],
    "tk_lltp": ["TỜ KHAI YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP", "TỜ KHAI XIN CẤP PHIẾU LÝ LỊCH TƯ PHÁP (Dành cho cá nhân)"],
    "quyet_dinh": ["QUYẾT ĐỊNH"],
    "giay_chung_nhan_ket_hon": ["GIẤY CHỨNG NHẬN KẾT HÔN", "TRÍCH LỤC KẾT HÔN", "GIẤY CHỨNG NHẬN KẾT HÔN (Bản sao)"],
    "to_khai_khai_tu": ["TỜ KHAI ĐĂNG KÝ KHAI TỬ", "TỜ KHAI ĐỀ NGHỊ ĐĂNG KÝ KHAI TỬ"],
    "giay_uy_quyen": ["GIẤY ỦY QUYỀN", "GIẤY UỶ QUYỀN", "HỢP ĐỒNG ỦY QUYỀN", "GIẤY ỦY QUYỀN NỘP VÀ NHẬN HỒ SƠ"],
    "khac": [
        "ĐƠN XIN XÁC NHẬN HỘ NGHÈO", "GIẤY CHỨNG NHẬN TỐT NGHIỆP TẠM THỜI", "PHIẾU XUẤT KHO", "TỜ KHAI ĐĂNG KÝ NHẬN CHA, MẸ, CON",
        "ĐƠN ĐỀ NGHỊ HỖ TRỢ CHI PHÍ MAI TÁNG", "GIẤY CHỨNG NHẬN ĐỦ ĐIỀU KIỆN AN TOÀN THỰC PHẨM", "TRÍCH LỤC BẢN ĐỒ ĐỊA CHÍNH",
        "ĐƠN ĐỀ NGHỊ CẤP GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT", "GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH", "BIÊN BẢN KIỂM TRA HIỆN TRẠNG",
        "GIẤY BÁO TRÚNG TUYỂN", "SƠ YẾU LÝ LỊCH", "THÔNG BÁO TẠM NGỪNG KINH DOANH", "HỢP ĐỒNG LAO ĐỘNG", "TỜ KHAI THAY ĐỔI HỘ TỊCH",
        "ĐƠN XIN NGHỈ PHÉP", "GIẤY XÁC NHẬN KHUYẾT TẬT", "THÔNG BÁO TÌNH TRẠNG HÔN NHÂN CỦA CÁN BỘ", "PHIẾU YÊU CẦU BỔ SUNG HỒ SƠ",
        "BIÊN BẢN HỌP TỔ DÂN PHỐ", "KẾ HOẠCH", "ĐƠN ĐỀ NGHỊ ĐỔI GIẤY PHÉP LÁI XE", "ĐƠN KHỞI KIỆN", "DI CHÚC",
    ],
}  # fmt: skip

LABELS: dict[str, str] = {
    "ho_ten": "Họ và tên|Họ, chữ đệm, tên khai sinh|Họ và tên (chữ in hoa, có dấu)|Họ tên đầy đủ theo giấy tờ",
    "ngay_sinh": "Ngày, tháng, năm sinh|Sinh ngày (ngày/tháng/năm)|Ngày, tháng, năm sinh (bằng số)|Ngày sinh đầy đủ",
    "nam_sinh": "Năm sinh|Năm sinh (ghi bốn số)|Sinh năm (dương lịch)",
    "ngay_sinh_chu": "Ngày sinh bằng chữ|Ghi ngày, tháng, năm sinh bằng chữ|Bằng chữ (ngày sinh)",
    "gioi_tinh": "Giới tính|Giới tính (ghi Nam hoặc Nữ)|Giới tính khai sinh",
    "dan_toc": "Dân tộc|Dân tộc (nếu là người Việt Nam)|Tên dân tộc",
    "quoc_tich": "Quốc tịch|Đang mang quốc tịch|Quốc tịch (ghi tên nước)",
    "noi_sinh": "Nơi sinh|Sinh tại (tên cơ sở y tế)|Nơi sinh theo giấy chứng sinh",
    "que_quan": "Quê quán|Quê quán (ghi theo cha)|Quê quán của người được khai",
    "so_dinh_danh": "Số định danh cá nhân|Số ĐDCN (nếu có)|Số định danh cá nhân đã cấp",
    "so_cccd": "Số CMND/Căn cước công dân|Số định danh cá nhân hoặc CCCD|Thẻ CCCD/Căn cước số|Số giấy CMND/thẻ CCCD",
    "giay_to": "Giấy tờ tùy thân|Giấy tờ tùy thân (hộ chiếu/CMND/CCCD)|Tên giấy tờ tùy thân và số",
    "ngay_cap": "Ngày cấp|Ngày được cấp|Cấp ngày (ngày/tháng/năm)",
    "noi_cap": "Nơi cấp|Cơ quan cấp giấy|Nơi cấp (tên cơ quan)",
    "noi_cu_tru": "Nơi cư trú|Nơi cư trú (ghi theo nơi thường trú)|Chỗ ở hiện tại (số nhà, thôn, xã)|Nơi đang ở",
    "noi_thuong_tru": "Nơi thường trú|Nơi đăng ký hộ khẩu thường trú|Nơi thường trú (ghi theo Căn cước)",
    "dia_chi": "Địa chỉ liên hệ|Địa chỉ thường trú/liên hệ|Địa chỉ nơi đang ở",
    "dia_chi_hkd": "Địa điểm kinh doanh|Địa chỉ trụ sở hộ kinh doanh|Nơi đặt địa điểm kinh doanh|Địa chỉ đặt cửa hàng",
    "dien_thoai": "Điện thoại|Số điện thoại liên hệ|Điện thoại (di động)|Số ĐT người nộp",
    "quan_he": "Quan hệ với người được khai sinh|Quan hệ với trẻ (cha/mẹ/ông/bà)|Người khai là gì của trẻ",
    "kinh_gui": "Kính gửi",
    "noi_dang_ky": "Nơi đăng ký khai sinh|Đơn vị đăng ký khai sinh|Cơ quan đăng ký hộ tịch",
    "ngay_dang_ky": "Ngày, tháng, năm đăng ký|Ngày, tháng đăng ký|Thời điểm đăng ký khai sinh",
    "ngay_dang_ky_dau": "Đăng ký lần đầu|Đăng ký lần thứ nhất, ngày|Đăng ký lần đầu vào ngày",
    "chu_dau_tu": "Tên chủ đầu tư|Tên chủ đầu tư (tên chủ hộ)|Người đề nghị cấp phép|Họ tên chủ nhà xin phép",
    "dia_diem_xd": "Địa điểm xây dựng|Địa điểm xây dựng nhà ở|Nơi xây dựng công trình",
    "thua_dat": "Lô đất số|Thửa đất có số|Thửa đất số (theo bản đồ)",
    "to_ban_do": "Tờ bản đồ số|Số tờ bản đồ địa chính|Theo tờ bản đồ số",
    "dien_tich": "Diện tích|Diện tích thửa|Diện tích (bằng số)",
    "loai_cong_trinh": "Loại công trình|Tên, loại công trình|Loại công trình xin phép xây",
    "cap_cong_trinh": "Cấp công trình|Công trình cấp (theo quy định)|Cấp của nhà, công trình",
    "dien_tich_xd": "Diện tích xây dựng|Diện tích xây dựng tầng 1 (tầng trệt)|Diện tích xây dựng của nhà",
    "tong_dien_tich_san": "Tổng diện tích sàn|Tổng diện tích sàn (kể cả tầng trên)|Tổng diện tích sàn của nhà",
    "chieu_cao": "Chiều cao công trình|Chiều cao công trình tính từ nền|Chiều cao nhà đến đỉnh mái",
    "so_tang": "Số tầng|Số tầng (kể cả tầng hầm)|Số tầng của nhà",
    "thoi_gian_ht": "Dự kiến thời gian hoàn thành công trình|Thời gian dự kiến hoàn thành|Thời gian thi công (dự kiến)",
    "ten_ho_kinh_doanh": "Tên hộ kinh doanh|Tên hộ kinh doanh (chữ in hoa)|Tên đầy đủ của hộ kinh doanh",
    "nganh_nghe": "Ngành, nghề kinh doanh|Ngành nghề kinh doanh của hộ|Ngành, nghề được đăng ký",
    "von": "Vốn kinh doanh|Số vốn kinh doanh|Vốn kinh doanh (đồng Việt Nam)",
    "chu_ho": "Họ và tên chủ hộ kinh doanh|Tên chủ hộ kinh doanh|Họ và tên cá nhân/đại diện hộ",
    "muc_dich_dat": "Mục đích sử dụng đất|Mục đích sử dụng (loại đất)|Đất dùng vào mục đích",
    "thoi_han": "Thời hạn sử dụng|Thời hạn sử dụng của thửa|Đất được sử dụng trong thời hạn",
    "nguon_goc": "Nguồn gốc sử dụng|Nguồn gốc sử dụng thửa đất|Nguồn gốc đất được giao",
    "dia_chi_thua_dat": "Địa chỉ|Địa chỉ nơi có đất|Thửa đất ở tại",
    "so_vao_so": "Số vào sổ cấp GCN|Số vào sổ cấp giấy chứng nhận QSDĐ|Vào sổ cấp giấy chứng nhận số",
    "so_phat_hanh": "Số phát hành|Số phát hành giấy|Số sê ri GCN",
    "tinh_trang": "Tình trạng hôn nhân|Tình trạng hôn nhân của đương sự|Tình trạng hôn nhân (ghi rõ)",
    "muc_dich_giay": "Giấy này được cấp để|Giấy này có giá trị để|Mục đích sử dụng giấy xác nhận",
    "muc_dich_lltp": "Mục đích yêu cầu cấp Phiếu|Lý do xin cấp Phiếu lý lịch|Phiếu được dùng vào mục đích",
    "loai_phieu": "Yêu cầu cấp Phiếu lý lịch tư pháp|Đề nghị cấp loại Phiếu|Loại Phiếu LLTP",
    "ngay_chet": "Đã chết vào ngày, tháng, năm|Ngày, tháng, năm chết|Ngày chết theo giấy báo tử|Ngày, tháng, năm qua đời",
    "noi_chet": "Nơi chết|Nơi chết (địa chỉ)|Chết tại nơi|Nơi qua đời",
    "nguyen_nhan": "Nguyên nhân chết|Nguyên nhân chết (theo y tế)|Nguyên nhân cái chết",
    "ong_ba": "Ông (bà)|Họ và tên ông/bà|Tên người sử dụng đất|Chủ sử dụng đất, ông/bà",
    "nam_sinh_only": "Năm sinh|Sinh năm (theo CMND)|Năm sinh người sử dụng",
    "ten_goi_khac": "Tên gọi khác (nếu có)|Tên gọi khác, bí danh|Họ tên khác từng dùng",
    "noi_dang_ky_kh": "Nơi đăng ký kết hôn|Nơi đã đăng ký kết hôn|Đăng ký kết hôn tại cơ quan",
    "ngay_dang_ky_kh": "Ngày, tháng, năm đăng ký|Ngày, tháng, năm kết hôn|Kết hôn được đăng ký ngày",
    "noi_dung_uq": "Nội dung ủy quyền|Ủy quyền thực hiện việc|Nội dung việc ủy quyền",
    "thoi_han_uq": "Thời hạn ủy quyền|Thời hạn có hiệu lực|Thời hạn của việc ủy quyền",
}

ROLES: dict[str, str] = {
    "me": "người mẹ|mẹ|mẹ đẻ",
    "cha": "người cha|cha|cha đẻ",
    "con": "người được khai sinh|trẻ em được khai sinh|người được đăng ký khai sinh",
    "nguoi_yeu_cau": "người yêu cầu|người yêu cầu đăng ký|người kê khai",
    "nguoi_di_khai": "người đi khai sinh|người đi đăng ký|người đến khai sinh",
    "chu_ho": "chủ hộ kinh doanh|đại diện hộ kinh doanh",
    "chu_dat": "người sử dụng đất|chủ sở hữu, sử dụng",
    "thua_dat": "thửa đất|thửa đất, nhà ở",
    "chu_dau_tu": "chủ đầu tư|người đề nghị",
    "cong_trinh": "công trình|khu đất xây dựng",
    "vo": "vợ|bên nữ|người vợ",
    "chong": "chồng|bên nam|người chồng",
    "nguoi_chet": "người chết|người được khai tử",
    "ben_uy_quyen": "bên ủy quyền|người ủy quyền|bên ủy quyền (gọi tắt là Bên A)",
    "ben_duoc_uy_quyen": "bên được ủy quyền|người nhận ủy quyền|bên nhận ủy quyền (gọi tắt là Bên B)",
}

HEADINGS = ["{}", "{}:", "Nội dung về {}", "Kê khai về {}", "THÔNG TIN {}"]

SURNAMES = "Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Phạm Hoàng Huỳnh Võ Đặng Đoàn Trương Lâm Tiêu Thái Từ Ninh Cấn Giàng Vàng Rơ Điểu Sơn"
MIDDLE = (
    "Văn Thị Thị Đức Bá Nhật Hoàng Bảo Thành Diễm Mỹ Thúy Khắc Huy Tấn Thị Ánh Cẩm Hồng Như Tiến"
)
GIVEN = "Biên Bắc Cảnh Chính Cương Đài Điệp Đoan Giỏi Hân Hào Hiên Hoan Huấn Hưng Khải Kỳ Lài Lành Lễ Lựu Lý Mận Mến Năm Ngà Ngoan Nguyên Nhật Nương Phấn Phước Quế Quyết Sáu Soạn Tám Thạch Thắm Thoại Thụ Tiên Tính Tươi Út Vũ Xuyến Yên"
PLACES: list[tuple[str, str | None, str]] = [
    ("xã Yên Bình", "huyện Thạch Thất", "thành phố Hà Nội"),
    ("thị trấn Thắng", "huyện Hiệp Hòa", "tỉnh Bắc Giang"),
    ("xã Cẩm Nhượng", "huyện Cẩm Xuyên", "tỉnh Hà Tĩnh"),
    ("phường Trần Phú", "thành phố Quy Nhơn", "tỉnh Bình Định"),
    ("thị trấn Đắk Hà", "huyện Đắk Hà", "tỉnh Kon Tum"),
    ("xã An Phước", "huyện Long Thành", "tỉnh Đồng Nai"),
    ("xã Chiềng Khoong", "huyện Sông Mã", "tỉnh Sơn La"),
    ("xã Hậu Mỹ Bắc A", "huyện Cái Bè", "tỉnh Tiền Giang"),
    ("phường Cam Nghĩa", "thành phố Cam Ranh", "tỉnh Khánh Hòa"),
    ("xã Nghĩa Hương", "huyện Quốc Oai", "thành phố Hà Nội"),
    ("xã Kim Bôi", None, "tỉnh Phú Thọ"),
    ("phường Hải An", None, "thành phố Hải Phòng"),
    ("xã Tây Giang", None, "thành phố Đà Nẵng"),
    ("phường Cao Lãnh", None, "tỉnh Đồng Tháp"),
    ("xã Đất Mũi", None, "tỉnh Cà Mau"),
    ("xã Na Sầm", None, "tỉnh Lạng Sơn"),
    ("phường Phan Thiết", None, "tỉnh Lâm Đồng"),
    ("xã Hồ Tràm", None, "thành phố Hồ Chí Minh"),
    ("đặc khu Côn Đảo", None, "thành phố Hồ Chí Minh"),
    ("xã Bảo Lạc", None, "tỉnh Cao Bằng"),
    ("xã Khoái Châu", None, "tỉnh Hưng Yên"),
]  # fmt: skip
STREETS = ["thôn Vĩnh Lộc", "xóm Trại", "tổ 24", "số 73 đường Nguyễn Thái Học", "ấp Mỹ Trung", "khu vực 5", "số 12B kiệt 48 đường Lê Duẩn", "bản Nà Ngần", "khóm Tân Thới", "phố Chợ Mới", "số 6/21 hẻm 110 đường 30 Tháng 4", "làng Kon Rờ Bàng", "tổ dân phố Tân Lập 2"]  # fmt: skip
ETHNIC = ["Kinh", "Kinh", "Kinh", "Kinh", "Tày", "Mường", "Ê Đê", "Hrê", "Cơ Tu", "Chăm", "Hoa"]

DATES = ["{0}/{1}/{2}", "{0}/{1}/{2}", "{0}-{1}-{2}", "{0}.{1}.{2}", "short"]

VALUES: dict[str, list[str]] = {
    "nganh_nghe": ["Bán buôn vật liệu xây dựng", "Cắt tóc, gội đầu", "Cho thuê phòng trọ", "Xay xát lúa gạo", "Bán lẻ thuốc thú y, thức ăn chăn nuôi", "Gia công cơ khí, cửa sắt", "Kinh doanh cà phê, nước giải khát"],
    "muc_dich_lltp": ["Xin cấp chứng chỉ hành nghề", "Bổ sung hồ sơ đi lao động tại Nhật Bản", "Nhận con nuôi", "Làm hồ sơ dự tuyển viên chức", "Định cư ở nước ngoài"],
    "muc_dich_giay": ["Đăng ký kết hôn với người Việt Nam", "Chuyển nhượng quyền sử dụng đất", "Thế chấp tài sản tại ngân hàng", "Xin cấp thị thực"],
    "tinh_trang": ["Chưa kết hôn lần nào", "Hiện tại chưa đăng ký kết hôn với ai", "Có đăng ký kết hôn, nhưng chồng đã chết; hiện tại không đăng ký kết hôn với ai", "Chưa đăng ký kết hôn tại địa phương"],
    "noi_cap": ["Cục Cảnh sát QLHC về TTXH", "Bộ Công an", "Cục Cảnh sát ĐKQL cư trú và DLQG về dân cư"],
    "muc_dich_dat": ["Đất ở", "Đất ở tại nông thôn", "Đất chuyên trồng lúa nước", "Đất rừng sản xuất", "Đất thương mại, dịch vụ"],
    "thoi_han": ["Lâu dài", "Sử dụng lâu dài", "Đến ngày 01/7/2064", "50 năm kể từ ngày ký"],
    "nguon_goc": ["Nhận chuyển nhượng đất được Nhà nước giao đất có thu tiền sử dụng đất", "Nhận thừa kế quyền sử dụng đất", "Nhà nước giao đất không thu tiền sử dụng đất", "Nhận tặng cho đất"],
    "loai_cong_trinh": ["Nhà ở gia đình", "Nhà ở liền kề", "Nhà trọ cho thuê", "Công trình dân dụng"],
    "cap_cong_trinh": ["Cấp III", "Cấp IV", "III", "IV"],
    "nguyen_nhan": ["Già yếu", "Đột quỵ", "Ung thư gan", "Đuối nước", "Suy thận mạn"],
    "quan_he": ["Bố đẻ", "Mẹ đẻ", "Ông nội", "Bà ngoại", "Dì ruột", "Cha"],
    "noi_dung_uq": ["Nộp hồ sơ, nhận kết quả cấp đổi giấy chứng nhận", "Nhận lương hưu và trợ cấp hằng tháng", "Tham gia tố tụng tại Tòa án nhân dân", "Bán xe ô tô và ký hợp đồng mua bán"],
    "thoi_han_uq": ["06 tháng", "Đến khi hoàn tất công việc", "Từ ngày ký đến hết ngày 31/12/2026", "Một năm kể từ ngày được chứng thực"],
}  # fmt: skip

SUBJECTS = [
    "Về việc giao đất cho hộ gia đình, cá nhân làm nhà ở",
    "Về việc bổ nhiệm công chức giữ chức vụ lãnh đạo, quản lý",
    "Về việc cho phép thay đổi, cải chính hộ tịch",
    "Về việc công nhận hòa giải viên ở cơ sở",
    "Về việc trợ cấp xã hội hằng tháng tại cộng đồng",
    "Về việc phê duyệt báo cáo kinh tế - kỹ thuật xây dựng công trình Đường giao thông nông thôn",
    "Về việc thu hồi giấy chứng nhận đăng ký hộ kinh doanh",
]

PROSE = [
    "Họ và tên: {ten}; Ngày sinh: {ngay}; Số CCCD: {so}; Nơi cư trú: {noi}. Đề nghị cơ quan tiếp nhận, xem xét và trả lời bằng văn bản.",
    "Tên tôi là {ten}, hiện ở tại {noi}. Gia đình tôi có hoàn cảnh khó khăn, nay tôi kính mong chính quyền địa phương quan tâm giúp đỡ.",
    "Căn cứ tình hình thực tế và đề nghị của các bộ phận chuyên môn, đơn vị thông báo để các cá nhân, tổ chức có liên quan biết và thực hiện.",
    "Thời gian: 8 giờ 00, địa điểm: Hội trường nhà văn hóa. Thành phần gồm đại diện các hộ dân và cán bộ phụ trách địa bàn.",
    "Số tiền: 1.250.000 đồng. Lý do: thanh toán chi phí theo hợp đồng đã ký giữa hai bên; kèm theo 02 chứng từ gốc.",
    "Ông (bà) {ten}, sinh ngày {ngay}, đã nộp đủ hồ sơ theo quy định. Kết quả được trả tại Bộ phận Một cửa trong giờ hành chính.",
]
