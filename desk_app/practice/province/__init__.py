"""The practice province: a real HTTP server that keeps dossiers, for training and for tests.

It is a double with real durability, not a product: own database (SQLite or PostgreSQL by URL),
files by SHA-256 received over tus, every command in one transaction with its event and its answer.
"""

from desk_app.practice.province.launch import RunningProvince, start_province
from desk_app.practice.province.serve import serve

__all__ = ["RunningProvince", "serve", "start_province"]
