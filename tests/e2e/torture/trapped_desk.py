# SPDX-License-Identifier: MIT
"""A desk with one good account, at which files can be made into traps."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from authorization_server import Tokens
from evidence import note
from installation import Desk, Installation
from tempting_server import TemptingServer

PART = "secrets"
ACCOUNT = "owner@example.org"
GOOD, BAD = "good-token", "planted-token"
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: makes files of other users")
OTHER = pwd.getpwnam("nobody")
USER = pwd.getpwnam("games")
"""Somebody who is neither root nor OTHER."""


class Endpoint:
    """What Desk wants to know of an authorization server."""

    def __init__(self, server: TemptingServer) -> None:
        self.issuer, self.token_endpoint = server.issuer, f"{server.issuer}/token"
        self.ca_file = Path("/etc/ssl/certs/ca-certificates.crt")


def trapped_desk(installed: Installation, server: TemptingServer, folder: Path) -> Desk:
    """A desk with one account, whose token is good."""
    note(PART, "file traps", 1)
    desk = Desk(installed, Endpoint(server), folder)  # type: ignore[arg-type]
    desk.config.write_text(f'[store]\ndir = "{desk.store}"\n')
    desk.add_account(ACCOUNT, Tokens(GOOD, "refresh-token", 3600))
    return desk


def as_user(desk: Desk, command: list[str], *more: Path) -> list[str]:
    """The command as USER runs it, whose the desk is from now on."""
    for folder in (desk.folder, *desk.folder.parents):
        if folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o011)
    for one in (desk.store, desk.record_path(ACCOUNT), desk.config, *more):
        os.chown(one, USER.pw_uid, USER.pw_gid)
    return ["setpriv", f"--reuid={USER.pw_uid}", f"--regid={USER.pw_gid}", "--clear-groups",
            *command]
