"""Words of the part `kept_back`: wordings, values, people and places. Only ever measured on.

Written from the forms most counters hand out (the Ministry of Justice's circulars of 2010 to 2024, the
decrees on household businesses, building permits and land of 2014 to 2025) and from what district and
commune offices and citizens made of them, before anything was read with it and without a look at the
reader or at what it is known to miss; usual wordings stand in other parts too. People, places and
streets are no other part's. Whoever looks at how a page of it is read makes a new part.
"""

TITLES: dict[str, list[str]] = {
    "giay_khai_sinh": ["GIẤY KHAI SINH", "GIẤY KHAI SINH", "TRÍCH LỤC KHAI SINH (BẢN SAO)", "GIẤY KHAI SINH (Bản sao được cấp từ sổ gốc)"],
    "to_khai_khai_sinh": ["TỜ KHAI ĐĂNG KÝ KHAI SINH", "TỜ KHAI ĐĂNG KÝ KHAI SINH", "TỜ KHAI ĐĂNG KÝ LẠI KHAI SINH", "TỜ KHAI ĐĂNG KÝ KHAI SINH QUÁ HẠN"],
    "don_xay_dung": ["ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG", "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG (Sử dụng cho công trình: Nhà ở riêng lẻ)", "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG CÓ THỜI HẠN", "ĐƠN XIN CẤP PHÉP XÂY DỰNG NHÀ Ở GIA ĐÌNH"],
    "gcn_hkd": ["GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH", "GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH", "GIẤY CHỨNG NHẬN ĐĂNG KÝ HỘ KINH DOANH (Bản sao)"],
    "gcn_qsdd": ["GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT", "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT QUYỀN SỞ HỮU NHÀ Ở VÀ TÀI SẢN KHÁC GẮN LIỀN VỚI ĐẤT", "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT"],
    "xn_honnhan": ["GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN (Bản sao)"],
    "tk_lltp": ["TỜ KHAI YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP", "TỜ KHAI YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP (Dùng cho cá nhân yêu cầu cấp Phiếu)", "TỜ KHAI YÊU CẦU CẤP PHIẾU LÝ LỊCH TƯ PHÁP SỐ 1, SỐ 2"],
    "quyet_dinh": ["QUYẾT ĐỊNH"],
    "giay_chung_nhan_ket_hon": ["GIẤY CHỨNG NHẬN KẾT HÔN", "TRÍCH LỤC KẾT HÔN (BẢN SAO)", "GIẤY CHỨNG NHẬN KẾT HÔN (Đăng ký lại)"],
    "to_khai_khai_tu": ["TỜ KHAI ĐĂNG KÝ KHAI TỬ", "TỜ KHAI ĐĂNG KÝ KHAI TỬ", "TỜ KHAI ĐĂNG KÝ KHAI TỬ QUÁ HẠN"],
    "giay_uy_quyen": ["GIẤY ỦY QUYỀN", "GIẤY ỦY QUYỀN", "GIẤY ỦY QUYỀN (V/v làm thủ tục hành chính)", "HỢP ĐỒNG ỦY QUYỀN"],
    "khac": [
        "ĐƠN ĐỀ NGHỊ XÁC NHẬN NƠI CƯ TRÚ", "GIẤY MỜI HỌP PHỤ HUYNH", "THÔNG BÁO VỀ VIỆC NIÊM YẾT CÔNG KHAI", "BIÊN BẢN GIAO NHẬN HỒ SƠ",
        "TỜ KHAI CẤP BẢN SAO GIẤY KHAI SINH", "ĐƠN XIN PHÉP TỔ CHỨC ĐÁM CƯỚI", "HỢP ĐỒNG VAY TIỀN", "GIẤY CHỨNG TỬ",
        "GIẤY ĐỀ NGHỊ THANH TOÁN", "ĐƠN XIN XÁC NHẬN NHÂN THÂN", "TỜ KHAI ĐĂNG KÝ GIÁM HỘ", "THÔNG BÁO VỀ VIỆC ĐĂNG KÝ MÃ SỐ THUẾ",
        "ĐƠN ĐĂNG KÝ CẤP ĐỔI GIẤY CHỨNG NHẬN", "GIẤY TẠM TRÚ", "BẢN CAM KẾT PHÒNG CHÁY, CHỮA CHÁY", "ĐƠN ĐỀ NGHỊ HƯỞNG TRỢ CẤP HƯU TRÍ XÃ HỘI",
        "HỢP ĐỒNG TẶNG CHO QUYỀN SỬ DỤNG ĐẤT", "BIÊN BẢN XÁC ĐỊNH RANH GIỚI, MỐC GIỚI", "PHIẾU LÝ LỊCH TƯ PHÁP SỐ 1", "GIẤY PHÉP XÂY DỰNG NHÀ Ở",
        "TỜ KHAI ĐĂNG KÝ NUÔI CON NUÔI", "GIẤY XÁC NHẬN CÔNG TÁC", "ĐƠN XIN CẤP ĐIỆN SINH HOẠT", "PHIẾU KHAI BÁO TẠM VẮNG", "THÔNG BÁO THUẾ SỬ DỤNG ĐẤT PHI NÔNG NGHIỆP",
        "TỜ TRÌNH ĐỀ NGHỊ PHÊ DUYỆT DỰ TOÁN", "BÁO CÁO TỔNG KẾT", "GIẤY ĐỀ NGHỊ THAY ĐỔI NỘI DUNG ĐĂNG KÝ HỘ KINH DOANH",
    ],
}  # fmt: skip

