"""Where the text of a field's appearance lands, and whether a reader can see it there.

Source: ISO 32000-2, clauses 8.4.1, 8.5, 9.3 and 9.4.
"""

from dataclasses import dataclass, replace
from typing import Any

Box = tuple[float, float, float, float]

LEAST_SIZE = 3.0
"""Points on paper below which text cannot be read."""
LEAST_CONTRAST = 0.3
MOST_KERNING = 2000.0
_NARROW = frozenset("iIjlftr.,:;'|!()[]/- ")
_IGNORED = frozenset(
    ["G", "RG", "K", "w", "J", "j", "M", "d", "i", "ri", "BMC", "BDC", "EMC", "MP", "DP", "m", "h"]
)
# Words set apart, raised text, text without ink, narrowed text: none of it.
_PLAIN = {"Tw": 0.0, "Ts": 0.0, "Tr": 0.0, "Tz": 100.0}
_PAINTING = frozenset(["S", "s", "f", "F", "f*", "B", "B*", "b", "b*"])
_FILLING = _PAINTING - {"S", "s"}


@dataclass(frozen=True, slots=True)
class _State:
    """What ``q`` keeps: scale and place of the drawing, the clip, the shade that fills."""

    scale: tuple[float, float] = (1.0, 1.0)
    shift: tuple[float, float] = (0.0, 0.0)
    clip: Box = (0.0, 0.0, 0.0, 0.0)
    shade: float = 0.0


class TextPen:
    """Follows the operators of an appearance; refuses what could hide its text."""

    def __init__(self, box: Box, on_paper: float) -> None:
        """Draw in ``box``; ``on_paper`` points of paper stand for one of its units."""
        self.size = 0.0
        self._on_paper = on_paper
        self._state = _State(clip=box)
        self._kept: list[_State] = []
        self._fills = [1.0]
        self._shown = False
        self._rectangles: list[Box] = []
        self._line = (0.0, 0.0)
        self._at = (0.0, 0.0)
        self._matrix = (1.0, 1.0)
        self._leading = self._spacing = 0.0

    def do(self, operator: str, operands: list[Any]) -> None:
        """Follow one operator that shows no text.

        Raises:
            ValueError: it is not one that plain text needs, or it hides text.
        """
        if operator in _IGNORED:
            return
        if operator in _PAINTING:
            self._paint(operator)
            return
        numbers = [float(n) for n in operands]
        match operator:
            case "q":
                self._kept.append(self._state)
            case "Q":
                self._state = self._kept.pop()
            case "cm":
                self._move(*numbers)
            case "re":
                self._rectangle(*numbers)
            case "W" | "W*":
                self._clip()
            case "n":
                self._rectangles = []
            case "g" | "rg" | "k":
                self._state = replace(self._state, shade=_shade(numbers))
            case _:
                self._text(operator, numbers)

    def _text(self, operator: str, numbers: list[float]) -> None:
        match operator:
            case "BT":
                self._line = self._at = (0.0, 0.0)
                self._matrix = (1.0, 1.0)
            case "ET":
                pass
            case "Tm":
                a, b, c, d, e, f = numbers
                if b or c or a <= 0 or d <= 0:
                    raise ValueError("text that is not upright")
                self._matrix, self._line, self._at = (a, d), (e, f), (e, f)
            case "Td":
                self._next(*numbers)
            case "TD":
                self._leading = -numbers[1]
                self._next(*numbers)
            case "T*":
                self._next(0.0, -self._leading)
            case _:
                self._manner(operator, *numbers)

    def _manner(self, operator: str, number: float) -> None:
        if operator == "TL":
            self._leading = number
        elif operator == "Tc":
            self._spacing = number
        elif _PLAIN.get(operator) != number:
            raise ValueError("more than plain text in a text field")

    def before_showing(self, operator: str, operands: list[Any]) -> None:
        """Follow what ``'`` and ``"`` do before they show."""
        if operator == '"':
            self._text("Tw", [float(operands[0])])
            self._spacing = float(operands[1])
        if operator in ("'", '"'):
            self._next(0.0, -self._leading)

    def kern(self, thousandths: float) -> None:
        """Move by a number of ``TJ``."""
        if abs(thousandths) > MOST_KERNING:
            raise ValueError("text torn apart")
        self._advance(-thousandths / 1000 * self.size)

    def show(self, text: str) -> None:
        """Show text; every letter of it must be seen.

        Raises:
            ValueError: a part may lie outside, be too small or not stand out.
        """
        if not text.strip():
            self._advance(len(text) * self.size / 4)
            return
        self._shown = True
        if any(abs(self._state.shade - fill) < LEAST_CONTRAST for fill in self._fills):
            raise ValueError("text that does not stand out")
        height = self.size * self._matrix[1] * self._state.scale[1]
        if height * self._on_paper < LEAST_SIZE:
            raise ValueError("text too small to read")
        left, base = self._place()
        self._advance(sum(_width(letter) for letter in text) * self.size)
        right = self._place()[0]
        clip = self._state.clip
        if left < clip[0] - 1 or right > clip[2] + height:
            raise ValueError("text beside the field")
        if base < clip[1] - height / 3 or base + height / 3 > clip[3]:
            raise ValueError("text above or below the field")
        self._at = (self._at[0] + self._spacing * len(text) * self._matrix[0], self._at[1])

    def _place(self) -> tuple[float, float]:
        state = self._state
        return (
            self._at[0] * state.scale[0] + state.shift[0],
            self._at[1] * state.scale[1] + state.shift[1],
        )

    def _advance(self, units: float) -> None:
        self._at = (self._at[0] + units * self._matrix[0], self._at[1])

    def _next(self, x: float, y: float) -> None:
        self._line = (self._line[0] + x * self._matrix[0], self._line[1] + y * self._matrix[1])
        self._at = self._line

    def _move(self, a: float, b: float, c: float, d: float, e: float, f: float) -> None:
        if b or c or a <= 0 or d <= 0:
            raise ValueError("a drawing that is not upright")
        (x, y), (left, low) = self._state.scale, self._state.shift
        self._state = replace(self._state, scale=(a * x, d * y), shift=(e * x + left, f * y + low))

    def _rectangle(self, x: float, y: float, width: float, height: float) -> None:
        (a, d), (e, f) = self._state.scale, self._state.shift
        xs, ys = sorted((x * a, (x + width) * a)), sorted((y * d, (y + height) * d))
        self._rectangles.append((xs[0] + e, ys[0] + f, xs[1] + e, ys[1] + f))

    def _clip(self) -> None:
        (left, low, right, high), *more = self._rectangles
        if more:
            raise ValueError("a clip that is no rectangle")
        old = self._state.clip
        clip = max(old[0], left), max(old[1], low), min(old[2], right), min(old[3], high)
        self._state = replace(self._state, clip=clip)

    def _paint(self, operator: str) -> None:
        if self._shown:
            raise ValueError("something drawn over the text")
        if operator in _FILLING:
            self._fills.append(self._state.shade)
        self._rectangles = []


def _shade(colour: list[float]) -> float:
    """How light a device colour is, 0 to 1."""
    match colour:
        case [grey]:
            return grey
        case [red, green, blue]:
            return 0.3 * red + 0.59 * green + 0.11 * blue
        case [cyan, magenta, yellow, black]:
            return (1 - black) * (1 - 0.3 * cyan - 0.59 * magenta - 0.11 * yellow)
    raise ValueError("an unknown colour")


def _width(letter: str) -> float:
    """A width, in parts of the size, that a letter has at least in fonts people fill forms with."""
    return 0.2 if letter in _NARROW else 0.5 if letter.isupper() else 0.42
