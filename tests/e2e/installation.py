# SPDX-License-Identifier: MIT
"""The installed plugin and tool, and the files of one user of theirs."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import shlex
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from authorization_server import PUBLIC_CLIENT, AuthorizationServer, Client, Tokens
from child import patience

HERE = Path(__file__).resolve().parent
MISSING_PREFIX = """\
SASL_OAUTH_PREFIX must name a private prefix P with the project installed in it:
  configure --prefix=P --sysconfdir=P/etc --localstatedir=P/var --with-sasl-plugin-dir=P/lib/sasl2 --with-sasl-xoauth2-conf=P/etc/sasl-xoauth2.conf
  make install"""
PREFER = "prefer: yes\n"
HOUR = 3600


def stock_plugins() -> Path:
    """The folder with the plugins of the system's libsasl2."""
    usual = (Path("/usr/lib64/sasl2"), Path("/usr/lib/sasl2"))
    for folder in (*usual, *Path("/usr/lib").glob("*/sasl2")):
        if (folder / "libplain.so").exists():
            return folder
    raise RuntimeError("libsasl2's own plugins are missing: install the package libsasl2-modules")


def launcher() -> list[str]:
    """Words before the command of the tool and of our own mail program (valgrind)."""
    return shlex.split(os.environ.get("SASL_OAUTH_E2E_LAUNCHER", ""))


def _longer_limits(others: str) -> str:
    """Lines for [network], where even a handshake takes longer than the usual limit; without those
    that a test has itself."""
    if patience(1) == 1:
        return ""
    limits = {"connect_timeout": patience(5), "request_timeout": patience(15)}
    return "".join(f'{name} = "{limit:.0f}s"\n' for name, limit in limits.items()
                   if name not in others)


def _launched(program: Path, folder: Path) -> Path:
    """The program, or a script in `folder` that starts it by the launcher."""
    if not launcher():
        return program
    script = folder / program.name
    script.write_text(f'#!/bin/sh\nexec {shlex.join(launcher())} {shlex.quote(str(program))} "$@"\n')
    script.chmod(0o755)
    return script


class Installation:
    """What `make install` put in a private prefix, and a plugin folder made of it."""

    def __init__(self, prefix: Path, folder: Path) -> None:
        self.prefix = prefix
        self.plugin = prefix / "lib" / "sasl2" / "libsasl-oauth.so"
        self.plugin_conf = prefix / "etc" / "sasl-oauth" / "plugin.conf"
        self.xoauth2_conf = prefix / "etc" / "sasl-xoauth2.conf"
        self.sasl_path = folder
        if not self.plugin.exists():
            raise RuntimeError(f"there is no {self.plugin}: run make install first")
        folder.mkdir()
        self.tool = _launched(prefix / "bin" / "sasl-oauth", folder)
        for one in (self.plugin, *stock_plugins().glob("*.so")):
            (folder / one.name).symlink_to(one)

    @contextlib.contextmanager
    def file(self, path: Path, text: str | None) -> Iterator[None]:
        """A file of the prefix has this text meanwhile (None: it is missing)."""
        before = path.read_bytes() if path.exists() else None
        self._put(path, None if text is None else text.encode())
        try:
            yield
        finally:
            self._put(path, before)

    @staticmethod
    def _put(path: Path, content: bytes | None) -> None:
        if content is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def installation_prefix() -> Path:
    """Where SASL_OAUTH_PREFIX says that the project is installed."""
    prefix = os.environ.get("SASL_OAUTH_PREFIX")
    if not prefix:
        raise RuntimeError(MISSING_PREFIX)
    return Path(prefix).resolve()


def installation_of_the_environment(folder: Path) -> Installation:
    """That one; `folder` is made, and becomes SASL_PATH."""
    return Installation(installation_prefix(), folder)


