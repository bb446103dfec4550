"""One rule per cause that a reading can show. A value that is not known never makes a cause."""

from collections.abc import Iterable
from typing import Final

from cocoonpool.cocoon.reading import Connection, Proxy, Reading
from cocoonpool.workers.look import PLAIN, Look, Rule, Values
from cocoonpool.workers.memory import growth, served_tokens
from cocoonpool.workers.wording import factor, shorten, span, ton

TON_LATE_S: Final = 600
TON_OUT_OF_SYNC_S: Final = 3_600
WALLET_LOW: Final = 5_000_000_000  # nanoTON, as the two below: the worker's own thresholds
WALLET_TOO_LOW: Final = 2_100_000_000
RESTARTED_MS: Final = 10 * 60_000
QUIET_MS: Final = 10 * 60_000
CHANGED_MS: Final = 24 * 3_600_000
_BUILDS_OF_2026: Final = 1_767_225_600
_TON_WORDS: Final = {"synced": "", "late": "ton_late", "out of sync": "ton_out_of_sync"}


def _too_old(look: Look) -> Values | None:
    newest = look.fleet.newest_struct_version
    if newest is None:
        return None
    readable = _readable_struct_version(look.reading)
    return {"newest": newest, "readable": readable} if readable is not None and newest > readable else None


def _readable_struct_version(reading: Reading) -> int | None:
    """The newest root contract this build reads: 3 until 2025, 5 from 2026; what it shows, it can read."""
    if reading.built_at is not None:
        known = 5 if reading.built_at >= _BUILDS_OF_2026 else 3
    elif reading.new_http is not None:
        known = 5 if reading.new_http else 3
    else:
        return None
    return max(known, reading.struct_version or 0)


def _disabled(look: Look) -> Values | None:
    return _call(look) if look.reading.enabled is False else None


def _call(look: Look, mark: str = "?") -> dict[str, object]:
    """What a command for the worker's host needs. The access hash is a secret and never stands in a text."""
    return {"port": look.subject.port, "access": f"{mark}access_hash=…" if _has_hash(look) else ""}


def _model_lost(look: Look) -> Values | None:
    return PLAIN if look.reading.model_connected is False and _had_model(look) else None


def _model_loading(look: Look) -> Values | None:
    return PLAIN if look.reading.model_connected is False and not _had_model(look) else None


def _had_model(look: Look) -> bool:
    return look.memory.model_was_connected or served_tokens(look.memory)


def _no_proxy(look: Look) -> Values | None:
    connections = look.reading.connections
    if connections is None:
        return None
    for connection in connections:
        if connection.connected:
            return None
    return {"known": f"it knows {len(connections)} of them" if connections else "it knows none at all"}


def _connected(connections: Iterable[Connection]) -> Iterable[str]:
    return (c.proxy_sc_address for c in connections if c.connected and c.proxy_sc_address)


def _image_not_allowed(look: Look) -> Values | None:
    return PLAIN if look.reading.image_allowed is False else None


def _model_not_allowed(look: Look) -> Values | None:
    return {"model": shorten(look.reading.model or "it runs")} if look.reading.model_allowed is False else None


def _ton_out_of_sync(look: Look) -> Values | None:
    return _ton_behind(look, "ton_out_of_sync", TON_OUT_OF_SYNC_S)


def _ton_late(look: Look) -> Values | None:
    return _ton_behind(look, "ton_late", TON_LATE_S)


def _ton_behind(look: Look, code: str, least: int) -> Values | None:
    """The worker's own word wins over our clock, which may differ from its clock."""
    age, claim = _ton_age(look), _TON_WORDS.get(look.reading.ton_state or "")
    if claim is None:
        if age is None or age < TON_LATE_S:
            return None
        claim = "ton_out_of_sync" if age >= TON_OUT_OF_SYNC_S else "ton_late"
    if claim != code:
        return None
    return {"age": span(age) if age is not None and age >= least else f"more than {span(least)}"}


def _ton_age(look: Look) -> int | None:
    synced_at = look.reading.ton_synced_at
    return None if synced_at is None else look.now // 1000 - synced_at


def _wallet_too_low(look: Look) -> Values | None:
    balance = look.reading.wallet_balance
    return _wallet(look.reading, balance) if balance is not None and 0 <= balance < WALLET_TOO_LOW else None


def _wallet_low(look: Look) -> Values | None:
    balance = look.reading.wallet_balance
    return _wallet(look.reading, balance) if balance is not None and WALLET_TOO_LOW <= balance < WALLET_LOW else None


def _wallet(reading: Reading, balance: int) -> Values:
    return {"address": shorten(reading.wallet_address or "of the worker", 70), "balance": ton(balance)}


def _contract_closing(look: Look) -> Values | None:
    terms = look.reading.params_version
    for proxy in look.reading.proxies:
        old = terms is not None and proxy.params_version is not None and proxy.params_version < terms
        if (proxy.closing or (old and look.reading.connections)) and proxy in _live(look.reading):
            return {"proxy": shorten(proxy.proxy_sc_address or "without an address", 70)}
    return None


def _contract_not_initialised(look: Look) -> Values | None:
    if not [proxy for proxy in look.reading.proxies if proxy.sc_inited is False]:
        return None
    live = _live(look.reading)
    bare = [proxy for proxy in live if proxy.sc_inited is False]
    if not bare:
        return None
    more = f" (nor are {len(bare) - 1} more)" if len(bare) > 1 else ""
    extent = f"{more}, and no other is, so nothing can be paid yet" if len(bare) == len(live) else more
    return {"contract": shorten(bare[0].sc_address or "without an address", 70), "extent": extent}


