"""A browser, a page in it that can reach this machine only, a server for a folder, and the address of the examples."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.browser.chromium import ARGUMENTS, NoChromium, find_chromium


@pytest.fixture(scope="session")
def chromium() -> str:
    """The Chromium to drive. Without one the browser tests fail: a test that is skipped proves nothing."""
    try:
        return find_chromium()
    except NoChromium as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One headless browser for all tests of a worker."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def refused() -> list[str]:
    """The address of every request that the test's pages made to another machine; none is let through."""
    return []


@pytest.fixture
def open_page(browser: Browser, refused: list[str]) -> Iterator[Callable[..., Page]]:
    """Opens an empty page; keywords are its context's, such as `viewport`, `color_scheme`, `java_script_enabled`."""
    contexts = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, "locale": "en-US"} | options)
        contexts.append(context)
        context.route("**/*", partial(keep_here, refused))
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def keep_here(refused: list[str], route: Route) -> None:
    """Lets a request to this machine through, and notes and stops any other."""
    if route.request.url.startswith(("http://127.0.0.1:", "data:", "blob:", "file:")):
        route.continue_()
    else:
        refused.append(route.request.url)
        route.abort()


class Quiet(SimpleHTTPRequestHandler):
    """Serves files under a content security policy, if one is given, and writes no log."""

    policy = ""

    def __init__(self, *args: Any, policy: str = "", **kwargs: Any) -> None:
        self.policy = policy
        super().__init__(*args, **kwargs)

    def end_headers(self) -> None:
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        pass


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., str]]:
    """Serves a folder on this machine, under a `policy` where one is given, and gives its address, which ends in "/"."""
    servers: list[ThreadingHTTPServer] = []

    def serve(folder: Path, policy: str = "") -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder), policy=policy))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def address(site: Path, serve: Callable[..., str]) -> str:
    """Where the site is served."""
    return serve(site)
