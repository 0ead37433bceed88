# SPDX-License-Identifier: MIT
"""Child processes that end with the tests, and loopback ports."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import time
from collections.abc import Callable

POLL_SECONDS = 0.02


def patience(seconds: float) -> float:
    """How long a program may take that takes so long at most by itself; under a sanitizer or
    valgrind ($SASL_OAUTH_E2E_PATIENCE: how much) longer."""
    return seconds * float(os.environ.get("SASL_OAUTH_E2E_PATIENCE", "1"))


def free_ports(count: int) -> list[int]:
    """Ports of 127.0.0.1 that nobody listens on now, all different."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def serves(port: int) -> bool:
    """Whether a connection to the port is accepted."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def wait_until(ready: Callable[[], bool], child: subprocess.Popen, seconds: float) -> bool:
    """Polls `ready`; False when the child ends or the time is over before."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and child.poll() is None:
        if ready():
            return True
        time.sleep(POLL_SECONDS)
    return False


def dies_with_us(command: list[str]) -> list[str]:
    """The command, so started that the kernel ends it when the tests are killed."""
    return ["setpriv", "--pdeathsig", "TERM", *command]


def stop(child: subprocess.Popen, seconds: float = 10) -> None:
    """Ends the child, by force if it does not go by itself."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    for stream in (child.stdin, child.stdout, child.stderr):
        if stream:
            stream.close()
