"""The log's story of the fleet: one line when a worker's status or causes change, saying why and what to do."""

from collections.abc import Sequence

from cocoonpool.samples.ingest import Transition
from cocoonpool.telemetry import get_logger
from cocoonpool.workers.causes import Severity

log = get_logger("cocoonpool.workers")


class Journal:
    def write(self, transitions: Sequence[Transition]) -> None:
        for change in transitions:
            serious = [cause for cause in change.causes if cause.severity is not Severity.INFO]
            if change.before == change.after and not serious and not change.gone:
                continue
            say = log.warning if change.after in {"down", "degraded"} else log.info
            say(
                f"{_printable(change.worker_name)}: {change.after}",
                worker=change.worker_id,
                was=change.before,
                why="; ".join(f"{cause.code}: {cause.detail}" for cause in serious) or "all well",
            )


def _printable(text: str) -> str:
    """A name may hold anything a person typed; the log gets no control or direction characters."""
    return "".join(character if character.isprintable() else "?" for character in text)
