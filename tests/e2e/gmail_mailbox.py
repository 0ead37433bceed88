# SPDX-License-Identifier: MIT
"""The one mailbox of gmail_server.py: messages with flags."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Letter:
    """One message; `text` has CRLF at its lines' ends."""

    uid: int
    text: bytes
    flags: set[str] = field(default_factory=set)

    @property
    def header(self) -> bytes:
        """With the empty line at its end."""
        return self.text.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"

    @property
    def body(self) -> bytes:
        return self.text.partition(b"\r\n\r\n")[2]


class Mailbox:
    """The letters of INBOX, oldest first; the tests and all sessions share it."""

    def __init__(self, subjects: tuple[str, ...]) -> None:
        self.letters: list[Letter] = []
        self._next_uid = 1
        for subject in subjects:
            self.deliver(subject)

    def deliver(self, subject: str) -> None:
        """Adds a message."""
        self.letters.append(Letter(self._next_uid, (
            f"From: sender@example.org\r\nTo: you@example.org\r\nSubject: {subject}\r\n"
            f"Date: Thu, 26 Nov 2026 10:00:00 +0000\r\n"
            f"Message-ID: <{self._next_uid}@example.org>\r\n"
            f"\r\nThis is {subject}.\r\n").encode()))
        self._next_uid += 1

    @property
    def next_uid(self) -> int:
        return self._next_uid

    def expunge(self) -> list[int]:
        """Removes what is marked as deleted; gives the numbers as EXPUNGE tells them."""
        gone = [place for place, one in enumerate(self.letters, 1) if "\\Deleted" in one.flags]
        self.letters = [one for one in self.letters if "\\Deleted" not in one.flags]
        return [place - before for before, place in enumerate(gone)]
