# SPDX-License-Identifier: MIT
"""SMTP (RFC 5321, 4954) as gmail_server.py speaks it; what it is given goes nowhere."""

from __future__ import annotations

import ssl

from gmail_session import Over, Session
from smtp_sink import Message


class SmtpSession(Session):
    service = "smtp"

    def serve(self) -> None:
        self._message: Message | None = None
        self.send(self.lines.smtp.greeting)
        while True:
            word, _, rest = self.line().partition(" ")
            self._obey(word.upper(), rest)

    def _has_tls(self) -> bool:
        return isinstance(self.peer, ssl.SSLSocket)

    def _obey(self, word: str, rest: str) -> None:
        smtp = self.lines.smtp
        if word == "EHLO":
            self._hello()
        elif word == "QUIT":
            self.send("221 2.0.0 closing connection")
            raise Over
        elif word == "STARTTLS" and not self._has_tls():
            self.send("220 2.0.0 Ready to start TLS")
            self.go_over_to_tls()
        elif word in ("NOOP", "RSET"):
            self.send("250 2.0.0 OK")
        elif word not in ("AUTH", "MAIL", "RCPT", "DATA"):
            self.send(smtp.unknown)
        elif not self._has_tls():
            self.send(smtp.before_tls)
        elif word == "AUTH":
            self._authenticate(rest)
        elif not self.signed_in:
            self.send(smtp.unauthenticated)
        else:
            self._obey_inside(word, rest)

    def _hello(self) -> None:
        smtp = self.lines.smtp
        more = f"AUTH {smtp.mechanisms}" if self._has_tls() else "STARTTLS"
        lines = [smtp.hello, *smtp.extensions[:2], more, *smtp.extensions[2:]]
        self.send(*(f"250-{line}" for line in lines[:-1]), f"250 {lines[-1]}")

    def _authenticate(self, rest: str) -> None:
        mechanism, _, response = rest.partition(" ")
        if not self.offers(mechanism.upper()):
            self.send(*self.lines.smtp.refused)
        elif self.sign_in(mechanism.upper(), response or None, self._ask):
            self.send(self.lines.smtp.accepted)
        else:
            self.send(*self.lines.smtp.refused)

    def _ask(self, challenge: str) -> str:
        self.send(f"334 {challenge}")
        return self.line()

    def _obey_inside(self, word: str, rest: str) -> None:
        address = rest[rest.find("<") + 1:rest.find(">")]
        if word == "MAIL" and not self.owns_mailbox():
            self.send(self.lines.smtp.other_mailbox)
        elif word == "MAIL":
            self._message = Message(sender=address)
            self.send("250 2.1.0 OK")
        elif self._message is None:
            self.send("503 5.5.1 MAIL first")
        elif word == "RCPT":
            self._message.recipients.append(address)
            self.send("250 2.1.5 OK")
        else:
            self._take_data()

    def _take_data(self) -> None:
        assert self._message
        self.send("354 Go ahead")
        lines = []
        while (line := self.line()) != ".":
            lines.append(line[1:] if line.startswith("..") else line)
        self._message.data = "".join(f"{line}\r\n" for line in lines).encode()
        self.server.sink.messages.append(self._message)
        self._message = None
        self.send("250 2.0.0 OK")
