"""Words of the part `sealed`: wordings, people and places. Measured on only, until `blind` was made.

Written from what forms of many offices say, before anything was read with it and without a look at the
reader's own tables; usual wordings stand in other parts too. People, places and streets are no other
part's. It may be looked at now.
"""

TITLES: dict[str, list[str]] = {
    "giay_khai_sinh": ["GIẤY KHAI SINH", "GIẤY KHAI SINH (Bản sao trích lục)", "TRÍCH LỤC KHAI SINH (BẢN SAO)"],
    "to_khai_khai_sinh": ["TỜ KHAI ĐĂNG KÝ KHAI SINH", "TỜ KHAI YÊU CẦU ĐĂNG KÝ KHAI SINH", "ĐƠN ĐĂNG KÝ KHAI SINH"],
    "don_xay_dung": ["ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG", "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG NHÀ Ở RIÊNG LẺ", "ĐƠN XIN CẤP GIẤY PHÉP XÂY DỰNG"],
    "gcn_hkd": ["GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH"],
    "gcn_qsdd": ["GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT", "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT"],
    "xn_honnhan": ["GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "XÁC NHẬN TÌNH TRẠNG HÔN NHÂN"],
    "tk_lltp": ["TỜ KHAI YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP", "TỜ KHAI ĐỀ NGHỊ CẤP PHIẾU LÝ LỊCH TƯ PHÁP"],
    "quyet_dinh": ["QUYẾT ĐỊNH"],
    "giay_chung_nhan_ket_hon": ["GIẤY CHỨNG NHẬN KẾT HÔN", "TRÍCH LỤC KẾT HÔN"],
    "to_khai_khai_tu": ["TỜ KHAI ĐĂNG KÝ KHAI TỬ", "TỜ KHAI YÊU CẦU ĐĂNG KÝ KHAI TỬ"],
    "giay_uy_quyen": ["GIẤY ỦY QUYỀN", "VĂN BẢN ỦY QUYỀN"],
    "khac": [
        "ĐƠN XIN CHUYỂN MỤC ĐÍCH SỬ DỤNG ĐẤT", "GIẤY MỜI HỌP", "BIÊN BẢN BÀN GIAO", "ĐƠN TRÌNH BÁO MẤT GIẤY TỜ",
        "HỢP ĐỒNG THUÊ NHÀ", "TỜ KHAI CĂN CƯỚC", "PHIẾU KHÁM SỨC KHỎE", "GIẤY GIỚI THIỆU", "BẢNG KÊ NỘP TIỀN",
        "ĐƠN KHIẾU NẠI", "THÔNG BÁO KẾT QUẢ XÉT TUYỂN", "GIẤY XÁC NHẬN THU NHẬP", "ĐƠN ĐĂNG KÝ BIẾN ĐỘNG ĐẤT ĐAI",
        "TỜ KHAI LỆ PHÍ TRƯỚC BẠ", "PHIẾU TIẾP NHẬN VÀ HẸN TRẢ KẾT QUẢ",
    ],
}  # fmt: skip

LABELS: dict[str, str] = {
    "ho_ten": "Họ và tên|Họ, tên đệm và tên|Họ tên (viết hoa, có dấu)",
    "ngay_sinh": "Ngày, tháng, năm sinh|Sinh vào ngày|Ngày sinh (ngày/tháng/năm)",
    "nam_sinh": "Năm sinh|Sinh trong năm|Năm sinh (dương lịch)",
    "ngay_sinh_chu": "Viết ngày sinh bằng chữ|Ghi bằng chữ|Ngày sinh (phần chữ)",
    "gioi_tinh": "Giới tính|Giới tính (nam/nữ)|Là nam hay nữ",
    "dan_toc": "Dân tộc|Thành phần dân tộc|Dân tộc (theo giấy tờ)",
    "quoc_tich": "Quốc tịch|Công dân nước|Quốc tịch (nước)",
    "noi_sinh": "Nơi sinh (cơ sở y tế hoặc xã, tỉnh)|Sinh tại|Nơi trẻ chào đời",
    "que_quan": "Quê quán|Quê quán ghi theo giấy tờ|Quê quán (xã/phường, tỉnh/thành phố)",
    "so_dinh_danh": "Số định danh cá nhân|Mã định danh|Số định danh được cấp",
    "so_cccd": "Số định danh cá nhân/Căn cước|Số thẻ CC/CCCD|Số CCCD (12 chữ số)|Căn cước công dân số",
    "giay_to": "Giấy tờ tùy thân (tên, số)|Giấy tờ kèm theo, số|Tên và số giấy tờ tùy thân",
    "ngay_cap": "Ngày cấp|Thẻ cấp ngày|Ngày, tháng, năm cấp thẻ",
    "noi_cap": "Nơi cấp|Cơ quan cấp thẻ CCCD|Do cơ quan nào cấp",
    "noi_cu_tru": "Nơi cư trú|Địa chỉ nơi cư trú|Hiện đang cư trú|Nơi cư trú ghi rõ đến thôn, tổ",
    "noi_thuong_tru": "Nơi thường trú|Thường trú (ghi theo CSDL dân cư)|Địa chỉ nơi thường trú",
    "dia_chi": "Địa chỉ|Địa chỉ nhận kết quả|Địa chỉ để liên hệ",
    "dia_chi_hkd": "Trụ sở của hộ|Địa điểm kinh doanh của hộ|Nơi kinh doanh chính",
    "dien_thoai": "Số điện thoại|Điện thoại (nếu có)|Số điện thoại nhận tin nhắn",
    "quan_he": "Quan hệ với người được khai sinh|Là gì của trẻ|Quan hệ với cháu bé",
    "kinh_gui": "Kính gửi",
    "noi_dang_ky": "Tên cơ quan đăng ký|Đăng ký khai sinh tại|UBND nơi đăng ký khai sinh",
    "ngay_dang_ky": "Ngày đăng ký|Ngày ghi sổ đăng ký|Đăng ký khai sinh ngày",
    "ngay_dang_ky_dau": "Đăng ký lần đầu ngày|Ngày cấp giấy lần đầu|Ngày đăng ký (lần đầu)",
    "chu_dau_tu": "Tên chủ đầu tư|Chủ đầu tư (chủ hộ, cá nhân)|Chủ nhà xin phép xây dựng",
    "dia_diem_xd": "Địa chỉ xây dựng công trình|Địa điểm xây dựng (số nhà, đường, xã)|Công trình được xây tại",
    "thua_dat": "Thửa đất số|Thửa đất (số thửa)|Số hiệu thửa đất",
    "to_ban_do": "Tờ bản đồ địa chính số|Tờ bản đồ số|Số hiệu tờ bản đồ",
    "dien_tich": "Diện tích|Diện tích khu đất xây dựng|Tổng diện tích",
    "loai_cong_trinh": "Loại, tên công trình|Công trình xin phép|Loại công trình xây dựng",
    "cap_cong_trinh": "Cấp công trình|Công trình thuộc cấp|Cấp của công trình",
    "dien_tich_xd": "Diện tích xây dựng tầng một|Diện tích chiếm đất|Diện tích xây dựng công trình",
    "tong_dien_tich_san": "Tổng diện tích sàn|Tổng diện tích các sàn|Diện tích sàn (tổng cộng)",
    "chieu_cao": "Chiều cao tối đa|Chiều cao công trình|Chiều cao tính từ mặt đất",
    "so_tang": "Số tầng|Số tầng nổi|Công trình có số tầng",
    "thoi_gian_ht": "Thời gian thi công dự kiến|Dự kiến hoàn thành trong|Thời gian xây dựng (tháng)",
    "ten_ho_kinh_doanh": "Tên hộ kinh doanh|Tên hộ kinh doanh (viết in hoa)|Tên riêng của hộ kinh doanh",
    "nganh_nghe": "Ngành, nghề kinh doanh|Kinh doanh ngành nghề|Ngành, nghề của hộ",
    "von": "Vốn kinh doanh|Tổng vốn đăng ký|Số vốn của hộ (đồng)",
    "chu_ho": "Chủ hộ kinh doanh|Cá nhân đứng tên đăng ký|Họ tên chủ hộ (in hoa)",
    "muc_dich_dat": "Mục đích sử dụng|Đất sử dụng vào việc|Mục đích sử dụng của thửa đất",
    "thoi_han": "Thời hạn sử dụng|Thời hạn sử dụng đất đến|Hạn sử dụng",
    "nguon_goc": "Nguồn gốc sử dụng|Đất do đâu mà có|Nguồn gốc của thửa đất",
    "dia_chi_thua_dat": "Địa chỉ của thửa đất này|Nơi có thửa đất|Địa chỉ thửa đất",
    "so_vao_so": "Số vào sổ|Vào sổ cấp GCN số|Giấy chứng nhận vào sổ số",
    "so_phat_hanh": "Số seri giấy|Số phát hành GCN",
    "tinh_trang": "Tình trạng hôn nhân|Xác nhận về hôn nhân|Hiện tại về hôn nhân",
    "muc_dich_giay": "Mục đích cấp giấy|Được sử dụng để|Giấy xác nhận được dùng để",
    "muc_dich_lltp": "Mục đích xin cấp phiếu LLTP|Mục đích sử dụng Phiếu|Phiếu dùng để",
    "loai_phieu": "Loại Phiếu|Phiếu đề nghị cấp|Chọn loại Phiếu",
    "ngay_chet": "Ngày, tháng, năm chết|Đã chết vào hồi, ngày|Ngày chết (dương lịch)",
    "noi_chet": "Nơi chết|Nơi người đó chết|Chết tại địa điểm",
    "nguyen_nhan": "Nguyên nhân chết|Chết vì|Nguyên nhân (theo giấy báo tử)",
    "ong_ba": "Họ và tên chủ sử dụng|Ông/Bà|Tên người được cấp giấy",
    "nam_sinh_only": "Năm sinh|Sinh trong năm|Năm sinh của ông/bà",
    "ten_goi_khac": "Tên thường dùng|Tên gọi khác|Các tên đã dùng",
    "noi_dang_ky_kh": "Cơ quan đăng ký kết hôn|Đăng ký kết hôn tại UBND|Nơi hai bên đăng ký",
    "ngay_dang_ky_kh": "Ngày đăng ký kết hôn|Hai bên đăng ký ngày|Ngày kết hôn được đăng ký",
    "noi_dung_uq": "Nội dung ủy quyền|Phạm vi ủy quyền|Được thay mặt làm việc sau",
    "thoi_han_uq": "Thời hạn của giấy ủy quyền|Có hiệu lực trong|Ủy quyền đến khi",
}

ROLES: dict[str, str] = {
    "me": "người mẹ|mẹ|mẹ đẻ",
    "cha": "người cha|cha|cha đẻ",
    "con": "người được khai sinh|trẻ em|trẻ em được khai sinh",
    "nguoi_yeu_cau": "người yêu cầu|người khai|người yêu cầu đăng ký",
    "nguoi_di_khai": "người đi khai sinh|người đi khai|người đi đăng ký khai sinh",
    "chu_ho": "chủ hộ|chủ hộ kinh doanh|người đứng tên",
    "chu_dat": "người sử dụng đất|chủ sử dụng đất|người được cấp giấy",
    "thua_dat": "thửa đất|thửa đất, tài sản",
    "chu_dau_tu": "chủ đầu tư|chủ hộ",
    "cong_trinh": "công trình|công trình xin phép xây dựng",
    "vo": "vợ|bên nữ",
    "chong": "chồng|bên nam",
    "nguoi_chet": "người chết|người đã chết",
    "ben_uy_quyen": "bên ủy quyền|bên ủy quyền (bên A)|người ủy quyền",
    "ben_duoc_uy_quyen": "bên được ủy quyền|bên được ủy quyền (bên B)|người được ủy quyền",
}

HEADINGS = ["{}", "Thông tin {}", "{} (ghi đầy đủ)", "Mục khai về {}", "Phần thông tin về {}:"]

SURNAMES = "Nguyễn Nguyễn Nguyễn Trần Lê Phạm Vũ Hồ Huỳnh Bùi Đỗ Ngô Lương Mạc Nông Lò Đàm Cao Phí Tạ Khuất Dương Trịnh"
MIDDLE = "Văn Thị Đình Hữu Xuân Thanh Quốc Công Duy Gia Ngọc Thu Kim Hải Tuấn Phương"
GIVEN = "An Bắc Chung Dũng Duyên Giang Hạnh Hiền Hòa Huệ Hùng Khanh Khoa Lan Linh Loan Lợi Mai Minh My Nga Nghĩa Nhàn Oanh Phú Quân Quyên Sang Sơn Thắng Thanh Thịnh Thu Tiến Toàn Trinh Tuấn Uyên Việt Yến"
PLACES: list[tuple[str, str | None, str]] = [
    ("xã Vân Hà", "huyện Đông Anh", "thành phố Hà Nội"),
    ("phường Quang Trung", "thành phố Thái Bình", "tỉnh Thái Bình"),
    ("xã Thạch Lạc", "huyện Thạch Hà", "tỉnh Hà Tĩnh"),
    ("thị trấn Đồi Ngô", "huyện Lục Nam", "tỉnh Bắc Giang"),
    ("xã Ia Kla", "huyện Đức Cơ", "tỉnh Gia Lai"),
    ("phường Mỹ Phước", "thành phố Bến Cát", "tỉnh Bình Dương"),
    ("xã Long Thuận", "huyện Gò Công Tây", "tỉnh Tiền Giang"),
    ("thị trấn Mường Chà", "huyện Mường Chà", "tỉnh Điện Biên"),
    ("xã Phú Riềng", None, "tỉnh Đồng Nai"),
    ("phường Hà Đông", None, "thành phố Hà Nội"),
    ("xã Tân Trào", None, "tỉnh Tuyên Quang"),
    ("phường Châu Đốc", None, "tỉnh An Giang"),
    ("xã Hương Sơn", None, "tỉnh Hà Tĩnh"),
    ("phường Tuy Hòa", None, "tỉnh Đắk Lắk"),
    ("xã Vĩnh Hội", None, "tỉnh Gia Lai"),
]  # fmt: skip
STREETS = ["thôn Trung", "xóm Mới", "tổ dân phố số 7", "số 54 đường Trần Hưng Đạo", "ấp Tân Lập", "khu phố 6", "số 3/12 ngõ 175 phố Định Công", "bản Nà Sự", "làng Sung", "khối phố Mỹ Hòa"]  # fmt: skip
ETHNIC = ["Kinh", "Kinh", "Kinh", "Mường", "Thái", "Nùng", "Dao", "Gia Rai", "Xơ Đăng", "Khmer"]
