"""What the dashboard asks of a browser with 2,000 live workers: first useful paint, scrolling, memory, traffic.

Measured in Debian's Chromium by its own means, beside the demo on the same machine.
"""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
from playwright.async_api import Page, async_playwright, expect

from cocoonpool.live.messages import deflated, frame

WORKERS = 2_000
PORT = 18_997
BASE_PORT = 11_000  # up to 31,000: below the ports that the system gives away
WATCHED_S = 30
SCREENS = 40

# Notes every task that kept the page busy for more than 50 ms.
NOTE_LONG_TASKS = """
window.longTasks = [];
new PerformanceObserver((seen) => window.longTasks.push(...seen.getEntries().map((one) => one.duration)))
  .observe({ type: "longtask", buffered: false });
"""


def main() -> None:
    with _demo() as key:
        asyncio.run(_measure(key))


@contextmanager
def _demo() -> Iterator[str]:
    """The key of a demo whose workers have all been seen."""
    arguments = ("demo", "--workers", str(WORKERS), "--port", str(PORT), "--base-port", str(BASE_PORT))
    env = {**os.environ, "COCOONPOOL_READS_PER_MINUTE": "0"}
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "said"
        command = [sys.executable, "-m", "cocoonpool", *arguments, "--interval", "15"]
        with said.open("w") as log:
            process = subprocess.Popen(command, env={**env, "TMPDIR": folder}, stdout=log, stderr=log)
        try:
            key = _printed_key(said)
            _wait_until_seen(key)
            yield key
        finally:
            process.terminate()
            process.wait(60)


def _printed_key(said: Path) -> str:
    for _ in range(600):
        if found := re.search(r"ckp_\w+(?=\s)", said.read_text()):
            return found[0]
        time.sleep(0.1)
    raise RuntimeError(f"the demo did not start: {said.read_text()[-2000:]}")


def _wait_until_seen(key: str) -> None:
    url = f"http://127.0.0.1:{PORT}/api/v1/workers?status=unknown&limit=1"
    for _ in range(120):
        time.sleep(1)
        try:
            answer = httpx.get(url, headers={"X-API-Key": key}, timeout=10)
        except httpx.TransportError:
            continue
        if answer.headers.get("x-total-count") == "0":
            return
    raise RuntimeError("the fleet was not seen within two minutes")


async def _measure(key: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": 1360, "height": 860})
        received: list[bytes] = []
        page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(_bytes(frame))))
        await page.add_init_script(f"sessionStorage.setItem('cocoonpool.key', '{key}');" + NOTE_LONG_TASKS)
        for path, what in (("/", ".causes a"), ("/workers", ".rows [role=row]")):
            print(f"first useful paint of {path:<9} {await _first_paint(page, path, what):8.0f} ms  (at most 1,500)")
        await asyncio.sleep(8)  # until the first state of every worker has come over the socket
        await _scroll(page)
        received.clear()
        await asyncio.sleep(WATCHED_S)
        _tell_traffic(received)
        print(f"memory of the tab             {_renderer_mb(browser_pid=os.getpid()):8.0f} MB  (at most 200)")
        await browser.close()


async def _first_paint(page: Page, path: str, what: str) -> float:
    """Milliseconds from asking for a page until what it is for is there."""
    began = time.perf_counter()
    await page.goto(f"http://127.0.0.1:{PORT}{path}", wait_until="commit")
    await expect(page.locator(what).first).to_be_visible(timeout=30_000)
    return (time.perf_counter() - began) * 1000


async def _scroll(page: Page) -> None:
    await page.evaluate("window.longTasks.length = 0")
    for _ in range(SCREENS):
        await page.mouse.wheel(0, 2_000)
        await page.wait_for_timeout(50)
    tasks: list[float] = await page.evaluate("window.longTasks")
    longest = max(tasks, default=0.0)
    print(f"longest task while scrolling  {longest:8.0f} ms  (at most 100; {len(tasks)} over 50 ms)")


def _tell_traffic(received: list[bytes]) -> None:
    packed = sum(len(frame(deflated(one))) for one in received)  # as the server sends them to a browser
    plain = sum(map(len, received))
    print(f"updates                       {packed / WATCHED_S / 1000:8.1f} kB/s on the wire, compressed (at most 10),")
    rate = len(received) / WATCHED_S
    print(f"                              {plain / WATCHED_S / 1000:8.1f} kB/s plain, {rate:.0f} messages/s")


def _bytes(frame: str | bytes) -> bytes:
    return frame.encode() if isinstance(frame, str) else frame


def _renderer_mb(browser_pid: int) -> float:
    """What the largest process that draws pages holds for itself alone."""
    children = psutil.Process(browser_pid).children(recursive=True)
    drawing = [child for child in children if "--type=renderer" in " ".join(child.cmdline())]
    return max(child.memory_full_info().uss for child in drawing) / 1e6
