"""The ciphers of a travel-document chip: two-key 3DES and AES, their MACs and padding.

Source: ICAO Doc 9303-11 section 9.8; ISO/IEC 9797-1 MAC algorithm 3; NIST SP 800-38B.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.cmac import CMAC

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers import BlockCipherAlgorithm

ZEROS8, ZEROS16 = bytes(8), bytes(16)


def pad(data: bytes, block: int) -> bytes:
    """ISO/IEC 9797-1 padding method 2: a set bit, then zeros to the block."""
    return data + b"\x80" + bytes(-(len(data) + 1) % block)


def unpad(data: bytes) -> bytes:
    """Take the padding away; ValueError where there is none."""
    end = len(data.rstrip(b"\0")) - 1
    if end < 0 or data[end] != 0x80:
        raise ValueError("no padding")
    return data[:end]


def des3(key: bytes, data: bytes, *, encrypt: bool) -> bytes:
    """Two-key 3DES in CBC mode with a zero vector; ``data`` in whole blocks of 8."""
    return _cbc(TripleDES(key + key[:8]), ZEROS8, data, encrypt=encrypt)


def aes(key: bytes, data: bytes, *, encrypt: bool, vector: bytes = ZEROS16) -> bytes:
    """AES in CBC mode; ``data`` in whole blocks of 16."""
    return _cbc(algorithms.AES(key), vector, data, encrypt=encrypt)


def aes_block(key: bytes, block: bytes) -> bytes:
    """AES of one block of 16, as the vector of a protected command is made."""
    return aes(key, block, encrypt=True)


def retail_mac(key: bytes, padded: bytes) -> bytes:
    """MAC algorithm 3 with DES over whole blocks of 8; 8 bytes."""
    first, second = TripleDES(key[:8] * 3), TripleDES(key[8:16] * 3)
    last = _cbc(first, ZEROS8, padded, encrypt=True)[-8:]
    return _cbc(first, ZEROS8, _cbc(second, ZEROS8, last, encrypt=False), encrypt=True)


def aes_mac(key: bytes, data: bytes) -> bytes:
    """CMAC cut to its first 8 bytes."""
    mac = CMAC(algorithms.AES(key))
    mac.update(data)
    return mac.finalize()[:8]


def _cbc(cipher: BlockCipherAlgorithm, vector: bytes, data: bytes, *, encrypt: bool) -> bytes:
    # One block with a zero vector is the bare block cipher, so CBC serves for both.
    machine = Cipher(cipher, modes.CBC(vector))
    step = machine.encryptor() if encrypt else machine.decryptor()
    return step.update(data) + step.finalize()