LABELS: dict[str, str] = {
    "ho_ten": "Họ, chữ đệm, tên|Họ, chữ đệm, tên (chữ in hoa)|Họ và tên (ghi bằng chữ in hoa, có dấu)|Họ, chữ đệm, tên theo CCCD",
    "ngay_sinh": "Ngày, tháng, năm sinh|Ngày sinh (dương lịch)|Sinh ngày (ghi bằng số)|Ngày sinh ghi bằng số",
    "nam_sinh": "Năm sinh|Ngày, tháng, năm sinh/Năm sinh|Năm sinh (ghi số)",
    "ngay_sinh_chu": "ghi bằng chữ|Ngày, tháng, năm sinh bằng chữ|Ghi bằng chữ ngày sinh|Ngày sinh (ghi bằng chữ)",
    "gioi_tinh": "Giới tính|Giới tính (nam, nữ)|Giới tính (ghi rõ nam, nữ)",
    "dan_toc": "Dân tộc|Dân tộc (ghi rõ)|Dân tộc ghi theo hộ tịch",
    "quoc_tich": "Quốc tịch|Quốc tịch đang có|Quốc tịch (ghi rõ)",
    "noi_sinh": "Nơi sinh (ghi rõ cơ sở y tế, xã, tỉnh)|Nơi sinh (đủ các cấp hành chính)|Sinh tại (ghi rõ địa chỉ)|Nơi sinh",
    "que_quan": "Quê quán|Quê quán (xã, tỉnh theo khai sinh)|Quê quán theo khai sinh",
    "so_dinh_danh": "Số định danh cá nhân|Số ĐDCN được cấp|Số định danh cá nhân (được cấp khi đăng ký)",
    "so_cccd": "Số định danh cá nhân/Số CCCD|Thẻ căn cước/CCCD số|CMND/CCCD/Căn cước số|Số Hộ chiếu/CMND/CCCD|Số thẻ CCCD/thẻ căn cước",
    "giay_to": "Giấy tờ tùy thân|Giấy tờ tùy thân (ghi loại, số)|Giấy tờ tùy thân kèm theo",
    "ngay_cap": "Ngày cấp|cấp ngày|Ngày cấp thẻ CCCD|Ngày, tháng, năm cấp CCCD",
    "noi_cap": "Nơi cấp|Cơ quan cấp (ghi rõ)|Nơi cấp CCCD|Cơ quan cấp CCCD",
    "noi_cu_tru": "Nơi cư trú|Nơi cư trú (thường trú)|Nơi cư trú theo dữ liệu dân cư|Hiện cư trú tại|Chỗ ở hiện nay (thôn, xã, tỉnh)",
    "noi_thuong_tru": "Nơi thường trú|Nơi đăng ký thường trú (đủ cấp)|Thường trú (thôn, xã, tỉnh)|Địa chỉ thường trú ghi trên CCCD",
    "dia_chi": "Địa chỉ liên hệ|Địa chỉ liên hệ (số nhà, thôn, xã)|Địa chỉ liên lạc khi cần|Địa chỉ thường trú của chủ hộ",
    "dia_chi_hkd": "Địa chỉ trụ sở hộ kinh doanh|Trụ sở của hộ kinh doanh đặt tại|Địa chỉ trụ sở (nơi kinh doanh)|Địa điểm kinh doanh chính",
    "dien_thoai": "Số điện thoại|Điện thoại liên lạc|Số điện thoại di động (nếu có)|ĐT liên hệ",
    "quan_he": "Quan hệ với người được khai sinh|Quan hệ với trẻ cần khai sinh|Có quan hệ với trẻ là",
    "kinh_gui": "Kính gửi",
    "noi_dang_ky": "Nơi đăng ký khai sinh|Tên cơ quan đăng ký khai sinh|Nơi cấp Giấy khai sinh|Cơ quan đăng ký việc sinh",
    "ngay_dang_ky": "Ngày, tháng, năm đăng ký|Ngày, tháng, năm đăng ký khai sinh|Đã đăng ký khai sinh ngày|Ngày cấp Giấy khai sinh",
    "ngay_dang_ky_dau": "Đăng ký lần đầu, ngày|Ngày đăng ký hộ kinh doanh lần đầu|Cấp đăng ký lần đầu ngày|Đăng ký lần đầu (ngày, tháng, năm)",
    "chu_dau_tu": "Tên chủ đầu tư (Chủ hộ)|Tên chủ đầu tư (ghi tên chủ hộ)|Họ và tên người đề nghị|Tên chủ hộ xin cấp phép",
    "dia_diem_xd": "Địa điểm xây dựng|Địa điểm xây dựng (tại)|Địa điểm xin phép xây dựng|Xây dựng tại địa chỉ",
    "thua_dat": "Thửa đất số|Lô đất số (thửa)|Thuộc thửa đất số|Thửa đất/lô đất số",
    "to_ban_do": "Tờ bản đồ số|Tờ bản đồ số (theo GCN)|thuộc tờ bản đồ địa chính số|Tờ bản đồ địa chính",
    "dien_tich": "Diện tích|Diện tích thửa đất (m²)|Diện tích ghi trên GCN|Diện tích đất được cấp",
    "loai_cong_trinh": "Loại công trình|Loại nhà, công trình|Loại công trình đề nghị cấp phép|Loại nhà xây dựng",
    "cap_cong_trinh": "Cấp công trình|Cấp công trình (theo thiết kế)|cấp công trình xây dựng|Nhà, công trình cấp",
    "dien_tich_xd": "Diện tích xây dựng tầng 1 (tầng trệt)|Diện tích xây dựng (tầng trệt)|Diện tích XD tầng một|Diện tích xây dựng trệt",
    "tong_dien_tich_san": "Tổng diện tích sàn|Tổng diện tích sàn (tất cả các tầng)|Tổng diện tích sàn nhà|Tổng diện tích sàn đề nghị cấp phép",
    "chieu_cao": "Chiều cao công trình|Chiều cao công trình (từ cốt 0,00)|Chiều cao toàn công trình|Chiều cao tính từ nền nhà",
    "so_tang": "Số tầng|Số tầng (ghi cả tầng lửng, tum)|Số tầng đề nghị cấp phép|Số tầng trên mặt đất",
    "thoi_gian_ht": "Dự kiến thời gian hoàn thành công trình|Dự kiến thời gian hoàn thành trong|Thời gian dự kiến xây xong|Dự kiến hoàn thành công trình sau",
    "ten_ho_kinh_doanh": "Tên hộ kinh doanh|Tên hộ kinh doanh (ghi chữ in hoa)|Tên đầy đủ của hộ kinh doanh|Tên hộ kinh doanh viết bằng chữ in hoa",
    "nganh_nghe": "Ngành, nghề kinh doanh|Ngành, nghề kinh doanh đã đăng ký|Ngành nghề kinh doanh của hộ|Ngành, nghề kinh doanh (chính)",
    "von": "Vốn kinh doanh|Vốn kinh doanh đăng ký|Vốn kinh doanh (VNĐ)|Tổng vốn kinh doanh",
    "chu_ho": "Tên chủ hộ kinh doanh|Họ và tên chủ hộ kinh doanh (chữ in hoa)|Chủ hộ kinh doanh (họ và tên)|Họ, chữ đệm, tên chủ hộ",
    "muc_dich_dat": "Mục đích sử dụng|Loại đất (mục đích sử dụng)|Mục đích sử dụng đất ghi trên giấy|Mục đích sử dụng đất (loại đất)",
    "thoi_han": "Thời hạn sử dụng|Thời hạn sử dụng đất (đến ngày)|Thời hạn được sử dụng đất|Thời hạn sử dụng của thửa đất",
    "nguon_goc": "Nguồn gốc sử dụng|Nguồn gốc sử dụng của thửa đất|Nguồn gốc sử dụng (giao, công nhận)|Nguồn gốc được sử dụng đất",
    "dia_chi_thua_dat": "Địa chỉ|Địa chỉ của đất|Địa chỉ thửa đất (thôn, xã, tỉnh)|Thửa đất tại địa chỉ",
    "so_vao_so": "Số vào sổ cấp giấy chứng nhận|Số vào sổ cấp GCN quyền sử dụng đất|Số vào sổ cấp|Số vào sổ cấp Giấy",
    "so_phat_hanh": "Số phát hành|Số phát hành Giấy chứng nhận|Số phát hành (seri)",
    "tinh_trang": "Tình trạng hôn nhân|Về tình trạng hôn nhân hiện nay|Có tình trạng hôn nhân|Tình trạng hôn nhân (ghi rõ)",
    "muc_dich_giay": "Giấy này được cấp để|Giấy này có giá trị để|Giấy này được cấp để sử dụng vào việc|Mục đích sử dụng Giấy xác nhận",
    "muc_dich_lltp": "Mục đích yêu cầu cấp Phiếu lý lịch tư pháp|Mục đích yêu cầu cấp Phiếu LLTP|Yêu cầu cấp Phiếu nhằm mục đích|Mục đích sử dụng Phiếu lý lịch tư pháp",
    "loai_phieu": "Yêu cầu cấp Phiếu lý lịch tư pháp|Yêu cầu cấp Phiếu LLTP|Đề nghị được cấp Phiếu|Loại Phiếu lý lịch tư pháp yêu cầu",
    "ngay_chet": "Đã chết vào lúc, ngày|Thời gian chết (ngày, tháng, năm)|Chết vào ngày, tháng, năm|Ngày, tháng, năm chết",
    "noi_chet": "Nơi chết|Nơi chết (ghi rõ địa chỉ)|Nơi chết (thôn, xã, tỉnh)|Chết tại (địa chỉ)",
    "nguyen_nhan": "Nguyên nhân chết|Nguyên nhân chết (ghi rõ)|Nguyên nhân chết theo giấy báo tử|Chết do nguyên nhân",
    "ong_ba": "Ông|Ông (bà)|Họ và tên ông (bà)|Ông/bà (họ và tên)|Tên người sử dụng",
    "nam_sinh_only": "Năm sinh|sinh năm|Ngày, tháng, năm sinh hoặc năm sinh|Năm sinh của người sử dụng",
    "ten_goi_khac": "Tên gọi khác (nếu có)|Họ tên gọi khác (nếu có)|Tên gọi khác hoặc bí danh",
    "noi_dang_ky_kh": "Nơi đăng ký kết hôn|Tên cơ quan đăng ký kết hôn|Nơi cấp Giấy chứng nhận kết hôn|Đã kết hôn tại (cơ quan)",
    "ngay_dang_ky_kh": "Ngày, tháng, năm đăng ký|Ngày, tháng, năm đăng ký việc kết hôn|Ngày cấp Giấy chứng nhận kết hôn|Kết hôn được đăng ký ngày",
    "noi_dung_uq": "Nội dung ủy quyền|Nội dung công việc được ủy quyền|Được thay mặt tôi thực hiện|Ủy quyền thực hiện việc",
    "thoi_han_uq": "Thời hạn ủy quyền|Giấy ủy quyền có hiệu lực|Thời hạn ủy quyền là|Giấy này có giá trị trong thời hạn",
}  # fmt: skip

