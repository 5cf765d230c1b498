"""Words of the part `distant`: wordings, values, people and places. Measured on only.

Written from papers as communes far apart fill them in: forms typed in the 1990s, pads of private print
shops in the delta and the highlands, communes' own Word files, ministries' forms as clerks shorten and
reorder them; before anything was read with it and without a look at the reader or at what it is known to
miss. Usual wordings stand in other parts too; people, places and streets are no other part's. Whoever
looks at how a page of it is read ends its use: a further part is needed then.
"""

import random

TITLES: dict[str, list[str]] = {
    "giay_khai_sinh": ["GIẤY KHAI SINH", "GIẤY KHAI SINH (Cấp lại từ sổ gốc)", "BẢN SAO GIẤY KHAI SINH (Từ sổ đăng ký khai sinh)", "TRÍCH LỤC GHI VÀO SỔ VIỆC KHAI SINH"],
    "to_khai_khai_sinh": ["TỜ KHAI ĐĂNG KÝ KHAI SINH", "TỜ KHAI ĐĂNG KÝ KHAI SINH, CẤP THẺ BẢO HIỂM Y TẾ CHO TRẺ DƯỚI 6 TUỔI", "ĐƠN XIN LÀM KHAI SINH CHO CON", "TỜ KHAI ĐĂNG KÝ KHAI SINH QUÁ HẠN"],
    "don_xay_dung": ["ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG", "ĐƠN XIN CẤP GIẤY PHÉP XÂY DỰNG NHÀ Ở GIA ĐÌNH", "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP SỬA CHỮA, CẢI TẠO NHÀ Ở", "ĐƠN XIN PHÉP XÂY CẤT NHÀ"],
    "gcn_hkd": ["GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH", "GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH (Cấp đổi)", "GIẤY CHỨNG NHẬN ĐĂNG KÝ KINH DOANH (Hộ gia đình, cá nhân)"],
    "gcn_qsdd": ["GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT", "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT", "TRÍCH SAO GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT"],
    "xn_honnhan": ["GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "GIẤY XÁC NHẬN CHƯA ĐĂNG KÝ KẾT HÔN", "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN (Dùng trong nước)"],
    "tk_lltp": ["TỜ KHAI YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP", "ĐƠN ĐỀ NGHỊ CẤP PHIẾU LÝ LỊCH TƯ PHÁP", "TỜ KHAI YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP (Mẫu số 03/2013/TT-LLTP)"],
    "quyet_dinh": ["QUYẾT ĐỊNH"],
    "giay_chung_nhan_ket_hon": ["GIẤY CHỨNG NHẬN KẾT HÔN", "GIẤY CHỨNG NHẬN KẾT HÔN (Đăng ký lại)", "BẢN SAO GIẤY CHỨNG NHẬN KẾT HÔN"],
    "to_khai_khai_tu": ["TỜ KHAI ĐĂNG KÝ KHAI TỬ", "TỜ KHAI BÁO VIỆC TỬ", "TỜ KHAI ĐĂNG KÝ KHAI TỬ QUÁ HẠN"],
    "giay_uy_quyen": ["GIẤY ỦY QUYỀN", "GIẤY ỦY QUYỀN (Có xác nhận của chính quyền địa phương)", "TỜ ỦY QUYỀN"],
    "khac": [
        "ĐƠN XIN XÁC NHẬN HỘ NGHÈO", "BIÊN BẢN BÀN GIAO MẶT BẰNG", "GIẤY GIỚI THIỆU", "ĐƠN XIN CHUYỂN TRƯỜNG", "PHIẾU THU THẬP THÔNG TIN DÂN CƯ",
        "GIẤY BÁN XE", "ĐƠN XIN MIỄN GIẢM HỌC PHÍ", "SỔ THEO DÕI SỨC KHỎE", "GIẤY CAM ĐOAN", "GIẤY PHÉP KHAI THÁC THỦY SẢN", "ĐƠN XIN HỖ TRỢ NHÀ TÌNH NGHĨA",
        "BIÊN BẢN HỌP ẤP", "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ", "PHIẾU HẸN TRẢ KẾT QUẢ", "HỢP ĐỒNG THUÊ RẪY", "ĐƠN TRÌNH BÁO MẤT GIẤY TỜ", "DI CHÚC",
        "GIẤY RA VIỆN", "GIẤY XÁC NHẬN THU NHẬP", "ĐƠN ĐỀ NGHỊ HƯỞNG TRỢ CẤP MAI TÁNG", "THÔNG BÁO LỊCH CÚP ĐIỆN", "GIẤY MƯỢN ĐẤT",
    ],
}  # fmt: skip

LABELS: dict[str, str] = {
    "ho_ten": "Họ và tên|Họ, tên đầy đủ theo giấy tờ|Tên họ|Họ tên (viết hoa có dấu)|Tên, họ và chữ lót|Họ tên thật",
    "ngay_sinh": "Ngày, tháng, năm sinh|Ngày sanh|Sinh vào ngày|Ngày tháng sinh|Ngày, tháng, năm sinh trong giấy tờ|N/t/năm sinh",
    "nam_sinh": "Năm sinh|Sanh năm|Năm sanh|Tuổi (năm sinh)|Năm sinh dương lịch",
    "ngay_sinh_chu": "Ghi bằng chữ|Viết ra bằng chữ|Ngày sinh viết đầy đủ bằng chữ|Diễn giải bằng chữ|Ngày, tháng, năm sinh (chữ)",
    "gioi_tinh": "Giới tính|Nam/Nữ|Trai hay gái|Giới (nam, nữ)|Phái (nam, nữ)|Giới tính của đương sự",
    "dan_toc": "Dân tộc|Người dân tộc|Dân tộc (theo giấy tờ)|Thuộc dân tộc nào|Dân tộc khai theo cha mẹ|DT",
    "quoc_tich": "Quốc tịch|Quốc tịch của đương sự|Công dân nước|Quốc tịch khai báo|Là công dân nước|QT",
    "noi_sinh": "Nơi sinh|Nơi sanh|Sanh tại|Địa điểm sinh (cơ sở, địa phương)|Nơi sinh ghi theo giấy chứng sinh|Tại đâu (nơi sinh)",
    "que_quan": "Quê quán|Quê quán theo họ cha|Quê (xã, huyện, tỉnh)|Quê quán ghi theo khai sinh|Nguyên quán (xã, huyện, tỉnh)|Quê ở đâu",
    "so_dinh_danh": "Số định danh cá nhân|Mã số công dân|Số định danh được cấp|Số ĐDCN của trẻ|Dãy số định danh|Mã số định danh 12 số",
    "so_cccd": "Số CCCD|Số CMND/CCCD|Giấy CMND số|CC/CCCD/CMND số|Số ghi trên thẻ căn cước|Số giấy chứng minh|Căn cước (CMND) mang số|Số CCCD đã cấp",
    "giay_to": "Giấy tờ tùy thân|Giấy tờ có dán ảnh|Chứng minh bằng giấy tờ|Giấy tờ của người khai|Giấy tờ xuất trình khi nộp|CMND hoặc giấy tờ thay thế",
    "ngay_cap": "Ngày cấp|Ngày được cấp|Cấp lúc|Ký cấp ngày|Thẻ cấp ngày|Cấp từ ngày",
    "noi_cap": "Nơi cấp|Do ai cấp|Tại cơ quan|Cơ quan đã cấp|Được cấp tại|Nơi cấp thẻ",
    "noi_cu_tru": "Nơi cư trú|Hiện ngụ|Nơi ở hiện thời|Hiện trú tại|Cư ngụ tại|Nơi ở (thôn, xã, tỉnh)|Chỗ ở thường ngày|Trú tại",
    "noi_thuong_tru": "Nơi thường trú|Nơi ĐKNKTT|HKTT|Thường trú (ghi theo sổ)|Nơi có hộ khẩu|Hộ khẩu đăng ký ở|Thường trú ở",
    "dia_chi": "Địa chỉ liên hệ|Địa chỉ nhận thư|Số nhà, đường, khu vực|Địa chỉ gia đình|Địa chỉ cần liên hệ|Ở tại địa chỉ",
    "dia_chi_hkd": "Trụ sở hộ kinh doanh|Nơi buôn bán|Nơi mở cửa hàng|Kinh doanh tại|Địa chỉ hoạt động|Chỗ đặt cửa hiệu",
    "dien_thoai": "Điện thoại|ĐT liên lạc|Số ĐT người khai|Di động|Số máy gọi được|Điện thoại (nếu có)",
    "quan_he": "Quan hệ với người được khai sinh|Người khai là gì của trẻ|Vai vế đối với trẻ|Quan hệ thân nhân|Liên hệ gia đình với trẻ",
    "kinh_gui": "Kính gửi",
    "noi_dang_ky": "Nơi đăng ký khai sinh|Đăng ký hộ tịch tại|Lập bộ tại|Cơ quan hộ tịch|Nơi vào sổ khai sinh",
    "ngay_dang_ky": "Ngày, tháng, năm đăng ký|Lập bộ lúc|Ngày vào sổ hộ tịch|Đăng ký hồi|Ngày khai báo hộ tịch",
    "ngay_dang_ky_dau": "Đăng ký lần đầu|Cấp phép lần đầu|Ngày đăng ký ban đầu|Đăng bạ lần thứ nhất",
    "chu_dau_tu": "Tên chủ đầu tư|Chủ công trình|Chủ hộ xin xây cất|Người làm đơn|Chủ nhà đứng đơn",
    "dia_diem_xd": "Địa điểm xây dựng|Cất nhà tại|Nhà xây tại|Vị trí khu đất xây dựng|Nơi xây cất",
    "thua_dat": "Thửa đất số|Số hiệu thửa đất|Mang số hiệu thửa|Mang số thửa|Lô/thửa",
    "to_ban_do": "Tờ bản đồ số|Trên tờ bản đồ|Tờ số|Bản đồ số hiệu|Số hiệu tờ bản đồ",
    "dien_tich": "Diện tích|Diện tích đất có|Rộng|Diện tích đo đạc|Diện tích ghi trong giấy",
    "loai_cong_trinh": "Loại công trình|Xây dựng loại nhà|Hạng nhà|Công trình gì|Kiểu nhà xin xây",
    "cap_cong_trinh": "Cấp công trình|Nhà cấp|Công trình thuộc cấp|Cấp nhà, cấp công trình",
    "dien_tich_xd": "Diện tích xây dựng|Diện tích đặt móng|DTXD|Diện tích mặt bằng xây dựng|Diện tích xây cất",
    "tong_dien_tich_san": "Tổng diện tích sàn|Sàn các tầng cộng lại|Tổng cộng diện tích sàn|DT sàn (tổng)|Cộng tất cả các sàn",
    "chieu_cao": "Chiều cao công trình|Cao tới nóc|Chiều cao tính đến đỉnh|Nhà cao|Cao độ đỉnh mái",
    "so_tang": "Số tầng|Tầng (số lượng)|Số tầng lầu|Mấy tầng|Số tầng nhà",
    "thoi_gian_ht": "Dự kiến thời gian hoàn thành công trình|Làm xong trong vòng|Thời gian xây cất|Thi công trong|Thời gian cần để xây",
    "ten_ho_kinh_doanh": "Tên hộ kinh doanh|Bảng hiệu|Tên bảng hiệu|Tên tiệm|Hộ kinh doanh mang tên",
    "nganh_nghe": "Ngành, nghề kinh doanh|Kinh doanh ngành nghề|Nghề nghiệp đăng ký|Mua bán, sản xuất mặt hàng|Ngành hàng",
    "von": "Vốn kinh doanh|Vốn hoạt động|Số tiền vốn|Vốn tự khai|Vốn đã bỏ ra",
    "chu_ho": "Chủ hộ kinh doanh|Họ tên chủ tiệm|Người chủ hộ|Chủ hộ đứng tên|Người đứng tên đăng ký",
    "muc_dich_dat": "Mục đích sử dụng|Dùng vào mục đích|Mục đích được giao|Loại đất, mục đích|Đất dùng để làm",
    "thoi_han": "Thời hạn sử dụng|Sử dụng trong thời hạn|Hạn sử dụng đất|Thời hạn được giao|Kỳ hạn sử dụng",
    "nguon_goc": "Nguồn gốc sử dụng|Do đâu có đất|Đất có được từ|Gốc đất|Nguồn gốc được giao",
    "dia_chi_thua_dat": "Địa chỉ thửa đất|Thửa đất ở tại|Đất ở tại|Vị trí (ấp, xã, tỉnh)|Khu đất tọa lạc",
    "so_vao_so": "Số vào sổ cấp GCN|Sổ địa chính số|Đã vào sổ số|Ghi vào sổ cấp giấy, số|Số sổ cấp GCN",
    "so_phat_hanh": "Số phát hành|Số in sẵn|Số hiệu phôi|Ký hiệu phôi",
    "tinh_trang": "Tình trạng hôn nhân|Hoàn cảnh hôn nhân|Về gia đình|Tình trạng gia đình|Đến nay về việc hôn nhân",
    "muc_dich_giay": "Giấy này được cấp để|Lý do cấp giấy|Cấp cho đương sự để|Giấy dùng vào việc|Giấy dùng để",
    "muc_dich_lltp": "Mục đích yêu cầu cấp Phiếu lý lịch tư pháp|Phiếu dùng vào việc|Xin phiếu để|Cần phiếu để làm gì|Lý do làm phiếu",
    "loai_phieu": "Yêu cầu cấp Phiếu lý lịch tư pháp|Xin cấp loại phiếu|Phiếu xin cấp thuộc loại|Mẫu phiếu",
    "ngay_chet": "Ngày, tháng, năm chết|Tử vong ngày|Ngày qua đời|Mất vào ngày|Ngày, giờ tử vong",
    "noi_chet": "Nơi chết|Tử vong tại|Qua đời tại|Nơi tử vong|Mất ở đâu",
    "nguyen_nhan": "Nguyên nhân chết|Tử vong do|Vì sao chết|Nguyên do tử vong|Bệnh hoặc lý do",
    "ong_ba": "Ông/Bà|Họ tên người đứng tên|Chủ sử dụng đất (ông, bà)|Tên người được cấp giấy|Hộ ông (bà)",
    "nam_sinh_only": "Năm sinh|Sanh năm|Sinh vào năm|Năm sinh người đứng tên",
    "ten_goi_khac": "Tên gọi khác|Tên tục|Tên ở nhà|Các tên gọi khác (nếu có)",
    "noi_dang_ky_kh": "Nơi đăng ký kết hôn|Làm hôn thú tại|Đăng ký hôn nhân tại|Cơ quan chứng hôn",
    "ngay_dang_ky_kh": "Ngày, tháng, năm đăng ký|Lập hôn thú lúc|Ngày chứng hôn|Đăng ký kết hôn hồi",
    "noi_dung_uq": "Nội dung ủy quyền|Được thay mặt tôi để|Giao cho làm các việc|Việc nhờ thay|Ủy quyền các việc sau",
    "thoi_han_uq": "Thời hạn ủy quyền|Giấy có hiệu lực|Hạn ủy quyền|Ủy quyền trong thời gian",
}

ROLES: dict[str, str] = {
    "me": "người mẹ|mẹ|má|người mẹ (vợ)",
    "cha": "người cha|cha|ba|người cha (chồng)",
    "con": "người được khai sinh|đứa trẻ|con xin khai sinh|trẻ sơ sinh",
    "nguoi_yeu_cau": "người yêu cầu|người đứng đơn khai|người đến khai|người xin đăng ký",
    "nguoi_di_khai": "người đi khai sinh|người đứng khai sinh|người khai báo|người đến khai báo",
    "chu_ho": "chủ hộ kinh doanh|người đứng tên hộ|chủ tiệm",
    "chu_dat": "người sử dụng đất|người đứng tên trong giấy|chủ quyền đất",
    "thua_dat": "thửa đất|mảnh đất|phần đất được cấp",
    "chu_dau_tu": "chủ đầu tư|chủ công trình|người xin phép xây cất",
    "cong_trinh": "công trình|nơi xây cất|phần đất xây dựng",
    "vo": "vợ|bên nữ|người vợ|nữ",
    "chong": "chồng|bên nam|người chồng|nam",
    "nguoi_chet": "người chết|người khuất|đương sự tử vong",
    "ben_uy_quyen": "bên ủy quyền|người nhờ thay|người lập giấy ủy quyền",
    "ben_duoc_uy_quyen": "bên được ủy quyền|người nhận thay|người được cử thay mặt",
}

HEADINGS = [
    "{}",
    "{}:",
    "Mục kê khai của {}",
    "PHẦN DÀNH GHI VỀ {}",
    "Chi tiết về {}:",
    "Lý lịch {}",
]

SURNAMES = "Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Phạm Huỳnh Huỳnh Võ Phan Trương Đặng Lâm Mạch Quách Ngụy Thạch Sơn Nông Hoàng Đoàn Tô Tiết La Khưu Vưu Cao Thi Cổ Nhan Hầu Bàn Chẩu Phù"
MIDDLE = "Văn Thị Thị Thị Hữu Hoàng Minh Thành Út Ngọc Tấn Thúy Hồng Kim Phước Trường Xuân Quốc Mỹ Thanh Đình Cẩm Chí Bé"
GIVEN = "Ẩn Ánh Ba Bảy Bông Chín Còn Cưng Diện Đầm Đậm Đẹp Đở Đúng Em Giỏi Hai Hên Hiếm Hớn Hưởng Kỉnh Khởi Kiệm Lài Lẹ Liêm Lợi Lượm Mãi Mẫn Mì Muội Mười Năm Ngoan Nguyên Nhẫn Nhiên Nữ Phấn Phỉ Quyên Quyết Rớt Sáu Siêng Soi Sửu Tám Thắm Thế Thọ Thới Tiền Tính Tỷ Út Viết Vui Xứng Yên"

PLACES: list[tuple[str, str | None, str]] = [
    ("xã Tam Giang Đông", "huyện Năm Căn", "tỉnh Cà Mau"),
    ("thị trấn Cầu Kè", "huyện Cầu Kè", "tỉnh Trà Vinh"),
    ("xã Vĩnh Hải", "thị xã Vĩnh Châu", "tỉnh Sóc Trăng"),
    ("xã Ô Lâm", "huyện Tri Tôn", "tỉnh An Giang"),
    ("xã Thổ Sơn", "huyện Hòn Đất", "tỉnh Kiên Giang"),
    ("xã Tân Kiều", "huyện Tháp Mười", "tỉnh Đồng Tháp"),
    ("phường An Lạc", "quận Bình Tân", "thành phố Hồ Chí Minh"),
    ("xã Vĩnh Hưng A", "huyện Vĩnh Lợi", "tỉnh Bạc Liêu"),
    ("xã Quơn Long", "huyện Chợ Gạo", "tỉnh Tiền Giang"),
    ("xã Ea Wer", "huyện Buôn Đôn", "tỉnh Đắk Lắk"),
    ("xã Ia Pal", "huyện Chư Sê", "tỉnh Gia Lai"),
    ("xã Đắk Tờ Re", "huyện Kon Rẫy", "tỉnh Kon Tum"),
    ("xã Đạ Tông", "huyện Đam Rông", "tỉnh Lâm Đồng"),
    ("xã Phan Hiệp", "huyện Bắc Bình", "tỉnh Bình Thuận"),
    ("thị trấn Phước Dân", "huyện Ninh Phước", "tỉnh Ninh Thuận"),
    ("xã Thiện Hưng", "huyện Bù Đốp", "tỉnh Bình Phước"),
    ("xã Hoài Hảo", "thị xã Hoài Nhơn", "tỉnh Bình Định"),
    ("xã Sơn Kim 1", "huyện Hương Sơn", "tỉnh Hà Tĩnh"),
    ("xã Nà Nhạn", "thành phố Điện Biên Phủ", "tỉnh Điện Biên"),
    ("xã Phong Quang", "huyện Vị Xuyên", "tỉnh Hà Giang"),
    ("xã Giao Thiện", "huyện Giao Thủy", "tỉnh Nam Định"),
    ("phường Lam Sơn", "thị xã Bỉm Sơn", "tỉnh Thanh Hóa"),
    ("xã Quan Lạn", "huyện Vân Đồn", "tỉnh Quảng Ninh"),
    ("xã Đất Mới", None, "tỉnh Cà Mau"),
    ("phường Trà Vinh", None, "tỉnh Vĩnh Long"),
    ("xã An Minh", None, "tỉnh An Giang"),
    ("phường Hà Tiên", None, "tỉnh An Giang"),
    ("xã Tháp Mười", None, "tỉnh Đồng Tháp"),
    ("xã Thạnh Hóa", None, "tỉnh Tây Ninh"),
    ("phường Ngã Bảy", None, "thành phố Cần Thơ"),
    ("xã Krông Búk", None, "tỉnh Đắk Lắk"),
    ("phường Ayun Pa", None, "tỉnh Gia Lai"),
    ("xã Măng Đen", None, "tỉnh Quảng Ngãi"),
    ("phường Bắc Gia Nghĩa", None, "tỉnh Lâm Đồng"),
    ("xã Phú Thiện", None, "tỉnh Gia Lai"),
    ("phường Đông Hải", None, "tỉnh Khánh Hòa"),
    ("xã Bù Đăng", None, "tỉnh Đồng Nai"),
    ("xã Khe Sanh", None, "tỉnh Quảng Trị"),
    ("xã Con Cuông", None, "tỉnh Nghệ An"),
    ("xã Bình Liêu", None, "tỉnh Quảng Ninh"),
    ("phường Kỳ Lừa", None, "tỉnh Lạng Sơn"),
    ("xã Quỳnh Nhai", None, "tỉnh Sơn La"),
    ("đặc khu Thổ Châu", None, "tỉnh An Giang"),
]  # fmt: skip
STREETS = [
    "ấp Rạch Gốc", "ấp Sóc Chùa", "tổ 7, ấp Kinh Giữa", "khóm Đầu Lộ", "buôn Ea Mtha", "buôn Tơng Jú", "làng Plei Ốp", "thôn Kon Pring", "thôn 3B", "số 86/4 đường Nguyễn Trung Trực",
    "tổ 12, khóm Xẻo Rô", "số 219 đường Y Jút", "khu phố Bình Quới", "xóm Nà Lầu", "bản Pú Nhung", "thôn Bình Đức", "đội 9, xóm Cồn Tàu", "số 7 kiệt 15 đường Trần Cao Vân", "số 33 ngõ 4 đường Bà Triệu", "tổ tự quản 5, ấp Vàm Nhỏ", "thôn Hữu Đức", "số 1B/27 đường Đồng Khởi",
]  # fmt: skip
ETHNIC = ["Kinh", "Kinh", "Kinh", "Kinh", "Kinh", "Khmer", "Ê-đê", "Gia-rai", "Chăm", "Hoa", "Mông", "Tày"]  # fmt: skip

DATES = ["{0}/{1}/{2}", "{0}/{1}/{2}", "{0}/{3}/{2}", "{0}.{3}.{2}", "ngày {0} tháng {3} năm {2}", "ngày {0} tháng {3} năm {2}", "{0} - {1} - {2}"]  # fmt: skip

VALUES: dict[str, list[str]] = {
    "nganh_nghe": ["Mua bán trái cây, nông sản", "Cà phê giải khát", "Bán vật tư nông nghiệp", "May gia công áo quần", "Đan lát, bán chiếu cói", "Hớt tóc, uốn tóc", "Xay xát lúa gạo", "Sửa máy nổ, máy cày", "Mua bán phế liệu", "Cho thuê phòng trọ"],
    "muc_dich_lltp": ["Xin việc", "Đi lao động tại Nhật Bản", "Nhận con nuôi", "Xin cấp chứng chỉ hành nghề", "Định cư ở nước ngoài", "Làm tài xế công nghệ"],
    "muc_dich_giay": ["Đăng ký kết hôn", "Làm thủ tục nhận con", "Sang tên quyền sử dụng đất", "Vay vốn Ngân hàng Chính sách xã hội", "Nộp hồ sơ mua nhà ở xã hội"],
    "tinh_trang": ["Chưa kết hôn", "Chưa đăng ký kết hôn với ai", "Chưa có vợ (chồng) trên sổ sách hộ tịch", "Có đăng ký kết hôn, nhưng vợ (chồng) đã chết", "Đã ly hôn theo Bản án số 27/2019/HNGĐ-ST"],
    "noi_cap": ["Cục Cảnh sát QLHC về TTXH", "Cục CSQLHC về trật tự xã hội", "Bộ Công an"],
    "muc_dich_dat": ["Đất trồng lúa", "Đất ở tại nông thôn", "Đất nuôi trồng thủy sản", "Đất rẫy trồng cây lâu năm", "Thổ cư", "Đất làm muối"],
    "thoi_han": ["Lâu dài", "50 năm", "Đến ngày 31/12/2064", "Đến tháng 12/2043", "20 năm kể từ ngày ký"],
    "nguon_goc": ["Nhà nước giao đất không thu tiền sử dụng đất", "Khai hoang từ năm 1978", "Nhận thừa kế của cha mẹ", "Nhận tặng cho quyền sử dụng đất được công nhận như giao đất có thu tiền", "Nhận chuyển nhượng bằng giấy tay năm 1996"],
    "loai_cong_trinh": ["Nhà cấp 4, mái tôn", "Nhà ở gia đình", "Nhà sàn bê tông", "Nhà trọ", "Nhà ở kết hợp cửa hàng", "Lò sấy lúa"],
    "cap_cong_trinh": ["Cấp IV", "Cấp III", "IV", "III"],
    "nguyen_nhan": ["Già yếu", "Bệnh lao phổi", "Đuối nước", "Tai nạn lao động", "Suy tim", "Đột quỵ tại nhà"],
    "quan_he": ["Cha", "Mẹ", "Bà nội", "Dì ruột", "Chú", "Ông ngoại"],
    "noi_dung_uq": ["Lãnh lương hưu hàng tháng", "Nhận tiền bồi thường giải phóng mặt bằng", "Ký tên trên biên bản đo đạc ranh đất", "Nộp hồ sơ đăng ký xe máy", "Thu hoạch và bán vườn cà phê"],
    "thoi_han_uq": ["01 năm", "Cho đến khi xong việc", "06 tháng kể từ ngày ký", "Từ nay đến ngày 31/12/2026"],
}  # fmt: skip

SUBJECTS = [
    "Về việc công nhận hộ nghèo, hộ cận nghèo năm 2025",
    "Về việc cấp kinh phí sửa chữa lộ giao thông nông thôn ấp Rạch Gốc",
    "Về việc cho thôi giữ chức vụ Trưởng ấp",
    "Về việc kiện toàn Ban chỉ huy phòng chống thiên tai",
    "Về việc thay đổi, cải chính hộ tịch",
    "Về việc trợ cấp xã hội hàng tháng tại cộng đồng",
    "Về việc thu hồi Giấy chứng nhận đăng ký hộ kinh doanh",
    "Về việc giao rừng cho cộng đồng buôn quản lý, bảo vệ",
    "Về việc cho phép nghỉ việc không hưởng lương",
]

PROSE = [
    "Tôi tên {ten}, sanh ngày {ngay}, CMND/CCCD {so}, ngụ {noi}. Nay tôi làm tờ này xin trình bày hoàn cảnh và mong được xét.",
    "Chúng tôi cùng nhau thỏa thuận ranh đất theo hàng dừa và con mương hiện có, không bên nào được lấn sang bên nào.",
    "Yêu cầu bà con đến đúng giờ, mang theo sổ hộ khẩu cũ hoặc thẻ căn cước để đối chiếu; đi thay phải có giấy ủy quyền.",
    "Người mượn: {ten}, ở {noi}. Thời gian mượn là ba mùa rẫy, hết hạn phải trả lại nguyên trạng cho chủ đất.",
    "Kết luận cuộc họp: giữ nguyên mức đóng góp quỹ an ninh, giao ấp vận động từng hộ và báo lại trước cuối tháng.",
    "Xét thấy đương sự có hoàn cảnh khó khăn, có hai con đang đi học, địa phương xác nhận để nhà trường giải quyết.",
]

_NAMED = {
    "Ê-đê": (["Y Bhuăn Niê", "Y Wih Êban", "Y Thak Mlô", "Y Nguyên Byă", "Y Krông Kbuôr"], ["H'Linh Byă", "H'Nuen Niê", "H Yer Mlô", "H'Bliăk Ayun", "H'Mi Êban"]),
    "Gia-rai": (["Siu H'Wel", "Rơ Châm Blơm", "Ksor Thuê", "Rah Lan Hlúi", "Kpă Tơng"], ["Rơ Mah H'Phin", "Siu H'Nga", "Ksor H'Đuyn", "Nay H'Chăm"]),
    "Khmer": (["Danh Sóc Kha", "Thạch Ngọc Rinh", "Kim Sô Phát", "Sơn Minh Thol", "Châu Sa Rươl"], ["Thạch Thị Sa Rương", "Neáng Kim Chanh", "Danh Thị Na Ri", "Kim Thị Sô Phia"]),
    "Chăm": (["Thành Ngọc Hiến", "Bá Văn Trổ", "Đàng Năng Quạ", "Mách Sa Lếs"], ["Kiều Thị Ái Dạ", "Hán Thị Sanh", "Châu Thị Phi Ri Dàh", "Đạo Thị Nở"]),
    "Hoa": (["Trần Chấn Huy", "Lâm Vĩnh Xương", "Khưu Quang Đạt", "Phù A Lộc"], ["Quách Mỹ Phụng", "Tiết Lệ Dinh", "Lâm Tú Anh", "Phù Múi"]),
    "Mông": (["Giàng A Sình", "Vàng Mí Pó", "Sùng Seo Lử", "Thào A Chớ"], ["Giàng Thị Dợ", "Vàng Thị Mỷ", "Sùng Thị Say", "Thào Thị Chía"]),
    "Tày": (["Nông Văn Dìn", "Hoàng Văn Pẩu", "Ma Đình Thuấn"], ["Nông Thị Niềm", "Hoàng Thị Pàng", "Ma Thị Slao"]),
}  # fmt: skip
_OFFICES = ["Công an tỉnh Cà Mau", "CA tỉnh Đắk Lắk", "Công an tỉnh An Giang", "CA. Sóc Trăng", "Công an tỉnh Bình Định", "CA tỉnh Hà Giang"]  # fmt: skip


def adapted(rng: random.Random, content) -> None:
    """Names that go with a people, old identity cards, ways of writing addresses and numbers.

    Args:
        rng: draws.
        content: facts of a paper (`content.Content`); changed in place.
    """
    joint = rng.choice([", ", ", ", ", ", ", ", " - ", " – "])
    tight = rng.random() < 0.5
    for section in content.sections:
        _peopled(rng, content, section)
        old = rng.random() < 0.22 and _had_old_card(section)
        for place, (name, key, text, unit) in enumerate(section.items):
            made = text
            if key == "so_cccd" and old:
                made = f"{rng.choice('023')}{rng.randint(10_000_000, 99_999_999)}"
            elif key == "noi_cap" and old:
                made = rng.choice(_OFFICES)
            elif key == "ngay_cap" and old:  # in the form the paper has
                made = f"{text[:-4]}{rng.randint(2003, 2014)}"
            elif key == "giay_to":
                made = _shown(rng)
            elif key in {"noi_cu_tru", "noi_thuong_tru", "dia_chi", "dia_chi_hkd", "que_quan", "dia_diem_xd", "dia_chi_thua_dat", "noi_chet"}:  # fmt: skip
                made = text.replace(", ", joint)
            elif key == "dien_thoai" and not tight:
                made = f"{text[:4]}.{text[4:7]}.{text[7:]}"
            section.items[place] = (name, key, made, unit)
    if content.doc_type == "xn_honnhan" and content.number is not None:
        number = content.number[1].split("/")[0]
        sign = rng.choice(["GXN-UBND", "UBND-XNTTHN", "XN-UBND", "GXNHN"])
        content.number = (content.number[0], f"{number}/{sign}")


def _shown(rng: random.Random) -> str:
    """An identity paper as the one who declares gives it: kind, number, when and by whom."""
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(2021, 2024)
    number = f"0{rng.randint(10, 96)}{rng.choice('01')}{rng.randint(60, 99)}{rng.randint(100_000, 999_999)}"  # fmt: skip
    return rng.choice(
        [
            f"CCCD số {number}",
            f"Thẻ căn cước số {number}",
            f"CMND số {rng.choice('023')}{rng.randint(10_000_000, 99_999_999)}",
            f"CCCD số {number}, cấp ngày {day:02d}/{month:02d}/{year}",
        ]
    )


def _had_old_card(section) -> bool:
    """Whether everyone in a section was grown up when cards had nine digits."""
    years = [int(text[-4:]) for _, key, text, _ in section.items if key in {"ngay_sinh", "nam_sinh", "nam_sinh_only"}]  # fmt: skip
    return bool(years) and max(years) <= 1988


def _peopled(rng: random.Random, content, section) -> None:
    """The name of someone of a people that has names of its own; the signer's with it."""
    facts = {key: text for _, key, text, _ in section.items}
    among = _NAMED.get(facts.get("dan_toc", ""))
    sex = facts.get("gioi_tinh") or {"me": "Nữ", "vo": "Nữ", "cha": "Nam", "chong": "Nam"}.get(section.role or "")  # fmt: skip
    if among is None or sex is None:
        return
    for place, (name, key, text, unit) in enumerate(section.items):
        if key not in {"ho_ten", "chu_ho"}:
            continue
        made = rng.choice(among[sex != "Nam"])
        section.items[place] = (name, key, made.upper() if text.isupper() else made, unit)
        signer = content.signer
        if signer is not None and signer[1].casefold() == text.casefold():
            content.signer = (signer[0], made, signer[2])
        return
