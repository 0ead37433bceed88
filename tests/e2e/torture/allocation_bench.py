# SPDX-License-Identifier: MIT
"""One account, a token server that rotates, and programs that run out of memory on them."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import evidence
from allocations import LIMIT, NONE, ONCE, TRACE, Run, Victim, compile_host, compile_shim, victim
from certificates import Certificates
from effort import tried
from installation import HOUR, Installation
from canary_server import MARK, CanaryServer, token

ACCOUNT = "me@example.org"
PART = "memory"
VARYING = re.compile(r"\w*%s|[0-9a-f]{8}(?=\.\.\.)|\(now\)|\([^()]* ago\)|[0-9]+" % MARK)
FAULTS = {"one fails": ONCE, "none is left": LIMIT}


class Bench:
    """The files of one user, in a folder, and what runs on them."""

    def __init__(self, installation: Installation, folder: Path,
                 certificates: Certificates | None = None) -> None:
        """With certificates the token server speaks TLS."""
        self.installation, self.folder = installation, folder
        self.certificates = certificates
        self.server = CanaryServer(certificates)
        self.shim, self.host = compile_shim(folder), compile_host(folder)
        self.store = folder / "store"
        self.store.mkdir(0o700)
        self.path = self.store / f"{ACCOUNT}.json"
        self.token_file = folder / "token.json"
        self.password = folder / "password"
        self.config = folder / "config.toml"
        self.configure()
        # Ours alone: the stock plugins would take most of a run's time.
        plugins = folder / "sasl2"
        plugins.mkdir()
        (plugins / installation.plugin.name).symlink_to(installation.plugin)
        self.environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder),
                            "SASL_PATH": str(plugins), "SASL_OAUTH_CONFIG": str(self.config)}

    def configure(self) -> None:
        trust = f'ca_file = "{self.certificates.ca_file}"' if self.certificates else ""
        self.config.touch(0o600)
        self.config.write_text(f'[store]\ndir = "{self.store}"\n\n[network]\n{trust}\n')

    def stop(self) -> None:
        self.server.stop()

    def put_record(self, expires_in: int = HOUR, **members: Any) -> None:
        """The account's record, with tokens of its own."""
        now = int(time.time())
        record = {"version": 1, "expires_at": now + expires_in, "user": "",
                  "access_token": token(), "account": ACCOUNT,
                  "token_endpoint": self.server.token_endpoint,
                  "token_endpoint_auth_method": "none", "client_id": "app",
                  "refresh_token": self.server.issue(),
                  "issued_at": now + min(0, expires_in - HOUR), **members}
        self._write(self.path, record)

    def put_token_file(self, expires_in: int = HOUR) -> None:
        """No account: a token file as sasl-xoauth2 has them, and the password that names it."""
        self.path.unlink(missing_ok=True)
        self._write(self.token_file, {
            "access_token": token(), "refresh_token": self.server.issue(), "client_id": "app",
            "client_secret": token(), "expiry": str(int(time.time()) + expires_in),
            "token_endpoint": self.server.token_endpoint})
        self.password.write_text(f"file:{self.token_file}")

    @staticmethod
    def _write(path: Path, members: dict[str, Any]) -> None:
        path.touch(0o600)
        path.write_text(json.dumps(members))

    def login(self, mechanism: str = "XOAUTH2", *more: str) -> list[str]:
        """The command of a host that signs in."""
        return [str(self.host), mechanism, ACCOUNT, *more]

    def tool(self, *arguments: str) -> list[str]:
        return [str(self.installation.tool), *arguments]

    @contextlib.contextmanager
    def victim(self, command: Sequence[str], needles: Sequence[str] = ()) -> Iterator[Victim]:
        with victim(self.shim, command, self.environment, self.folder / "victim",
                    needles) as running:
            yield running

    def has_lost_token(self) -> bool:
        """Whether the server knows no refresh token of a file that stands here, or it is no file
        that can be read."""
        for path in (self.path, self.token_file):
            if path.exists():
                refresh_token = json.loads(path.read_text())["refresh_token"]
                if not self.server.is_alive(refresh_token):
                    return True
        return False

    def litter(self) -> set[str]:
        """What lies in the store and has no business there."""
        kept = {f"{ACCOUNT}.json", f"{ACCOUNT}.lock"}
        return {one.name for one in self.store.iterdir()} - kept

    def locks_held(self) -> list[Path]:
        """Locks that somebody still holds."""
        return [path for path in self.store.glob("*.lock") if not _is_free(path)]