class Desk:
    """One user's home, configuration and accounts; `environment` is that of his programs."""

    def __init__(self, installation: Installation, server: AuthorizationServer,
                 folder: Path) -> None:
        self.installation = installation
        self.server = server
        self.folder = folder
        self.home = folder / "home"
        self.store = folder / "store"
        self.config = folder / "config.toml"
        for one in (folder, self.home):
            one.mkdir(mode=0o700, parents=True)
        self.store.mkdir(mode=0o700)
        self.configure()

    def configure(self, more: str = "") -> None:
        """Writes the configuration: the place of the accounts, the servers' CA, and `more`."""
        self.config.touch(0o600)
        self.config.write_text(f'[store]\ndir = "{self.store}"\n\n'
                               f'[network]\nca_file = "{self.server.ca_file}"\n'
                               f'{_longer_limits(more)}\n{more}')

    def configure_sign_in(self, client: Client = PUBLIC_CLIENT, more: str = "") -> None:
        """The same, and the authorization server as the provider of every account."""
        secret = f"client_secret = '{client.secret}'\n" if client.secret else ""
        self.configure(
            '[defaults]\nprovider = "local"\nclient = "app"\n\n'
            f'[client.app]\nclient_id = "{client.id}"\n{secret}'
            f'token_endpoint_auth_method = "{client.authentication}"\n\n'
            f'[provider.local]\nissuer = "{self.server.issuer}"\n'
            f'authorization_endpoint = "{self.server.authorization_endpoint}"\n'
            f'token_endpoint = "{self.server.token_endpoint}"\n'
            f'scope = "mail"\nca_file = "{self.server.ca_file}"\n{more}')

    @functools.cached_property
    def environment(self) -> dict[str, str]:
        """Nothing of our own surroundings but what programs need to run."""
        return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.home),
                "SASL_PATH": str(self.installation.sasl_path),
                "SASL_OAUTH_CONFIG": str(self.config)}

    def add_account(self, login: str, tokens: Tokens, *, client: Client = PUBLIC_CLIENT,
                    expires_in: int = HOUR, **members: Any) -> Path:
        """Writes a record as `sasl-oauth login` does, without its work; gives its path."""
        now = int(time.time())
        record = {"version": 1, "expires_at": now + expires_in, "user": "",
                  "access_token": tokens.access_token, "account": login,
                  "token_endpoint": self.server.token_endpoint,
                  "token_endpoint_auth_method": client.authentication, "client_id": client.id,
                  "refresh_token": tokens.refresh_token,
                  "issued_at": now + min(0, expires_in - HOUR), **members}
        if client.secret:
            record["client_secret"] = client.secret
        path = self.record_path(login)
        path.touch(0o600)
        path.write_text(json.dumps(record, indent=2) + "\n")
        return path

    def add_expired_account(self, login: str, client: Client = PUBLIC_CLIENT) -> Tokens:
        """An account whose access token is over, at the mail server too."""
        tokens = self.server.issue(login, client)
        self.server.expire_access_token(tokens.access_token)
        self.add_account(login, tokens, client=client, expires_in=-10)
        return tokens

    def add_token_file(self, tokens: Tokens, *, client: Client = PUBLIC_CLIENT,
                       expires_in: int = HOUR, **members: Any) -> Path:
        """Writes a token file as sasl-xoauth2 has them, with every override; gives its path."""
        content = {"comment": "not ours", "refresh_token": tokens.refresh_token,
                   "expiry": str(int(time.time()) + expires_in), "client_id": client.id,
                   "client_secret": client.secret or "",
                   "token_endpoint": self.server.token_endpoint,
                   "ca_bundle_file": str(self.server.ca_file), "refresh_window": 10,
                   "access_token": tokens.access_token, **members, "nested": {"kept": [1, 2.50]}}
        path = self.folder / "tokens.json"
        path.touch(0o600)
        path.write_text(json.dumps({name: one for name, one in content.items() if one is not None}))
        return path

    def record_path(self, login: str) -> Path:
        return self.store / f"{login.lower()}.json"

    def record(self, login: str) -> dict[str, Any]:
        """The record as it stands; the file must be whole, and nobody else's business."""
        path = self.record_path(login)
        assert path.stat().st_mode & 0o777 == 0o600, path
        return json.loads(path.read_text())

    def browser_environment(self, login: str, decision: str = "consent") -> dict[str, str]:
        """For the tool: a browser in which this user signs in by himself."""
        return {**self.environment, "BROWSER": str(HERE / "browser.py"),
                "SASL_OAUTH_E2E_USER": login, "SASL_OAUTH_E2E_DECISION": decision,
                "SASL_OAUTH_E2E_CA": str(self.server.ca_file)}

    def sign_in(self, login: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Signs in through the scripted browser."""
        done = self.tool("login", login, *arguments, env=self.browser_environment(login))
        assert done.returncode == 0, done.stderr
        return done

    def tool(self, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """Runs the real sasl-oauth to its end."""
        options.setdefault("env", self.environment)
        if "input" not in options:
            options.setdefault("stdin", subprocess.DEVNULL)
        return subprocess.run([str(self.installation.tool), *arguments], capture_output=True,
                              text=True, timeout=patience(30), check=False, **options)
