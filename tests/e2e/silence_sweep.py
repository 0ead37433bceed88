# SPDX-License-Identifier: MIT
"""All hosts at once at token servers that are silent, since each of them must wait."""

from __future__ import annotations

import concurrent.futures
import itertools
from collections.abc import Sequence
from pathlib import Path

from black_hole import BlackHole
from hosts.host import Bench, Host
from installation import Installation
from mail_clients import Outcome
from world import World

NO_CONNECTION = "takes no connection"
NO_HANDSHAKE = "takes connections alone"
NO_ANSWER = "reads requests alone"
SILENCES = (NO_CONNECTION, NO_HANDSHAKE, NO_ANSWER)
AT_ONCE = 12
TRIES_OF_ALL = 1000  # a program may try again
ONE_SECOND = 'connect_timeout = "1s"\nrequest_timeout = "1s"\n'
_numbers = itertools.count(1)


class Sweep:
    """One login of each host, with time limits of one second."""

    def __init__(self, world: World, installed: Installation, folder: Path, silence: str) -> None:
        self._world, self._installed, self._folder = world, installed, folder
        self._silence = silence
        self._server, self._dovecot = world.authorization_server, world.dovecot
        self._ended: dict[str, concurrent.futures.Future[Outcome]] = {}

    def run(self, hosts: Sequence[Host]) -> Sweep:
        """Ends when all have ended."""
        self._server.reset()
        if self._silence == NO_ANSWER:
            self._server.hang_next(count=TRIES_OF_ALL)
        rows: dict[str, list[Host]] = {}
        for host in hosts:
            rows.setdefault(host.shares or host.name, []).append(host)
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            for row in rows.values():
                pool.submit(self._run_row, row)
        return self

    def outcome(self, host: Host) -> Outcome:
        """How it ended for this host; raises what was raised there."""
        return self._ended[host.name].result()

    def _run_row(self, hosts: Sequence[Host]) -> None:
        for host in hosts:
            self._ended[host.name] = ended = concurrent.futures.Future()
            try:
                ended.set_result(self._login(host))
            except BaseException as error:  # it is the test's, which asks for the outcome
                ended.set_exception(error)

    def _login(self, host: Host) -> Outcome:
        number = next(_numbers)
        user = self._world.mail.add_user(f"silent{number}@example.org")
        desk = host.desk(self._installed, self._server, self._folder / f"desk{number}")
        desk.configure(ONE_SECOND)
        tokens = self._server.issue(user.login)
        with BlackHole(is_full=self._silence == NO_CONNECTION) as hole:
            place = {} if self._silence == NO_ANSWER else {"token_endpoint": hole.token_endpoint}
            desk.add_account(user.login, tokens, expires_in=-10, **place)
            outcome = host.login(Bench(desk, self._dovecot, self._server, user), "XOAUTH2")
            failures = desk.record(user.login)["failures"]
            tries = self._tries(hole, tokens.refresh_token)
        assert failures == (failures if tries is None else tries)
        assert 1 <= failures <= outcome.seconds  # even a program that tries a hundred times
        return outcome

    def _tries(self, hole: BlackHole, refresh_token: str) -> int | None:
        """How often we asked; a connection that was never made cannot be counted."""
        if self._silence == NO_CONNECTION:
            return None
        if self._silence == NO_HANDSHAKE:
            return hole.connections()
        return sum(one["form"]["refresh_token"] == refresh_token for one in self._server.requests())
