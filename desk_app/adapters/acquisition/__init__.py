"""The scanner library behind the acquisition port."""

from desk_app.adapters.acquisition.desk_scanner import DeskScanner, ScanSettings
from desk_app.adapters.acquisition.pages import translated
from desk_app.adapters.acquisition.seal import AgeSeal
from desk_app.adapters.acquisition.shared_tray import SharedTray

__all__ = ["AgeSeal", "DeskScanner", "ScanSettings", "SharedTray", "translated"]
