"""The copy list for a site without an interface, and what was typed there read back."""

from desk_app.adapters.sync.rules import read_table
from desk_app.application.national_document import document_of
from desk_app.application.retyping import SiteField, compare, copy_list, fields_of, read_back


def lines(office, key):
    document = document_of(office.see(key), office.enquiries.events(key))
    return copy_list(fields_of(read_table("retype_example")), document)


def test_the_list_has_the_order_and_the_formats_of_the_site(office):
    key = office.received()
    found = lines(office, key)
    assert [line.number for line in found] == list(range(1, len(found) + 1))
    said = {line.label: line.value for line in found}
    due = office.see(key).due_at
    assert said["Mã hồ sơ"] == key
    assert said["Họ và tên"] == "LÊ VĂN MẪU"
    assert said["Số định danh"] == "027090000123"
    assert said["Ngày hẹn trả"] == f"{due:%d/%m/%Y}"


def test_what_the_site_shows_is_compared_box_by_box(office):
    key = office.received()
    found = lines(office, key)
    page = "\n".join(f"{line.label}:\t{line.value}" for line in found)
    labels = [line.label for line in found]
    assert compare(found, read_back(page, labels)) == ()
    wrong = page.replace("027090000123", "027090000132").replace("LÊ VĂN MẪU", "")
    seen = {one.label: one.seen for one in compare(found, read_back(wrong, labels))}
    assert seen == {"Số định danh": "027090000132", "Họ và tên": ""}


def test_a_page_may_break_lines_and_reshape_blanks():
    fields = [
        SiteField(label="Địa chỉ", source="a"),
        SiteField(label="Ngày sinh", source="b", shape="date"),
    ]
    found = copy_list(fields, {"a": "Thôn Đông, xã Mẫu", "b": "1990-02-01"})
    page = "Thông tin chung\nĐịa chỉ\nThôn Đông,\n xã  Mẫu\nNgày sinh: 01/02/1990\n"
    assert read_back(page, ["Địa chỉ", "Ngày sinh"])["Ngày sinh"] == "01/02/1990"
    assert compare(found, read_back(page, ["Địa chỉ", "Ngày sinh"])) == ()


def test_a_digit_or_a_mark_over_a_letter_is_a_difference():
    found = copy_list([SiteField(label="Họ tên", source="a")], {"a": "Lê Văn Mẫu"})
    assert compare(found, {"Họ tên": "Le Van Mau"})
    assert compare(found, {})
