"""Takes pictures of every page of the dashboard, light, dark and as on a phone. `make screenshots`.

By itself from a demo fleet into docs/images; or of a pool that runs: `--url http://… --key ckp_… --out FOLDER`.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

OUT = Path(__file__).parent.parent / "docs" / "images" / "dashboard"
PORT = 18998
PAGES = {
    "overview": "/",
    "workers": "/workers",
    "worker": "/workers/1?range=1h",
    "participants": "/participants",
    "participant": "/participants/1",
    "statement": "/participants/1/statement",
    "payouts": "/payouts",
    "audit": "/audit",
    "account": "/account",
}
LOOKS: dict[str, tuple[str, int, int]] = {
    "light": ("light", 1360, 860),
    "dark": ("dark", 1360, 860),
    "phone": ("light", 390, 800),
}
WATCHED_S = 90  # until the demo has something to draw
HASTY = {"COCOONPOOL_READS_PER_MINUTE": "0"}  # no person looks at so many pages in a minute


@contextmanager
def demo() -> Iterator[tuple[str, str]]:
    """A demo's address and operator key, once it has been watched for a while."""
    arguments = ("demo", "--port", str(PORT), "--base-port", "13600", "--interval", "2")
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "cocoonpool", *arguments]
        env = {**os.environ, **HASTY, "TMPDIR": folder}
        process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            key = next(found[0] for line in process.stdout if (found := re.search(r"ckp_\w+", line)))
            time.sleep(WATCHED_S)
            yield f"http://127.0.0.1:{PORT}", key
        finally:
            process.terminate()
            process.communicate(timeout=20)


def signed_in(browser: Browser, url: str, key: str, look: str, language: str) -> Page:
    scheme, width, height = LOOKS[look]
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": height},
        device_scale_factor=2 if look == "phone" else 1,
        locale=language,
    )
    page = context.new_page()
    page.goto(f"{url}/login")
    page.locator("input[name=key]").fill(key)
    page.keyboard.press("Enter")
    page.get_by_role("navigation").wait_for()
    return page


def take(url: str, key: str, out: Path, only: list[str], language: str, whole: bool) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for look in LOOKS:
            page = signed_in(browser, url, key, look, language)
            for name in only or PAGES:
                page.goto(url + PAGES[name])
                expect(page.locator(".skeleton")).to_have_count(0)
                page.wait_for_timeout(700)  # charts draw themselves after their figures
                page.screenshot(path=out / f"{name}-{look}.png", full_page=whole)
            page.context.close()
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url")
    parser.add_argument("--key")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--only", nargs="*", default=[], choices=[*PAGES])
    parser.add_argument("--language", default="en-GB")
    parser.add_argument("--whole", action="store_true", help="whole pages, not only what the first screen shows")
    asked = parser.parse_args()
    if asked.url:
        return take(asked.url, asked.key, asked.out, asked.only, asked.language, asked.whole)
    with demo() as (url, key):
        return take(url, key, asked.out, asked.only, asked.language, asked.whole)


if __name__ == "__main__":
    main()
