"""The scanner library behind the acquisition port."""

from desk_app.adapters.acquisition.desk_scanner import DeskScanner

__all__ = ["DeskScanner"]
