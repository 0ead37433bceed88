# SPDX-License-Identifier: MIT
"""Programs that will not run without a terminal, on one that nobody looks at."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import time
from collections.abc import Sequence

from installation import Desk
from mail_clients import LIMIT_SECONDS

MOVES = re.compile(r"\x1b\[[0-9;]*[Hd]|\r")
CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>78]|[\x00-\x09\x0b-\x1f]")


def run_on_terminal(command: list[str], desk: Desk, typed: Sequence[tuple[str, str]] = (),
                    limit: float = LIMIT_SECONDS) -> tuple[str, float, int]:
    """Like mail_clients.run. `typed`: when the text was seen, these keys are pressed, in order."""
    start = time.monotonic()
    ours, its = pty.openpty()
    environment = {**desk.environment, "TERM": "xterm"}
    with subprocess.Popen(command, env=environment, cwd=desk.folder, stdin=its, stdout=its,
                          stderr=its, start_new_session=True) as program:
        os.close(its)
        try:
            output = _dialogue(ours, list(typed), start + limit)
        except TimeoutError as error:
            program.kill()
            raise subprocess.TimeoutExpired(command, limit, str(error)) from None
        finally:
            os.close(ours)
    return output, time.monotonic() - start, program.returncode


def _dialogue(terminal: int, typed: list[tuple[str, str]], deadline: float) -> str:
    """All that was shown until the program closed its end; a move of the cursor begins a line."""
    shown, begin = "", 0
    while True:
        if not select.select([terminal], [], [], max(0.0, deadline - time.monotonic()))[0]:
            raise TimeoutError(shown)
        try:
            octets = os.read(terminal, 65536)
        except OSError:  # how Linux says that nobody is at the other end
            octets = b""
        if not octets:
            return shown
        shown += CONTROLS.sub("", MOVES.sub("\n", octets.decode(errors="replace")))
        if typed and typed[0][0] in shown[begin:]:
            begin = len(shown)
            os.write(terminal, typed.pop(0)[1].encode())
