"""Reads the health monitor's texts: by section and label, never failing, unknown stays None.

The monitor prints what the driver did not report (`[N/A]`) as 0, so a 0 is believed only where it can be true.
"""

import re
from collections.abc import Mapping
from typing import Final

from cocoonpool.cocoon.reading import Gpu, Guest, Service

_MAX_TEXT: Final = 64 << 10  # characters; a real answer has 3,000
_MAX_GPUS: Final = 64
_MAX_SERVICES: Final = 256
_NO_CARD: Final = "No devices were found"  # nvidia-smi's complaint, taken for a model name by the monitor

_COLOUR: Final = re.compile(r"\x1b\[[0-9;]*m")
_KNOWN: Final = re.compile(r'^(?:=== [A-Z]+ (?:METRICS|STATUS) ===|Status:|\{"error":)', re.M)
_GPU: Final = re.compile(r"^GPU (\d{1,4}):[ \t]*$", re.M | re.A)
_FIELD: Final = re.compile(r"^[ \t]*(Model|Utilization|Memory|Temperature|Power):[ \t]*([^\r\n]*)", re.M)
_UTILIZATION: Final = re.compile(r"(\d{1,3})(?:\.\d+)?[ ]?%", re.A)
_MEMORY: Final = re.compile(r"(\d{1,6}(?:\.\d{1,3})?) GB / (\d{1,6}(?:\.\d{1,3})?) GB", re.A)
_DEGREES: Final = re.compile(r"(\d{1,3})(?!\d)", re.A)
_POWER: Final = re.compile(r"(\d{1,6})(?:\.\d+)?[ ]?W / (\d{1,6})(?:\.\d+)?[ ]?W", re.A)
_UPTIME: Final = re.compile(r"^Uptime:[ \t]*((?:\d{1,6}[dhms][ \t]*)+)$", re.M | re.A)
_LOAD: Final = re.compile(r"^[ \t]*Load:[ \t]*(\d{1,6}\.\d{1,3}) /", re.M | re.A)
_MEMORY_USED: Final = re.compile(r"^Memory:[ \t]*\n[^\n(]*\((\d{1,3}(?:\.\d{1,3})?)%\)", re.M | re.A)
_STATUS: Final = re.compile(r"^Status:[ \t]*(OK|ERROR)\b", re.M)
_SERVICE: Final = re.compile(r"^[ \t]*\[([+~-])\] ([\w@.:\\-]{1,128}): ([^\n(]{1,64})", re.M | re.A)
_IMAGE_HASH: Final = re.compile(r"Image Hash:[ \t]*([0-9A-Za-z+/=_-]{16,128})[ \t]*$", re.M)
_BEFORE_HASH: Final = re.compile(r"[ \t]*(?:[A-Z]+ )?")
_TEE: Final = re.compile(r"^=== (TDX|SEV) STATUS ===", re.M)
_SECONDS: Final = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}


def read_guest(texts: Mapping[str, str]) -> Guest | None:
    """One look at a guest from the answers by command; None when no answer looks like the monitor's."""
    plain = {command: _plain(text[:_MAX_TEXT]) for command, text in texts.items()}
    if not any(_KNOWN.search(text) for text in plain.values()):
        return None
    system, status = plain.get("sys", ""), plain.get("status", "")
    identities = [plain.get(command, "") for command in ("tdx", "sev")]
    return Guest(
        gpus=read_gpus(plain.get("gpu", "")),
        services=read_services(status),
        services_ok=read_services_ok(status),
        image_hash=next(filter(None, map(read_image_hash, [*identities, status])), None),
        tee=next(filter(None, map(read_tee, identities)), None),
        uptime_s=_uptime(system),
        load_1m=_number(_LOAD, system),
        memory_used_fraction=_memory_used(system),
    )


def _plain(text: str) -> str:
    return _COLOUR.sub("", text) if "\x1b" in text else text


def read_gpus(text: str) -> tuple[Gpu, ...]:
    """The cards of a `gpu` answer; none when the monitor could not ask the driver."""
    pieces = _GPU.split(text, maxsplit=_MAX_GPUS)
    cards = {
        int(index): dict(_FIELD.findall(section)) for index, section in zip(pieces[1::2], pieces[2::2], strict=True)
    }
    return tuple(_gpu(index, card) for index, card in cards.items() if card.get("Model", "").strip() != _NO_CARD)


def _gpu(index: int, fields: Mapping[str, str]) -> Gpu:
    used, total = _pair(_MEMORY, fields.get("Memory", ""))
    power, limit = _pair(_POWER, fields.get("Power", ""))
    utilization = _leading(_UTILIZATION, fields.get("Utilization", ""))
    silent = not power or total == 0  # the driver reports nothing for this card: its 0 % is no idling
    if utilization is not None and (utilization > 100 or (utilization == 0 and silent)):
        utilization = None
    return Gpu(
        index=index,
        model=_clean(fields.get("Model", "")),
        utilization=_whole(utilization),
        memory_used_gib=used if total else None,
        memory_total_gib=total or None,
        temperature_c=_whole(_leading(_DEGREES, fields.get("Temperature", "")) or None),
        power_w=_whole(power or None),
        power_limit_w=_whole(limit or None),
    )


def read_services(text: str) -> tuple[Service, ...]:
    """The services of a `status` answer: `[+]` runs, `[-]` is missing and critical, `[~]` is missing and is not."""
    found = _SERVICE.findall(text)[:_MAX_SERVICES]
    return tuple([Service(name, _clean(state) or "", mark == "-", mark == "+") for mark, name, state in found])


def read_services_ok(text: str) -> bool | None:
    """The monitor's own verdict in a `status` answer."""
    found = _STATUS.search(text)
    return found[1] == "OK" if found else None


def read_image_hash(text: str) -> str | None:
    """The measured image, from `tdx`, `sev` or `status` (where it says TDX on SEV hosts too)."""
    for found in _IMAGE_HASH.finditer(text):
        if _BEFORE_HASH.fullmatch(text, text.rfind("\n", 0, found.start()) + 1, found.start()):
            return found[1]
    return None


def read_tee(text: str) -> str | None:
    """Which kind of confidential VM a `tdx` or `sev` answer proves: on the wrong one it holds an error line."""
    found = _TEE.search(text)
    return found[1].lower() if found and not re.search(r"^Error ", text, re.M) else None


def _uptime(text: str) -> int | None:
    found = _UPTIME.search(text)
    if found is None:
        return None
    return sum(int(count) * _SECONDS[unit] for count, unit in re.findall(r"(\d+)([dhms])", found[1]))


def _memory_used(text: str) -> float | None:
    percent = _number(_MEMORY_USED, text)
    return round(percent / 100, 5) if percent is not None and percent <= 100 else None


def _number(pattern: re.Pattern[str], text: str) -> float | None:
    found = pattern.search(text)
    return float(found[1]) if found else None


def _leading(pattern: re.Pattern[str], text: str) -> float | None:
    found = pattern.match(text)
    return float(found[1]) if found else None


def _pair(pattern: re.Pattern[str], text: str) -> tuple[float | None, float | None]:
    found = pattern.match(text)
    return (float(found[1]), float(found[2])) if found else (None, None)


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _clean(text: str) -> str | None:
    text = text[:128]
    return (text if text.isprintable() else "".join(filter(str.isprintable, text))).strip() or None
