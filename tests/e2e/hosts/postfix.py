# SPDX-License-Identifier: MIT
"""Postfix' smtp, in Debian's jail and outside of one, and the files of the user that it becomes."""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import postfix
from authorization_server import AuthorizationServer, Tokens
from hosts.host import Bench, Host
from installation import Desk, Installation
from mail_clients import Outcome
from postfix import Postfix


class PostfixDesk(Desk):
    """The accounts of the user postfix, below the prefix' `var`, and the system's configuration,
    as `sasl-oauth ... --for postfix` has them. `close` takes all of it away again."""

    def __init__(self, installation: Installation, server: AuthorizationServer,
                 folder: Path) -> None:
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
    package = "postfix 3.7.11"
    refusal = "535 5.7.8 Authentication failed"
    chroot = True

    def __init__(self) -> None:
        self._kept = contextlib.ExitStack()
        self._mta: Postfix | None = None
        self._set_up_for: tuple[Bench, str] | None = None

    def missing(self) -> str:
        return postfix.missing()

    def desk(self, installed: Installation, server: AuthorizationServer, folder: Path) -> Desk:
        self._kept.close()
        return self._kept.enter_context(PostfixDesk(installed, server, folder))

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        start = time.monotonic()
        mta = self._running(bench)
        if self._set_up_for != (bench, mechanism):
            mta.sign_in_as(bench.user.login, smtp_sasl_mechanism_filter=mechanism.lower())
            self._set_up_for = (bench, mechanism)
        before = len(mta.log())
        bench.dovecot.sink.messages.clear()
        status, line = mta.outcome_of(mta.send(bench.user.login, "friend@example.net"))
        accepted = status == "sent"
        if accepted:
            (taken,) = bench.dovecot.sink.messages
            assert (taken.sender, taken.recipients) == (bench.user.login, ["friend@example.net"])
        return Outcome(accepted, "" if accepted else line, mta.log()[before:],
                       time.monotonic() - start, 0)

    def _running(self, bench: Bench) -> Postfix:
        if self._mta is None:
            place = "jail" if self.chroot else "no-jail"
            self._mta = Postfix(bench.dovecot.folder.parent / f"postfix-{place}",
                                bench.desk.installation.sasl_path, bench.server,
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


HOSTS = (PostfixSmtp(), PostfixSmtpOutside())
