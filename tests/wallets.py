"""Wallets in the making: any standard version with a key of its own, and what it signs to log in somewhere.

The code cells are the wallets' published ones; that their hashes are those we know is part of what is tested.
"""

import json
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from nacl.signing import SigningKey

from cocoonpool.simulator.cells import Bits, printed
from cocoonpool.ton.cell import Cell, from_base64

SITE: Final = "pool.example.com"

_HEX_CODES: Final = {
    "v1r1": "FF0020DDA4F260810200D71820D70B1FED44D0D31FD3FFD15112BAF2A122F901541044F910F2A2F80001D31F3120D74A96D307D402"
    "FB00DED1A4C8CB1FCBFFC9ED54",
    "v1r2": "FF0020DD2082014C97BA9730ED44D0D70B1FE0A4F260810200D71820D70B1FED44D0D31FD3FFD15112BAF2A122F901541044F910F2"
    "A2F80001D31F3120D74A96D307D402FB00DED1A4C8CB1FCBFFC9ED54",
    "v1r3": "FF0020DD2082014C97BA218201339CBAB19C71B0ED44D0D31FD70BFFE304E0A4F260810200D71820D70B1FED44D0D31FD3FFD15112"
    "BAF2A122F901541044F910F2A2F80001D31F3120D74A96D307D402FB00DED1A4C8CB1FCBFFC9ED54",
    "v3r1": "FF0020DD2082014C97BA9730ED44D0D70B1FE0A4F2608308D71820D31FD31FD31FF82313BBF263ED44D0D31FD31FD3FFD15132BAF2"
    "A15144BAF2A204F901541055F910F2A3F8009320D74A96D307D402FB00E8D101A4C8CB1FCB1FCBFFC9ED54",
}
_VECTORS: Final = Path(__file__).parent / "vectors" / "ton_proof.json"
_IN_VECTORS: Final = ("v2r1", "v2r2", "v3r2", "v4r1", "v4r2", "v5r1", "wallettg")

_DATA: Final[dict[str, Callable[[int], Bits]]] = {  # of a new wallet with this key
    "v1": lambda key: Bits().uint(0, 32).uint(key, 256),
    "v2": lambda key: Bits().uint(0, 32).uint(key, 256),
    "v3": lambda key: Bits().uint(0, 32).uint(698983191, 32).uint(key, 256),
    "v4": lambda key: Bits().uint(0, 32).uint(698983191, 32).uint(key, 256).uint(0, 1),
    "v5": lambda key: Bits().uint(1, 1).uint(0, 32).uint(0x7FFFFF11, 32).uint(key, 256).uint(0, 1),
    "wa": lambda key: Bits().uint(0, 8).uint(0, 32).uint(0x7FFF7F11, 32).uint(key, 256),
}


def _as_bits(cell: Cell) -> Bits:
    text = f"{cell.value:0{cell.length}b}" if cell.length else ""
    return Bits(text, tuple(_as_bits(ref) for ref in cell.refs))


def _codes() -> dict[str, Bits]:
    codes = {version: Bits(f"{int(text, 16):0{len(text) * 4}b}") for version, text in _HEX_CODES.items()}
    for case in json.loads(_VECTORS.read_text(encoding="utf-8")):
        if case["id"].startswith("valid-") and case["wallet_version"] in _IN_VECTORS:
            codes[case["wallet_version"]] = _as_bits(from_base64(case["proof"]["state_init"]).refs[0])
    return codes


CODES: Final = _codes()


@dataclass(frozen=True)
class Wallet:
    version: str = "v4r2"
    key: SigningKey = field(default_factory=SigningKey.generate)

    @cached_property
    def state_init(self) -> str:
        data = _DATA[self.version[:2]](int.from_bytes(bytes(self.key.verify_key)))
        return printed(Bits("00110", (CODES[self.version], data)))

    @property
    def address(self) -> str:
        """Canonical."""
        return f"0:{from_base64(self.state_init).hash.hex()}"

    @property
    def public_key(self) -> str:
        return bytes(self.key.verify_key).hex()

    def login(
        self, payload: str, site: str = SITE, at: int | None = None, address: str | None = None
    ) -> dict[str, Any]:
        """What a browser posts after the wallet signed. `address`: of another wallet, whose key this is now."""
        timestamp, address = int(time.time()) if at is None else at, address or self.address
        return {
            "address": address,
            "network": "-239",
            "public_key": self.public_key,
            "proof": {
                "timestamp": timestamp,
                "domain": {"lengthBytes": len(site.encode()), "value": site},
                "payload": payload,
                "signature": b64encode(self._sign(address, site.encode(), timestamp, payload.encode())).decode(),
                "state_init": self.state_init,
            },
        }

    def _sign(self, address: str, site: bytes, timestamp: int, payload: bytes) -> bytes:
        """As the specification of TON Connect has it, and not by our own code."""
        head = b"ton-proof-item-v2/" + bytes(4) + bytes.fromhex(address[2:])
        message = head + len(site).to_bytes(4, "little") + site + timestamp.to_bytes(8, "little") + payload
        digest = sha256(b"\xff\xffton-connect" + sha256(message).digest()).digest()
        return self.key.sign(digest).signature