ROLES: dict[str, str] = {
    "me": "người mẹ|mẹ|người mẹ",
    "cha": "người cha|cha|người cha",
    "con": "người được khai sinh|người được đăng ký khai sinh|trẻ",
    "nguoi_yeu_cau": "người yêu cầu|người yêu cầu đăng ký|người khai",
    "nguoi_di_khai": "người đi đăng ký khai sinh|người đi khai sinh|người khai sinh",
    "chu_ho": "chủ hộ kinh doanh|chủ hộ|chủ hộ kinh doanh (cá nhân)",
    "chu_dat": "người sử dụng đất, chủ sở hữu tài sản gắn liền với đất|người sử dụng đất|chủ sở hữu, chủ sử dụng",
    "thua_dat": "thông tin thửa đất|thửa đất|thửa đất, nhà ở và tài sản khác gắn liền với đất",
    "chu_dau_tu": "chủ đầu tư|chủ hộ|chủ đầu tư (chủ hộ gia đình)",
    "cong_trinh": "thông tin công trình|địa điểm xây dựng|công trình đề nghị cấp phép",
    "vo": "vợ|bên nữ|bên nữ (vợ)",
    "chong": "chồng|bên nam|bên nam (chồng)",
    "nguoi_chet": "người chết|người đã chết|người được đăng ký khai tử",
    "ben_uy_quyen": "bên ủy quyền|người ủy quyền|bên ủy quyền (Bên A)",
    "ben_duoc_uy_quyen": "bên được ủy quyền|người được ủy quyền|bên được ủy quyền (Bên B)",
}

