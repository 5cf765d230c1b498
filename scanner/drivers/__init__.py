"""Drivers: one module a way to paper, each behind `scanner.devices.Driver`."""
