# SPDX-License-Identifier: MIT
"""An SMTP server in a thread that takes every message and keeps it."""

from __future__ import annotations

import socketserver
import threading
from dataclasses import dataclass, field


@dataclass
class Message:
    """One message as it came in."""

    sender: str = ""
    recipients: list[str] = field(default_factory=list)
    data: bytes = b""


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._message = Message()
        self._answer("220 sink.example.org ESMTP")
        for line in self.rfile:
            if not self._obey(line.decode(errors="replace").strip()):
                return

    def _answer(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def _obey(self, line: str) -> bool:
        word = line.split(" ")[0].upper()
        if word == "QUIT":
            self._answer("221 2.0.0 Bye")
            return False
        if word == "EHLO":
            self._answer("250-sink.example.org\r\n250-8BITMIME\r\n250 PIPELINING")
        elif word == "DATA":
            self._take_data()
        else:
            self._note_envelope(line)
            self._answer("250 2.0.0 Ok")
        return True

    def _note_envelope(self, line: str) -> None:
        address = line[line.find("<") + 1:line.find(">")]
        if line.upper().startswith("MAIL FROM:"):
            self._message = Message(sender=address)
        elif line.upper().startswith("RCPT TO:"):
            self._message.recipients.append(address)

    def _take_data(self) -> None:
        self._answer("354 Go ahead")
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line[1:] if line.startswith(b"..") else line)
        self._message.data = b"".join(lines)
        self.server.messages.append(self._message)
        self._answer("250 2.0.0 Taken")


class SmtpSink(socketserver.ThreadingTCPServer):
    """Listens from its making on; `messages` grows, `port` is on 127.0.0.1."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.messages: list[Message] = []
        self.port: int = self.server_address[1]
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def stop(self) -> None:
        """Closes the port."""
        self.shutdown()
        self._thread.join()
        self.server_close()
