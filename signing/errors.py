"""What can go wrong while signing, as codes with facts."""

from collections.abc import Mapping


class SigningError(Exception):
    """A refusal or a failure with a stable code.

    Attributes:
        code: slug such as ``signing.pin_incorrect``; the catalogue key of what a person reads.
        facts: the placeholders of that text (token, file, tries left, …). Never a PIN.
    """

    def __init__(self, code: str, /, **facts: object) -> None:
        self.code = code
        self.facts: Mapping[str, object] = facts
        super().__init__(code)

    def __str__(self) -> str:
        if not self.facts:
            return self.code
        return f"{self.code} ({', '.join(f'{name}={value}' for name, value in self.facts.items())})"

    def __reduce__(self) -> tuple[object, ...]:
        """Cross a process boundary with code and facts intact."""
        return (_rebuild, (self.code, dict(self.facts)))


def _rebuild(code: str, facts: dict[str, object]) -> SigningError:
    return SigningError(code, **facts)
