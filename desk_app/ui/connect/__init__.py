"""The use cases of the application in the shapes the screens ask for.

The one place that maps them.
"""

from desk_app.ui.connect.desk import WindowParts, connect

__all__ = ["WindowParts", "connect"]