HEADINGS = ["{}", "{}:", "Thông tin về {}:", "Phần khai về {}:", "{}:"]

SURNAMES = "Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Đoàn Trịnh Đinh Lưu Hứa Tăng Thái Tòng Lường Hoàng Triệu Kim Đồng"
MIDDLE = "Văn Thị Văn Thị Đức Ngọc Quốc Thanh Minh Công Hồng Thùy Thu Anh Tuấn Mạnh Việt Bảo Khánh Nhật Kim Gia Hà Lệ Thị"
GIVEN = "Anh Bách Châu Chi Cường Diệp Dũng Đạt Điền Giang Hằng Hiếu Hòa Hùng Huyền Hưởng Kha Khang Lâm Liên Luyến Ly Mão Nam Ngát Nguyệt Nhâm Nhung Phương Quang Quỳnh Sơn Thân Thảo Thơ Thủy Toản Trang Trâm Tuyên Uyên Vĩnh Xuân Yến"

PLACES: list[tuple[str, str | None, str]] = [
    ("xã Tả Thanh Oai", "huyện Thanh Trì", "thành phố Hà Nội"),
    ("phường Đông Ngàn", "thành phố Từ Sơn", "tỉnh Bắc Ninh"),
    ("xã Giao Phong", "huyện Giao Thủy", "tỉnh Nam Định"),
    ("thị trấn Nham Biền", "huyện Yên Dũng", "tỉnh Bắc Giang"),
    ("xã Nghĩa Đồng", "huyện Tân Kỳ", "tỉnh Nghệ An"),
    ("phường Thạch Linh", "thành phố Hà Tĩnh", "tỉnh Hà Tĩnh"),
    ("xã Quảng Phú", "huyện Quảng Điền", "tỉnh Thừa Thiên Huế"),
    ("xã Tịnh Khê", "thành phố Quảng Ngãi", "tỉnh Quảng Ngãi"),
    ("phường Nhơn Bình", "thành phố Quy Nhơn", "tỉnh Bình Định"),
    ("xã Ea Tu", "thành phố Buôn Ma Thuột", "tỉnh Đắk Lắk"),
    ("thị trấn Dầu Giây", "huyện Thống Nhất", "tỉnh Đồng Nai"),
    ("xã Bình Mỹ", "huyện Củ Chi", "thành phố Hồ Chí Minh"),
    ("phường Hưng Lợi", "quận Ninh Kiều", "thành phố Cần Thơ"),
    ("xã Phong Thạnh", "huyện Cầu Kè", "tỉnh Trà Vinh"),
    ("thị trấn Tràm Chim", "huyện Tam Nông", "tỉnh Đồng Tháp"),
    ("xã Tân Hương", "huyện Yên Bình", "tỉnh Yên Bái"),
    ("xã Đông Xuân", "huyện Đông Hưng", "tỉnh Thái Bình"),
    ("phường Cầu Giấy", None, "thành phố Hà Nội"),
    ("phường Lê Chân", None, "thành phố Hải Phòng"),
    ("phường Phố Hiến", None, "tỉnh Hưng Yên"),
    ("phường Nam Định", None, "tỉnh Ninh Bình"),
    ("xã Hậu Lộc", None, "tỉnh Thanh Hóa"),
    ("phường Trường Vinh", None, "tỉnh Nghệ An"),
    ("xã Kỳ Anh", None, "tỉnh Hà Tĩnh"),
    ("phường Đồng Hới", None, "tỉnh Quảng Trị"),
    ("phường Hải Châu", None, "thành phố Đà Nẵng"),
    ("phường Pleiku", None, "tỉnh Gia Lai"),
    ("xã Krông Pắc", None, "tỉnh Đắk Lắk"),
    ("xã Đức Trọng", None, "tỉnh Lâm Đồng"),
    ("phường Trấn Biên", None, "tỉnh Đồng Nai"),
    ("xã Đức Hòa", None, "tỉnh Tây Ninh"),
    ("phường Dĩ An", None, "thành phố Hồ Chí Minh"),
    ("xã Cái Bè", None, "tỉnh Đồng Tháp"),
    ("phường Bình Đức", None, "tỉnh An Giang"),
    ("phường Ninh Kiều", None, "thành phố Cần Thơ"),
    ("xã U Minh", None, "tỉnh Cà Mau"),
    ("xã Mường La", None, "tỉnh Sơn La"),
    ("xã Vị Xuyên", None, "tỉnh Tuyên Quang"),
    ("đặc khu Cát Hải", None, "thành phố Hải Phòng"),
]  # fmt: skip
STREETS = ["thôn Đồng Mai", "xóm 8", "tổ dân phố số 4", "số 61 đường Ngô Quyền", "ấp Tân Thuận", "khu phố 11", "số 27 ngõ 142 phố Quan Nhân", "bản Huổi Lực", "thôn Xuân Lập", "buôn Cuôr Đăng", "số 315A tỉnh lộ 8", "khối 13", "xóm Bãi", "thôn 6", "tổ 19, khu phố Bình Hòa", "số 18/5 đường Phạm Ngũ Lão", "khóm Đông Thịnh"]  # fmt: skip
ETHNIC = ["Kinh", "Kinh", "Kinh", "Kinh", "Kinh", "Tày", "Thái", "Mường", "Nùng", "Dao", "Khmer", "Gia Rai", "Hrê"]  # fmt: skip