def _live(reading: Reading) -> tuple[Proxy, ...]:
    """The contracts the worker works under now: an entry stays when its proxy is gone."""
    if reading.connections is None:
        return reading.proxies
    connected = set(_connected(reading.connections))
    return tuple(proxy for proxy in reading.proxies if proxy.proxy_sc_address in connected)


def _saturated(look: Look) -> Values | None:
    return {"limit": look.reading.max_active_requests} if look.memory.full_looks >= 2 else None


def _failing_requests(look: Look) -> Values | None:
    if not look.memory.window or look.reading.failed is None:
        return None
    success, failed, _ = growth(look.memory)
    finished = success + failed
    return {"failed": failed, "finished": finished} if finished >= 5 and failed * 10 >= finished else None


def _no_tokens(look: Look) -> Values | None:
    window = look.memory.window
    if not window or window[-1].tokens or look.reading.tokens_total is None:
        return None
    success, _, tokens = growth(look.memory)
    return {"success": success} if success >= 20 and tokens == 0 else None


def _config_changed(look: Look) -> Values | None:
    changed_at = look.memory.changed_at
    if changed_at is None or look.now - changed_at >= CHANGED_MS:
        return None
    owner, root, model = (shorten(value or "nothing") for value in look.memory.baseline)
    texts = {
        "owner": f"the owner address, so earnings now go to {owner}",
        "root": f"the root contract, now {root}",
        "model": f"the model, now {model}",
    }
    return {"changes": "; ".join(texts[name] for name in texts if name in look.memory.changed)}


def _coefficient_differs(look: Look) -> Values | None:
    wanted, actual = look.subject.wanted_coefficient, look.reading.coefficient
    if wanted is None or actual is None or wanted == actual:
        return None
    return {**_call(look, "&"), "wanted": factor(wanted), "actual": factor(actual)}


def _enabled_differs(look: Look) -> Values | None:
    """The other way round is `disabled`, whoever did it."""
    return _call(look) if look.reading.enabled is True and look.subject.wanted_enabled is False else None


def _control_port_exposed(look: Look) -> Values | None:
    if _has_hash(look):
        return None
    if look.host.outside is not None:
        where = f"on {look.host.outside}, as the pool itself found from outside,"
        return {"port": look.subject.port, "where": where, "then": ""}
    if look.subject.on_loopback and not look.host.exposed:
        return None
    if not look.host.exposed:
        return {"port": look.subject.port, "where": "over the network", "then": ""}
    where = f"on {', '.join(look.host.exposed[:3])}"
    then = " (from inside the host no firewall is seen: start the agent with --firewalled then)"
    return {"port": look.subject.port, "where": where, "then": then}


def _port_without_access_hash(look: Look) -> Values | None:
    open_here_only = look.subject.on_loopback and not look.host.exposed and look.host.outside is None
    return {"port": look.subject.port} if open_here_only and not _has_hash(look) else None


def _has_hash(look: Look) -> bool:
    return look.subject.has_access_hash or look.host.has_access_hash


def _host_clock_wrong(look: Look) -> Values | None:
    wrong = look.host.clock_wrong_s
    return None if wrong is None else {"by": span(abs(wrong)), "way": "fast" if wrong > 0 else "slow"}


def _restarted(look: Look) -> Values | None:
    at = look.memory.restarted_at
    if at is None or look.now - at >= RESTARTED_MS:
        return None
    ago = (look.now - at) // 1000
    return {"ago": f"{span(ago)} ago" if ago > 0 else "just now"}


def _stats_page_missing(look: Look) -> Values | None:
    return PLAIN if look.reading.missing and "stats page" in look.reading.missing else None


def _unknown_build(look: Look) -> Values | None:
    missing = [name for name in look.reading.missing if name != "stats page"] if look.reading.missing else None
    if not missing:
        return None
    more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
    return {"missing": ", ".join(shorten(name) for name in missing[:5]) + more}


def _idle(look: Look) -> Values | None:
    """The last rule: it needs to know that all the others are silent."""
    busy_at = look.memory.busy_at
    if not look.well or busy_at is None or look.reading.queries is None or look.now - busy_at < QUIET_MS:
        return None
    return {"quiet": span((look.now - busy_at) // 1000)}


READING_RULES: Final[dict[str, Rule]] = {
    "too_old": _too_old,
    "disabled": _disabled,
    "model_lost": _model_lost,
    "model_loading": _model_loading,
    "no_proxy": _no_proxy,
    "image_not_allowed": _image_not_allowed,
    "model_not_allowed": _model_not_allowed,
    "ton_out_of_sync": _ton_out_of_sync,
    "wallet_too_low": _wallet_too_low,
    "ton_late": _ton_late,
    "wallet_low": _wallet_low,
    "contract_closing": _contract_closing,
    "contract_not_initialised": _contract_not_initialised,
    "saturated": _saturated,
    "failing_requests": _failing_requests,
    "no_tokens": _no_tokens,
    "config_changed": _config_changed,
    "coefficient_differs": _coefficient_differs,
    "enabled_differs": _enabled_differs,
    "control_port_exposed": _control_port_exposed,
    "host_clock_wrong": _host_clock_wrong,
    "restarted": _restarted,
    "port_without_access_hash": _port_without_access_hash,
    "stats_page_missing": _stats_page_missing,
    "unknown_build": _unknown_build,
    "idle": _idle,
}
