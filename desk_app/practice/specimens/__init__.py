"""Specimen papers for training, drawn at run time and marked MẪU (TT 01/2018/TT-VPCP Art. 5)."""

from desk_app.practice.specimens.draw import draw_specimens

__all__ = ["draw_specimens"]
