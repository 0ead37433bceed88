# SPDX-License-Identifier: MIT
"""Servers that would rather speak HTTP/2 (RFC 9113). We do not: a flood of its frames that carry
nothing keeps libcurl 7.88 reading beyond every time limit, and one request needs none of it."""

from __future__ import annotations

from hostile_http import GOOD, NOT_HTTP
from hostile_server import Peer, reply
from hostility import Effect, Hostility, over_tls

DATA, HEADERS, SETTINGS = 0, 1, 4
END_HEADERS, END_STREAM = 4, 1
OK_200 = b"\x88"  # RFC 7541 appendix A: ":status: 200"


def frame(kind: int, flags: int = 0, stream: int = 0, payload: bytes = b"") -> bytes:
    return (len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") +
            payload)


def answer_what_was_agreed(peer: Peer) -> None:
    """It takes HTTP/2 first, if that is offered."""
    if peer.protocol() != "http/1.1":
        return
    peer.read_request()
    peer.send(reply(200, GOOD))
    peer.close_tls()


def send_frames(peer: Peer) -> None:
    peer.read_request()
    peer.send(frame(SETTINGS) + frame(HEADERS, END_HEADERS, 1, OK_200) +
              frame(DATA, END_STREAM, 1, GOOD))
    peer.close_tls()


def flood_with_empty_frames(peer: Peer) -> None:
    peer.read_request()
    peer.send(frame(SETTINGS) + frame(HEADERS, END_HEADERS, 1, OK_200))
    peer.flood(frame(DATA, 0, 1))


HTTP2 = [
    Hostility("HTTP/2 is offered", over_tls(answer_what_was_agreed), effect=Effect.WORKS,
              server="http/2"),
    Hostility("HTTP/2 without being asked", over_tls(send_frames), NOT_HTTP),
    Hostility("empty frames of HTTP/2 without end", over_tls(flood_with_empty_frames), NOT_HTTP),
]
