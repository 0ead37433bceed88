# SPDX-License-Identifier: MIT
"""A real Chromium without a screen, driven over WebDriver (https://www.w3.org/TR/webdriver2/)."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import child
from certificates import Certificates

START_SECONDS = child.patience(20)
PAGE_SECONDS = 20
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # WebDriver's name for a reference
NEEDED = {"chromium": ("chromium", "chromium-browser"), "chromium-driver": ("chromedriver",)}


def missing_packages() -> list[str]:
    """What must be installed first."""
    return [package for package, programs in NEEDED.items()
            if not any(shutil.which(program) for program in programs)]


def _key_hash(certificate: Path) -> str:
    """The hash of a certificate's key, by which Chromium trusts it without a CA."""
    public = subprocess.run(["openssl", "x509", "-in", str(certificate), "-noout", "-pubkey"],
                            capture_output=True, check=True).stdout
    der = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "DER"], input=public,
                         capture_output=True, check=True).stdout
    return base64.b64encode(hashlib.sha256(der).digest()).decode()


class Chromium:
    """One browser with a profile of its own. Use it as a context manager."""

    def __init__(self, certificates: Certificates, folder: Path) -> None:
        (port,) = child.free_ports(1)
        self._base = f"http://127.0.0.1:{port}"
        driver = shutil.which("chromedriver")
        binary = shutil.which("chromium") or shutil.which("chromium-browser")
        assert driver and binary
        self._arguments = {
            "binary": binary,
            "args": ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                     "--no-first-run", "--disable-background-networking",
                     "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                     # No page of the tests needs anything from elsewhere (fonts).
                     "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                     f"--user-data-dir={folder}",
                     "--ignore-certificate-errors-spki-list="
                     + _key_hash(certificates.certificate_file)]}
        self._driver = subprocess.Popen(child.dies_with_us([driver, f"--port={port}"]),
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if not child.wait_until(lambda: child.serves(port), self._driver, START_SECONDS):
            child.stop(self._driver)
            raise RuntimeError("chromedriver did not start")
        self._session = ""

    def __enter__(self) -> Chromium:
        wanted = {"browserName": "chrome", "pageLoadStrategy": "eager",
                  "goog:chromeOptions": self._arguments}
        reply = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self._session = f"/session/{reply['sessionId']}"
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._ask("DELETE", self._session)
        finally:
            child.stop(self._driver)

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._base + path, data, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                return json.load(reply)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(json.load(error)["value"]["message"]) from None

    def open(self, url: str) -> None:
        self._ask("POST", f"{self._session}/url", {"url": url})

    def text(self) -> str:
        """What the page shows."""
        return self._ask("POST", f"{self._session}/execute/sync",
                         {"script": "return document.body.innerText", "args": []})

    def find(self, selector: str) -> str | None:
        """The first element of a CSS selector."""
        found = self._ask("POST", f"{self._session}/elements",
                          {"using": "css selector", "value": selector})
        return found[0][ELEMENT] if found else None

    def fill(self, selector: str, text: str) -> None:
        element = self.find(selector)
        assert element, selector
        self._ask("POST", f"{self._session}/element/{element}/clear", {})
        self._ask("POST", f"{self._session}/element/{element}/value", {"text": text})

    def submit(self) -> None:
        """Presses the first button, and waits for the next page."""
        button = self.find("button[type=submit]")
        assert button, self.text()
        self._ask("POST", f"{self._session}/element/{button}/click", {})

    def sign_in_until(self, words: str, user: str) -> None:
        """Fills in and confirms page after page until one shows these words."""
        deadline = time.monotonic() + PAGE_SECONDS
        while words not in self.text():
            assert time.monotonic() < deadline, self.text()
            # A page may go, on its way to the next one, between a look and a touch.
            with contextlib.suppress(AssertionError, RuntimeError):
                if self.find("input[name=login]"):
                    self.fill("input[name=login]", user)
                    self.fill("input[name=password]", "any")
                self.submit()
                continue
            time.sleep(child.POLL_SECONDS)
