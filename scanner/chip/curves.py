"""Points of elliptic curves, for the one thing no key library offers: the mapping of PACE.

Every multiplication is done by the key library, which gives the x of a shared point alone; the y is
found here. Source: ICAO Doc 9303-11 section 4.4.3.3; SEC 1 section 2.3.
"""

from __future__ import annotations

import functools
import secrets
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from cryptography.hazmat.primitives.asymmetric import ec

Point = tuple[int, int]
_KINDS: dict[str, ec.EllipticCurve] = {
    "P-256": ec.SECP256R1(),
    "P-384": ec.SECP384R1(),
    "P-521": ec.SECP521R1(),
    "brainpoolP256r1": ec.BrainpoolP256R1(),
    "brainpoolP384r1": ec.BrainpoolP384R1(),
    "brainpoolP512r1": ec.BrainpoolP512R1(),
}


@dataclass(frozen=True, slots=True)
class Curve:
    """A prime curve ``y² = x³ + ax + b``, its prime 3 modulo 4.

    Attributes:
        base: generator.
        order: prime order of the generator.
    """

    name: str
    prime: int
    a: int
    b: int
    base: Point
    order: int

    @property
    def size(self) -> int:
        """Bytes of a coordinate."""
        return (self.prime.bit_length() + 7) // 8

    def secret(self) -> int:
        """A fresh number of 1 … order - 2."""
        return secrets.randbelow(self.order - 2) + 1

    def of_base(self, number: int) -> Point:
        """``number`` times the generator; ValueError for a multiple of the order."""
        numbers = ec.derive_private_key(number % self.order, _KINDS[self.name]).public_key()
        point = numbers.public_numbers()
        return point.x, point.y

    def shared_x(self, number: int, point: Point) -> int:
        """The x of ``number`` times a point; ValueError when the point is not on the curve."""
        peer = ec.EllipticCurvePublicNumbers(*point, _KINDS[self.name]).public_key()
        key = ec.derive_private_key(number, _KINDS[self.name])
        return int.from_bytes(key.exchange(ec.ECDH(), peer), "big")

    def up_to_sign(self, number: int, point: Point) -> Point:
        """``number`` times a point, or its negative: enough for a public key of one's own."""
        x = self.shared_x(number, point)
        return x, self._root(x)

    def times(self, number: int, point: Point) -> Point:
        """``number`` times a point; the sign is told by the next multiple."""
        x, y = self.up_to_sign(number, point)
        following = self.shared_x(number + 1, point)
        for candidate in ((x, y), (x, self.prime - y)):
            if self.add(candidate, point)[0] == following:
                return candidate
        raise ValueError("no such point")

    def add(self, one: Point, other: Point) -> Point:
        """The sum of two points; ValueError when it is the point at infinity."""
        if one[0] == other[0]:
            if one[1] != other[1]:
                raise ValueError("point at infinity")
            slope = (3 * one[0] * one[0] + self.a) * pow(2 * one[1], -1, self.prime)
        else:
            slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, self.prime)
        x = (slope * slope - one[0] - other[0]) % self.prime
        return x, (slope * (one[0] - x) - one[1]) % self.prime

    def _root(self, x: int) -> int:
        return pow((x**3 + self.a * x + self.b) % self.prime, (self.prime + 1) // 4, self.prime)

    def encode(self, point: Point) -> bytes:
        """Uncompressed form, ``04 x y``."""
        return b"\x04" + b"".join(c.to_bytes(self.size, "big") for c in point)

    def decode(self, data: bytes) -> Point:
        """A point from its uncompressed form; ValueError when it is not on the curve."""
        if len(data) != 1 + 2 * self.size or data[0] != 4:
            raise ValueError("not an uncompressed point")
        x = int.from_bytes(data[1 : 1 + self.size], "big")
        y = int.from_bytes(data[1 + self.size :], "big")
        if max(x, y) >= self.prime or (y * y - x**3 - self.a * x - self.b) % self.prime:
            raise ValueError("not a point of the curve")
        return x, y


@functools.cache
def standard_curves() -> dict[int, Curve]:
    """Curves by the number that EF.CardAccess names."""
    table = tomllib.loads(files("scanner.chip").joinpath("curves.toml").read_text("utf-8"))
    return {int(number): _curve(row) for number, row in table.items()}


def _curve(row: dict[str, str]) -> Curve:
    number = {key: int(row[key], 16) for key in ("p", "a", "b", "x", "y", "n")}
    return Curve(
        name=row["name"],
        prime=number["p"],
        a=number["a"],
        b=number["b"],
        base=(number["x"], number["y"]),
        order=number["n"],
    )
