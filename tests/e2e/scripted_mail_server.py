# SPDX-License-Identifier: MIT
"""Mail servers on loopback that play what big providers and hostile ones say."""

from __future__ import annotations

import socket
import ssl
import threading

from certificates import Certificates

SECONDS = 10
TLS = "TLS"


class ScriptedMailServer:
    """Plays `steps` with each connection: a string is sent as a line, None waits for a line, TLS
    goes over to TLS. `heard` are the lines that came. Use it as a context manager."""

    def __init__(self, certificates: Certificates, steps: list[str | bytes | None]) -> None:
        self.heard: list[str] = []
        self._steps = steps
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificates.certificate_file, certificates.key_file)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> ScriptedMailServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(SECONDS)

    def _run(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            try:
                self._play(peer)
            except OSError:
                pass

    def _play(self, peer: socket.socket) -> None:
        peer.settimeout(SECONDS)
        lines = peer.makefile("rb")
        for step in self._steps:
            if step is None:
                self.heard.append(lines.readline().decode().rstrip("\r\n"))
            elif step == TLS:
                peer = self._context.wrap_socket(peer, server_side=True)
                lines = peer.makefile("rb")
            else:
                peer.sendall(step if isinstance(step, bytes) else step.encode() + b"\r\n")
        lines.close()
        peer.close()
