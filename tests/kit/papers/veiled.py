"""Words of the part `veiled`: wordings, values, people and places. Measured on only, until `kept_back` was made.

Written from ministries' forms of 1998 to 2026, forms districts and provinces made for themselves in the
south and in the north, and forms printed out of the service portals, before anything was read with it
and without a look at the reader or at what it is known to miss; usual wordings stand in other parts
too. People, places and streets are no other part's. It may be looked at now.
"""

TITLES: dict[str, list[str]] = {
    "giay_khai_sinh": ["GIẤY KHAI SINH", "GIẤY KHAI SINH (Bản chính)", "TRÍCH LỤC KHAI SINH (Bản sao)", "GIẤY KHAI SINH (Đăng ký lại)"],
    "to_khai_khai_sinh": ["TỜ KHAI ĐĂNG KÝ KHAI SINH", "TỜ KHAI ĐĂNG KÝ KHAI SINH LƯU ĐỘNG", "MẪU ĐIỆN TỬ TƯƠNG TÁC ĐĂNG KÝ KHAI SINH", "TỜ KHAI ĐĂNG KÝ LẠI KHAI SINH"],
    "don_xay_dung": ["ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG", "ĐƠN XIN PHÉP XÂY DỰNG NHÀ Ở NÔNG THÔN", "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG MỚI NHÀ Ở RIÊNG LẺ", "ĐƠN XIN CẤP GIẤY PHÉP XÂY DỰNG CÓ THỜI HẠN"],
    "gcn_hkd": ["GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH", "GIẤY CHỨNG NHẬN ĐĂNG KÝ KINH DOANH HỘ CÁ THỂ"],
    "gcn_qsdd": ["GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT", "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT", "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT QUYỀN SỞ HỮU NHÀ Ở VÀ TÀI SẢN KHÁC GẮN LIỀN VỚI ĐẤT"],
    "xn_honnhan": ["GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN (Cấp lại)"],
    "tk_lltp": ["TỜ KHAI YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP", "TỜ KHAI ĐIỆN TỬ YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP", "TỜ KHAI YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP (Dùng cho cá nhân từ đủ 18 tuổi)"],
    "quyet_dinh": ["QUYẾT ĐỊNH"],
    "giay_chung_nhan_ket_hon": ["GIẤY CHỨNG NHẬN KẾT HÔN", "GIẤY CHỨNG NHẬN KẾT HÔN (Bản chính)", "TRÍCH LỤC KẾT HÔN (Bản sao)"],
    "to_khai_khai_tu": ["TỜ KHAI ĐĂNG KÝ KHAI TỬ", "TỜ KHAI ĐĂNG KÝ LẠI KHAI TỬ", "MẪU ĐIỆN TỬ TƯƠNG TÁC ĐĂNG KÝ KHAI TỬ"],
    "giay_uy_quyen": ["GIẤY ỦY QUYỀN", "GIẤY ỦY QUYỀN (Dành cho cá nhân)", "VĂN BẢN ỦY QUYỀN", "HỢP ĐỒNG ỦY QUYỀN QUẢN LÝ NHÀ ĐẤT"],
    "khac": [
        "ĐƠN XIN VAY VỐN HỘ SẢN XUẤT KINH DOANH", "GIẤY BIÊN NHẬN HỒ SƠ", "ĐƠN XIN NHẬP HỌC", "BIÊN BẢN THỎA THUẬN RANH GIỚI THỬA ĐẤT",
        "TỜ KHAI ĐỀ NGHỊ TRỢ GIÚP XÃ HỘI", "GIẤY PHÉP LÁI XE", "HỢP ĐỒNG MUA BÁN XE MÁY", "ĐƠN XIN ĐẤU NỐI NƯỚC SẠCH", "SỔ TIÊM CHỦNG CÁ NHÂN",
        "TỜ KHAI CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH", "GIẤY XÁC NHẬN ĐĂNG KÝ TẠM TRÚ", "VĂN BẢN THỎA THUẬN PHÂN CHIA DI SẢN THỪA KẾ",
        "GIẤY CHỨNG NHẬN ĐĂNG KÝ DOANH NGHIỆP", "ĐƠN ĐỀ NGHỊ THUÊ ĐẤT", "BẢN KIỂM ĐIỂM CÁ NHÂN", "PHIẾU ĐỀ NGHỊ ĐĂNG KÝ THÀNH VIÊN HỢP TÁC XÃ",
        "BIÊN BẢN NGHIỆM THU", "GIẤY TRIỆU TẬP", "THÔNG BÁO CHẤM DỨT HOẠT ĐỘNG HỘ KINH DOANH", "TỜ KHAI XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
        "ĐƠN TỐ CÁO", "PHIẾU CHI", "CÔNG VĂN", "GIẤY HẸN KHÁM LẠI", "ĐƠN XIN LY HÔN THUẬN TÌNH", "DANH SÁCH CỬ TRI",
    ],
}  # fmt: skip

