"""Scenarios 63 to 82, one by one: what may be done to a received file is never shown as valid."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pyhanko.sign import fields

from signing.verify import Verdict
from tests.kit.forgery import attacks, bases, honest, mutations, papers, signers
from tests.kit.forgery.changes import CHANGES
from tests.kit.forgery.messages import Craft, signed_with
from tests.kit.forgery.updates import update

pytestmark = pytest.mark.filterwarnings("ignore")
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def signed(pki) -> dict[str, bytes]:
    return bases.signed_bases(pki)


def by_changes(signed: Files, base: str, *names: str) -> Files:
    """Changes in three kinds of update."""
    data, found = signed[base], {}
    for name in names:
        objects = CHANGES[name](data)
        found[name] = update(data, objects)
        for kind in ("packed", "hybrid"):
            found[f"{name}, {kind}"] = attacks.WRITERS[kind](data, objects)
    return found


def never_valid(judge, files: Files) -> None:
    assert files
    passed = {n: judge(d).verdict for n, d in files.items()}
    allowed = {Verdict.INVALID, Verdict.UNKNOWN}
    assert {n: v for n, v in passed.items() if v not in allowed} == {}


def of_generator(found) -> Files:
    return {forgery.name: forgery.data for forgery in found}


@pytest.mark.scenario(63)
def test_bit_flips(judge, signed) -> None:
    import random

    never_valid(judge, of_generator(mutations.flips("one", signed["one"], random.Random(63), 25)))


@pytest.mark.scenario(64)
def test_overlay_in_a_later_revision(judge, signed) -> None:
    never_valid(judge, by_changes(signed, "one", "new_content", "replace_content"))


@pytest.mark.scenario(65)
def test_shadow_contents(pki, judge) -> None:
    never_valid(judge, of_generator(list(attacks.shadows(pki))[::4]))


@pytest.mark.scenario(66)
def test_wrapping(judge, signed) -> None:
    never_valid(judge, of_generator(mutations.wrapped("one", signed["one"])))


@pytest.mark.scenario(67)
def test_universal_forgery(judge, signed) -> None:
    names = ("empty_contents", "no_contents", "no_byte_range", "ranges_zero")
    never_valid(judge, by_changes(signed, "one", *names))
    never_valid(judge, of_generator(mutations.messages("one", signed["one"], {})))


@pytest.mark.scenario(68)
def test_crooked_ranges(judge, signed) -> None:
    never_valid(judge, of_generator(mutations.ranges("one", signed["one"])))
    names = ("ranges_one_pair", "ranges_negative", "ranges_overlap", "ranges_huge")
    never_valid(judge, by_changes(signed, "one", *names))


@pytest.mark.scenario(69)
def test_junk_after_the_end(judge, signed) -> None:
    never_valid(judge, of_generator(mutations.tails("one", signed["one"])))


@pytest.mark.scenario(70)
def test_pages_added_and_swapped(judge, signed) -> None:
    names = ("add_page", "new_page_tree", "swap_page_reference", "delete_object")
    never_valid(judge, by_changes(signed, "one", *names))


@pytest.mark.scenario(71)
def test_annotations_that_look_like_a_seal(judge, signed) -> None:
    names = ("stamp_annotation", "free_text", "hidden_widget", "fake_signature_mark", "moved_mark")
    for base in ("one", "certified", "closed"):
        never_valid(judge, by_changes(signed, base, *names))


@pytest.mark.scenario(72)
def test_form_value_changed_after_a_lock(pki, judge) -> None:
    lock = fields.FieldMDPSpec(fields.FieldMDPAction.INCLUDE, fields=["HoTen"])
    data = signers.prepare(papers.plain(form=True), ("LanhDao",), lock={"LanhDao": lock})
    data = signers.sign(data, pki, "lanhdao", field="LanhDao")
    found = judge(honest.fill(data, "HoTen", "9.000.000"))
    assert found.verdict is Verdict.INVALID
    assert "change.locked_field" in found.reasons


@pytest.mark.scenario(73)
def test_a_picture_of_a_seal_without_a_signature(judge) -> None:
    drawn = papers.plain(text="DA KY: UBND XA MAU")
    assert judge(drawn).verdict is Verdict.UNSIGNED
    assert judge(drawn).sentence == "Tệp không có chữ ký số."


@pytest.mark.scenario(74)
def test_an_unrelated_person(pki, judge) -> None:
    """Sound and untouched, but nobody trusted stands behind it; the signer is named all the same."""
    found = judge(signers.sign(papers.plain(), pki, "nguoila"))
    assert (found.verdict, found.reasons[0]) == (Verdict.UNKNOWN, "chain.untrusted")
    assert found.signatures[0].signer == "Nguoi La"


@pytest.mark.scenario(75)
def test_two_signer_infos(pki, judge) -> None:
    base = signers.sign(papers.plain(), pki, options={"bytes_reserved": 24000})
    found = judge(signed_with(base, pki, "canbo1", Craft(twice=True)))
    assert found.verdict is Verdict.INVALID
    assert "cms.several_signers" in found.reasons


@pytest.mark.scenario(77)
def test_revoked_data_taken_out_of_the_store(pki, judge, signed) -> None:
    never_valid(judge, by_changes(signed, "long", "emptied_store"))


@pytest.mark.scenario(79)
def test_loops_and_floods(judge, signed) -> None:
    never_valid(judge, of_generator(attacks.crooked_trailers("one", signed["one"])))
    deep = b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000 + b"\nendobj\ntrailer<</Root 1 0 R>>\n"
    never_valid(judge, {"deep": deep + b"startxref\n9\n%%EOF\n"})


@pytest.mark.scenario(80)
def test_scripts_and_launches(judge, signed) -> None:
    names = ("script", "launch", "named_script", "attachment", "xfa")
    for base in ("one", "certified"):
        never_valid(judge, by_changes(signed, base, *names))


@pytest.mark.scenario(81)
def test_one_signature_referenced_by_two_fields(judge, signed) -> None:
    never_valid(judge, by_changes(signed, "one", "shared_signature", "copied_signature"))
    never_valid(judge, of_generator(attacks.crooked_values("two", signed["two"])))


@pytest.mark.scenario(82)
def test_fonts_swapped(judge, signed) -> None:
    for base in ("one", "certified", "long"):
        never_valid(judge, by_changes(signed, base, "font", "resources"))


def resaved(data: bytes) -> bytes:
    """What "optimising" a signed file does to it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out)
    return out.getvalue()


@pytest.mark.scenario(63)
def test_an_optimised_file_is_not_valid(judge, signed) -> None:
    never_valid(judge, {name: resaved(data) for name, data in signed.items()})
