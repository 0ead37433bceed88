# SPDX-License-Identifier: MIT
"""A running Postfix, chrooted as Debian has it, is set up by `sasl-oauth postfix --apply` alone."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import postfix
from authorization_server import AuthorizationServer
from dovecot import Dovecot
from hosts.postfix import PostfixDesk
from installation import Installation
from mail_store import User
from postfix import Postfix
from world import World

pytestmark = pytest.mark.skipif(bool(postfix.missing()), reason=postfix.missing())

FRIEND = "friend@example.net"


@pytest.fixture
def postfix_desk(installed: Installation, authorization_server: AuthorizationServer,
                 tmp_path: Path) -> Iterator[PostfixDesk]:
    with PostfixDesk(installed, authorization_server, tmp_path / "desk") as desk, \
            installed.file(installed.plugin_conf, None):
        desk.configure_sign_in()
        yield desk


@pytest.fixture
def mta(world: World, postfix_desk: PostfixDesk, dovecot: Dovecot,
        tmp_path: Path) -> Iterator[Postfix]:
    """It has the test's CA, and otherwise what Debian's package leaves behind."""
    with Postfix(world.folder / f"postfix-{tmp_path.name}", postfix_desk.installation.sasl_path,
                 world.certificates, dovecot.ports.submission,
                 settings={"relayhost": "", "smtp_tls_security_level": "may"}) as running:
        yield running


def tool(desk: PostfixDesk, mta: Postfix, user: User, option: str) -> Any:
    """What `sasl-oauth postfix RELAY USER` answers; all must be well."""
    minute_ago = time.time() - 60
    os.utime(mta.config / "main.cf", (minute_ago, minute_ago))  # else Postfix waits a second
    done = desk.tool("postfix", mta.relay, user.login, option, "--json",
                     env={**desk.environment, "MAIL_CONFIG": str(mta.config)})
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def test_one_command_sets_it_up_and_mail_is_delivered(
        authorization_server: AuthorizationServer, postfix_desk: PostfixDesk, mta: Postfix,
        dovecot: Dovecot, user: User) -> None:
    postfix_desk.sign_in(user.login)
    assert tool(postfix_desk, mta, user, "--apply")["reloaded"] is True
    mta.wait_for(mta.send(user.login, FRIEND), "sent")
    (taken,) = dovecot.sink.messages
    assert (taken.sender, taken.recipients) == (user.login, [FRIEND])
    marks = {one["mark"] for one in tool(postfix_desk, mta, user, "--check")["findings"]}
    assert marks <= {"ok", "note"}, marks
    assert tool(postfix_desk, mta, user, "--apply")["changed"] is False

    old = postfix_desk.record(user.login)
    authorization_server.expire_access_token(old["access_token"])
    postfix_desk.expire(user.login)
    mta.wait_for(mta.send(user.login, FRIEND), "sent")
    assert len(authorization_server.refreshes()) == 1 and mta.check() == ""


def test_a_certificate_of_nobody_gets_no_token(
        authorization_server: AuthorizationServer, postfix_desk: PostfixDesk, mta: Postfix,
        dovecot: Dovecot, user: User) -> None:
    """The level that --apply sets is what keeps the token from a server in between."""
    postfix_desk.sign_in(user.login)
    mta.configure({"smtp_tls_CAfile": "/etc/ssl/certs/ca-certificates.crt"})
    tool(postfix_desk, mta, user, "--apply")
    line = mta.wait_for(mta.send(user.login, FRIEND), "deferred")
    assert "Server certificate not verified" in line
    assert "untrusted issuer /CN=sasl-oauth test CA" in mta.log()
    assert dovecot.sink.messages == []