LABELS: dict[str, str] = {
    "ho_ten": "Họ và tên|Họ, chữ đệm, tên (ghi trong giấy tờ)|Họ tên (ghi có dấu)|Họ và tên (ghi đủ)",
    "ngay_sinh": "Ngày, tháng, năm sinh|Ngày, tháng, năm sinh ghi bằng số|Sinh ngày tháng năm|Ngày, tháng, năm sinh (số)",
    "nam_sinh": "Năm sinh|Năm sinh (4 chữ số)|Sinh năm (năm dương lịch)",
    "ngay_sinh_chu": "Ghi bằng chữ|Phần ghi bằng chữ|Ngày sinh đọc bằng chữ",
    "gioi_tinh": "Giới tính|Giới tính ghi trong giấy tờ|Nam, nữ",
    "dan_toc": "Dân tộc|Dân tộc gì|Dân tộc (tên gọi)",
    "quoc_tich": "Quốc tịch|Quốc tịch nước|Hiện có quốc tịch",
    "noi_sinh": "Nơi sinh|Nơi sinh (bệnh viện, trạm y tế)|Nơi sinh, tên cơ sở",
    "que_quan": "Quê quán|Quê quán (xã, huyện, tỉnh)|Quê quán ghi theo dòng họ",
    "so_dinh_danh": "Số định danh cá nhân|Số định danh công dân|Số định danh cá nhân (12 chữ số)",
    "so_cccd": "Số CCCD|Số CMND hoặc thẻ CCCD|Giấy CMND/Căn cước số|Số thẻ căn cước|Số căn cước/số định danh",
    "giay_to": "Giấy tờ tùy thân|Giấy tờ tùy thân đã xuất trình|Loại giấy tờ tùy thân sử dụng",
    "ngay_cap": "Ngày cấp|Ngày cấp giấy|Cấp ngày nào",
    "noi_cap": "Nơi cấp|Nơi cấp giấy|Tên cơ quan cấp",
    "noi_cu_tru": "Nơi cư trú|Nơi cư trú hiện nay|Nơi đang sinh sống|Nơi cư trú của đương sự",
    "noi_thuong_tru": "Nơi thường trú|Hộ khẩu thường trú (theo sổ)|Nơi ĐKTT|Địa chỉ thường trú hiện nay",
    "dia_chi": "Địa chỉ liên hệ|Địa chỉ liên hệ hiện nay|Địa chỉ gửi thư|Địa chỉ thư tín",
    "dia_chi_hkd": "Trụ sở hộ kinh doanh|Địa chỉ trụ sở của hộ kinh doanh|Địa điểm đặt quầy, cửa hàng|Địa chỉ buôn bán",
    "dien_thoai": "Điện thoại|Số máy điện thoại|Điện thoại cầm tay|Số ĐTDĐ",
    "quan_he": "Quan hệ với người được khai sinh|Quan hệ gì với trẻ|Người khai có quan hệ",
    "kinh_gui": "Kính gửi",
    "noi_dang_ky": "Nơi đăng ký|Nơi đăng ký hộ tịch|Cơ quan cấp giấy khai sinh|Nơi làm khai sinh",
    "ngay_dang_ky": "Ngày, tháng, năm đăng ký|Ngày làm khai sinh|Ngày, tháng, năm ghi sổ|Ngày đăng ký vào sổ",
    "ngay_dang_ky_dau": "Đăng ký lần đầu|Lần đăng ký đầu tiên|Cấp lần đầu",
    "chu_dau_tu": "Tên chủ đầu tư|Chủ đầu tư/chủ sở hữu|Họ tên người xin xây dựng|Người đứng đơn xin phép",
    "dia_diem_xd": "Địa điểm xây dựng|Địa điểm xin xây dựng|Nơi cất nhà|Vị trí xin phép xây dựng",
    "thua_dat": "Thửa đất số|Số thửa (lô)|Số thửa trên bản đồ|Thửa đất mang số",
    "to_ban_do": "Tờ bản đồ số|Số tờ|Tờ bản đồ (địa chính)|Bản đồ tờ số",
    "dien_tich": "Diện tích|Diện tích theo giấy tờ|Diện tích được công nhận",
    "loai_cong_trinh": "Loại công trình|Loại nhà xin xây dựng|Công trình xin cất|Công năng công trình",
    "cap_cong_trinh": "Cấp công trình|Xếp cấp công trình|Cấp nhà|Cấp công trình xin phép",
    "dien_tich_xd": "Diện tích xây dựng|Diện tích xây dựng tầng trệt (m²)|Diện tích nền nhà|Diện tích xây dựng xin phép",
    "tong_dien_tich_san": "Tổng diện tích sàn|Tổng diện tích sàn sử dụng|Tổng diện tích mặt sàn|Diện tích sàn cộng các tầng",
    "chieu_cao": "Chiều cao công trình|Chiều cao đến đỉnh mái|Chiều cao từ cốt nền|Độ cao nhà",
    "so_tang": "Số tầng|Nhà có số tầng|Số tầng xin xây|Số tầng, số lầu",
    "thoi_gian_ht": "Dự kiến thời gian hoàn thành công trình|Thời gian xây dựng|Thời gian làm nhà (dự kiến)|Thời gian dự kiến làm xong",
    "ten_ho_kinh_doanh": "Tên hộ kinh doanh|Tên hộ kinh doanh ghi bằng chữ in|Tên cửa hiệu|Tên hộ kinh doanh bằng tiếng Việt",
    "nganh_nghe": "Ngành, nghề kinh doanh|Ngành nghề được phép kinh doanh|Mặt hàng kinh doanh|Ngành, nghề đăng ký hoạt động",
    "von": "Vốn kinh doanh|Số vốn đăng ký|Vốn kinh doanh của hộ|Tổng vốn đầu tư",
    "chu_ho": "Chủ hộ kinh doanh|Họ tên người đứng đầu hộ|Tên người đại diện hộ kinh doanh|Họ và tên chủ hộ (in hoa)",
    "muc_dich_dat": "Mục đích sử dụng|Mục đích sử dụng được ghi|Loại đất theo mục đích|Mục đích dùng đất",
    "thoi_han": "Thời hạn sử dụng|Thời hạn dùng đất|Thời hạn sử dụng ghi trên giấy",
    "nguon_goc": "Nguồn gốc sử dụng|Nguồn gốc quyền sử dụng|Đất được sử dụng do",
    "dia_chi_thua_dat": "Địa chỉ thửa đất|Địa chỉ tại|Đất tọa lạc tại|Xứ đồng, địa chỉ thửa",
    "so_vao_so": "Số vào sổ cấp GCN|Số vào sổ địa chính|Vào sổ cấp giấy CNQSDĐ số",
    "so_phat_hanh": "Số phát hành|Số phát hành phôi|Mã phôi giấy",
    "tinh_trang": "Tình trạng hôn nhân|Tình trạng hôn nhân được xác nhận|Tình trạng hôn nhân cho đến nay",
    "muc_dich_giay": "Giấy này được cấp để|Giấy xác nhận được cấp để|Mục đích xin cấp giấy|Sử dụng giấy này để",
    "muc_dich_lltp": "Mục đích yêu cầu cấp Phiếu lý lịch tư pháp|Mục đích đề nghị|Phiếu sẽ dùng cho việc|Yêu cầu cấp Phiếu để",
    "loai_phieu": "Yêu cầu cấp Phiếu lý lịch tư pháp|Phiếu lý lịch tư pháp cần cấp|Xin cấp Phiếu|Mẫu Phiếu yêu cầu",
    "ngay_chet": "Ngày, tháng, năm chết|Chết vào ngày|Ngày tháng năm chết|Ngày chết ghi bằng số",
    "noi_chet": "Nơi chết|Nơi chết ghi rõ xã, tỉnh|Đã chết tại|Nơi mất (xã, tỉnh)",
    "nguyen_nhan": "Nguyên nhân chết|Nguyên nhân chết ghi nhận|Chết vì nguyên nhân",
    "ong_ba": "Ông/Bà|Họ, tên người sử dụng|Tên chủ sử dụng|Ông hoặc bà|Họ tên chủ đất",
    "nam_sinh_only": "Năm sinh|Sinh năm|Năm sinh chủ sử dụng|Năm sinh ghi trên giấy",
    "ten_goi_khac": "Tên gọi khác|Tên gọi khác (bí danh)|Tên khác đã dùng",
    "noi_dang_ky_kh": "Nơi đăng ký kết hôn|Nơi tiến hành đăng ký|Nơi hai người kết hôn|Cơ quan chứng nhận kết hôn",
    "ngay_dang_ky_kh": "Ngày, tháng, năm đăng ký|Ngày ghi nhận kết hôn|Ngày, tháng, năm đăng ký kết hôn|Ngày chứng nhận kết hôn",
    "noi_dung_uq": "Nội dung ủy quyền|Việc được ủy quyền|Nội dung, phạm vi ủy quyền|Ủy quyền để làm việc",
    "thoi_han_uq": "Thời hạn ủy quyền|Thời hạn giao ủy quyền|Hiệu lực của giấy này|Ủy quyền có giá trị",
}

