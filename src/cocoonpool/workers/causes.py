"""The catalogue of causes: everything that can be said about a worker, how grave it is, and what to do about it.

Adding a cause is one entry here, one rule in `rules.py` or `guest_rules.py`, and one row in docs/causes.md.
"""

from enum import StrEnum
from typing import Final

import msgspec


class Severity(StrEnum):
    ERROR = "error"  # it cannot earn now
    WARNING = "warning"  # it earns, and needs attention
    INFO = "info"  # good to know


class Status(StrEnum):
    """What follows from the causes. UNKNOWN is "not enough evidence", which is neither DOWN nor 0."""

    HEALTHY = "healthy"
    DEGRADED = "degraded"
    DOWN = "down"
    UNKNOWN = "unknown"
    PAUSED = "paused"


class CauseKind(msgspec.Struct, frozen=True):
    """One kind of cause. `advice` is the sentence for the owner; its {placeholders} are filled by the rule."""

    code: str
    severity: Severity
    down: bool  # once confirmed, it means that the worker is down
    title: str
    advice: str


class Cause(msgspec.Struct, frozen=True, gc=False):
    """One cause that holds. `since` is when it was first seen without a break since, in unix ms."""

    code: str
    severity: Severity
    since: int
    detail: str


def _error(code: str, title: str, advice: str, *, down: bool = False) -> CauseKind:
    return CauseKind(code, Severity.ERROR, down, title, advice)


def _warning(code: str, title: str, advice: str) -> CauseKind:
    return CauseKind(code, Severity.WARNING, False, title, advice)


def _info(code: str, title: str, advice: str) -> CauseKind:
    return CauseKind(code, Severity.INFO, False, title, advice)


_DOWN: Final = (
    _error(
        "host_unreachable",
        "Host unreachable",
        "The host does not answer on the network ({what}). Check that it is switched on, that its firewall "
        "lets this machine in, and that the worker's host and port are entered correctly.",
        down=True,
    ),
    _error(
        "port_closed",
        "Port closed",
        "VM or runner is down: nothing listens on port {port}. Start the worker on its host again; "
        "if the port closes again at once, read the runner's log (wallet under 2.1 TON, hash not allowed, port taken).",
        down=True,
    ),
    _error(
        "runner_down",
        "Runner down",
        "The VM accepts the connection and hangs up: the runner inside it does not run. "
        "Read the VM's log on the host and restart the VM.",
        down=True,
    ),
    _error(
        "no_answer",
        "No answer",
        "The port accepts the connection, but no answer comes. {what}",
        down=True,
    ),
    _error(
        "not_a_worker",
        "Not a Cocoon worker",
        "{what} Check host and port: a worker listens on 12000 + 10 for each instance unless told otherwise.",
        down=True,
    ),
)

_ERRORS: Final = (
    _error(
        "not_allowed",
        "Address not allowed",
        "Nobody asked this worker: its address is outside the networks that the operator allows. "
        "Add its network to COCOONPOOL_ALLOWED_WORKER_NETWORKS, or let an agent on its host send the readings.",
    ),
    _error(
        "not_watched",
        "Not watched",
        "Nobody has looked at this worker for a while, so its status is not known. Check that the collector runs "
        "(`cocoonpool doctor`), or the agent on its host (`cocoonpool agents list`).",
    ),
    _error(
        "starting",
        "Starting",
        "The runner is up and waits for TON. Give it some minutes; if it goes on, "
        "check the host's internet connection and clock, and that the worker's wallet holds at least 2.1 TON.",
    ),
    _error(
        "too_old",
        "Worker too old for the network",
        "The network's root contract has struct version {newest}, and this build reads up to {readable}. "
        "Update the worker: it goes out of sync and will not start again after a restart.",
    ),
    _error(
        "disabled",
        "Disabled",
        "The worker was switched off and takes no requests. "
        "On its host: curl 'http://127.0.0.1:{port}/request/enable{access}'",
    ),
    _error(
        "model_lost",
        "Model server lost",
        "The worker has lost its model server and earns nothing. Look at the model server's log in the VM "
        "(is it out of GPU memory?) and restart the VM if it does not come back.",
    ),
    _error(
        "model_loading",
        "Model still loading",
        "The model server is not up yet, so nothing is earned yet. A large model takes a while; "
        "if it does not end, look at the model server's log in the VM.",
    ),
    _error(
        "no_proxy",
        "No proxy connected",
        "The worker is not connected to any proxy, so no request reaches it. "
        "Check the host's outgoing connections and that the worker's build fits the network; {known}.",
    ),
    _error(
        "image_not_allowed",
        "Image not allowed",
        "The root contract does not list this VM image. Install the current release of the worker's image.",
    ),
    _error(
        "model_not_allowed",
        "Model not allowed",
        "The root contract does not list the model {model}. Set a model, commit and hash that the network allows.",
    ),
    _error(
        "ton_out_of_sync",
        "TON out of sync",
        "The worker's view of TON is {age} old, and it earns nothing. "
        "Check the host's internet connection and clock, then restart the worker.",
    ),
    _error(
        "wallet_too_low",
        "Wallet too low",
        "Top the wallet {address} up to at least 5 TON; it holds {balance}. "
        "Under 2.1 TON the worker will not start again after a restart.",
    ),
)

