# SPDX-License-Identifier: MIT
"""Herds: many processes and threads that begin their logins at the same moment."""

from __future__ import annotations

import base64
import contextlib
import re
import signal
import statistics
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from authorization_server import AuthorizationServer, Tokens
from hosts.compiled import compiled
from installation import Desk

import evidence

PART = "herds"
SASL_CONTINUE = 1
MECHANISM = "OAUTHBEARER"
TOKEN = re.compile(r"auth=Bearer ([^\x01]+)\x01")


@dataclass(frozen=True)
class Login:
    """How one login began: with a token, or with a sentence."""

    code: int
    seconds: float
    user: str
    token: str
    sentence: str

    @property
    def has_token(self) -> bool:
        return self.code == SASL_CONTINUE


def _login_of(line: str) -> Login:
    code, milliseconds, user, text = line.split(" ", 3)
    seconds = int(milliseconds) / 1000
    if int(code) != SASL_CONTINUE:
        return Login(int(code), seconds, user, "", text)
    found = TOKEN.search(base64.b64decode(text).decode())
    assert found, text
    return Login(int(code), seconds, user, found.group(1), "")


class Animal:
    """One process of `threads` logins, that waits for words on its standard input."""

    def __init__(self, command: Sequence[str | Path], environment: dict[str, str]) -> None:
        self.process = subprocess.Popen([str(word) for word in command], env=environment, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.logins: list[Login] = []

    def wait_for(self, word: str) -> None:
        """Reads its logins until it says this word."""
        assert self.process.stdout
        for line in self.process.stdout:
            if line.rstrip("\n") == word:
                return
            self.logins.append(_login_of(line.rstrip("\n")))
        raise RuntimeError(f"the program ended before it said {word!r}")

    def go_on(self) -> None:
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def remove(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(BrokenPipeError):
                if pipe:
                    pipe.close()


class Herd:
    """What `herds` makes: all are there, and none has begun."""

    def __init__(self, animals: list[Animal]) -> None:
        self.animals = animals

    def begin(self) -> None:
        for one in self.animals:
            one.go_on()

    def all(self, word: str = "done") -> list[Login]:
        """Waits until each process has said `word`; gives all logins."""
        for one in self.animals:
            one.wait_for(word)
        return [login for one in self.animals for login in one.logins]

    def logins(self) -> list[Login]:
        """The whole: begin, and wait for the end."""
        self.begin()
        return self.all()


class Herds:
    """Makes herds of threaded_logins.c."""

    def __init__(self) -> None:
        self.program = compiled("torture/threaded_logins.c", "-lsasl2", "-lpthread")

    @contextlib.contextmanager
    def herd(self, desk: Desk, users: Sequence[str], *, processes: int, threads: int = 1,
             refuse: bool = False) -> Iterator[Herd]:
        """A herd whose logins take the users in turn; gone afterwards, whatever it was doing."""
        with contextlib.ExitStack() as stack:
            animals = []
            for number in range(processes):
                own = [users[(number * threads + thread) % len(users)] for thread in range(threads)]
                command = [self.program, MECHANISM, str(threads), "refuse" if refuse else "take", *own]
                animals.append(Animal(command, desk.environment))
                stack.callback(animals[-1].remove)
            for one in animals:
                one.wait_for("ready")
            yield Herd(animals)


Accounts = dict[str, Tokens]


def expired_accounts(desk: Desk, login: str, count: int) -> Accounts:
    """That many accounts whose access tokens are over, each with what it had at first."""
    return {one: desk.add_expired_account(one)
            for one in (f"{number}.{login}" for number in range(count))}


def requests_of(server: AuthorizationServer, accounts: Accounts) -> Counter[str]:
    """How many requests were made with the first refresh token of each account. That of a token
    which an account got only later counts for "nobody"."""
    owners = {tokens.refresh_token: login for login, tokens in accounts.items()}
    return Counter(owners.get((one.get("form") or {}).get("refresh_token", ""), "nobody")
                   for one in server.requests())


def check(desk: Desk, accounts: Accounts, logins: Sequence[Login], *, requests: int = 1) -> None:
    """Every login has its account's new token; that took no more than so many requests an account;
    and no refresh token is lost. Notes it all."""
    server = desk.server
    failed = [one for one in logins if not one.has_token]
    asked = requests_of(server, accounts)
    lost = [one for one in accounts
            if not server.is_refresh_token_alive(desk.record(one)["refresh_token"])]
    stale = [one for one in logins
             if one.has_token and one.token != desk.record(one.user)["access_token"]]
    evidence.note(PART, "logins", len(logins))
    evidence.note(PART, "logins that failed without a cause", len(failed))
    # One more is the price of a process that was killed in mid-request.
    most = max(asked.values(), default=0) - (requests - 1)
    evidence.note(PART, "requests for one account", most, "max")
    waits = [one.seconds for one in logins]
    evidence.note(PART, "longest wait", max(waits), "max")
    evidence.note(PART, "longest wait by the median of its herd",
                  max(waits) / max(statistics.median(waits), 0.001), "max")
    evidence.note(PART, "refresh tokens lost", len(lost))
    assert failed == [] and stale == [] and lost == []
    assert asked == Counter({one: requests for one in accounts})
