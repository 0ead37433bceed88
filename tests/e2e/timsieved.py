# SPDX-License-Identifier: MIT
"""A relay on loopback that makes Dovecot's ManageSieve read as that of Cyrus."""

from __future__ import annotations

import contextlib
import re
import socket
import socketserver
import threading

CHUNK_BYTES = 65536


class _Words:
    """One connection's lines as Cyrus' timsieved has them, for its clients, which read nothing
    else: OK without a text, and every challenge a literal (3.6.1, parser.c, cmd_authenticate).
    RFC 5804 allows Dovecot's words as well."""

    def __init__(self, mechanism: str) -> None:
        self._sasl = f'"SASL" "{mechanism}"\r\n'.encode()
        self._oks = 0  # one ends the capabilities, one the login

    def instead_of(self, line: bytes) -> bytes:
        if line.startswith(b"OK "):
            self._oks += 1
            return b"OK\r\n"
        if self._oks == 0:
            return self._capability(line)
        challenge = re.fullmatch(rb'"(.*)"\r\n', line)
        if self._oks == 1 and challenge:
            return b"{%d}\r\n%s\r\n" % (len(challenge[1]), challenge[1])
        return line

    def _capability(self, line: bytes) -> bytes:
        if line.startswith(b'"STARTTLS"'):
            return b""
        return self._sasl if line.startswith(b'"SASL"') else line


class _Connection(socketserver.StreamRequestHandler):
    server: Timsieved

    def handle(self) -> None:
        with socket.create_connection(("127.0.0.1", self.server.dovecot_port)) as dovecot:
            questions = threading.Thread(target=self._ask, args=(dovecot,))
            questions.start()
            self._answer(dovecot)
            with contextlib.suppress(OSError):  # it may have gone
                self.connection.shutdown(socket.SHUT_RDWR)
            questions.join()

    def _ask(self, dovecot: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while some := self.connection.recv(CHUNK_BYTES):
                dovecot.sendall(some)
            dovecot.shutdown(socket.SHUT_WR)

    def _answer(self, dovecot: socket.socket) -> None:
        words = _Words(self.server.mechanism)
        with dovecot.makefile("rb") as lines, contextlib.suppress(OSError):
            for line in lines:
                if line.startswith(b"NO "):
                    self.server.refusals.append(line.decode(errors="replace").strip())
                self.wfile.write(words.instead_of(line))


class Timsieved(socketserver.ThreadingTCPServer):
    """Listens on 127.0.0.1:`port` until the context ends. It offers one mechanism alone, since not
    every client can choose, and no STARTTLS. `refusals` are Dovecot's."""

    daemon_threads = True

    def __init__(self, dovecot_port: int, mechanism: str) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.dovecot_port = dovecot_port
        self.mechanism = mechanism
        self.refusals: list[str] = []
        self.port: int = self.server_address[1]
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()