_WARNINGS: Final = (
    _warning(
        "needs_access_hash",
        "Needs the access hash",
        "The worker answers, but not without {which} access hash. Enter the one from its configuration.",
    ),
    _warning(
        "ton_late",
        "TON late",
        "The worker's view of TON is {age} old; after an hour it stops earning. "
        "Check the host's internet connection and clock.",
    ),
    _warning(
        "wallet_low",
        "Wallet low",
        "Top the wallet {address} up to at least 5 TON; it holds {balance}.",
    ),
    _warning(
        "contract_closing",
        "Proxy contract closing",
        "The contract with proxy {proxy} is closing or uses old terms. Check that what it earned there is paid out.",
    ),
    _warning(
        "contract_not_initialised",
        "Contract not initialised",
        "The worker contract {contract} is not on the chain yet{extent}. "
        "If it stays so while requests come in, check that the worker's wallet has TON for fees.",
    ),
    _warning(
        "saturated",
        "Saturated",
        "All {limit} places for requests are taken. Raise max_active_requests if the GPU has room, or add a worker.",
    ),
    _warning(
        "failing_requests",
        "Failing requests",
        "{failed} of {finished} requests of the last minutes failed. Look at the model server's log in the VM.",
    ),
    _warning(
        "no_tokens",
        "Requests without tokens",
        "{success} requests of the last minutes ended without a single token, so nothing was earned. "
        "The model server is probably dead behind the worker: look at its log in the VM.",
    ),
    _warning(
        "gpu_hot",
        "GPU too hot",
        "GPU {index} is at {temperature} °C. Check fans, airflow and dust, or lower its power limit.",
    ),
    _warning(
        "gpu_source_failed",
        "GPU source failed",
        "The health monitor of the VM did not answer ({what}). Check its address, and the CID of the VM.",
    ),
    _warning(
        "gpu_not_seen",
        "GPU not seen",
        "The health monitor answers but shows no GPU. Check with nvidia-smi in the VM that the card is passed through.",
    ),
    _warning(
        "guest_services_failing",
        "Services in the VM failing",
        "Services in the VM are failing: {services}. Read their logs through the health monitor.",
    ),
    _warning(
        "config_changed",
        "Configuration changed",
        "Changed within the last day: {changes}. If that was not you, stop the worker and check who can reach it.",
    ),
    _warning(
        "coefficient_differs",
        "Price coefficient differs",
        "The worker's price coefficient is {actual} instead of {wanted}. "
        "On its host: curl 'http://127.0.0.1:{port}/request/change_coefficient?coefficient={wanted}{access}'",
    ),
    _warning(
        "enabled_differs",
        "Not switched off",
        "The worker shall be switched off, and it still takes requests. "
        "On its host: curl 'http://127.0.0.1:{port}/request/disable{access}'",
    ),
    _warning(
        "control_port_exposed",
        "Control port exposed",
        "Port {port} answers {where} without an access hash, so whoever reaches it can switch the worker off "
        "or change its price. Set an access hash, or close the port in the host's firewall: "
        "sudo iptables -I INPUT -p tcp --dport {port} ! -i lo -j DROP{then}",
    ),
    _warning(
        "host_clock_wrong",
        "Host clock wrong",
        "The clock of the worker's host is {by} {way}. Its looks are stored under the right time all the same, "
        "but TON needs a right clock: switch on time synchronisation (timedatectl set-ntp true).",
    ),
)

_INFOS: Final = (
    _info("look_failed", "One look failed", "One look failed ({what}). The next one will show whether that lasts."),
    _info("restarted", "Restarted", "The worker restarted {ago}. If that was not you, read its log."),
    _info(
        "gpu_source_missing",
        "No GPU source",
        "Nothing tells the GPU's load and temperature. Run the agent on the host, or enter the VM's health monitor.",
    ),
    _info(
        "port_without_access_hash",
        "Control port without access hash",
        "Port {port} needs no access hash and is asked on loopback only. Set one if other users or containers "
        "share the host, and mind that QEMU forwards the port on all interfaces.",
    ),
    _info(
        "stats_page_missing",
        "Stats page missing",
        "The page /stats did not come, so nothing is known about proxies, the model server or whether it is enabled.",
    ),
    _info(
        "unknown_build",
        "Unknown build",
        "This build does not print everything that known builds do (missing: {missing}). "
        "Look for an update of Cocoon Pool.",
    ),
    _info(
        "idle", "Idle", "All is well, and no request came for {quiet}. Idle is healthy; a lower price may bring work."
    ),
)

CAUSES: Final[dict[str, CauseKind]] = {kind.code: kind for kind in (*_DOWN, *_ERRORS, *_WARNINGS, *_INFOS)}
