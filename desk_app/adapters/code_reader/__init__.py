"""Listens to readers of card and dossier codes on a serial port."""

from desk_app.adapters.code_reader.serial_reader import Pace, SerialCodeReader

__all__ = ["Pace", "SerialCodeReader"]
