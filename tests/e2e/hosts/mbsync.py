# SPDX-License-Identifier: MIT
"""mbsync (isync) fetches a mailbox."""

from __future__ import annotations

from dataclasses import replace

from hosts.host import Bench, Host
from mail_clients import MBSYNC_CLIENT, Outcome, fetched


class Mbsync(Host):
    name = "mbsync"
    page = "mbsync"
    package = "isync 1.4.4"
    refusal = "NO [AUTHENTICATIONFAILED] Authentication failed."

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        outcome = MBSYNC_CLIENT.login(bench.desk, bench.dovecot, bench.user, mechanism)
        is_done = fetched(bench.desk) == sorted(bench.user.subjects)
        return replace(outcome, accepted=outcome.accepted and is_done)


HOSTS = (Mbsync(),)
