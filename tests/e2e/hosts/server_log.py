# SPDX-License-Identifier: MIT
"""What Dovecot logged of a login, for programs that do not show what it answered."""

from __future__ import annotations

import re
import time

import child
from dovecot import Dovecot

REFUSAL = "auth failed"
SECONDS = 2


def refusal_in_log(dovecot: Dovecot, since: int) -> str:
    """REFUSAL, or nothing if no token was shown in the IMAP session that has just ended without a
    login. `since`: the length of the log before."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if end := re.search(rf"imap-login: .*\(({REFUSAL}|no auth attempts)",
                            dovecot.log()[since:]):
            return end.group(1).removeprefix("no auth attempts")
        time.sleep(child.POLL_SECONDS)
    raise TimeoutError("Dovecot has not logged the end of a session")
