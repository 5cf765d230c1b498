"""Rules of the one-stop counter; standard library only.

The words of the field and their names here: dossier = hồ sơ, component = thành phần hồ sơ, intake =
tiếp nhận,
appraise = thẩm định, approve = phê duyệt, agency sign = ký số cơ quan, return result = trả kết quả,
province system = HTTT giải quyết TTHC tỉnh, counter = quầy, one-stop unit = Bộ phận Một cửa,
supplement = bổ sung,
control slip = phiếu kiểm soát, true copy = bản sao y, records clerk = văn thư.
"""
