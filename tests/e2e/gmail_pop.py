# SPDX-License-Identifier: MIT
"""POP3 (RFC 1939, 2449, 5034) as gmail_server.py speaks it."""

from __future__ import annotations

from gmail_session import Over, Session


class PopSession(Session):
    service = "pop"

    def serve(self) -> None:
        self.send(self.lines.pop.greeting)
        while True:
            word, *rest = self.line().split(" ")
            self._obey(word.upper(), rest)

    def _obey(self, word: str, rest: list[str]) -> None:
        if word == "CAPA":
            self.send("+OK Capability list follows", *self.lines.pop.capabilities, ".")
        elif word == "QUIT":
            self.send("+OK Farewell.")
            raise Over
        elif self.signed_in:
            self._obey_inside(word, rest)
        elif word == "AUTH" and rest and self.offers(rest[0].upper()):
            self._authenticate(rest[0].upper(), rest[1] if len(rest) > 1 else None)
        elif word in ("USER", "PASS", "AUTH"):
            self.send(self.lines.pop.refused)
        else:
            self.send("-ERR bad command")

    def _authenticate(self, mechanism: str, response: str | None) -> None:
        if response is not None and self.lines.pop.initial_response:
            self.send(self.lines.pop.initial_response)
            raise Over
        done = self.sign_in(mechanism, response, self._ask)
        self.send(self.lines.pop.accepted if done else self.lines.pop.refused)

    def _ask(self, challenge: str) -> str:
        self.send(f"+ {challenge}")
        return self.line()

    def _obey_inside(self, word: str, rest: list[str]) -> None:
        letters = self.server.mailbox.letters
        if not self.owns_mailbox():
            self.send(self.lines.pop.other_mailbox)
        elif word == "STAT":
            self.send(f"+OK {len(letters)} {sum(len(one.text) for one in letters)}")
        elif word in ("LIST", "UIDL"):
            shown = {place: len(one.text) if word == "LIST" else f"u{one.uid}"
                     for place, one in enumerate(letters, 1)}
            if rest:
                self.send(f"+OK {rest[0]} {shown[int(rest[0])]}")
            else:
                self.send("+OK", *(f"{place} {what}" for place, what in shown.items()), ".")
        elif word == "RETR":
            self._send_text(letters[int(rest[0]) - 1].text)
        elif word == "TOP":
            self._send_text(letters[int(rest[0]) - 1].header)
        else:
            self.send("+OK" if word in ("NOOP", "DELE", "RSET") else "-ERR bad command")

    def _send_text(self, text: bytes) -> None:
        lines = text.decode().removesuffix("\r\n").split("\r\n")
        self.send("+OK", *(f".{line}" if line.startswith(".") else line for line in lines), ".")
