# SPDX-License-Identifier: MIT
"""What a hostile token endpoint does with HTTP/2 (RFC 9113), frame by frame."""

from __future__ import annotations

from collections.abc import Callable

from hostile_http import GOOD, LONG_BODY
from hostile_server import Peer, reply
from hostility import Effect, Hostility, Play

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = (
    0, 1, 3, 4, 5, 6, 7, 8, 9)
ACK = END_STREAM = 1
END_HEADERS = 4
REFUSED_STREAM = 7
STREAM = 1
OK_200 = b"\x88"  # RFC 7541 appendix A: ":status: 200"
NAMED = ("{server}",)


def frame(kind: int, flags: int = 0, stream: int = 0, payload: bytes = b"") -> bytes:
    return (len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") +
            payload)


def literal(name: bytes, value: bytes, is_kept: bool = False) -> bytes:
    """A header field, as RFC 7541 section 6.2 has it; `is_kept` in the table of the connection."""
    return bytes([0x40 if is_kept else 0]) + integer(len(name)) + name + integer(len(value)) + value


def integer(number: int) -> bytes:
    """RFC 7541 section 5.1, with a prefix of seven bits."""
    if number < 127:
        return bytes([number])
    rest, digits = number - 127, [127]
    while rest >= 128:
        digits.append(rest % 128 + 128)
        rest //= 128
    return bytes([*digits, rest])


class Frames:
    """The frames that come from a client."""

    def __init__(self, peer: Peer) -> None:
        self._peer, self._unread = peer, b""
        if self._take(len(PREFACE)) != PREFACE:
            raise ConnectionError("no HTTP/2")

    def _take(self, size: int) -> bytes:
        while len(self._unread) < size:
            data = self._peer.receive()
            if not data:
                raise ConnectionError("the client hung up")
            self._unread += data
        taken, self._unread = self._unread[:size], self._unread[size:]
        return taken

    def read_request(self) -> None:
        """Until its body has ended."""
        body = b""
        while True:
            head = self._take(9)
            payload = self._take(int.from_bytes(head[:3], "big"))
            if head[3] != DATA:
                continue
            body += payload
            if head[4] & END_STREAM:
                self._peer.server.requests.append(body)
                return


def asked(then: Callable[[Peer], object]) -> Play:
    """After a whole request."""

    def play(peer: Peer) -> None:
        peer.start_tls()
        frames = Frames(peer)
        peer.send(frame(SETTINGS) + frame(SETTINGS, ACK))
        frames.read_request()
        then(peer)

    return play


def sent(*frames: bytes) -> Play:
    return asked(lambda peer: (peer.send(b"".join(frames)), peer.close_tls()))


def flooded(first: bytes, block: bytes) -> Play:
    return asked(lambda peer: (peer.send(first), peer.flood(block)))


def case(title: str, play: Play, *words: str, **more: object) -> Hostility:
    return Hostility(f"HTTP/2: {title}", play, words or NAMED, server="http/2", **more)


HEAD = frame(HEADERS, END_HEADERS, STREAM, OK_200)
OPEN_HEAD = frame(HEADERS, 0, STREAM, OK_200)
# One field of 4,000 bytes, kept, and a byte for each time that it is to be there again.
HPACK_BOMB = frame(HEADERS, END_HEADERS, STREAM,
                   OK_200 + literal(b"x", b"y" * 4000, is_kept=True) + b"\xbe" * 12_000)


def hanging(title: str, play: Play) -> Hostility:
    return case(title, play, "no answer from {server} in time", hangs=True)


HTTP2_SILENT = [
    hanging("no frame", asked(lambda peer: peer.hang())),
    hanging("headers alone", asked(lambda peer: (peer.send(HEAD), peer.hang()))),
    hanging("a frame, a byte a second",
            asked(lambda peer: peer.trickle(frame(DATA, 0, STREAM, bytes(60))))),
]

HTTP2 = [
    case("a good answer", sent(HEAD, frame(DATA, END_STREAM, STREAM, GOOD)),
         effect=Effect.WORKS),
    case("a body without end", flooded(HEAD, frame(DATA, 0, STREAM, b" " * 16_000)), *LONG_BODY),
    case("empty pieces of a body without end", flooded(HEAD, frame(DATA, 0, STREAM))),
    case("headers without end",
         flooded(OPEN_HEAD, frame(CONTINUATION, 0, STREAM, literal(b"x", b"y" * 4000)))),
    case("empty headers without end", flooded(OPEN_HEAD, frame(CONTINUATION, 0, STREAM))),
    case("48 MB of headers in 16 KB", sent(HPACK_BOMB)),
    case("pings without end", flooded(b"", frame(PING, 0, 0, bytes(8)))),
    case("settings without end", flooded(b"", frame(SETTINGS, 0, 0, b"\0\3\0\0\0\1"))),
    case("a table of 4 GiB", sent(frame(SETTINGS, 0, 0, b"\0\1\xff\xff\xff\xff"))),
    case("windows without end", flooded(b"", frame(WINDOW_UPDATE, 0, 0, b"\x7f\xff\xff\xff"))),
    case("it goes away", sent(frame(GOAWAY, 0, 0, bytes(8)))),
    case("it resets the stream", sent(frame(RST_STREAM, 0, STREAM, bytes(4)))),
    case("it pushes", sent(frame(PUSH_PROMISE, END_HEADERS, STREAM, b"\0\0\0\2" + OK_200))),
    case("a frame of 16 MiB", sent(b"\xff\xff\xff" + bytes([DATA, 0, 0, 0, 0, STREAM]),
                                   bytes(100_000))),
    case("a body on no stream", sent(frame(DATA, 0, 0, GOOD))),
    case("a body without headers", sent(frame(DATA, END_STREAM, STREAM, GOOD))),
    case("no status", sent(frame(HEADERS, END_HEADERS, STREAM, literal(b"x", b"y")),
                           frame(DATA, END_STREAM, STREAM, GOOD))),
    case("a name in capitals", sent(frame(HEADERS, END_HEADERS, STREAM,
                                          OK_200 + literal(b"X-Y", b"z")),
                                    frame(DATA, END_STREAM, STREAM, GOOD))),
    case("broken compression", sent(frame(HEADERS, END_HEADERS, STREAM, b"\xff" * 40))),
    case("HTTP/1.1 instead", sent(reply(200, GOOD))),
    case("an endless preface", asked(lambda peer: peer.flood(b"\0"))),
]
