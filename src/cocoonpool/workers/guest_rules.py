"""One rule per cause that the health monitor inside the VM can show, the only source of GPU figures."""

from typing import Final

from cocoonpool.cocoon.reading import Failure, Gpu, Guest
from cocoonpool.workers.look import PLAIN, Look, Rule, Values
from cocoonpool.workers.wording import shorten

HOT_C: Final = 85
COOL_C: Final = 80  # once hot, it is hot until it has come down to this


def _gpu_hot(look: Look) -> Values | None:
    if type(look.guest) is not Guest:
        return None
    hottest, index = COOL_C, 0
    for gpu in look.guest.gpus:
        if gpu.temperature_c is not None and gpu.temperature_c > hottest:
            hottest, index = gpu.temperature_c, gpu.index
    hot = hottest > COOL_C and (hottest >= HOT_C or "gpu_hot" in look.memory.since)
    return {"index": index, "temperature": hottest} if hot else None


def _gpu_not_seen(look: Look) -> Values | None:
    if type(look.guest) is not Guest:
        return None
    for gpu in look.guest.gpus:
        if _is_real(gpu):
            return None
    return PLAIN


def _is_real(gpu: Gpu) -> bool:
    return gpu.memory_total_gib is not None or gpu.temperature_c is not None or gpu.utilization is not None


def _guest_services_failing(look: Look) -> Values | None:
    if type(look.guest) is not Guest or look.guest.services_ok is not False:
        return None
    failing = sorted((service for service in look.guest.services if not service.ok), key=lambda s: not s.critical)
    names = ", ".join(shorten(service.name) for service in failing[:3])
    more = f" and {len(failing) - 3} more" if len(failing) > 3 else ""
    return {"services": f"{names}{more}" or "the monitor names none"}


def _gpu_source_failed(look: Look) -> Values | None:
    """Only of a source that somebody entered: a guess that does not answer is no source, and no alarm."""
    if type(look.guest) is not Failure or not _has_source(look):
        return None
    return {"what": shorten(look.guest.detail, 160)}


def _gpu_source_missing(look: Look) -> Values | None:
    return PLAIN if type(look.guest) is not Guest and not _has_source(look) else None


def _has_source(look: Look) -> bool:
    """Whether somebody said where the monitor is."""
    return look.subject.has_health_source or look.host.has_health_source


# What the monitor itself says: also worth saying while the worker gives no reading.
MONITOR_RULES: Final[dict[str, Rule]] = {
    "gpu_hot": _gpu_hot,
    "gpu_not_seen": _gpu_not_seen,
    "guest_services_failing": _guest_services_failing,
}

GUEST_RULES: Final[dict[str, Rule]] = {
    **MONITOR_RULES,
    "gpu_source_failed": _gpu_source_failed,
    "gpu_source_missing": _gpu_source_missing,
}
