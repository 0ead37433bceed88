# SPDX-License-Identifier: MIT
"""One connection to gmail_server.py: its lines, the sign-in, and the end that its token sets."""

from __future__ import annotations

import base64
import binascii
import contextlib
import re
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gmail_server import GmailServer

IDLE_SECONDS = 20
MOST_LINE_BYTES = 65536
XOAUTH2 = re.compile(rb"user=([^\x01]*)\x01auth=Bearer ([^\x01]*)\x01\x01", re.DOTALL)
OAUTHBEARER = re.compile(rb"n,a=([^,\x01]+),\x01(?:host=[^\x01]*\x01|port=[0-9]+\x01)*"
                         rb"auth=Bearer ([^\x01]*)\x01\x01", re.DOTALL)
GRAMMARS = {"XOAUTH2": XOAUTH2, "OAUTHBEARER": OAUTHBEARER}
LAST_ANSWERS = {"XOAUTH2": "", "OAUTHBEARER": "AQ=="}


class Over(Exception):
    """The connection is to be closed."""


@dataclass
class SignIn:
    """One attempt, as the test finds it in `GmailServer.sign_ins`."""

    service: str
    mechanism: str
    user: str
    token: str
    initial_response: bool
    accepted: bool = False
    owner: str = ""
    """Whose token it is, as the authorization server says."""
    ends_at: float = 0
    """When its token, and so its session, ends, in seconds of the epoch; 0: it was no good."""
    last_answer: str | None = None
    """What the client sent after the challenge; None if there was no challenge."""

    def obeys_mechanism(self) -> bool:
        """Whether the challenge got the answer that the mechanism demands."""
        return self.last_answer in (None, LAST_ANSWERS[self.mechanism])


def decoded(mechanism: str, response: str) -> tuple[str, str] | None:
    """User and token of a client's response; None if it breaks the mechanism's grammar."""
    try:
        found = GRAMMARS[mechanism].fullmatch(base64.b64decode(response, validate=True))
    except binascii.Error:
        return None
    if not found:
        return None
    user, token = (part.decode() for part in found.groups())
    if mechanism == "OAUTHBEARER":
        user = user.replace("=2C", ",").replace("=3D", "=")
    return user, token


class Session:
    """What the three protocols share. `signed_in` is set once the user is in."""

    service = ""

    def __init__(self, server: GmailServer, peer: socket.socket) -> None:
        self.server = server
        self.lines = server.personality
        self.signed_in: SignIn | None = None
        self._take(peer)

    def _take(self, peer: socket.socket) -> None:
        peer.settimeout(IDLE_SECONDS)
        self.peer = peer
        self._reader = peer.makefile("rb")

    def go_over_to_tls(self) -> None:
        """From here on; what came before it in the clear is forgotten."""
        self._reader.close()
        self._take(self.server.tls.wrap_socket(self.peer, server_side=True))

    def close(self) -> None:
        """Ends TLS in good order, without waiting for the client, and the connection."""
        with contextlib.suppress(OSError, ValueError):
            if isinstance(self.peer, ssl.SSLSocket):
                self.peer.settimeout(0)
                self.peer.unwrap()
        self._reader.close()
        self.peer.close()

    def serve(self) -> None:
        """Until one of the two goes."""
        raise NotImplementedError

    def say_over(self) -> None:
        """Tells the client that its token is over; only IMAP's words are known."""

    def send(self, *lines: str) -> None:
        self.peer.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def line(self) -> str:
        """The client's next line. Raises Over at its end, or at the token's."""
        self.peer.settimeout(self._patience())
        try:
            line = self._reader.readline(MOST_LINE_BYTES)
        except TimeoutError:
            self._end_if_over()
            raise Over from None
        if not line.endswith(b"\n"):
            raise Over
        self._end_if_over()
        text = line.decode(errors="replace").rstrip("\r\n")
        self.server.heard.append(text)
        return text

    def octets(self, count: int) -> bytes:
        """The client's literal."""
        return self._reader.read(count)

    def _patience(self) -> float:
        if self.signed_in and self.lines.ends_at_once:
            return max(0.001, self.signed_in.ends_at - time.time())
        return IDLE_SECONDS

    def _end_if_over(self) -> None:
        if self.signed_in and time.time() >= self.signed_in.ends_at:
            self.say_over()
            raise Over

    def wait_for_the_end(self) -> None:
        """Stands still until the token is over."""
        assert self.signed_in
        time.sleep(max(0.0, self.signed_in.ends_at - time.time()))
        self._end_if_over()

    def sign_in(self, mechanism: str, response: str | None, ask: Callable[[str], str]) -> bool:
        """The whole exchange but for its last line; `ask` sends a challenge and gets the answer."""
        initial = response is not None
        if response is None:
            response = ask("")
        found = decoded(mechanism, response) or ("", "")
        attempt = SignIn(self.service, mechanism, *found, initial_response=initial)
        self.server.sign_ins.append(attempt)
        attempt.owner, attempt.ends_at = self.server.owner_and_end_of(attempt.token)
        attempt.accepted = attempt.ends_at > time.time() and self._is_welcome(attempt)
        if attempt.accepted:
            self.signed_in = attempt
        elif mechanism in self.lines.challenges:
            attempt.last_answer = ask(
                base64.b64encode(self.lines.challenges[mechanism].encode()).decode())
        return attempt.accepted

    def _is_welcome(self, attempt: SignIn) -> bool:
        return attempt.owner == attempt.user or not self.lines.matches_user

    def offers(self, mechanism: str) -> bool:
        """Whether the personality takes it, whatever it lists."""
        return mechanism in self.server.mechanisms

    def owns_mailbox(self) -> bool:
        """False where the token is somebody else's, which Exchange says after AUTH alone."""
        assert self.signed_in
        return self.signed_in.owner == self.signed_in.user
