"""Machine-readable zones of invented people, with right check digits."""

from desk_app.domain.identity import check_digit


def _digit(text: str) -> str:
    return str(check_digit(text))


def viet_card(
    *,
    number: str = "170038887",
    personal: str = "037170038887<<3",
    birth: str = "700806",
    sex: str = "F",
    expiry: str = "300806",
    names: str = "NGUYEN<<THI<THANH",
) -> list[str]:
    """The three lines of a citizen's card."""
    first = "IDVNM" + number + _digit(number) + personal
    second = birth + _digit(birth) + sex + expiry + _digit(expiry) + "VNM" + "<" * 11
    whole = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    return [first, second + _digit(whole), names.ljust(30, "<")]


def viet_passport(
    *, number: str = "C1234567<", personal: str = "", names: str = "NGUYEN<<THI<THANH"
) -> list[str]:
    """The two lines of a passport."""
    own = personal.ljust(14, "<")
    line = number + _digit(number) + "VNM700806" + _digit("700806") + "F300806" + _digit("300806")
    line += own + (_digit(own) if personal else "<")
    whole = line[0:10] + line[13:20] + line[21:43]
    return [f"P<VNM{names}".ljust(44, "<"), line + _digit(whole)]
