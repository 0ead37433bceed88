# SPDX-License-Identifier: MIT
"""Each hostile endpoint meets a login and a `sasl-oauth refresh`, all at once; then it is mended."""

from __future__ import annotations

import concurrent.futures
import contextlib
import json
import secrets
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from black_hole import BlackHole
from certificates import Certificates
from hosts.compiled import compiled
from hostile_server import HostileServer, witness
from hostility import Effect, Hostility
from installation import Desk, Installation
from odd_certificates import OddCertificates
from silent_name_server import SilentNameServer
from stepped_clock import SteppedClock

LIMIT_SECONDS = 30
QUICK_AT_ONCE = 6


@dataclass(frozen=True)
class Run:
    """How a program ended. `status` is wait4's: not 0 in its low bits if a signal ended it."""

    output: str
    seconds: float
    exit_code: int
    status: int
    peak_kib: int


@dataclass
class Account:
    """An account whose access token is over, and what came of it."""

    name: str
    path: Path
    before: dict[str, Any]
    after: dict[str, Any] = field(default_factory=dict)
    ended_at: float = 0

    def record(self) -> dict[str, Any]:
        return json.loads(self.path.read_text())

    def secrets(self) -> list[str]:
        return [self.before["refresh_token"], self.before["client_secret"]]


@dataclass
class Trial:
    """A hostility, and all that it led to."""

    hostility: Hostility
    server: str = ""
    login: Run | None = None
    login_account: Account | None = None
    refresh: Run | None = None
    refresh_account: Account | None = None
    requests: list[dict[str, str]] = field(default_factory=list)
    mended: list[Run] = field(default_factory=list)