DATES = ["{0}/{1}/{2}", "{0}/{1}/{2}", "{0}/{1}/{2}", "{0}/{1}/{2}", "{0}-{1}-{2}", "short"]

VALUES: dict[str, list[str]] = {
    "nganh_nghe": ["Bán lẻ hàng hóa tổng hợp", "Bán lẻ vật liệu xây dựng, sơn, nước", "Nhà nghỉ, cho thuê phòng ở ngắn ngày", "Sửa chữa, rửa xe ô tô, xe máy", "Bán lẻ thuốc, dụng cụ y tế", "Dịch vụ cắt, uốn tóc", "Xây dựng nhà ở dân dụng", "Bán buôn nông sản, phân bón", "Quán cơm, phở; giải khát"],
    "muc_dich_lltp": ["Xin việc làm tại công ty", "Bổ sung hồ sơ xin giấy phép lao động", "Đi du học", "Xin cấp thẻ hành nghề", "Làm hồ sơ kết nạp Đảng", "Đi xuất khẩu lao động Đài Loan"],
    "muc_dich_giay": ["Làm thủ tục kết hôn tại Ủy ban nhân dân phường", "Đăng ký kết hôn", "Làm thủ tục vay vốn ngân hàng", "Chuyển nhượng nhà, đất", "Công chứng hợp đồng mua bán nhà"],
    "tinh_trang": ["Chưa đăng ký kết hôn với ai", "Hiện tại chưa đăng ký kết hôn với ai", "Từ trước đến nay chưa đăng ký kết hôn với ai", "Có vợ (chồng) nhưng đã ly hôn, hiện tại chưa đăng ký kết hôn với ai", "Có chồng nhưng chồng đã chết, hiện chưa đăng ký kết hôn với ai"],
    "noi_cap": ["Cục Cảnh sát quản lý hành chính về trật tự xã hội", "Bộ Công an", "Cục CS QLHC về TTXH", "Cục CSQLHC về TTXH"],
    "muc_dich_dat": ["Đất ở tại nông thôn", "Đất ở tại đô thị", "Đất trồng cây lâu năm", "Đất chuyên trồng lúa", "Đất ở tại nông thôn và đất trồng cây lâu năm", "Đất trồng cây hàng năm khác"],
    "thoi_han": ["Lâu dài", "Lâu dài", "Đến ngày 01/7/2064", "Đến 15/10/2063", "50 năm"],
    "nguon_goc": ["Công nhận QSDĐ như giao đất không thu tiền sử dụng đất", "Nhà nước giao đất có thu tiền sử dụng đất", "Nhận chuyển nhượng đất được Nhà nước công nhận QSDĐ", "Nhận tặng cho quyền sử dụng đất", "Nhận thừa kế đất được công nhận QSDĐ"],
    "loai_cong_trinh": ["Nhà ở riêng lẻ", "Nhà ở riêng lẻ", "Nhà ở gia đình", "Công trình dân dụng", "Nhà ở kết hợp cửa hàng", "Nhà xưởng"],
    "cap_cong_trinh": ["Cấp III", "Cấp IV", "III", "Cấp 3", "Cấp 4"],
    "nguyen_nhan": ["Già yếu", "Bệnh lý tim mạch", "Đột quỵ não", "Tai nạn giao thông", "Ung thư dạ dày", "Tuổi cao, sức yếu"],
    "quan_he": ["Cha", "Mẹ", "Bố đẻ", "Mẹ đẻ", "Ông nội", "Bà ngoại", "Bác ruột"],
    "noi_dung_uq": ["Nộp hồ sơ và nhận kết quả cấp Phiếu lý lịch tư pháp", "Làm thủ tục cấp đổi giấy chứng nhận quyền sử dụng đất", "Nhận thay tiền hỗ trợ bồi thường giải phóng mặt bằng", "Nộp hồ sơ và nhận kết quả tại bộ phận một cửa", "Làm thủ tục sang tên xe mô tô"],
    "thoi_han_uq": ["12 tháng kể từ ngày ký", "Từ ngày ký đến khi hoàn thành công việc", "01 năm", "Đến ngày 31/12/2026", "06 tháng kể từ ngày được chứng thực"],
}  # fmt: skip