ROLES: dict[str, str] = {
    "me": "người mẹ|mẹ|mẹ ruột",
    "cha": "người cha|cha|cha ruột",
    "con": "người được khai sinh|trẻ em cần khai sinh|con được khai sinh",
    "nguoi_yeu_cau": "người yêu cầu|người đứng khai|người làm tờ khai",
    "nguoi_di_khai": "người đi khai sinh|người đi làm khai sinh|người khai sinh cho trẻ",
    "chu_ho": "chủ hộ kinh doanh|người đại diện của hộ|cá nhân thành lập hộ kinh doanh",
    "chu_dat": "người sử dụng đất|chủ sử dụng|người có quyền sử dụng đất",
    "thua_dat": "thửa đất|thửa đất được quyền sử dụng|lô, thửa đất",
    "chu_dau_tu": "chủ đầu tư|chủ nhà, chủ đầu tư|người đứng đơn",
    "cong_trinh": "công trình|khu đất, vị trí|nơi xây dựng",
    "vo": "vợ|bên nữ|người nữ",
    "chong": "chồng|bên nam|người nam",
    "nguoi_chet": "người chết|người cần khai tử|người đã qua đời",
    "ben_uy_quyen": "bên ủy quyền|người giao ủy quyền|bên ủy quyền (sau đây gọi là bên A)",
    "ben_duoc_uy_quyen": "bên được ủy quyền|người được giao ủy quyền|bên được ủy quyền (sau đây gọi là bên B)",
}

