# SPDX-License-Identifier: MIT
"""Servers on loopback that swallow packets."""

from __future__ import annotations

import contextlib
import socket

PATIENCE_SECONDS = 0.1


class BlackHole:
    """Connections are made, for the kernel does that by itself, and nothing ever comes back; with
    `is_full` they are not even made. Use it as a context manager."""

    def __init__(self, is_full: bool = False) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=0 if is_full else 100)
        self._fillers = contextlib.ExitStack()
        self.port: int = self._listener.getsockname()[1]
        if is_full:
            self._fill()

    def __enter__(self) -> BlackHole:
        return self

    def __exit__(self, *_: object) -> None:
        self._fillers.close()
        self._listener.close()

    def _fill(self) -> None:
        """Until the queue of connections that nobody accepts is full: then SYNs are dropped."""
        while True:
            one = self._fillers.enter_context(socket.socket())
            one.settimeout(PATIENCE_SECONDS)
            try:
                one.connect(("127.0.0.1", self.port))
            except TimeoutError:
                return

    @property
    def token_endpoint(self) -> str:
        return f"https://127.0.0.1:{self.port}/token"

    def connections(self) -> int:
        """How many were made; they are ended."""
        count = 0
        self._listener.settimeout(0)
        with contextlib.suppress(BlockingIOError):
            while True:
                self._listener.accept()[0].close()
                count += 1
        return count