def _is_free(path: Path) -> bool:
    with path.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


@dataclass(frozen=True)
class Scenario:
    """A program to be run; `prepare` puts its files as they have to be before each run."""

    command: list[str]
    prepare: Callable[[], None]
    ends: tuple[int, ...] = (0, 1)  # exit codes that may come of it when memory is short
    looks_after: bool = True  # whether another run must then end as if memory had not been short


@dataclass
class Tally:
    """What a sweep found, in words; nothing if all was well."""

    allocations: int = 0
    died: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    untrue: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def write(self) -> None:
        """For the page of evidence."""
        evidence.note(PART, "allocations that failed", self.allocations)
        evidence.note(PART, "programs that died of it", len(self.died))
        evidence.note(PART, "runs that leaked memory", len(self.leaks))
        evidence.note(PART, "sentences that were not true", len(self.untrue))
        evidence.note(PART, "refresh tokens lost", len(self.lost))
        evidence.note(PART, "locks, files or logins left broken", len(self.left))

    def faults(self) -> list[str]:
        return [*self.died, *self.leaks, *self.untrue, *self.lost, *self.left]


def _lines(text: str) -> Counter[str]:
    """What was said, but for tokens, times and how long ago they were."""
    return Counter(VARYING.sub("", line).strip() for line in text.splitlines()
                   if not line.startswith("sent: "))


def _is_true(run: Run, good: Run, ends: tuple[int, ...]) -> bool:
    """Whether a run says that memory is short, or, if it did its work, nothing else than one that
    went well."""
    if run.exit_code == good.exit_code and _lines(run.said) == _lines(good.said):
        return True
    new = [line for line in _lines(run.said) - _lines(good.said) if line]
    return run.exit_code in ends and bool(new) and all("memory" in line for line in new)


def judge(bench: Bench, scenario: Scenario, run: Run, good: Run, where: str, tally: Tally) -> None:
    """Adds to the tally what one run has done."""
    tally.allocations += 1
    if run.signal or run.allocations is None:
        tally.died.append(f"{where}: signal {run.signal}, exit {run.exit_code}: {run.said}")
    if leaks := run.leaks - good.leaks:
        tally.leaks.append(f"{where}: {dict(leaks)}")
    if not run.signal and not _is_true(run, good, scenario.ends):
        tally.untrue.append(f"{where}: exit {run.exit_code}: {run.said}")
    if bench.has_lost_token():
        tally.lost.append(f"{where}: {run.said}")
    if left := [*bench.litter(), *bench.locks_held()]:
        tally.left.append(f"{where}: {left}")


def new_ways(bench: Bench, scenario: Scenario, known: set[str]) -> list[int]:
    """The allocations that no known way leads to, the first of each way; their ways are known
    then. A way is the row of calls from main to the allocation."""
    with bench.victim(scenario.command) as running:
        scenario.prepare()
        ways = running.run(TRACE).ways
    first = {way: number for number, way in reversed(list(enumerate(ways, 1)))}
    numbers = sorted(number for way, number in first.items() if way not in known)
    known.update(first)
    return numbers


def sweep(bench: Bench, scenario: Scenario, fault: int, in_short: int,
          numbers: Sequence[int] | None = None) -> Tally:
    """Runs the scenario once for each allocation that fails (all, or those of these numbers), and
    each time once more in peace."""
    tally = Tally()
    with bench.victim(scenario.command) as running:
        scenario.prepare()
        good = running.run(NONE)
        assert good.allocations, good
        if numbers is None:
            numbers = range(1, good.allocations + 1)
        for number in tried(numbers, in_short):
            scenario.prepare()
            run = running.run(fault, number)
            where = f"allocation {number}, {run.failed_at}"
            judge(bench, scenario, run, good, where, tally)
            if not scenario.looks_after:
                continue
            after = running.run(NONE)
            if (after.exit_code, _lines(after.said)) != (good.exit_code, _lines(good.said)):
                tally.left.append(f"{where}: the next run: exit {after.exit_code}: {after.said}")
    tally.write()
    return tally
