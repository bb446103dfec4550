"""The world the workers live in: owners, proxies, contracts, and the clock that moves them all."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from .addresses import address, model_hash, public_key
from .contract import Contract
from .face import Face, ProxySeat, Root
from .fleet import assign, is_mixed
from .jsonpage import JsonPage
from .options import NEW, Options
from .recorded import capture
from .scenarios import NEW_STRUCT_VERSION, OLD_STRUCT_VERSION, SCENARIOS, SECOND_MODEL
from .worker import Home, Worker

_RECORDED: Final = JsonPage(capture(NEW, "01_fresh_jsonstats").body)
_WORKERS_PER_OWNER: Final = 8
_STEP_S: Final = 1.0  # a longer leap is made in such steps
_MAINNET_PRICES: Final = (20, 19)
_MAINNET_PARAMS_VERSION: Final = 17
_EARNED_BEFORE: Final = 1_000_000_000


class World:
    """All state of a simulation, moved on only by `advance`. The same options and steps give the same world."""

    def __init__(self, options: Options, wall_clock: Callable[[], float] = time.time) -> None:
        posts = assign(options)
        self.options = options
        self.wall_clock = wall_clock
        self.elapsed = 0.0
        self.wall = wall_clock()
        self.changes = 0  # with those of a worker, tells whether a drawn page is still true
        self._root = _root(options)
        homes = _homes(options, len(self._root.proxies))
        self.contracts = [contract for home in homes for contract in home.contracts]
        owners = len(homes) - 1  # the last is nobody's at first: `config_changed` moves there
        self.workers = [
            self._worker(i, post.generation, (homes[i * owners // options.workers], homes[-1]))
            for i, post in enumerate(posts)
        ]
        for worker, post in zip(self.workers, posts, strict=True):
            worker.set_scenario(SCENARIOS[post.scenario])
        self.scenario_names = [post.scenario for post in posts]
        self.root = self._root
        self._update_root()

    def advance(self, seconds: float) -> None:
        """Lets the world go on. Nothing in it moves otherwise."""
        begin, steps = self.elapsed, max(1, round(seconds / _STEP_S))
        for step in range(1, steps + 1):
            self.elapsed = begin + seconds * step / steps
            for worker in self.workers:
                worker.live(self.elapsed)
            for contract in self.contracts:
                contract.go_on(self.elapsed)
                if not contract.is_paying and contract.unpaid >= self.options.payout_tokens:
                    self.pay_out(contract, self.workers[contract.last_worker])
        self.wall = self.wall_clock()
        self.changes += 1

    def pay_out(self, contract: Contract, payer: Worker) -> None:
        """A worker asks for the payout of its contract and pays the gas."""
        contract.pay_out(self.elapsed)
        payer.spend_gas()
        self.changes += 1

    def set_scenario(self, index: int, name: str) -> None:
        """Puts a worker into a scenario. Raises KeyError when there is none of that name."""
        self.workers[index].set_scenario(SCENARIOS[name])
        self.scenario_names[index] = name
        self._update_root()

    def face(self, worker: Worker) -> Face:
        """What a worker shows now."""
        return worker.face(self.root, self.wall)

    def truth(self) -> dict[str, Any]:
        """What was really earned, for whoever checks a ledger: per contract, in adjusted tokens."""
        return {
            "elapsed": self.elapsed,
            "price_per_token": self.root.price_per_token,
            "worker_fee_per_token": self.root.worker_fee_per_token,
            "contracts": [_contract_truth(contract) for contract in self.contracts],
        }

    def worker_truth(self, worker: Worker) -> dict[str, Any]:
        """What one worker really did. `own_tokens` survives its restarts, `tokens_since_start` does not."""
        contracts = {contract.address: contract for home in worker.homes for contract in home.contracts}
        own = {key.decode(): contract.by_worker[worker.index] for key, contract in contracts.items()}
        return {
            "index": worker.index,
            "generation": worker.generation,
            "scenario": self.scenario_names[worker.index],
            "owner": worker.home.owner.decode(),
            "contracts": [contract.address.decode() for contract in worker.home.contracts],
            "own_tokens": {key: tokens for key, tokens in own.items() if tokens},
            "tokens_since_start": worker.counters.tokens,
            "restarts": worker.restarts,
        }

    def _worker(self, index: int, generation: str, homes: tuple[Home, ...]) -> Worker:
        seed = self.options.seed
        worker = Worker(index, generation, homes, _RECORDED.page.recorded[b"localconfig.model"], seed)
        recorded = _RECORDED.page.recorded[b"wallet.address"]
        worker.wallet = address(seed, f"wallet/{index}") if index else recorded
        worker.max_active = self.options.max_active_requests
        return worker

    def _update_root(self) -> None:
        # Builds of 2025-12 go late only where the network has moved on: then the others must say so.
        newer = "too_old" in self.scenario_names
        struct = max(self._root.struct_version, NEW_STRUCT_VERSION) if newer else self._root.struct_version
        self.root = replace(self._root, struct_version=struct)
        self.changes += 1


def _root(options: Options) -> Root:
    recorded, mixed = _RECORDED.page.recorded, is_mixed(options)
    section = b"root_contract_config."
    seen = {name: int(recorded[section + name]) for name in (b"price_per_token", b"worker_fee_per_token")}
    price, fee = _MAINNET_PRICES if mixed else tuple(seen.values())
    model = recorded[b"localconfig.model"]
    proxies = options.proxies or (2 if mixed else 1)
    return Root(
        address=recorded[b"localconfig.root_address"],
        proxies=tuple(_seat(i) for i in range(proxies)),
        worker_hashes=(recorded[section + b"worker_hashes"].strip(b' "\n'),),
        model_hashes=(model_hash(model), model_hash(SECOND_MODEL)) if mixed else (),
        struct_version=OLD_STRUCT_VERSION if mixed else int(recorded[section + b"struct_version"]),
        params_version=_MAINNET_PARAMS_VERSION if mixed else int(recorded[section + b"params_version"]),
        is_test=options.is_test if options.is_test is not None else not mixed,
        price_per_token=price if options.price_per_token is None else options.price_per_token,
        worker_fee_per_token=fee if options.worker_fee_per_token is None else options.worker_fee_per_token,
    )


def _seat(index: int) -> ProxySeat:
    port = 11_001 + 10 * index
    return ProxySeat(index + 1, b"[127.0.0.1:%d]" % (port + 1), b"[127.0.0.1:%d]" % port)


def _homes(options: Options, proxies: int) -> list[Home]:
    owners = options.owners or max(1, options.workers // _WORKERS_PER_OWNER)
    return [
        Home(_owner(options.seed, i), tuple(_contract(options, i, proxy) for proxy in range(proxies)))
        for i in range(owners + 1)
    ]


def _owner(seed: int, index: int) -> bytes:
    return address(seed, f"owner/{index}") if index else _RECORDED.page.recorded[b"localconfig.owner_address"]


def _contract(options: Options, owner: int, proxy: int) -> Contract:
    seed, recorded = options.seed, _RECORDED.entry.recorded
    return Contract(
        owner=_owner(seed, owner),
        proxy_address=address(seed, f"proxy/{proxy}") if proxy else recorded[b"proxy_sc_address"],
        proxy_key=public_key(seed, f"proxy/{proxy}") if proxy else recorded[b"proxy_public_key"],
        address=address(seed, f"contract/{owner}/{proxy}") if owner or proxy else recorded[b"sc_address"],
        baseline=_EARNED_BEFORE * (owner + 1) if is_mixed(options) else 0,
    )


def _contract_truth(contract: Contract) -> dict[str, Any]:
    return {
        "address": contract.address.decode(),
        "owner": contract.owner.decode(),
        "proxy": contract.proxy_address.decode(),
        "baseline": contract.baseline,
        "earned": contract.earned,
        "committed_to_proxy_db": contract.proxy_db,
        "committed_to_blockchain": contract.blockchain,
        "cashed_out": contract.cashed_out,
        "by_worker": {str(worker): tokens for worker, tokens in sorted(contract.by_worker.items())},
    }