HEADINGS = ["{}", "{}:", "PHẦN {}", "Phần khai của {}", "Những điều khai về {}", "Các thông tin về {}"]  # fmt: skip

SURNAMES = "Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Hoàng Huỳnh Phan Vũ Đặng Bùi Hồ Lý Ông Âu Biện Lã Diệp Ngân Cầm Quàng Hờ Sùng Danh Chế Y Siu Văn Mai"
MIDDLE = "Văn Thị Thị Đình Minh Thị Quang Hữu Thế Ngọc Mộng Tường Xuân Kim Trọng Bích Phước Hải Như Thái Duy"
GIVEN = "Ấn Báu Bền Bổn Cát Chánh Cúc Dân Diệu Đại Được Én Giàu Hai Hiểu Hồng Hợi Huyên Khiêm Kiều Lắm Lành Lĩnh Lụa Mạnh Miền Mùi Nết Ngần Ngợi Nhã Nhớ Nở Phi Quảng Rạng Sương Tấm Thăng Thìn Thuyên Tịnh Tròn Trực Tuế Tý Vân Viễn Xinh Ưng"

PLACES: list[tuple[str, str | None, str]] = [
    ("xã Yên Sở", "huyện Hoài Đức", "thành phố Hà Nội"),
    ("thị trấn Tiên Lãng", "huyện Tiên Lãng", "thành phố Hải Phòng"),
    ("xã Đức Long", "huyện Thạch An", "tỉnh Cao Bằng"),
    ("xã Mường Vi", "huyện Bát Xát", "tỉnh Lào Cai"),
    ("xã Gio Mỹ", "huyện Gio Linh", "tỉnh Quảng Trị"),
    ("phường Xuân Phú", "thành phố Huế", "tỉnh Thừa Thiên Huế"),
    ("xã Bình Minh", "huyện Thăng Bình", "tỉnh Quảng Nam"),
    ("phường Hòa Hiệp Trung", "thị xã Đông Hòa", "tỉnh Phú Yên"),
    ("xã Phước Dinh", "huyện Thuận Nam", "tỉnh Ninh Thuận"),
    ("phường Lộc Tiến", "thành phố Bảo Lộc", "tỉnh Lâm Đồng"),
    ("xã Đắk Wil", "huyện Cư Jút", "tỉnh Đắk Nông"),
    ("thị trấn Gia Ray", "huyện Xuân Lộc", "tỉnh Đồng Nai"),
    ("xã Lộc Thuận", "huyện Bình Đại", "tỉnh Bến Tre"),
    ("xã Vị Thanh", "huyện Vị Thủy", "tỉnh Hậu Giang"),
    ("xã Thư Lâm", None, "thành phố Hà Nội"),
    ("phường Việt Trì", None, "tỉnh Phú Thọ"),
    ("phường Nghĩa Lộ", None, "tỉnh Lào Cai"),
    ("xã Sìn Hồ", None, "tỉnh Lai Châu"),
    ("phường Móng Cái 1", None, "tỉnh Quảng Ninh"),
    ("xã Nho Quan", None, "tỉnh Ninh Bình"),
    ("phường Hạc Thành", None, "tỉnh Thanh Hóa"),
    ("xã Diễn Châu", None, "tỉnh Nghệ An"),
    ("đặc khu Cồn Cỏ", None, "tỉnh Quảng Trị"),
    ("xã A Lưới 2", None, "thành phố Huế"),
    ("phường Quy Nhơn Nam", None, "tỉnh Gia Lai"),
    ("xã Ninh Hải", None, "tỉnh Khánh Hòa"),
    ("xã Lộc Ninh", None, "tỉnh Đồng Nai"),
    ("xã Cần Giờ", None, "thành phố Hồ Chí Minh"),
    ("phường Mỹ Tho", None, "tỉnh Đồng Tháp"),
    ("xã Ba Tri", None, "tỉnh Vĩnh Long"),
    ("phường Sóc Trăng", None, "thành phố Cần Thơ"),
    ("xã Năm Căn", None, "tỉnh Cà Mau"),
]  # fmt: skip
STREETS = ["thôn Cự Lộc", "xóm Đoài", "tổ 31, khu vực Thạnh Mỹ", "số 245/17 đường Lạc Long Quân", "ấp Giồng Lớn", "khóm 9", "số 8 ngõ 66 phố Vọng Hà", "bản Pom Khoang", "thôn Tân An Nam", "buôn Kwăng", "số 1024 quốc lộ 1A", "khu phố Long Điền 2", "xóm Vạn Chài", "đội 4, thôn Mỹ Thạnh", "tổ nhân dân tự quản số 16", "số 39C hẻm 7 đường Võ Văn Kiệt"]  # fmt: skip
ETHNIC = ["Kinh", "Kinh", "Kinh", "Kinh", "Thái", "Mông", "Khơ Mú", "Cơ Ho", "Ra Glai", "Khmer", "Pa Cô", "Chăm"]  # fmt: skip

