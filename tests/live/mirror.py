"""A listener that believes what it is told, as docs/live.md says one should."""

from typing import Any

from websockets.asyncio.client import ClientConnection

from tests.live.serving import heard


class Mirror:
    def __init__(self) -> None:
        self.workers: dict[int, dict[str, Any]] = {}
        self.cursor = ""
        self.snapshots = 0

    def take(self, message: dict[str, Any]) -> dict[str, Any]:
        if "snapshot" in message:
            self.snapshots += message["snapshot"]
            if message["snapshot"]:
                self.workers.clear()
        elif message.get("removed"):
            self.workers.pop(message["id"], None)
        else:
            self.workers[message["id"]] = message
        self.cursor = message["cursor"]
        return message

    async def read(self, feed: ClientConnection, count: int) -> None:
        for _ in range(count):
            self.take(await heard(feed))

    async def until_looked(self, feed: ClientConnection, worker_id: int, text: str) -> None:
        """Reads until this worker was looked at then: all that came before has been told by that time."""
        while self.workers.get(worker_id, {}).get("latest_sample_at") != text:
            self.take(await heard(feed))
