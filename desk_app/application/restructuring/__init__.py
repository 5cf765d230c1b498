"""Restructuring of procedures: the file, its level, cost, picture, Part I and portal test."""
