# SPDX-License-Identifier: MIT
"""One SASL login, line by line, over IMAP, POP3 or SMTP; to see what the mail server says."""

from __future__ import annotations

import base64
import json
import socket
from dataclasses import dataclass
from typing import Any

from dovecot import Dovecot

PROTOCOLS = ("imap", "pop3", "submission")
MECHANISMS = ("XOAUTH2", "OAUTHBEARER")
LAST_WORD = {"XOAUTH2": b"", "OAUTHBEARER": base64.b64encode(b"\x01")}


@dataclass(frozen=True)
class Outcome:
    """How a login ended: the challenge with the reason, if there was one, and the last line."""

    challenge: dict[str, Any] | None
    line: str

    @property
    def accepted(self) -> bool:
        return self.line.startswith(("A1 OK", "+OK", "235"))


REFUSALS = {
    "imap": "A1 NO [AUTHENTICATIONFAILED] Authentication failed.",
    "pop3": "-ERR [AUTH] Authentication failed.",
    "submission": "535 5.7.8 Authentication failed.",
}


def refusal(protocol: str, mechanism: str, issuer: str) -> Outcome:
    """What Dovecot 2.3 answers to a token that is not good, of whatever kind."""
    if mechanism == "XOAUTH2":
        challenge = {"status": "401", "schemes": "bearer", "scope": "mail"}
    else:
        challenge = {"status": "invalid_token"}
    challenge["openid-configuration"] = f"{issuer}/.well-known/openid-configuration"
    return Outcome(challenge, REFUSALS[protocol])


@dataclass(frozen=True)
class _Grammar:
    before: tuple[bytes, ...]
    command: bytes
    go_on: bytes


GRAMMARS = {
    "imap": _Grammar((), b"A1 AUTHENTICATE", b"+"),
    "pop3": _Grammar((), b"AUTH", b"+ "),
    "submission": _Grammar((b"EHLO localhost",), b"AUTH", b"334"),
}


def first_message(mechanism: str, user: str, token: str) -> bytes:
    """What the client says first, as section 1 of each mechanism's document has it."""
    if mechanism == "XOAUTH2":
        return f"user={user}\x01auth=Bearer {token}\x01\x01".encode()
    return f"n,a={user},\x01host=localhost\x01auth=Bearer {token}\x01\x01".encode()


class _Lines:
    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._file = self._socket.makefile("rb")

    def close(self) -> None:
        self._file.close()
        self._socket.close()

    def read(self) -> bytes:
        """The next line that ends an answer: SMTP's with a hyphen go on."""
        while True:
            line = self._file.readline().rstrip(b"\r\n")
            if line[3:4] != b"-" or not line[:3].isdigit():
                return line

    def write(self, line: bytes) -> None:
        self._socket.sendall(line + b"\r\n")

    def ask(self, line: bytes) -> bytes:
        self.write(line)
        return self.read()


def login(server: Dovecot, protocol: str, mechanism: str, user: str, token: str) -> Outcome:
    """Signs in without an initial response, and ends a refused login as the mechanism demands."""
    grammar = GRAMMARS[protocol]
    lines = _Lines(getattr(server.ports, protocol))
    try:
        lines.read()
        for command in grammar.before:
            lines.ask(command)
        empty_challenge = lines.ask(grammar.command + b" " + mechanism.encode())
        assert empty_challenge.startswith(grammar.go_on), empty_challenge
        message = first_message(mechanism, user, token)
        line = lines.ask(base64.b64encode(message))
        challenge = None
        if line.startswith(grammar.go_on):
            challenge = json.loads(base64.b64decode(line[len(grammar.go_on):]))
            line = lines.ask(LAST_WORD[mechanism])
        while line.startswith(b"* "):
            line = lines.read()
        return Outcome(challenge, line.decode())
    finally:
        lines.close()