DATES = ["{0}/{1}/{2}", "{0}/{1}/{2}", "{0}/{1}/{2}", "{0}-{1}-{2}", "{0} / {1} / {2}", "short"]

VALUES: dict[str, list[str]] = {
    "nganh_nghe": ["Mua bán tạp phẩm", "Sản xuất bánh tráng, bún khô", "Nuôi trồng và thu mua thủy sản", "Dịch vụ photocopy, đánh máy", "Sửa chữa điện tử, điện lạnh", "Vận tải hàng hóa bằng ô tô", "Đóng bàn ghế, đồ gỗ gia dụng", "Dịch vụ chăm sóc da; bán lẻ mỹ phẩm"],
    "muc_dich_lltp": ["Nộp hồ sơ xin việc", "Xuất khẩu lao động", "Xin quốc tịch", "Thành lập doanh nghiệp", "Thi tuyển công chức", "Kết hôn với người nước ngoài"],
    "muc_dich_giay": ["Kết hôn", "Làm thủ tục bán căn hộ", "Bổ túc hồ sơ vay ngân hàng", "Bảo lãnh thân nhân", "Đăng ký biến động đất đai"],
    "tinh_trang": ["Độc thân", "Chưa đăng ký kết hôn", "Từ đủ tuổi kết hôn đến nay chưa đăng ký kết hôn với ai", "Đã ly hôn, hiện chưa kết hôn với người khác", "Vợ (chồng) đã chết, hiện chưa kết hôn lại"],
    "noi_cap": ["Cục Cảnh sát QLHC về trật tự xã hội", "Bộ Công an", "Cục trưởng Cục Cảnh sát"],
    "muc_dich_dat": ["Đất ở tại nông thôn", "Đất ở đô thị", "Đất nuôi trồng thủy sản", "Đất trồng cây hằng năm khác", "Đất vườn", "Đất cơ sở sản xuất phi nông nghiệp"],
    "thoi_han": ["Lâu dài", "Ổn định lâu dài", "Đến tháng 10/2063", "Đến ngày 15 tháng 10 năm 2043", "Sử dụng 20 năm"],
    "nguon_goc": ["Công nhận QSDĐ như giao đất có thu tiền sử dụng đất", "Nhà nước cho thuê đất trả tiền hằng năm", "Được tặng cho quyền sử dụng đất", "Ông bà để lại", "Nhận chuyển nhượng quyền sử dụng đất năm 2009"],
    "loai_cong_trinh": ["Nhà ở riêng lẻ", "Nhà phố liên kế", "Nhà vườn", "Ki-ốt bán hàng", "Chuồng trại chăn nuôi", "Nhà ở và cửa hàng"],
    "cap_cong_trinh": ["Cấp IV", "Cấp III", "Cấp 4", "Cấp 3"],
    "nguyen_nhan": ["Bệnh già", "Nhồi máu cơ tim", "Tai biến mạch máu não", "Ung thư phổi", "Ngã từ trên cao", "Bệnh nặng tại nhà"],
    "quan_he": ["Cha ruột", "Mẹ ruột", "Bà ngoại", "Ông nội", "Cậu", "Cô ruột"],
    "noi_dung_uq": ["Nhận bằng tốt nghiệp tại trường", "Thay mặt nộp thuế và lệ phí trước bạ", "Rút tiền tiết kiệm tại ngân hàng", "Làm thủ tục tách thửa, nhận giấy chứng nhận", "Đại diện tham dự họp cổ đông"],
    "thoi_han_uq": ["03 tháng", "Từ ngày ký cho đến khi xong việc", "02 năm kể từ ngày chứng thực", "Đến hết ngày 30/6/2027"],
}  # fmt: skip