class Laboratory:
    """What the sweep is made with: programs, a desk, certificates, and the servers elsewhere."""

    def __init__(self, installed: Installation, certificates: Certificates, folder: Path,
                 limits: str) -> None:
        self.folder = folder
        place = SimpleNamespace(ca_file=certificates.ca_file, token_endpoint="")
        self.desk = Desk(installed, place, folder / "desk")
        self.desk.configure(limits)
        self._odd = OddCertificates(certificates, SteppedClock(folder / "clock"), folder / "odd")
        self._peak = compiled("torture/peak_memory.c")
        self._logins = compiled("many_logins.c", "-lsasl2")

    def context(self, name: str) -> Any:
        return self._odd.context(name)

    def add_account(self, name: str, endpoint: str, authentication: str) -> Account:
        """Its refresh token and its client's secret look like real ones, and are nobody's."""
        members = {"token_endpoint": endpoint, "client_secret": "s/" + secrets.token_urlsafe(24),
                   "token_endpoint_auth_method": authentication}
        tokens = SimpleNamespace(access_token="old-" + secrets.token_urlsafe(24),
                                 refresh_token="1//0g" + secrets.token_urlsafe(12) + "/" +
                                 secrets.token_urlsafe(24) + "+=")
        path = self.desk.add_account(name, tokens, expires_in=-10, **members)
        return Account(name, path, json.loads(path.read_text()))

    def login(self, name: str, before: Sequence[str] = ()) -> Run:
        return self.run([*before, str(self._logins), "1", "XOAUTH2", name], name + ".login")

    def refresh(self, name: str, before: Sequence[str] = ()) -> Run:
        tool = str(self.desk.installation.tool)
        return self.run([*before, tool, "refresh", name], name + ".refresh")

    def run(self, command: list[str], name: str) -> Run:
        """To its end, or to the limit, which no program may reach."""
        report = self.folder / f"{name}.peak"
        began = time.monotonic()
        try:
            done = subprocess.run([str(self._peak), str(report), *command],
                                  env=self.desk.environment, cwd=self.desk.folder, text=True,
                                  errors="replace", stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  timeout=LIMIT_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return Run("it did not end", LIMIT_SECONDS, 0, signal.SIGKILL, 0)
        seconds = time.monotonic() - began
        peak, status = map(int, report.read_text().split())
        return Run(done.stdout, seconds, done.returncode, status, peak)


class Sweep:
    """`trials` by the titles of their hostilities, and the witnesses that heard of none."""

    def __init__(self, laboratory: Laboratory) -> None:
        self._laboratory = laboratory
        self.trials: dict[str, Trial] = {}
        self.witnesses: list[HostileServer] = []
        self.control: dict[str, Run] = {}

    def run(self, hostilities: Sequence[Hostility]) -> Sweep:
        """What hangs goes first and all at once, what does not a few at a time beside it."""
        good = self._laboratory.context("good")
        with witness(good) as secure, witness(None) as plain:
            self.witnesses = [secure, plain]
            self._measure_good_refresh()
            slow = [one for one in hostilities if one.hangs]
            quick = [one for one in hostilities if not one.hangs]
            with concurrent.futures.ThreadPoolExecutor(max(len(slow), 1)) as waiting, \
                    concurrent.futures.ThreadPoolExecutor(QUICK_AT_ONCE) as working:
                begun = [waiting.submit(self._try, one) for one in slow]
                begun += [working.submit(self._try, one) for one in quick]
                for one in begun:
                    one.result()
        return self

    def _measure_good_refresh(self) -> None:
        """The same programs at a server that is well: what is above their memory is the fault of
        the hostile ones."""

        def works(title: str, program: Callable[[str], Run]) -> None:
            good = Hostility(title, lambda peer: None, effect=Effect.WORKS)
            with self._server(good) as server:
                server.mended = True
                account = self._laboratory.add_account(title, server.url, good.authentication)
                self.control[title] = program(account.name)

        works("login", self._laboratory.login)
        works("refresh", self._laboratory.refresh)

    def _server(self, hostility: Hostility) -> HostileServer:
        server = HostileServer(self._laboratory.context(hostility.server),
                               hostility.play or (lambda peer: None))
        server.good_context = self._laboratory.context("good")
        server.elsewhere = {"https": f"127.0.0.1:{self.witnesses[0].port}",
                            "http": f"127.0.0.1:{self.witnesses[1].port}"}
        return server

    def _try(self, hostility: Hostility) -> None:
        number = len(self.trials)
        self.trials[hostility.title] = trial = Trial(hostility)
        with contextlib.ExitStack() as stack:
            endpoint, before = self._place(hostility, stack)
            trial.server = endpoint.url.partition("//")[2].partition("/")[0]
            add = self._laboratory.add_account
            trial.login_account = add(f"l{number}@example.org", endpoint.url,
                                      hostility.authentication)
            trial.refresh_account = add(f"r{number}@example.org", endpoint.url,
                                        hostility.authentication)
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                login = pool.submit(self._attempt, self._laboratory.login, trial.login_account,
                                    before)
                refresh = pool.submit(self._attempt, self._laboratory.refresh,
                                      trial.refresh_account, before)
            trial.login, trial.refresh = login.result(), refresh.result()
            trial.requests = endpoint.fields()
            self._mend(trial, endpoint)

    @staticmethod
    def _attempt(program: Callable[..., Run], account: Account, before: Sequence[str]) -> Run:
        run = program(account.name, before)
        account.ended_at = time.time()
        account.after = account.record()
        return run

    def _place(self, hostility: Hostility, stack: contextlib.ExitStack
               ) -> tuple[HostileServer, Sequence[str]]:
        """The server, and what a program must be started with to come there."""
        server = stack.enter_context(self._server(hostility))
        if hostility.place == "full queue":
            hole = stack.enter_context(BlackHole(is_full=True))
            return Elsewhere(server, hole.token_endpoint), ()
        if hostility.place == "silent name server":
            names = stack.enter_context(SilentNameServer(self._laboratory.folder))
            return Elsewhere(server, names.token_endpoint), names.command
        return server, ()

    def _mend(self, trial: Trial, endpoint: HostileServer) -> None:
        """A server that is well again, and the pause is over, or a person asks."""
        endpoint.mended = True
        for account in (trial.login_account, trial.refresh_account):
            record = {**account.record(), "token_endpoint": endpoint.mended_url, "expires_at": 1}
            if "next_attempt_at" in record:
                record["next_attempt_at"] = int(time.time())
            if record.get("verdict", {}).get("kind") == "consent_needed":
                del record["verdict"]  # somebody has signed in, and got the same refresh token
            account.path.write_text(json.dumps(record))
            if "verdict" in record:
                trial.mended.append(self._laboratory.refresh(account.name))
            trial.mended.append(self._laboratory.login(account.name))


class Elsewhere:
    """A place where there is no server, and the one that stands there once it is mended."""

    def __init__(self, server: HostileServer, url: str) -> None:
        self._server, self.url = server, url
        self.mended = False

    @property
    def mended_url(self) -> str:
        self._server.mended = True
        return self._server.url

    def fields(self) -> list[dict[str, str]]:
        return self._server.fields()
