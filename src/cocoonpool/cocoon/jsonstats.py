"""Reads `/jsonstats`: typed and fast when it is sound, field by field when it is not.

The shapes are those of the 2025-12 and 2026-04 builds (docs/worker-protocol.md). A value that is out of range
or of another kind is `None` here and costs only itself.
"""

import functools
from typing import Annotated, Any, Final, TypeVar, cast

import msgspec

from cocoonpool.cocoon.loosejson import Broken, Json, loads
from cocoonpool.cocoon.reading import Failure, FailureKind

PROXY_LIMIT: Final = 256
_SIZE_LIMIT: Final = 2 * 2**20  # a real page has 4 kB, and half a kB more for each proxy
_GENERIC_LIMIT: Final = 2**18  # untyped, a page of brackets takes thirty times its size

_I64: Final = 2**63 - 1
Count = Annotated[int, msgspec.Meta(ge=0, le=_I64)]
Signed = Annotated[int, msgspec.Meta(ge=-(2**63), le=_I64)]
Balance = Annotated[int, msgspec.Meta(ge=-2, le=_I64)]  # nanoTON; -2 until known


class Total(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """`[total, 1s, 10s, 1m, 10m, 1h, 1d]`: only the first is a counter, the others are left where they are."""

    value: Annotated[float, msgspec.Meta(ge=0, le=9.2e18)]


class Seconds(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """The same for `time`, which has to fit 64 bits in microseconds."""

    value: Annotated[float, msgspec.Meta(ge=0, le=9.2e12)]


# Every field below must stand in the page for the fast path: then nothing is missing, and nothing needs a second look.


class Status(msgspec.Struct, frozen=True, gc=False):
    wallet_balance: Balance | None
    actual_image_hash: bool | None
    actual_model: bool | None
    ton_last_synced_at: Count | None
    git_commit: str | None
    git_commit_data: str | None


class Stats(msgspec.Struct, frozen=True, gc=False):
    queries: Total | None
    success: Total | None
    bytes_received: Total | None
    bytes_sent: Total | None
    time: Seconds | None
    total_adjusted_tokens_used: Total | None
    prompt_adjusted_tokens_used: Total | None
    cached_adjusted_tokens_used: Total | None
    completion_adjusted_tokens_used: Total | None
    reasoning_adjusted_tokens_used: Total | None


class Wallet(msgspec.Struct, frozen=True, gc=False):
    address: str | None
    balance: Balance | None
    seqno: Count | None
    pending_transactions_cnt: Count | None
    active_transactions_cnt: Count | None


class LocalConfig(msgspec.Struct, frozen=True, gc=False):
    root_address: str | None
    owner_address: str | None
    model: str | None
    coefficient: Signed | None
    check_proxy_hash: bool | msgspec.UnsetType = msgspec.UNSET  # 2025-12
    check_image_hashes: bool | msgspec.UnsetType = msgspec.UNSET  # 2026-04


class Listed(msgspec.Struct, frozen=True, gc=False):
    """An entry that only counts."""


class RootConfig(msgspec.Struct, frozen=True, gc=False):
    registered_proxies: list[Listed] | None
    version: Count | None
    struct_version: Count | None
    params_version: Count | None
    is_test: bool | None
    price_per_token: Count | None
    worker_fee_per_token: Count | None


class Contract(msgspec.Struct, frozen=True, gc=False):
    sc_inited: bool | None
    proxy_sc_address: str | None
    proxy_public_key: str | None
    sc_address: str | None
    earned_tokens_committed_to_blockchain: Count | None
    earned_tokens_committed_to_proxy_db: Count | None
    earned_tokens_max_known: Count | None
    cached_out_tokens: Count | None
    expected_cached_out_tokens: Count | None
    running_request: bool | None
    params_version: Count | None
    closing: bool | msgspec.UnsetType = msgspec.UNSET


class Figures(msgspec.Struct, frozen=True, gc=False):
    """A worker's `/jsonstats`. A block is None where the page lacks it, as before initialisation."""

    status: Status | None
    stats: Stats | None
    wallet: Wallet | None
    localconfig: LocalConfig | None
    root_contract_config: RootConfig | None
    proxies: list[Contract] | None


_BLOCKS: Final[dict[str, type[msgspec.Struct]]] = {
    "status": Status,
    "stats": Stats,
    "wallet": Wallet,
    "localconfig": LocalConfig,
    "root_contract_config": RootConfig,
}
# Top-level keys of the other two programs of the family, which a worker does not print.
_FOREIGN: Final = ("smartcontract", "worker_connections", "localconf")

_decoder: Final = msgspec.json.Decoder(Figures)
_S = TypeVar("_S", bound=msgspec.Struct)


def parse(body: bytes) -> tuple[Figures, tuple[str, ...]] | Failure:
    """The worker's figures, and the names of what should stand there and does not ("wallet.balance", "proxies").

    `proxies` may hold one entry more than `PROXY_LIMIT`: then there were more.
    Failures: MALFORMED (cannot be read), NOT_A_WORKER (readable, but something else's).
    """
    if len(body) > _SIZE_LIMIT:
        body = _without_more_proxies(body)
        if len(body) > _SIZE_LIMIT:
            return Failure(FailureKind.MALFORMED, "the figures are larger than any worker's")
    try:
        return _decoder.decode(body), ()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _second_look(body.removeprefix(b"\xef\xbb\xbf").strip(b"\0 \t\r\n"))


def _without_more_proxies(body: bytes) -> bytes:
    """`body` ended after one proxy too many. They stand last in every known build and nest nothing."""
    at = body.find(b'"proxies"')
    for _ in range(PROXY_LIMIT + 1):
        at = body.find(b"}", at + 1) if at >= 0 else -1
    return body[: at + 1] + b"\n  ]\n}" if at >= 0 else body


def _second_look(body: bytes) -> tuple[Figures, tuple[str, ...]] | Failure:
    if not body.startswith(b"{"):
        return _not_figures(body)
    try:
        raw = _generic(body)
    except Broken as broken:
        return Failure(FailureKind.MALFORMED, f"the figures cannot be read: {broken}")
    missing: list[str] = []
    figures = _salvage_all(raw, missing)
    if not _from_a_worker(figures, raw):
        return Failure(FailureKind.NOT_A_WORKER, "the figures are not a worker's")
    return figures, tuple(dict.fromkeys(missing))


def _not_figures(body: bytes) -> Failure:
    if not body:
        return Failure(FailureKind.MALFORMED, "the answer is empty")
    if body.startswith(b"<"):
        return Failure(FailureKind.NOT_A_WORKER, "a web page stands where the figures should be")
    try:
        msgspec.json.decode(body[:_GENERIC_LIMIT])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Failure(FailureKind.MALFORMED, "the figures are not JSON")
    return Failure(FailureKind.NOT_A_WORKER, "JSON, but not an object")


def _generic(body: bytes) -> dict[str, Json]:
    """Sound JSON gets its escapes undone; anything else goes through the loose reader."""
    if len(body) > _GENERIC_LIMIT:
        return loads(body)
    try:
        return cast("dict[str, Json]", msgspec.json.decode(body))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return loads(body)


def _salvage_all(raw: dict[str, Json], missing: list[str]) -> Figures:
    blocks: dict[str, Any] = {name: _salvage(kind, name, raw.get(name), missing) for name, kind in _BLOCKS.items()}
    listed = raw.get("proxies")
    if not isinstance(listed, list):
        missing.append("proxies")
        return Figures(**blocks, proxies=None)
    found = [_salvage(Contract, "proxies", entry, missing) for entry in listed[: PROXY_LIMIT + 1]]
    return Figures(**blocks, proxies=[contract for contract in found if contract is not None])


def _salvage(kind: type[_S], name: str, source: Json, missing: list[str]) -> _S | None:
    """Every field of `kind` that `source` holds soundly; None for the others, which are named in `missing`."""
    if not isinstance(source, dict):
        missing.append(name)
        return None
    kept: dict[str, Any] = {}
    for field in _fields(kind):
        value = source.get(field.name)
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # another build may print a counter as a double
        try:
            kept[field.name] = msgspec.convert(value, field.type)
        except msgspec.ValidationError:
            if field.required:
                kept[field.name] = None
        if field.required and kept[field.name] is None:
            missing.append(f"{name}.{field.name}")
    return kind(**kept)


@functools.cache  # one entry a block
def _fields(kind: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(kind)


def _from_a_worker(figures: Figures, raw: dict[str, Json]) -> bool:
    """Only workers print a model of their own; short of that, two known blocks and no sign of another program."""
    status, config = figures.status, figures.localconfig
    if (status and status.actual_model is not None) or (config and config.model is not None):
        return True
    blocks = (status, figures.stats, figures.wallet, config, figures.root_contract_config, figures.proxies)
    return sum(block is not None for block in blocks) >= 2 and not any(key in raw for key in _FOREIGN)
