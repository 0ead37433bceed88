# SPDX-License-Identifier: MIT
"""What a hostile mail server says where a token is judged, over IMAP, POP and SMTP."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace

from hostile_challenges import padded
from hostile_server import Peer, Play

MIB = 1 << 20
ENDLESS_BYTES = 4 * MIB
SLOW_BYTES = 5
SERVER_PATIENCE_SECONDS = 3
REFUSAL = base64.b64encode(b'{"status":"401","schemes":"bearer","scope":"mail"}')
JUNK = base64.b64encode(b"{}")


@dataclass(frozen=True)
class Language:
    """A protocol, as far as a login needs it; TAG stands for the client's, where there are any."""

    name: str
    greeting: bytes
    offers: bytes  # what answers the question for capabilities
    challenge: bytes  # what stands before one
    success: bytes
    failure: bytes

    def without_initial_response(self) -> Language:
        """A server that wants to speak first. Only IMAP has a word for it."""
        return replace(self, greeting=self.greeting.replace(b"SASL-IR ", b""),
                       offers=self.offers.replace(b"SASL-IR ", b""))

    def is_login(self, line: bytes) -> bool:
        return b"AUTH" in line.upper().split(b" ")[:2][-1 if self.name == "imap" else 0]


IMAP = Language("imap", b"* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready\r\n",
                b"* CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2\r\nTAG OK done\r\n", b"+ ",
                b"TAG OK signed in\r\n", b"TAG NO [AUTHENTICATIONFAILED] refused\r\n")
POP = Language("pop", b"+OK ready\r\n", b"+OK list\r\nSASL XOAUTH2\r\n.\r\n", b"+ ",
               b"+OK signed in\r\n", b"-ERR [AUTH] refused\r\n")
SMTP = Language("smtp", b"220 ready\r\n", b"250-me\r\n250 AUTH XOAUTH2\r\n", b"334 ",
                b"235 signed in\r\n", b"535 refused\r\n")


class Dialogue:
    """A client at the point where the server must judge its token."""

    def __init__(self, peer: Peer, language: Language) -> None:
        self.peer, self._language = peer, language
        self._unread = b""
        self._tag = b""

    def greet(self, hears_token: bool) -> None:
        """Up to the client's command to sign in, and its token, if that is to be heard."""
        language = self._language if hears_token else self._language.without_initial_response()
        self.say(language.greeting)
        while not language.is_login(line := self.hear()):
            self.say(language.offers)
        if hears_token and len(line.split()) < (4 if self._language.name == "imap" else 3):
            self.challenge(b"")
            self.hear()

    def hear(self) -> bytes:
        while b"\n" not in self._unread:
            data = self.peer.receive()
            if not data:
                raise ConnectionError("the client hung up")
            self._unread += data
        line, _, self._unread = self._unread.partition(b"\n")
        if self._language.name == "imap" and line.split(b" ", 1)[1:]:
            self._tag = line.split(b" ", 1)[0]
        return line

    def say(self, data: bytes) -> None:
        self.peer.send(data.replace(b"TAG", self._tag))

    def challenge(self, text: bytes, end: bytes = b"\r\n") -> None:
        self.peer.send(self._language.challenge + text + end)

    def challenge_of(self, text: bytes) -> bytes:
        return self._language.challenge + text + b"\r\n"

    def succeed(self) -> None:
        self.say(self._language.success)

    def fail(self) -> None:
        self.say(self._language.failure)


Talk = Callable[[Dialogue], None]


@dataclass(frozen=True)
class Rudeness:
    """`is_refusal`: the token was refused in a way that a client must note; None if that is left to
    how a program reads."""

    title: str
    talk: Talk
    is_refusal: bool | None = False
    hears_token: bool = True

    def play(self, language: Language, is_encrypted: bool) -> Play:
        def play(peer: Peer) -> None:
            if is_encrypted:
                peer.start_tls()
            peer.lose_patience_after(SERVER_PATIENCE_SECONDS)
            dialogue = Dialogue(peer, language)
            dialogue.greet(self.hears_token)
            self.talk(dialogue)

        return play


def challenged(text: bytes, *then: str) -> Talk:
    """A challenge, whatever answers it, and what comes then."""

    def talk(dialogue: Dialogue) -> None:
        dialogue.challenge(text)
        dialogue.hear()
        for word in then:
            getattr(dialogue, word)()

    return talk


def for_ever(dialogue: Dialogue) -> None:
    """Each answer gets the next challenge."""
    for _ in itertools.repeat(None, 10_000):
        dialogue.challenge(JUNK)
        dialogue.hear()


def in_pieces(dialogue: Dialogue) -> None:
    dialogue.peer.trickle(dialogue.challenge_of(REFUSAL), seconds=0.005)
    dialogue.hear()
    dialogue.fail()


def encoded(content: bytes) -> bytes:
    return base64.b64encode(content)


RUDE = [
    Rudeness("a refusal, and success", challenged(REFUSAL, "succeed"), is_refusal=True),
    Rudeness("a refusal, and it hangs up", challenged(REFUSAL), is_refusal=True),
    Rudeness("a refusal in pieces", in_pieces, is_refusal=True),
    Rudeness("two refusals at once", lambda dialogue: (
        dialogue.peer.send(dialogue.challenge_of(REFUSAL) * 2), dialogue.hear(), dialogue.fail()),
        is_refusal=True),
    Rudeness("an empty challenge", challenged(b"", "fail")),
    Rudeness("an object of nothing", challenged(JUNK, "fail")),
    Rudeness("success, and a challenge", lambda dialogue: (
        dialogue.succeed(), dialogue.challenge(REFUSAL))),
    Rudeness("challenges for ever", for_ever),
    Rudeness("challenges without end, unasked",
             lambda dialogue: dialogue.peer.flood(dialogue.challenge_of(JUNK), ENDLESS_BYTES)),
    Rudeness("what is no base64", challenged(b"%%% no base64 %%%", "fail")),
    Rudeness("base64 without its end", challenged(REFUSAL[:-3], "fail")),
    Rudeness("bytes of all kinds", challenged(bytes(set(range(256)) - {10, 13}), "fail")),
    Rudeness("NUL in the line", challenged(b"\0" + REFUSAL, "fail")),
    Rudeness("a refusal of 9 KiB", challenged(encoded(padded(9 * 1024)), "fail")),
    Rudeness("a refusal of 64 KiB", challenged(encoded(padded(64 * 1024)), "fail")),
    Rudeness("a refusal of a MiB", challenged(encoded(padded(MIB)), "fail")),
    Rudeness("a refusal of 16 MiB", challenged(encoded(padded(16 * MIB)), "fail")),
    Rudeness("a challenge without a line's end",
             lambda dialogue: dialogue.challenge(REFUSAL, b""), is_refusal=None),
    Rudeness("a line without end", lambda dialogue: (
        dialogue.challenge(b"", b""), dialogue.peer.flood(b"A", ENDLESS_BYTES))),
    Rudeness("a challenge, a byte a second", lambda dialogue: dialogue.peer.trickle(
        dialogue.challenge_of(REFUSAL)[:SLOW_BYTES])),
    Rudeness("it hangs up", lambda dialogue: None),
    Rudeness("it resets", lambda dialogue: dialogue.peer.reset()),
    Rudeness("another protocol", lambda dialogue: dialogue.say(b"HTTP/1.1 400 Bad Request\r\n" * 9)),
    Rudeness("empty lines", lambda dialogue: dialogue.peer.send(b"\r\n" * 5000)),
    Rudeness("a refusal before it has heard anything", challenged(REFUSAL, "fail"),
             is_refusal=None, hears_token=False),
]
