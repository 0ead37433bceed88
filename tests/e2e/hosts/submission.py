# SPDX-License-Identifier: MIT
"""The message that the hosts send which send, and whether it came."""

from __future__ import annotations

from hosts.host import Bench

RECIPIENT = "friend@example.org"
MESSAGE = "Subject: hello\n\nA line.\n"


def forget(bench: Bench) -> None:
    """What came before."""
    bench.dovecot.sink.messages.clear()


def is_sent(bench: Bench) -> bool:
    """Whether this one message came from the user, once. Some add an empty line at its end."""
    wire = MESSAGE.replace("\n", "\r\n").encode().rstrip()
    taken = [(one.sender, one.recipients, one.data.rstrip()[-len(wire):])
             for one in bench.dovecot.sink.messages]
    return taken == [(bench.user.login, [RECIPIENT], wire)]
