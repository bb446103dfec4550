"""Cocoon's contracts on a pretended chain: orders of worker contracts, and what proxies make of them.

In the shape of the recorded payouts, with other figures. What a payout is stands in its bodies, as on the real chain.
"""

import base64
import hashlib
from typing import Final

from .cells import Bits, printed
from .chain import Chain
from .chainrecord import NO_HASH, Json, recorded

PAYOUT: Final = 0xC59A7CD3
REQUEST: Final = 0x4D725D2C
ORDER: Final = 0x08E7D036
REFUND: Final = 0xC68EBC7B
WALLET: Final = "0:" + "c0" * 32  # of the worker's operator: the rest of the gas goes there
_BLOCKS_APART_S: Final = 60


def order_body(owner: str, tokens: int, amount: int | None, opcode: int = REQUEST) -> str:
    """A worker contract's message to its proxy; without an amount a registration."""
    head = Bits().uint(opcode, 32).uint(7, 64).address(owner).uint(0, 2).uint(tokens, 64)
    if amount is None:
        return printed(head.uint(0, 1))
    payload = Bits().uint(ORDER, 32).coins(amount).coins(amount // 19).address(WALLET)
    return printed(head.uint(1, 1).ref(payload))


def contract_data(owner: str, proxy: str, tokens: int) -> str:
    """The data of a worker contract."""
    head = Bits().address(owner).address(proxy).uint(5, 256).uint(0, 2).uint(tokens, 64)
    return printed(head.ref(Bits().uint(3, 8)))


class Cocoon:
    """Adds transactions of worker contracts, proxies and owners to a chain, each account's after its own last one."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        _, worker, proxy, owner, _ = recorded("cocoon_payouts_ok")["transactions"][:5]
        self._models = {"proxy": proxy, "owner": owner, "worker": worker}
        self._made = 0

    def pay(
        self,
        owner: str,
        sc_address: str,
        proxy: str,
        tokens: int,
        amount: int,
        *,
        body: str | None = None,
        opcode: int = REQUEST,
        short: bool = False,
        aborted: bool = False,
        bounced: bool = False,
    ) -> str:
        """The proxy is told to pay `amount`, and pays it; the owner's transaction hash, in hex.

        `short`: the proxy has not got the money. It aborts, and nothing of it reaches the owner.
        """
        self.chain.block(_BLOCKS_APART_S)
        order = order_body(owner, tokens, amount) if body is None else body
        told = self._message("proxy", sc_address, proxy, 495_000_000, f"0x{opcode:08x}", order)
        paid = self._message("owner", proxy, owner, amount, f"0x{PAYOUT:08x}", printed(Bits().uint(PAYOUT, 32)))
        paid["bounced"] = bounced
        self._happen("proxy", proxy, told, [] if short else [paid], short)
        return "" if short else self._happen("owner", owner, paid, [], aborted)

    def other(self, owner: str, amount: int = 5) -> str:
        """Something else happens to the owner's account."""
        self.chain.block(_BLOCKS_APART_S)
        message = self._message("owner", WALLET, owner, amount, None, printed(Bits()))
        return self._happen("owner", owner, message, [], False)

    def show(self, sc_address: str, owner: str, proxy: str, tokens: int, code: str | None) -> None:
        """What the indexer tells of a worker contract itself."""
        data = contract_data(owner, proxy, tokens)
        hashed = None if code is None else base64.b64encode(bytes.fromhex(code)).decode()
        self.chain.states[sc_address.upper()] = {"status": "active", "code_hash": hashed, "data_boc": data}

    def _happen(self, kind: str, account: str, message: Json, sent: list[Json], aborted: bool) -> str:
        before = self.chain.by_account[account.upper()]
        model = self._models[kind]
        row = model | {
            "account": account.upper(),
            "hash": self._hash(),
            "lt": str(self.chain.next_lt()),
            "now": self.chain.now,
            "mc_block_seqno": self.chain.seqno,
            "trace_id": self._hash(),
            "prev_trans_hash": before[-1].hash if before else NO_HASH,
            "prev_trans_lt": str(before[-1].lt) if before else "0",
            "in_msg": message,
            "out_msgs": sent,
            "description": model["description"] | {"aborted": aborted},
        }
        self.chain.load({"transactions": [row]})
        return base64.b64decode(row["hash"]).hex()

    def _message(self, kind: str, source: str, destination: str, value: int, opcode: str | None, body: str) -> Json:
        model: Json = self._models[kind]["in_msg"]
        return model | {
            "hash": self._hash(),
            "source": source.upper(),
            "destination": destination.upper(),
            "value": str(value),
            "opcode": opcode,
            "created_lt": str(self.chain.next_lt()),
            "message_content": model["message_content"] | {"body": body},
        }

    def _hash(self) -> str:
        self._made += 1
        return base64.b64encode(hashlib.sha256(f"cocoon {self._made}".encode()).digest()).decode()
