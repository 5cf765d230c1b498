"""Two papers of one dossier about the same person or plot: what differs is one finding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.application.across import subjects
from desk_app.domain.across import Said, differences
from scanner.recognition import document_types

NUMBER = "024094001234"


def paper(document_type, *, sure=True, page=0, **fields):
    return tuple(
        Said(
            document_type=document_type,
            field=name,
            value=value,
            page=page,
            box=(1, 2, 3, 4),
            sure=sure,
        )
        for name, value in fields.items()
    )


def found(**papers):
    return [(d.fact, d.here, d.there) for d in differences(papers, subjects())]


def facts(**papers):
    return [fact for fact, *_ in found(**papers)]


CARD = paper("cccd", ho_ten="LÊ VĂN AN", so_cccd=NUMBER, ngay_sinh="04/05/1994", gioi_tinh="Nam")


def test_papers_that_agree_differ_in_nothing():
    request = paper(
        "tk_lltp",
        ho_ten="Lê Văn An",
        so_cccd="024 094 001 234",
        ngay_sinh="ngày 4 tháng 5 năm 1994",
    )
    assert facts(card=CARD, request=request) == []


@pytest.mark.parametrize(
    ("fields", "fact"),
    [
        ({"ho_ten": "Lê Văn Ân", "so_cccd": NUMBER}, "name"),
        ({"ho_ten": "Lê Văn An", "so_cccd": "024094001284"}, "number"),
        ({"ho_ten": "Lê Văn An", "ngay_sinh": "05/05/1994"}, "birth"),
        ({"ho_ten": "Lê Văn An", "so_cccd": NUMBER, "gioi_tinh": "Nữ"}, "sex"),
        ({"ho_ten": "Trần Văn Bình", "so_cccd": NUMBER}, "name"),
    ],
)
def test_each_fact_of_a_person_that_differs_is_found_with_both_places(fields, fact):
    request = paper("tk_lltp", page=3, **fields)
    (found,) = differences({"card": CARD, "request": request}, subjects())
    assert found.fact == fact
    assert (found.here[0], found.there[0]) == ("card", "request")
    assert (found.there[1].page, found.there[1].box) == (3, (1, 2, 3, 4))
    assert found.is_sure


def test_the_place_of_a_tone_is_no_difference():
    one, other = (
        paper("cccd", ho_ten="Hòa Thị Thúy", so_cccd=NUMBER),
        paper("tk_lltp", ho_ten="Hoà Thị Thuý", so_cccd=NUMBER),
    )
    assert facts(one=one, other=other) == []


def test_namesakes_with_numbers_of_their_own_are_two_people():
    other = paper("tk_lltp", ho_ten="Lê Văn An", so_cccd="001188123456", ngay_sinh="01/01/1988")
    assert facts(card=CARD, request=other) == []


def test_a_year_alone_agrees_with_its_days_and_not_with_another_years():
    mother = paper("giay_khai_sinh", me_ho_ten="Lê Văn An", me_nam_sinh="1994")
    assert facts(card=CARD, birth=mother) == []
    mother = paper("giay_khai_sinh", me_ho_ten="Lê Văn An", me_nam_sinh="1995")
    assert facts(card=CARD, birth=mother) == ["birth"]


def test_the_number_inside_a_line_about_papers_counts():
    request = paper(
        "to_khai_khai_sinh",
        nguoi_yeu_cau="Lê Văn An",
        giay_to_tuy_than="CCCD số 024094001235 do Bộ Công an cấp",
    )
    assert facts(card=CARD, request=request) == ["number"]


def test_a_plot_by_its_map_sheet():
    owned = paper("gcn_qsdd", thua_dat="12", to_ban_do="7", dien_tich="120,5")
    asked = paper("don_xay_dung", thua_dat="12", to_ban_do="7", dien_tich_dat="120,5 m2")
    assert facts(owned=owned, asked=asked) == []
    asked = paper("don_xay_dung", thua_dat="21", to_ban_do="07", dien_tich_dat="1.120,5")
    assert facts(owned=owned, asked=asked) == ["plot", "area"]
    asked = paper("don_xay_dung", thua_dat="21", to_ban_do="7", dien_tich_dat="98,0")
    assert facts(owned=owned, asked=asked) == ["plot", "area"]


def test_two_certificates_of_one_map_sheet_are_two_plots():
    one = paper("gcn_qsdd", thua_dat="12", to_ban_do="7", dien_tich="120,5")
    other = paper("gcn_qsdd", thua_dat="13", to_ban_do="7", dien_tich="98,0")
    assert facts(one=one, other=other) == []


def test_the_same_two_values_are_told_once():
    request = paper("tk_lltp", ho_ten="Lê Văn Ân", so_cccd=NUMBER)
    again = paper("xn_honnhan", ho_ten="Lê Văn Ân", so_cccd=NUMBER)
    assert facts(card=CARD, request=request, marriage=again) == ["name"]


def test_two_pages_of_one_component_are_one_paper():
    assert facts(card=(*CARD, *paper("tk_lltp", ho_ten="Lê Văn Ân", so_cccd=NUMBER))) == []


def test_a_doubtful_reading_is_told_as_such():
    request = paper("tk_lltp", sure=False, ho_ten="Lê Văn Ân", so_cccd=NUMBER)
    (found,) = differences({"card": CARD, "request": request}, subjects())
    assert not found.is_sure


def test_every_field_of_the_table_is_one_the_reader_gives():
    kinds = document_types()
    for name, groups in subjects().items():
        named = {
            field for people in groups.values() for group in people for field in group.values()
        }
        assert named <= set(kinds[name].fields), name


@given(
    st.text(max_size=20),
    st.text(max_size=20),
    st.sampled_from(["ho_ten", "so_cccd", "ngay_sinh", "gioi_tinh"]),
)
def test_no_text_makes_it_stumble_and_order_does_not_matter(one, other, field):
    papers = (
        paper("cccd", ho_ten="An", **{field: one} if field != "ho_ten" else {}),
        paper("tk_lltp", **{"ho_ten": "An"} | {field: other}),
    )
    there = differences({"a": papers[0], "b": papers[1]}, subjects())
    back = differences({"b": papers[1], "a": papers[0]}, subjects())
    assert {d.fact for d in there} == {d.fact for d in back}