SUBJECTS = [
    "Về việc cấp Giấy chứng nhận quyền sử dụng đất cho hộ gia đình, cá nhân",
    "Về việc kiện toàn Ban Chỉ đạo phong trào Toàn dân đoàn kết xây dựng đời sống văn hóa",
    "Về việc nâng bậc lương thường xuyên đối với viên chức",
    "Về việc phân công nhiệm vụ công chức",
    "Về việc xử phạt vi phạm hành chính trong lĩnh vực đất đai",
    "Về việc phê duyệt dự toán kinh phí sửa chữa nhà văn hóa thôn",
    "Về việc chấm dứt hoạt động hộ kinh doanh",
    "Về việc công bố Danh mục thủ tục hành chính thuộc phạm vi giải quyết của Ủy ban nhân dân cấp xã",
    "Về việc hưởng trợ cấp hưu trí xã hội",
]

PROSE = [
    "Tôi tên là: {ten}, sinh ngày: {ngay}, CCCD số: {so}. Thường trú tại: {noi}. Tôi làm đơn này kính đề nghị quý cơ quan xem xét, giải quyết.",
    "Căn cứ chức năng, nhiệm vụ được giao, đơn vị trân trọng kính mời ông (bà) {ten} đến dự họp đúng thời gian, địa điểm đã ghi.",
    "Gia đình tôi hiện sinh sống tại {noi}, luôn chấp hành tốt chủ trương của Đảng, chính sách pháp luật của Nhà nước.",
    "Hai bên cùng nhau thỏa thuận các điều khoản sau đây và cam kết thực hiện đúng, nếu sai xin chịu trách nhiệm trước pháp luật.",
    "Biên bản được lập xong vào hồi 16 giờ 00 cùng ngày, đọc lại cho mọi người cùng nghe, công nhận là đúng và ký tên.",
    "Đề nghị ông (bà) {ten} nộp đủ số tiền nêu trên trước ngày 31 tháng 10; quá thời hạn sẽ bị tính tiền chậm nộp theo quy định.",
    "Hồ sơ gồm có: đơn đề nghị theo mẫu, bản sao giấy chứng nhận, trích lục bản đồ. Số lượng: 01 bộ.",
]
