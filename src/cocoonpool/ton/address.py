"""TON addresses: every spelling in, one canonical spelling (`wc:lowerhex`) as the key, friendly spelling out.

Format: TEP-2, https://github.com/ton-blockchain/TEPs/blob/master/text/0002-address.md. A friendly address is
36 bytes = tag, workchain, hash (32), CRC-16/XMODEM (2), written as 48 characters of base64 or base64url.
"""

import re
from base64 import urlsafe_b64encode
from binascii import a2b_base64, crc_hqx
from typing import Final

_RAW: Final = re.compile(r"(0|-1):([0-9a-fA-F]{64})")
_CANONICAL: Final = re.compile(r"(0|-1):([0-9a-f]{64})")
_FRIENDLY: Final = re.compile(r"[A-Za-z0-9_-]{48}|[A-Za-z0-9+/]{48}")  # either alphabet, never both
_STANDARD: Final = str.maketrans("-_", "+/")

_BOUNCEABLE: Final = 0x11
_NON_BOUNCEABLE: Final = 0x51
_TESTNET: Final = 0x80
_ARMOURED_KEY: Final = 0x3E  # a public key in the same clothes: 48 characters, same checksum
_WORKCHAINS: Final = {0x00: "0", 0xFF: "-1"}
_WORKCHAIN_BYTES: Final = {"0": 0x00, "-1": 0xFF}


class AddressError(ValueError):
    """Not a usable address. The message says what is wrong and never repeats the input."""


def parse(text: str, *, testnet: bool = False) -> str:
    """The canonical raw form of a raw or friendly address. White space around it is not forgiven.

    Raises:
        AddressError: malformed, not an account address, or flagged testnet-only while `testnet` is false.
    """
    if raw := _RAW.fullmatch(text):
        return f"{raw[1]}:{raw[2].lower()}"
    if not _FRIENDLY.fullmatch(text):
        raise AddressError(_what_is_wrong(text))
    return _from_bytes(a2b_base64(text.translate(_STANDARD)), testnet)


def to_friendly(raw: str, *, bounceable: bool = False) -> str:
    """`UQ…` for a wallet, `EQ…` (bounceable) for a contract, from the canonical raw form.

    Raises:
        AddressError: `raw` is not canonical.
    """
    match = _CANONICAL.fullmatch(raw)
    if match is None:
        raise AddressError("not a canonical raw address")
    tag = _BOUNCEABLE if bounceable else _NON_BOUNCEABLE
    body = bytes((tag, _WORKCHAIN_BYTES[match[1]])) + bytes.fromhex(match[2])
    return urlsafe_b64encode(body + crc_hqx(body, 0).to_bytes(2)).decode()


def _from_bytes(data: bytes, testnet: bool) -> str:
    if crc_hqx(data, 0):  # the CRC of a body followed by its own CRC is 0
        raise AddressError("wrong checksum: a character is mistyped")
    tag = data[0]
    if tag == _ARMOURED_KEY:
        raise AddressError("a public key, not an address")
    if tag & ~_TESTNET not in (_BOUNCEABLE, _NON_BOUNCEABLE):
        raise AddressError("unknown address tag")
    if tag & _TESTNET and not testnet:
        raise AddressError("a testnet address")
    workchain = _WORKCHAINS.get(data[1])
    if workchain is None:
        raise AddressError("workchain must be 0 or -1")
    return f"{workchain}:{data[2:34].hex()}"


def _what_is_wrong(text: str) -> str:
    if ":" in text:
        return _what_is_wrong_with_raw(text)
    if len(text) != 48:
        return f"a friendly address has 48 characters, this has {len(text)}"
    if re.fullmatch(r"[A-Za-z0-9_+/-]{48}", text):
        return "mixes the two base64 alphabets"
    return "a character outside the base64 alphabet"


def _what_is_wrong_with_raw(text: str) -> str:
    workchain, _, digits = text.partition(":")
    if workchain not in _WORKCHAIN_BYTES:
        return "workchain must be 0 or -1"
    if len(digits) != 64:
        return f"a raw address has 64 hexadecimal digits, this has {len(digits)}"
    return "a character that is not a hexadecimal digit"
