# SPDX-License-Identifier: MIT
"""What a program does with one account while faults are tried on it, and the login after."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fault_runner import Ran
from installation import Desk
from kept_tokens import KeptTokens
from rotating_server import Family, RotatingServer

ACCOUNT = "user@example.org"
LIMIT_SECONDS = 30
CREDENTIALS = """\
[client.app]
provider = "local"
client_id = "app"
client_secret = "not much of a secret"

[provider.local]
token_endpoint = "{endpoint}"
scope = "mail"
allow_loopback_http = true
"""


@dataclass(frozen=True)
class Work:
    """`command` is what a fault meets, its calls counted from `since` on; `login` is a login with
    the same account. `prepare` puts the old tokens there, and gives their family, if they have one.
    With `makes_account` there is none before; its tokens come from the file `source`, if any."""

    tokens: KeptTokens
    environment: dict[str, str]
    command: list[str]
    login: list[str]
    prepare: Callable[[], Family | None]
    since: str = "marks"
    is_login: bool = True
    is_refused: bool = False
    makes_account: bool = False
    source: Path | None = None

    def run(self, command: list[str]) -> Ran:
        """With nothing going wrong."""
        done = subprocess.run(command, env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              timeout=LIMIT_SECONDS, check=False)
        return Ran(done.returncode, done.stdout)

    def log_in(self) -> Ran:
        """The next login; where no account was made, its owner tries that again first."""
        if self.makes_account and not self.tokens.path.exists():
            again = self.run(self.command)
            if again.exit_code != 0:
                return again
        return self.run(self.login)

    def refresh_token(self) -> str:
        """The one that the next refresh would be made with; empty if there is none."""
        path = self.tokens.path
        if self.source and not path.exists():
            path = self.source
        try:
            return KeptTokens(path).members()["refresh_token"]
        except (OSError, ValueError, KeyError):
            return ""


class Works:
    """Makes each kind of work at one desk."""

    def __init__(self, desk: Desk, server: RotatingServer, program: Path) -> None:
        self._desk = desk
        self._server = server
        self._program = str(program)
        self._tool = str(desk.installation.tool)
        self._record = KeptTokens(desk.record_path(ACCOUNT), frozenset({".ready"}))
        desk.configure(CREDENTIALS.format(endpoint=server.token_endpoint))

    def _login(self, step: str = "begin") -> list[str]:
        return [self._program, step, "XOAUTH2", ACCOUNT]

    def _with_account(self, expires_in: int) -> Family:
        self._record.remove()
        pair = self._server.issue()
        self._desk.add_account(ACCOUNT, pair, expires_in=expires_in)
        return self._server.family_of(pair.refresh_token)

    def login(self) -> Work:
        """A login with an expired token."""
        return Work(self._record, self._desk.environment, self._login(), self._login(),
                    lambda: self._with_account(-10))

    def refused(self) -> Work:
        """The mail server refuses a token, and that is noted."""
        return Work(self._record, self._desk.environment, self._login("refused"), self._login(),
                    lambda: self._with_account(3600), is_refused=True)

    def refresh(self) -> Work:
        """`sasl-oauth refresh`."""
        return Work(self._record, self._desk.environment, [self._tool, "refresh", ACCOUNT],
                    self._login(), lambda: self._with_account(-10), "start", is_login=False)

    def add(self) -> Work:
        """`sasl-oauth add`: the first save of an account."""
        command = [self._tool, "add", ACCOUNT, "--grant", "client_credentials", "--client", "app"]
        return Work(self._record, self._desk.environment, command, self._login(),
                    self._record.remove, "start", is_login=False, makes_account=True)

    def first_add(self) -> Work:
        """The same, and there is no folder for accounts yet, nor the one above."""
        folder = self._desk.folder / "state" / "accounts"
        work = self.add()
        return dataclasses.replace(
            work, tokens=KeptTokens(folder / work.tokens.path.name, work.tokens.others),
            command=[work.command[0], "--store", str(folder), *work.command[1:]],
            prepare=lambda: shutil.rmtree(folder.parent, ignore_errors=True))

    def service_add(self) -> Work:
        """The first account of the service's user nobody: below the prefix' `var`. root only."""
        state = self._desk.installation.prefix / "var" / "lib" / "sasl-oauth"
        state.parent.mkdir(parents=True, exist_ok=True)
        config = self._desk.folder / "service.toml"
        config.touch(0o600)
        config.write_text(CREDENTIALS.format(endpoint=self._server.token_endpoint))
        work = self.add()
        return dataclasses.replace(
            work, tokens=KeptTokens(state / "nobody" / work.tokens.path.name),
            command=[*work.command, "--for", "nobody", "--config", str(config)],
            prepare=lambda: shutil.rmtree(state, ignore_errors=True))

    def _token_file(self, expires_in: int) -> Family:
        """In a folder of its own."""
        pair = self._server.issue()
        path = self._desk.add_token_file(pair, expires_in=expires_in)
        path.rename(self._foreign().path)
        return self._server.family_of(pair.refresh_token)

    def _foreign(self) -> KeptTokens:
        folder = self._desk.folder / "foreign"
        folder.mkdir(exist_ok=True)
        return KeptTokens(folder / "tokens.json", is_foreign=True)

    def foreign(self) -> Work:
        """A login whose password is the path of sasl-xoauth2's token file."""
        tokens = self._foreign()

        def prepare() -> Family:
            tokens.remove()
            return self._token_file(-10)

        environment = {**self._desk.environment, "LOGIN_PASSWORD": str(tokens.path)}
        return Work(tokens, environment, self._login(), self._login(), prepare)

    def foreign_refused(self) -> Work:
        """The same, and the mail server refuses the token."""
        work = self.foreign()

        def prepare() -> Family:
            work.tokens.remove()
            return self._token_file(3600)

        return dataclasses.replace(work, command=self._login("refused"), prepare=prepare,
                                   is_refused=True)

    def imported(self) -> Work:
        """`sasl-oauth import`: another tool's refresh token is spent, and the new one saved."""
        source = self._foreign().path

        def prepare() -> Family:
            self._record.remove()
            return self._token_file(3600)

        command = [self._tool, "import", str(source), "--account", ACCOUNT]
        return Work(self._record, self._desk.environment, command, self._login(), prepare, "start",
                    is_login=False, makes_account=True, source=source)
