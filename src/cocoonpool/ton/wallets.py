"""Standard wallet contracts: known by the hash of their code, which says where in their data the public key lies.

Layouts: https://docs.ton.org/standard/wallets; code hashes as in the wallets' published releases. A contract not listed
here is asked for its key on the chain: bits that merely look like a key prove nothing.
"""

from typing import Final

import msgspec

from cocoonpool.ton.cell import Cell, CellError, Slice


class WalletCode(msgspec.Struct, frozen=True):
    """The key is 256 bits from bit `key_at` on; the data has exactly `bits` bits."""

    version: str
    key_at: int
    bits: int
    rotates: bool = False  # the key in the data is only the first one: while the account lives, the chain decides


_SEQNO_KEY: Final = (32, 288)  # seqno, key
_WALLET_ID: Final = (64, 320)  # seqno, wallet id, key
_PLUGINS: Final = (64, 321)  # the same, and a dictionary of plugins

WALLETS: Final[dict[str, WalletCode]] = {
    "a0cfc2c48aee16a271f2cfc0b7382d81756cecb1017d077faaab3bb602f6868c": WalletCode("v1r1", *_SEQNO_KEY),
    "d4902fcc9fad74698fa8e353220a68da0dcf72e32bcb2eb9ee04217c17d3062c": WalletCode("v1r2", *_SEQNO_KEY),
    "587cc789eff1c84f46ec3797e45fc809a14ff5ae24f1e0c7a6a99cc9dc9061ff": WalletCode("v1r3", *_SEQNO_KEY),
    "5c9a5e68c108e18721a07c42f9956bfb39ad77ec6d624b60c576ec88eee65329": WalletCode("v2r1", *_SEQNO_KEY),
    "fe9530d3243853083ef2ef0b4c2908c0abf6fa1c31ea243aacaa5bf8c7d753f1": WalletCode("v2r2", *_SEQNO_KEY),
    "b61041a58a7980b946e8fb9e198e3c904d24799ffa36574ea4251c41a566f581": WalletCode("v3r1", *_WALLET_ID),
    "84dafa449f98a6987789ba232358072bc0f76dc4524002a5d0918b9a75d2d599": WalletCode("v3r2", *_WALLET_ID),
    "64dd54805522c5be8a9db59cea0105ccf0d08786ca79beb8cb79e880a8d7322d": WalletCode("v4r1", *_PLUGINS),
    "feb5ff6820e2ff0d9483e7e0d62c817d846789fb4ae580c878866d959dabd5c0": WalletCode("v4r2", *_PLUGINS),
    "f3d7ca53493deedac28b381986a849403cbac3d2c584779af081065af0ac4b93": WalletCode("v5beta", 113, 370),
    "20834b7b72b112147e1b2fb457b84e74d1a30f04f737d4f62a668e9552d2b72f": WalletCode("v5r1", 65, 322),
    "9149ae51c1e4689710cebf7830297b16acfbadb363a920a537893e7ffeeca768": WalletCode("telegram", 72, 328, rotates=True),
}
"""By the hash of the code cell."""

_NETWORKS: Final = {  # wallet ids that name a network, and its global id: -239 mainnet, -3 testnet
    "v5r1": {0x7FFFFF11: -239, 0x7FFFFFFD: -3},
    "telegram": {0x7FFF7F11: -239, 0x7FFF7FFD: -3},
}


class StateInit(msgspec.Struct, frozen=True):
    """What a contract was born with. The hash of the whole is its address."""

    hash: str
    code: Cell
    data: Cell

    @property
    def wallet(self) -> WalletCode | None:
        return WALLETS.get(self.code.hash.hex())


def state_init(root: Cell) -> StateInit:
    """Reads a StateInit (block.tlb).

    Raises:
        CellError: it is not one, lacks code or data, or has a split depth, which changes what its address is.
    """
    fields = Slice(root)
    if fields.uint(1):
        raise CellError("a split depth")
    if fields.uint(1):
        fields.uint(2)  # tick and tock, of special contracts
    code, data, _ = fields.maybe_ref(), fields.maybe_ref(), fields.maybe_ref()  # the last one: libraries
    fields.end()
    if code is None or data is None:
        raise CellError("no code or no data")
    return StateInit(root.hash.hex(), code, data)


def key_in_data(wallet: WalletCode, data: Cell) -> bytes:
    """The public key, 32 bytes.

    Raises:
        CellError: the data has not the layout of this wallet.
    """
    if data.length != wallet.bits:
        raise CellError("data of another layout than its code has")
    fields = Slice(data)
    fields.uint(wallet.key_at)
    return fields.uint(256).to_bytes(32)


def signing_is_off(wallet: WalletCode, data: Cell) -> bool:
    """Whether this is a W5 that was born to obey its plugins only: its key signs for nobody."""
    return wallet.version == "v5r1" and Slice(data).uint(1) == 0


def network_of(wallet: WalletCode, data: Cell) -> int | None:
    """The global id of the network that the wallet's id names; None where it names none.

    Only the id of a key's first wallet does so beyond doubt: the id is the network's XOR the number of the wallet, and
    wallet 236 of one network has the id of wallet 0 of the other.
    """
    if wallet.version not in _NETWORKS:
        return None
    fields = Slice(data)
    fields.uint(wallet.key_at - 32)
    return _NETWORKS[wallet.version].get(fields.uint(32))
