# SPDX-License-Identifier: MIT
"""Both ways to sign in, with a real browser: what a person sees, and that it works."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from certificates import Certificates
from chromium import Chromium, missing_packages
from installation import Desk
from mail_store import User

pytestmark = pytest.mark.skipif(bool(missing_packages()),
                                reason=f"install the packages {' '.join(missing_packages())}")


@pytest.fixture
def chromium(certificates: Certificates, tmp_path: Path) -> Iterator[Chromium]:
    with Chromium(certificates, tmp_path / "profile") as browser:
        yield browser


def started(desk: Desk, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([str(desk.installation.tool), "login", *arguments],
                            env=desk.environment, stdin=subprocess.DEVNULL, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_a_browser_comes_home_to_the_tools_page(ready_desk: Desk, chromium: Chromium,
                                                user: User) -> None:
    with started(ready_desk, user.login, "--no-browser") as tool:
        assert tool.stderr
        shown = ""
        while not (address := re.search(r"https://\S+", shown)):
            shown = tool.stderr.readline()
        chromium.open(address.group(0))
        chromium.sign_in_until("Signed in", user.login)
        page = chromium.text()
        output, errors = tool.communicate(timeout=20)
    assert tool.returncode == 0, errors
    assert f"{user.login} is ready for your mail programs." in page
    assert f"Signed in {user.login} at local" in output
    assert ready_desk.record(user.login)["account"] == user.login


def test_a_code_is_typed_on_the_page_of_a_device_sign_in(desk: Desk, chromium: Chromium,
                                                         user: User) -> None:
    desk.configure_sign_in(more="device_authorization_endpoint = "
                                f'"{desk.server.device_authorization_endpoint}"\n')
    with started(desk, user.login, "--device", "--json") as tool:
        assert tool.stdout
        codes = json.loads(tool.stdout.readline())
        chromium.open(codes["verification_uri"])
        chromium.fill("input[name=user_code]", codes["user_code"])
        chromium.sign_in_until("Sign-in Success", user.login)
        output, errors = tool.communicate(timeout=20)
    assert tool.returncode == 0, errors
    assert json.loads(output)["account"] == user.login
    assert desk.record(user.login)["account"] == user.login
