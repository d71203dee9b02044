"""A real WebKit, the engine of every iPhone: Debian's, driven by selenium on a screen that nobody
sees. Its driver starts the browser; both end with it."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.remote.webdriver import WebDriver
from urllib3.exceptions import HTTPError

from tests.servers import free_port

DRIVER = shutil.which("WebKitWebDriver")
SCREEN = shutil.which("xvfb-run")
BROWSERS = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
PRESENT = bool(DRIVER and SCREEN and BROWSERS)
PATIENCE = 60.0
"""Seconds until the driver must have begun to listen."""


@contextmanager
def webkit(folder: Path) -> Iterator[WebDriver]:
    """A browser whose profile lies in this folder."""
    port = free_port()
    command = [SCREEN, "-a", DRIVER, f"--port={port}"]
    places = {name: str(folder / name) for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME")}
    with (folder / "driver.log").open("wb") as log:
        driver = subprocess.Popen(
            command,  # type: ignore[arg-type]
            stdout=log,
            stderr=log,
            env={**os.environ, **places, "WEBKIT_DISABLE_COMPOSITING_MODE": "1"},
            start_new_session=True,
        )
        try:
            browser = _browser(f"http://127.0.0.1:{port}")
            try:
                yield browser
            finally:
                browser.quit()
        finally:
            os.killpg(driver.pid, signal.SIGTERM)
            driver.wait()


def _browser(address: str) -> WebDriver:
    options = webdriver.WebKitGTKOptions()
    options.binary_location = str(BROWSERS[-1])
    options.add_argument("--automation")
    driver = RemoteConnection(client_config=ClientConfig(remote_server_addr=address))
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return webdriver.Remote(command_executor=driver, options=options)
        except HTTPError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
