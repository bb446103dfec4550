"""`/jsonstats`: the recorded body with this worker's figures in it."""

from functools import lru_cache
from typing import Final

from .face import COUNTERS, ContractFace, Face, Root
from .template import Holes, Template, between, matching

# Line by line, so that nothing can be found in the wrong section.
_FIGURES: Final = {
    b"status": (b"wallet_balance", b"actual_image_hash", b"actual_model", b"ton_last_synced_at"),
    b"wallet": (b"address", b"balance", b"seqno", b"pending_transactions_cnt", b"active_transactions_cnt"),
    b"localconfig": (b"root_address", b"owner_address", b"model", b"coefficient", b"check_(?:proxy_hash|image_hashes)"),
    b"root_contract_config": (
        b"last_proxy_seqno",
        b"struct_version",
        b"params_version",
        b"is_test",
        b"price_per_token",
        b"worker_fee_per_token",
    ),
}
_LISTS: Final = (b"registered_proxies", b"worker_hashes", b"model_hashes")
_ENTRY: Final = (
    b"sc_inited",
    b"proxy_sc_address",
    b"proxy_public_key",
    b"sc_address",
    b"earned_tokens_committed_to_blockchain",
    b"earned_tokens_committed_to_proxy_db",
    b"earned_tokens_max_known",
    b"cached_out_tokens",
    b"expected_cached_out_tokens",
    b"running_request",
    b"params_version",
)
_SEAT: Final = (b"seqno", b"address_for_clients", b"address_for_workers")


class JsonPage:
    """Draws `/jsonstats` of one generation. `page.fill(page.recorded)` is the recording."""

    def __init__(self, recorded: bytes) -> None:
        self.page = Template(recorded, _holes(recorded))
        self.entry = _entry_template(self.page.recorded[b"proxies"], _ENTRY)
        self.seat = _entry_template(self.page.recorded[b"root_contract_config.registered_proxies"], _SEAT)
        self._root_values = lru_cache(maxsize=256)(self._draw_root)

    def draw(self, face: Face) -> bytes:
        """The body. Strings go in unescaped, as the worker prints them."""
        values = self._root_values(face.root) | {
            b"status.wallet_balance": b"%d" % face.balance,
            b"status.actual_image_hash": _bool(face.image_allowed or not face.checks_hashes),
            b"status.actual_model": _bool(face.model_allowed or not face.checks_hashes),
            b"status.ton_last_synced_at": b"%d" % (face.now - face.ton_age),
            b"wallet.address": face.wallet,
            b"wallet.balance": b"%d" % face.balance,
            b"wallet.seqno": b"%d" % face.seqno,
            b"wallet.pending_transactions_cnt": b"%d" % face.transactions,
            b"wallet.active_transactions_cnt": b"%d" % face.transactions,
            b"localconfig.owner_address": face.owner,
            b"localconfig.model": face.model,
            b"localconfig.coefficient": b"%d" % face.coefficient,
            b"localconfig.check": _bool(face.checks_hashes),
            b"proxies": b",\n".join(map(self._contract, face.contracts)) + b"\n" * bool(face.contracts),
        }
        values |= {
            key: b"      " + row.replace(b"|", b",\n      ") for key, row in zip(_COUNTER_KEYS, face.rows, strict=True)
        }
        return self.page.fill(values)

    def _contract(self, contract: ContractFace) -> bytes:
        return self.entry.fill(
            {
                b"sc_inited": _bool(contract.inited),
                b"proxy_sc_address": contract.proxy_address,
                b"proxy_public_key": contract.proxy_key,
                b"sc_address": contract.address,
                b"earned_tokens_committed_to_blockchain": b"%d" % contract.blockchain,
                b"earned_tokens_committed_to_proxy_db": b"%d" % contract.proxy_db,
                b"earned_tokens_max_known": b"%d" % contract.max_known,
                b"cached_out_tokens": b"%d" % contract.cashed_out,
                b"expected_cached_out_tokens": b"%d" % contract.expected_cashed_out,
                b"running_request": _bool(contract.running_request),
                b"params_version": b"%d" % contract.params_version,
            }
        )

    def _draw_root(self, root: Root) -> dict[bytes, bytes]:
        seats = [
            self.seat.fill(
                {
                    b"seqno": b"%d" % seat.seqno,
                    b"address_for_clients": seat.for_clients,
                    b"address_for_workers": seat.for_workers,
                }
            )
            for seat in root.proxies
        ]
        section = b"root_contract_config."
        return {
            b"localconfig.root_address": root.address,
            section + b"registered_proxies": b",\n".join(seats) + b"\n" * bool(seats),
            section + b"worker_hashes": _strings(root.worker_hashes),
            section + b"model_hashes": _strings(root.model_hashes),
            section + b"last_proxy_seqno": b"%d" % max((seat.seqno for seat in root.proxies), default=0),
            section + b"struct_version": b"%d" % root.struct_version,
            section + b"params_version": b"%d" % root.params_version,
            section + b"is_test": _bool(root.is_test),
            section + b"price_per_token": b"%d" % root.price_per_token,
            section + b"worker_fee_per_token": b"%d" % root.worker_fee_per_token,
        }


_COUNTER_KEYS: Final = tuple(b"stats." + name.encode() for name in COUNTERS)


def _holes(page: bytes) -> Holes:
    holes: Holes = {}
    for section, keys in _FIGURES.items():
        start = page.index(b'\n  "%s": {' % section)
        for key in keys:
            name = section + b"." + (b"check" if key.startswith(b"check_") else key)
            holes[name] = matching(page, _figure(b"    ", key), start)
    for name in _LISTS:
        holes[b"root_contract_config." + name] = between(page, b'\n    "%s": [\n' % name, b"    ]")
    for counter in COUNTERS:
        holes[b"stats." + counter.encode()] = between(page, b'\n    "%s": [\n' % counter.encode(), b"\n    ]")
    holes[b"proxies"] = between(page, b'\n  "proxies": [\n', b"  ]\n}")
    return holes


def _entry_template(entry: bytes, keys: tuple[bytes, ...]) -> Template:
    entry = entry.removesuffix(b"\n")
    return Template(entry, {key: matching(entry, _figure(rb" +", key)) for key in keys})


def _figure(indent: bytes, key: bytes) -> bytes:
    """The value after a key on a line of its own, without its quotes."""
    return rb"\n" + indent + rb'"' + key + rb'": "?([^\n"]*?)"?,?\n'


def _strings(values: tuple[bytes, ...]) -> bytes:
    return b",\n".join(b'      "%s"' % value for value in values) + b"\n" * bool(values)


def _bool(value: bool) -> bytes:
    return b"true" if value else b"false"
