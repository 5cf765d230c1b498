"""Long work handed out: by the office's PostgreSQL, or on this desk alone."""

from desk_app.adapters.backlog.local import LocalBacklog
from desk_app.adapters.backlog.office import OfficeBacklog

__all__ = ["LocalBacklog", "OfficeBacklog"]
