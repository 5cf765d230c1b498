"""What is said to Qt by number, because its names would hold up the first paint.

The first use of any name of ``Qt`` has PySide make all its 93 enumerations (14 ms, PySide 6.11).
What the sign-in page needs of them before it is painted is said through properties and flags, which
take numbers, and is named here. Whatever is not on the way to the first paint uses Qt's names.
``tests/ui/test_first_paint.py`` holds these numbers against the names.

Source: ``docs/decisions/0708-what-a-start-costs.md``.
"""

PLAIN_TEXT = 0
NO_FOCUS = 0
BAR_NEVER_SHOWN = 1
LEFT_IN_THE_MIDDLE = 0x81
HIDDEN_SENSITIVE_INPUT = 0x47
"""Hidden, sensitive, without capitals of its own, without predictions."""
SOLID_ROUND_PEN = b"\x00\xa1"
"""A solid line with round ends and round joints."""
