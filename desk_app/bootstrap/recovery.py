"""The office's recovery key: made once, kept in a safe, opens everything else."""

from pathlib import Path

from desk_app.bootstrap.addresses import key_store
from desk_app.bootstrap.data import load_settings
from desk_app.config.keys import KeyStoreError, recovered, recovery_pair, write_private
from desk_app.domain.errors import RuleError, UnavailableError


def new_recovery_key(file: Path) -> str:
    """Write a new secret recovery key into a file of its own; gives the public part.

    Raises:
        RuleError: ``keys.file_exists``; a key is never overwritten.
    """
    if file.exists():
        raise RuleError("keys.file_exists", {"file": str(file)})
    secret, public = recovery_pair()
    write_private(file, f"{secret}\n".encode("ascii"))
    return public


def recover_keys(profile: Path | None, key: Path) -> None:
    """Open the escrow of a profile with the recovery key and fill the key ring again.

    The desk comes back as a later generation: nobody can tell whether the old one still works.

    Raises:
        UnavailableError: ``keys.*``.
    """
    settings = load_settings(profile)
    store = key_store(settings)
    try:
        held = recovered(settings.folder, key.read_text(encoding="ascii"))
        for name in ("database", "papers"):
            store.put(name, held[name])
    except (OSError, UnicodeDecodeError, KeyError) as error:
        raise UnavailableError("keys.not_a_recovery_key") from error
    except KeyStoreError as error:
        raise UnavailableError(error.code) from error
