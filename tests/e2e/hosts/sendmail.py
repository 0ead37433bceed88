# SPDX-License-Identifier: MIT
"""sendmail sends a message by its relay, as doc/hosts/sendmail.md says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import host_situations as situations
import sendmail
from authorization_server import AuthorizationServer
from hosts.host import Bench, Host
from hosts.submission import forget, is_sent
from installation import Desk, Installation
from mail_clients import Outcome
from sendmail import Sendmail, ServiceDesk


def desk_of(bench: Bench) -> ServiceDesk:
    """The desk of this host."""
    assert isinstance(bench.desk, ServiceDesk)
    return bench.desk


def no_plugin(bench: Bench) -> None:
    """In libsasl's folder."""
    desk_of(bench).plugins = bench.desk.home


def unsafe_plugin(bench: Bench) -> None:
    """Everybody can write to its folder."""
    desk = desk_of(bench)
    folder = desk.folder / "plugins"
    shutil.copytree(desk.plugins, folder)
    folder.chmod(0o777)
    desk.plugins = folder


def other_certificate(bench: Bench) -> None:
    """The relay has one for another name."""
    bench.desk.add_account(bench.user.login, bench.server.issue(bench.user.login))
    desk_of(bench).certificate = "VERIFY:112+CN"


class SendmailHost(Host):
    """As root, with root's accounts."""

    name = "sendmail"
    page = "sendmail"
    package = "sendmail-bin 8.17.1.9"
    refusal = "535 5.7.8 Authentication failed."
    dead = pause = "temporary failure, connection abort"
    texts = (
        ("XOAUTH2", situations.dead, "AUTH=client, ... temporary failure, connection abort"),
        ("XOAUTH2", situations.unreachable, "AUTH=client, ... temporary failure, connection abort"),
        ("XOAUTH2", situations.no_account, "AUTH=client, ... temporary failure, connection abort"),
        ("XOAUTH2", situations.refused, "reply=530 ..., stat=Service unavailable"),
        ("XOAUTH2", no_plugin, "AUTH=client, available mechanisms=... do not fulfill requirements"),
        ("XOAUTH2", unsafe_plugin, "error: safesasl(...) failed: World writable directory"),
        ("XOAUTH2", other_certificate, "CN ... does not match ..."),
    )

    def missing(self) -> str:
        return sendmail.missing()

    def desk(self, installed: Installation, server: AuthorizationServer, folder: Path) -> Desk:
        return ServiceDesk(installed, server, folder)

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        forget(bench)
        output, seconds, code = Sendmail(bench, mechanism).send()
        refusal = re.search(rf"^{re.escape(self.refusal)}", output, re.MULTILINE)
        return Outcome(code == 0 and is_sent(bench), refusal.group(0) if refusal else "", output,
                       seconds, code)


HOSTS = (SendmailHost(),)