SUBJECTS = [
    "Về việc hủy bỏ giấy chứng nhận quyền sử dụng đất cấp không đúng quy định",
    "Về việc thành lập Tổ công tác triển khai Đề án 06",
    "Về việc nghỉ hưu để hưởng chế độ bảo hiểm xã hội",
    "Về việc điều động công chức",
    "Về việc tặng Giấy khen cho các tập thể, cá nhân có thành tích xuất sắc",
    "Về việc phê duyệt kết quả lựa chọn nhà thầu gói thầu Sửa chữa trường Tiểu học",
    "Về việc cho phép chuyển mục đích sử dụng đất",
    "Về việc thu hồi đất để thực hiện công trình Nâng cấp kênh mương nội đồng",
]

PROSE = [
    "Nay tôi tên: {ten}, sinh ngày {ngay}, số CMND/CCCD {so}, ngụ tại {noi}. Tôi viết đơn này kính trình quý cấp xem xét, chấp thuận.",
    "Chúng tôi gồm các hộ dân có tên dưới đây xin trình bày sự việc như sau: đoạn đường liên xóm đã hư hỏng nhiều năm, việc đi lại gặp khó khăn.",
    "Bên bán: {ten}, địa chỉ: {noi}. Bên mua đã xem xét kỹ tài sản và đồng ý mua với giá thỏa thuận, giao tiền một lần khi ký.",
    "Phúc đáp văn bản của quý cơ quan, đơn vị xin gửi kèm số liệu theo biểu mẫu; đề nghị cho ý kiến trước ngày 15 hằng tháng.",
    "Người nhận: {ten}. Ngày hẹn trả: trong 07 ngày làm việc kể từ ngày tiếp nhận. Khi đến nhận xin mang theo giấy này.",
    "Giấy tờ kèm theo gồm: 01 bản photo sổ hộ khẩu, 02 ảnh màu cỡ 3 x 4, 01 giấy khám sức khỏe còn thời hạn.",
    "Hôm nay, vào lúc 14 giờ 30, tại trụ sở khu dân cư, các bên có mặt đã cùng lập biên bản này để ghi nhận hiện trạng và cam kết thực hiện.",
]
