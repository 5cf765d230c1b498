"""Two enquiries that answer with facts: deadlines and identities.

One mapping in, one mapping out; `facts_stream` puts JSON lines before and behind them. They call
the same rules as the window.
"""

from desk_app.application.facts.due import answer_due
from desk_app.application.facts.identities import answer_identity
from desk_app.application.facts.stream import FactError, facts_stream

__all__ = ["FactError", "answer_due", "answer_identity", "facts_stream"]
