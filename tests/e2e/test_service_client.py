# SPDX-License-Identifier: MIT
"""A client whose secret is in root's configuration, and a service's record that names it."""

from __future__ import annotations

import json
import os
import pwd
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from authorization_server import POST_CLIENT, AuthorizationServer
from installation import Desk, Installation
from mail_store import User

pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="only root acts for a service")
DONE, CONFIGURATION = 0, 78


@pytest.fixture
def store(installed: Installation) -> Iterator[Path]:
    """That of the user nobody, who may write there what he likes."""
    state = installed.prefix / "var" / "lib" / "sasl-oauth"
    shutil.rmtree(state, ignore_errors=True)
    state.mkdir(parents=True)
    state.chmod(0o711)
    folder = state / "nobody"
    folder.mkdir(mode=0o700)
    shutil.chown(folder, "nobody")
    yield folder
    shutil.rmtree(state)


def test_a_service_gets_a_secret_of_roots_configuration_only_if_root_names_the_client(
        authorization_server: AuthorizationServer, desk: Desk, store: Path, user: User) -> None:
    desk.configure_sign_in(POST_CLIENT)
    desk.config.write_text(desk.config.read_text().replace("[store]\ndir", "#"))
    tokens = authorization_server.issue(user.login, POST_CLIENT)
    own = desk.add_account(user.login, tokens, client=POST_CLIENT, provider="local")
    record = store / own.name
    shutil.move(own, record)
    record.write_text(record.read_text().replace(POST_CLIENT.secret, "a guess"))
    os.chown(record, pwd.getpwnam("nobody").pw_uid, -1)
    refresh = ("refresh", user.login, "--for", "nobody")
    refused = desk.tool(*refresh)
    assert refused.returncode == CONFIGURATION, refused.stderr
    command = " ".join(["sasl-oauth", *refresh, "--client", "app"])
    assert f"nobody gets only if you name it; run: {command}\n" in refused.stderr
    assert json.loads(record.read_text())["client_secret"] == "a guess"
    named = desk.tool(*command.split()[1:])
    assert named.returncode == DONE, named.stderr
    assert json.loads(record.read_text())["client_secret"] == POST_CLIENT.secret
