# SPDX-License-Identifier: MIT
"""What a hostile token endpoint does, and what must come of it: the words for the tables."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, replace

from hostile_server import Peer, Play, reply

ACCESS = "access-token-of-the-hostile-server"
ROTATED = "rotated-token-of-the-hostile-server"


class Effect(enum.Enum):
    """What becomes of a login."""

    LATER = "it fails, and is tried again after a pause"
    FINAL = "it fails, and nothing more is asked"
    WORKS = "the token that came is used"


@dataclass(frozen=True)
class Hostility:
    """One thing that an endpoint does. `words` stand in the sentence; `rotated` is the new refresh
    token that must be kept, if one came; with `hangs` the client waits until its time is over, and
    `phase` says whose time; `server` names the certificate, and `place` who is no server at all."""

    title: str
    play: Play | None
    words: tuple[str, ...] = ()
    effect: Effect = Effect.LATER
    rotated: str = ""
    hangs: bool = False
    server: str = "good"
    place: str = ""
    longest_pause: int = 2
    authentication: str = "client_secret_post"


def hanging(title: str, play: Play, **more: object) -> Hostility:
    return Hostility(title, play, ("no answer from {server} in time",), hangs=True, **more)


def over_tls(then: Callable[[Peer], None]) -> Play:
    """After the handshake."""

    def play(peer: Peer) -> None:
        peer.start_tls()
        then(peer)

    return play


def asked(then: Callable[[Peer], None]) -> Play:
    """After the handshake and a whole request."""

    def play(peer: Peer) -> None:
        peer.start_tls()
        peer.read_request()
        then(peer)

    return play


def answer(data: bytes) -> Play:
    """These bytes, and a proper farewell."""

    def then(peer: Peer) -> None:
        peer.send(data)
        peer.close_tls()

    return asked(then)


def then_hang(data: bytes) -> Play:
    def then(peer: Peer) -> None:
        peer.send(data)
        peer.hang()

    return asked(then)


def then_flood(data: bytes, block: bytes) -> Play:
    def then(peer: Peer) -> None:
        peer.send(data)
        peer.flood(block)

    return asked(then)


def trickled(data: bytes) -> Play:
    return asked(lambda peer: peer.trickle(data))


def body(title: str, content: object, *words: str, status: int = 200,
         headers: dict[str, str] | None = None, **more: object) -> Hostility:
    """An answer of HTTP that is well-formed; what is in it is not."""
    return Hostility(title, answer(reply(status, content, headers)), words, **more)


def works(title: str, content: object, **more: object) -> Hostility:
    return replace(body(title, content, **more), effect=Effect.WORKS)


def final(title: str, status: int, content: object, *words: str) -> Hostility:
    return replace(body(title, content, *words, status=status), effect=Effect.FINAL)
