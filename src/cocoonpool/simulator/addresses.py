"""Names of things on a chain that does not exist: valid TON addresses, keys and hashes, the same for the same seed."""

import base64
import binascii
import hashlib
from functools import lru_cache
from typing import Final

# User-friendly form, TEP-2: tag, workchain, 32 bytes, CRC-16/XMODEM; 0x51 = not bounceable, printed as UQ…
_NOT_BOUNCEABLE: Final = 0x51
_WORKCHAIN: Final = 0


def address(seed: int, what: str) -> bytes:
    """A friendly address with a right checksum, e.g. `UQAB…`, as ASCII bytes."""
    raw = bytes([_NOT_BOUNCEABLE, _WORKCHAIN]) + _digest(seed, what)
    return base64.urlsafe_b64encode(raw + binascii.crc_hqx(raw, 0).to_bytes(2, "big"))


def raw(friendly: bytes) -> str:
    """The raw form of a friendly address, e.g. `0:ab…`: what an indexer takes and gives."""
    return f"{_WORKCHAIN}:{base64.urlsafe_b64decode(friendly)[2:34].hex()}"


def public_key(seed: int, what: str) -> bytes:
    """64 upper-case hex digits, as workers print keys."""
    return _digest(seed, what).hex().upper().encode()


@lru_cache(maxsize=1024)
def model_hash(model: bytes) -> bytes:
    """How the root contract names a model: sha256 of the model string, upper-case hex."""
    return hashlib.sha256(model).hexdigest().upper().encode()


def _digest(seed: int, what: str) -> bytes:
    return hashlib.sha256(f"{seed}/{what}".encode()).digest()
