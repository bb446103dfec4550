"""A thousand plain Prometheus targets of 25 series each, in one process, and a counter of what was served."""

import asyncio
import urllib.request

import uvloop

HOSTS, BASE_PORT, TARGETS, COUNTER_PORT = 200, 22_000, 1_000, 22_999
_count = 0


def place(index: int) -> tuple[str, int]:
    return f"127.0.2.{index % HOSTS + 1}", BASE_PORT + index // HOSTS


def prometheus_config(targets: int, interval: int) -> str:
    places = ", ".join(f'"{host}:{port}"' for host, port in map(place, range(targets)))
    return (
        f"global: {{scrape_interval: {interval}s}}\n"
        f"scrape_configs:\n  - job_name: workers\n    static_configs:\n      - targets: [{places}]\n"
    )


def served() -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{COUNTER_PORT}/") as answer:
        return int(answer.read())


def _page() -> bytes:
    series = (
        f'# HELP cocoon_series_{n} Number {n}.\n# TYPE cocoon_series_{n} gauge\ncocoon_series_{n}{{gpu_id="0"}} {{}}\n'
        for n in range(25)
    )
    return "".join(series).encode()


_PAGE = _page()


class Target(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.received = b""

    def data_received(self, data: bytes) -> None:
        global _count
        self.received += data
        while b"\r\n\r\n" in self.received:
            self.received = self.received.split(b"\r\n\r\n", 1)[1]
            _count += 1
            body = _PAGE.replace(b"{}", str(_count).encode())
            head = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\nContent-Length: {len(body)}\r\n\r\n"
            self.transport.write(head.encode() + body)  # type: ignore[attr-defined]


async def _tell(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    body = str(_count)
    writer.write(f"HTTP/1.0 200 OK\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
    writer.close()


async def serve() -> None:
    loop = asyncio.get_running_loop()
    for index in range(TARGETS):
        await loop.create_server(Target, *place(index), backlog=16)
    await asyncio.start_server(_tell, "127.0.0.1", COUNTER_PORT)
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(serve())
