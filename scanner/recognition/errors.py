"""What can go wrong while reading paper: one stable code and its facts."""

from collections.abc import Mapping


class RecognitionError(Exception):
    """A file, or the reader itself, cannot be used; one bad page never raises this.

    Attributes:
        code: stable slug: recognition.model_missing, recognition.file_missing,
            recognition.unreadable, recognition.engine_missing, recognition.type_data_wrong,
            recognition.communes_wrong.
        facts: typed facts a message may show.
    """

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: Mapping[str, str | int] = facts

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.code, dict(self.facts))

    def __str__(self) -> str:
        return f"{self.code} {dict(self.facts)}"


def _rebuild(code: str, facts: dict[str, str | int]) -> RecognitionError:
    return RecognitionError(code, **facts)
