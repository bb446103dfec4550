"""Signs that some rules may hold: hardly any shows at most looks, and asking all the rules costs twice as much.

A sign shows whenever one of its rules holds, and may show for nothing. A rule without a sign is asked at every look.
"""

from collections.abc import Callable
from typing import Final

from cocoonpool.cocoon.reading import Guest
from cocoonpool.workers.guest_rules import COOL_C
from cocoonpool.workers.look import Look
from cocoonpool.workers.rules import CHANGED_MS, QUIET_MS, RESTARTED_MS, WALLET_LOW

Sign = Callable[[Look], bool]


def _said_no(look: Look) -> bool:
    reading = look.reading
    return (
        reading.enabled is False
        or reading.model_connected is False
        or reading.image_allowed is False
        or reading.model_allowed is False
    )


def _not_in_sync(look: Look) -> bool:
    return look.reading.ton_state != "synced"


def _little_in_wallet(look: Look) -> bool:
    balance = look.reading.wallet_balance
    return balance is not None and balance < WALLET_LOW


def _something_with_proxies(look: Look) -> bool:
    terms = look.reading.params_version
    for proxy in look.reading.proxies:
        if proxy.closing or proxy.sc_inited is False or proxy.params_version != terms:
            return True
    for connection in look.reading.connections or ():
        if connection.ready and connection.proxy_sc_address is not None:
            return False
    return True


def _something_with_requests(look: Look) -> bool:
    window = look.memory.window
    for bucket in window:
        if bucket.failed:
            return True
    return look.memory.full_looks >= 2 or (bool(window) and not window[-1].tokens)


def _other_than_before(look: Look) -> bool:
    changed_at, restarted_at = look.memory.changed_at, look.memory.restarted_at
    return (changed_at is not None and look.now - changed_at < CHANGED_MS) or (
        restarted_at is not None and look.now - restarted_at < RESTARTED_MS
    )


def _something_with_cards(look: Look) -> bool:
    guest = look.guest
    if type(guest) is not Guest:
        return False
    for gpu in guest.gpus:
        if gpu.temperature_c is None or gpu.temperature_c > COOL_C:
            return True
    return not guest.gpus or guest.services_ok is False


def _no_cards(look: Look) -> bool:
    return type(look.guest) is not Guest


def _wishes_or_wrong_clock(look: Look) -> bool:
    subject = look.subject
    return (
        subject.wanted_coefficient is not None or subject.wanted_enabled is False or look.host.clock_wrong_s is not None
    )


def _no_access_hash(look: Look) -> bool:
    return not (look.subject.has_access_hash or look.host.has_access_hash)


def _other_build(look: Look) -> bool:
    newest = look.fleet.newest_struct_version
    return bool(look.reading.missing) or (newest is not None and newest > (look.reading.struct_version or 0))


def _quiet(look: Look) -> bool:
    return look.memory.busy_at is not None and look.now - look.memory.busy_at >= QUIET_MS


SIGNS: Final[dict[Sign, tuple[str, ...]]] = {
    _said_no: ("disabled", "model_lost", "model_loading", "image_not_allowed", "model_not_allowed"),
    _not_in_sync: ("ton_out_of_sync", "ton_late"),
    _little_in_wallet: ("wallet_too_low", "wallet_low"),
    _something_with_proxies: ("no_proxy", "contract_closing", "contract_not_initialised"),
    _something_with_requests: ("saturated", "failing_requests", "no_tokens"),
    _other_than_before: ("config_changed", "restarted"),
    _something_with_cards: ("gpu_hot", "gpu_not_seen", "guest_services_failing"),
    _no_cards: ("gpu_source_failed", "gpu_source_missing"),
    _wishes_or_wrong_clock: ("coefficient_differs", "enabled_differs", "host_clock_wrong"),
    _no_access_hash: ("control_port_exposed", "port_without_access_hash"),
    _other_build: ("too_old", "stats_page_missing", "unknown_build"),
    _quiet: ("idle",),  # the last: that rule needs to know that all the others are silent
}
