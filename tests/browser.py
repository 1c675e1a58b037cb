"""A real browser for the tests: Debian's chromium through playwright; every page is watched for what it must not do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.conftest import ROOT, needs

CURE = "Run `make system-deps` (needs root), or install chromium and `pip install playwright`."
SCREENSHOTS = ROOT / "build" / "screenshots"


def chromium() -> str | None:
    """Where chromium lies."""
    return next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )


@contextmanager
def browser() -> Iterator[Any]:
    """A running browser."""
    found = chromium()
    needs(found, "chromium", CURE)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        needs(None, "playwright", CURE)
        raise
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield running
        running.close()


class Watched:
    """A tab and what it did: requests, console messages, errors. `clean` says that there was nothing."""

    def __init__(self, running: Any, **options: Any) -> None:
        self.context = running.new_context(viewport={"width": 1280, "height": 800}, **options)
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.page.on("console", lambda message: self.said.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        self.page.on("request", self._request)

    def _request(self, request: Any) -> None:
        if not request.url.startswith(("file:", "blob:", "data:", "about:")):
            self.said.append(f"request: {request.url}")

    def open(self, path: Path, tail: str = "") -> Any:
        """Open a page and wait until it is ready."""
        self.page.goto(path.as_uri() + tail)
        self.page.wait_for_selector("html[data-ready]", timeout=20_000)
        return self.page

    def shot(self, name: str) -> bytes:
        """Take a screenshot, keep it, and return it."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        return bytes(self.page.screenshot(path=str(SCREENSHOTS / f"{name}.png")))

    def close(self) -> None:
        self.context.close()


def drawn_share(page: Any) -> float:
    """The share of pixels of the map that differ from its paper: 0 is an empty map."""
    return float(
        page.evaluate(
            """() => {
              const canvas = document.querySelector('#stage canvas');
              const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
              const differs = (k, c) => Math.abs(data[k + c] - data[c]);
              let other = 0;
              for (let k = 0; k < data.length; k += 4)
                if (differs(k, 0) + differs(k, 1) + differs(k, 2) > 12) other++;
              return other / (data.length / 4);
            }"""
        )
    )
