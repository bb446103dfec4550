"""Hashes of transactions and messages: every spelling in, one spelling (64 lower-case hex digits) as the key.

Indexers write standard base64, explorers hex or base64url; all mean the same 32 bytes.
"""

import re
from base64 import b64encode
from binascii import a2b_base64
from typing import Final

NO_HASH: Final = "0" * 64  # what the first transaction of an account names as the one before it

_HEX: Final = re.compile(r"(?:0[xX])?([0-9a-fA-F]{64})", re.ASCII)
_BASE64: Final = re.compile(r"(?:[A-Za-z0-9+/]{43}|[A-Za-z0-9_-]{43})=?", re.ASCII)  # either alphabet, never both
_STANDARD: Final = str.maketrans("-_", "+/")


def parse_hash(text: str) -> str:
    """The 64 lower-case hex digits of a hash in hex (with or without 0x), base64 or base64url (`=` or not).

    Raises:
        ValueError: not a hash of 32 bytes. The message says what is wrong and never repeats the input.
    """
    if found := _HEX.fullmatch(text):
        return found[1].lower()
    if not _BASE64.fullmatch(text):
        raise ValueError(_what_is_wrong(text))
    plain = text.rstrip("=").translate(_STANDARD) + "="
    raw = a2b_base64(plain)
    if b64encode(raw).decode() != plain:
        raise ValueError("the last character of the hash is mistyped")
    return raw.hex()


def to_base64(digest: str) -> str:
    """The spelling of indexers, 44 characters of standard base64, from 64 hex digits."""
    return b64encode(bytes.fromhex(digest)).decode()


def _what_is_wrong(text: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9+/_-]{43}=?", text, re.ASCII):
        return "the hash mixes the two base64 alphabets"
    if len(text) in (43, 44, 64, 66):
        return "the hash has a character that belongs to neither hexadecimal nor base64"
    return f"a hash has 64 hexadecimal digits or 44 base64 characters, this has {len(text)}"
