"""Debian's Chromium, and a visit that notices everything a page must not do."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Page, async_playwright, expect

from tests.contracts.tree import ROOT
from tests.dashboard.pool import Pool

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = {"serious", "critical"}


class Visit:
    """A browser tab at a pool. `sins`: console errors, refused inline code, requests to other origins."""

    def __init__(self, page: Page, pool: Pool) -> None:
        self.page = page
        self.pool = pool
        self.sins: list[str] = []
        page.on("console", lambda message: self._note(message.type == "error", f"console: {message.text}"))
        page.on("pageerror", lambda error: self._note(True, f"error: {error}"))
        page.on("request", lambda request: self._note(self._is_elsewhere(request.url), f"asked: {request.url}"))

    def _note(self, sinful: bool, what: str) -> None:
        if sinful:
            self.sins.append(what)

    def _is_elsewhere(self, url: str) -> bool:
        return urlsplit(url).scheme not in ("blob", "data") and not url.startswith(self.pool.url)

    async def go(self, path: str) -> None:
        await self.page.goto(self.pool.url + path)
        await self.settled()

    async def enter(self, key: str | None = None) -> None:
        """Signs in with a key, as a person does."""
        await self.go("/login")
        await self.page.get_by_label("API key").fill(key or self.pool.key)
        await self.page.get_by_role("button", name="Sign in").click()
        await self.page.get_by_role("navigation").wait_for()
        await self.settled()

    async def settled(self) -> None:
        """Once everything that was asked for is there. (The page's policy forbids waiting for an expression.)"""
        await expect(self.page.locator("main")).to_be_visible()
        await expect(self.page.locator(".skeleton")).to_have_count(0)

    async def barriers(self) -> list[str]:
        """What axe finds serious or critical, each with where it stands."""
        if not await self.page.evaluate("'axe' in window"):
            await self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[dict[str, Any]] = (await self.page.evaluate("axe.run()"))["violations"]
        return [
            f"{one['id']}: {[node['target'] for node in one['nodes']][:4]}" for one in found if one["impact"] in SERIOUS
        ]

    async def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        wider: int = await self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return wider


@asynccontextmanager
async def visiting(pool: Pool, *, width: int = 1280, dark: bool = False, locale: str = "en-GB") -> AsyncIterator[Visit]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = await browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            locale=locale,
            timezone_id="Europe/Berlin",
        )
        try:
            yield Visit(await context.new_page(), pool)
        finally:
            await browser.close()
