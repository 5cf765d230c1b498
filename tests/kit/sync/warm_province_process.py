"""What a forked practice province has loaded; see ``tests.kit.forked``."""

import uvicorn  # noqa: F401 - loaded before the fork

import desk_app.practice.province.app
import desk_app.practice.province.office  # noqa: F401 - these too
from desk_app.practice.province.serve import main

__all__ = ["main"]
