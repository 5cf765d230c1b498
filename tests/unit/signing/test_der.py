"""The DER writer and reader against another implementation, and against noise."""

import contextlib

from asn1crypto import core
from hypothesis import given
from hypothesis import strategies as st

from signing.cms.der import DerError, integer, octets, oid, read, sequence, set_of

SMALL_OIDS = st.tuples(
    st.integers(0, 2), st.integers(0, 39), st.lists(st.integers(0, 2**40), max_size=8)
).map(lambda parts: ".".join(str(part) for part in (parts[0], parts[1], *parts[2])))


@given(st.integers(min_value=0, max_value=2**600))
def test_integers(value: int) -> None:
    assert integer(value) == core.Integer(value).dump()
    assert read(integer(value)).number() == value


@given(SMALL_OIDS)
def test_object_identifiers(dotted: str) -> None:
    assert oid(dotted) == core.ObjectIdentifier(dotted).dump()
    assert read(oid(dotted)).dotted() == dotted


@given(st.binary(max_size=70_000))
def test_octets_of_every_length(value: bytes) -> None:
    assert octets(value) == core.OctetString(value).dump()
    assert read(octets(value)).octet_value() == value


@given(st.lists(st.binary(max_size=20), max_size=6))
def test_sets_are_sorted(values: list[bytes]) -> None:
    children = [node.raw for node in read(set_of(*map(octets, values))).children()]
    assert children == sorted(map(octets, values))


@given(st.binary(max_size=400))
def test_noise_is_refused_or_read_but_never_crashes(data: bytes) -> None:
    with contextlib.suppress(DerError):
        node = read(data)
        assert node.raw == data
        with contextlib.suppress(DerError):
            node.children()


def test_indefinite_lengths_and_pieces_are_read() -> None:
    pieces = b"\x24\x80" + octets(b"ab") + octets(b"cd") + b"\0\0"
    outer = b"\x30\x80" + pieces + integer(5) + b"\0\0"
    node = read(outer)
    assert node.child(0).octet_value() == b"abcd"
    assert node.child(1).number() == 5
    for cut in range(len(outer)):
        with contextlib.suppress(DerError):
            read(outer[:cut])
            raise AssertionError(f"cut at {cut} was accepted")
    assert read(sequence(integer(1))).child(0).number() == 1
