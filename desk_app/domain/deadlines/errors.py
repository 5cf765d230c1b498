"""What cannot be computed about a term, and why."""


class DeadlineError(Exception):
    """A calendar, a term or an event that says nothing computable.

    Attributes:
        code: stable slug, for example `due.calendar_invalid`.
        facts: what a message may name: the key and the value refused.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code}: " + ", ".join(f"{key}={value}" for key, value in self.facts.items())
