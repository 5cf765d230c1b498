"""The staff list of an office: people, roles, delegations and which token each signs with."""

from desk_app.adapters.staff.accounts import Accounts, hash_password
from desk_app.adapters.staff.staff_file import StaffFile

__all__ = ["Accounts", "StaffFile", "hash_password"]
