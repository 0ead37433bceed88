# SPDX-License-Identifier: MIT
"""Postfix' smtp, in Debian's jail and outside of one, and the files of the user that it becomes."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import host_situations as situations
import postfix
import postfix_situations as own_situations
from authorization_server import AuthorizationServer, Tokens
from hosts.host import Bench, Host, Situation
from installation import Desk, Installation
from mail_clients import Outcome
from postfix import Postfix

NUMBERS = itertools.count(1)


class PostfixDesk(Desk):
    """The accounts of the user postfix, below the prefix' `var`, and the system's configuration,
    as `sasl-oauth ... --for postfix` has them. `settings` are lines of main.cf for Postfix' next
    messages, `not_in_the_jail` is a file that Debian puts there and that they miss. `close` takes
    all of it away again."""

    def __init__(self, installation: Installation, server: AuthorizationServer,
                 folder: Path) -> None:
        self.settings: dict[str, str] = {}
        self.not_in_the_jail = ""
        self.state = installation.prefix / "var" / "lib" / "sasl-oauth"
        shutil.rmtree(self.state, ignore_errors=True)
        self._kept = contextlib.ExitStack()
        super().__init__(installation, server, folder)
        self.store = self.state / "jail" / "postfix"
        self.config = installation.prefix / "etc" / "sasl-oauth" / "config.toml"
        self._kept.enter_context(installation.file(self.config, ""))
        self.configure()
        self.environment.pop("SASL_OAUTH_CONFIG")

    def __enter__(self) -> PostfixDesk:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """No accounts, and the configuration that was there before."""
        self._kept.close()
        shutil.rmtree(self.state, ignore_errors=True)

    def without_plugin_conf(self) -> None:
        """From now on there is none, as on an untouched Debian; that is for all programs."""
        self._kept.enter_context(self.installation.file(self.installation.plugin_conf, None))

    def configure(self, more: str = "") -> None:
        """The servers' CA and `more`; the accounts are where they are without a configuration."""
        self.config.write_text(f'[network]\nca_file = "{self.server.ca_file}"\n\n{more}')
        self.config.chmod(0o644)

    def add_account(self, login: str, tokens: Tokens, **more: Any) -> Path:
        """The same for postfix: the folders, their owners and the mark, as the tool makes them."""
        user = pwd.getpwnam("postfix")
        for one, mode in ((self.state, 0o711), (self.state / "uid", 0o755),
                          (self.store.parent, 0o700), (self.store, 0o700)):
            if not one.is_dir():
                one.mkdir(parents=True)
                one.chmod(mode)
        (self.state / "uid" / str(user.pw_uid)).touch()
        path = super().add_account(login, tokens, **more)
        for one in (self.store, path):
            os.chown(one, user.pw_uid, user.pw_gid)
        return path

    def expire(self, login: str) -> None:
        """From now on the account's token is over, as far as the record knows."""
        path = self.record_path(login)
        record = json.loads(path.read_text())
        path.write_text(json.dumps({**record, "expires_at": int(time.time()) - 10}))

    def sign_in(self, login: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return super().sign_in(login, "--for", "postfix", *arguments)

    def record(self, login: str) -> dict[str, Any]:
        """The record; it must be postfix' own."""
        assert self.record_path(login).owner() == "postfix"
        return super().record(login)


class PostfixSmtp(Host):
    """One message by the relay; one Postfix for the whole table."""

    name = "Postfix smtp, chroot"
    page = "postfix"
    shares = "the accounts of the user postfix"
    package = "postfix 3.7.11"
    refusal = "535 5.7.8 Authentication failed"
    chroot = True
    texts: ClassVar[Sequence[tuple[str, Situation, str]]] = (
        ("XOAUTH2", own_situations.nobody, "SASL authentication failure: No worthy mechs found"),
        ("XOAUTH2", own_situations.own_options,
         "SASL authentication failure: No worthy mechs found"),
        ("XOAUTH2", situations.dead,
         "sasl-oauth: ...; a person must sign in: sasl-oauth login ..."),
        ("XOAUTH2", situations.refused, "SASL authentication failed; server ... said: 535 ..."),
        ("XOAUTH2", situations.refused_again,
         "sasl-oauth: the mail server refused the new token for ... too; ..."),
        ("XOAUTH2", own_situations.no_resolver, "sasl-oauth: cannot find host ...; ..."),
        ("XOAUTH2", situations.unreachable, "sasl-oauth: cannot connect to ..."),
        ("XOAUTH2", own_situations.unknown_token_server,
         "sasl-oauth: certificate of ... is not trusted: ..."),
        ("XOAUTH2", own_situations.broken_configuration, "sasl-oauth: .../config.toml:...: ..."),
        ("XOAUTH2", situations.readable,
         "sasl-oauth: ... can be read by others; run: chmod 600 ..."),
        ("XOAUTH2", own_situations.open_jail,
         "sasl-oauth: ... can be entered by others, ...; run: chmod 700 ..."),
        ("XOAUTH2", own_situations.another_account,
         "sasl-oauth: there is no account ...; run as root: sasl-oauth login ... --for postfix"),
        ("XOAUTH2", own_situations.no_entry, "said: 530 ..."),
        ("XOAUTH2", own_situations.unknown_relay, "Server certificate not verified"),
        ("SCRAM-SHA-1", own_situations.good,
         "server ... offered no compatible authentication mechanisms ..."),
    )

    _kept: ClassVar[contextlib.ExitStack] = contextlib.ExitStack()
    """The desk of the last case, of whichever row: there is one user postfix."""

    def __init__(self) -> None:
        self._mta: Postfix | None = None
        self._set_up_for: str | None = None

    def missing(self) -> str:
        return postfix.missing()

    def desk(self, installed: Installation, server: AuthorizationServer, folder: Path) -> Desk:
        self._kept.close()
        self._set_up_for = None
        return self._kept.enter_context(PostfixDesk(installed, server, folder))

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        start = time.monotonic()
        mta = self._running(bench)
        if self._set_up_for != mechanism:
            options = {"smtp_sasl_mechanism_filter": mechanism.lower(), **bench.desk.settings}
            mta.sign_in_as(bench.user.login, **options)
            self._set_up_for = mechanism
        before = len(mta.log())
        bench.dovecot.sink.messages.clear()
        with mta.without(bench.desk.not_in_the_jail):
            status, line = mta.outcome_of(mta.send(bench.user.login, "friend@example.net"))
        accepted = status == "sent"
        if accepted:
            (taken,) = bench.dovecot.sink.messages
            assert (taken.sender, taken.recipients) == (bench.user.login, ["friend@example.net"])
        return Outcome(accepted, "" if accepted else line, mta.log()[before:],
                       time.monotonic() - start, 0)

    def _running(self, bench: Bench) -> Postfix:
        if self._mta is None:
            place = bench.dovecot.folder.parent / f"postfix-of-hosts-{next(NUMBERS)}"
            self._mta = Postfix(place, bench.desk.installation.sasl_path, bench.server,
                                bench.dovecot.ports.submission, chroot=self.chroot)
        return self._mta

    def stop(self) -> None:
        self._kept.close()
        if self._mta:
            self._mta.stop()
            self._mta = None


class PostfixSmtpOutside(PostfixSmtp):
    """The same with "n" in master.cf."""

    name = "Postfix smtp, no chroot"
    chroot = False
    texts = ()


HOSTS = (PostfixSmtp(), PostfixSmtpOutside())
