# SPDX-License-Identifier: MIT
"""What a hostile token endpoint does below HTTP: to connections, handshakes and certificates."""

from __future__ import annotations

import os

from hostile_server import Peer
from hostility import Hostility, asked, hanging, over_tls

HANDSHAKE, ALERT = 0x16, 0x15
NO_TLS = ("no secure connection to {server}",)
UNTRUSTED = "certificate of {server} is not trusted: "
CLOCK = "check this machine's clock"
LOST = "connection to {server} was lost"


def record(kind: int, content: bytes) -> bytes:
    """A record of TLS (RFC 8446 section 5.1)."""
    return bytes([kind, 3, 3]) + len(content).to_bytes(2, "big") + content


def endless_hello(peer: Peer) -> None:
    """A ServerHello of 16 MiB, in records without end."""
    peer.receive()
    peer.send(record(HANDSHAKE, b"\x02\xff\xff\xff\x03\x03" + bytes(1000)))
    peer.flood(record(HANDSHAKE, bytes(16000)))


def said(data: bytes) -> object:
    """These bytes where a handshake should be, then nothing."""

    def play(peer: Peer) -> None:
        peer.receive()
        peer.send(data)
        peer.half_close()

    return play


def said_then_hang(data: bytes) -> object:
    def play(peer: Peer) -> None:
        peer.send(data)
        peer.hang()

    return play


def close_after_tls(peer: Peer) -> None:
    peer.read_request()
    peer.close_tls()


def half_close_in_mid_body(peer: Peer) -> None:
    peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"access_token\":")
    peer.half_close()


SILENT = [
    Hostility("a name server that never answers", None, ("{server}",), hangs=True,
              place="silent name server"),
    Hostility("a listen queue that is full", None, ("no answer from {server} in time",),
              hangs=True, place="full queue"),
    hanging("a connection, and nothing", lambda peer: peer.hang()),
    hanging("three bytes of a handshake", said_then_hang(b"\x16\x03\x03")),
    hanging("a handshake, a byte a second",
            lambda peer: peer.trickle(record(HANDSHAKE, b"\x02\x00\x10\x00" + bytes(400)))),
    hanging("a handshake, and the request is not read", over_tls(lambda peer: peer.hang())),
    hanging("a request is read, and nothing comes", asked(lambda peer: peer.hang())),
]

BROKEN = [
    Hostility("it hangs up at once", lambda peer: peer.close(), ("{server}",)),
    Hostility("it resets at once", lambda peer: peer.reset(), ("{server}",)),
    Hostility("http where TLS should be", said(b"HTTP/1.1 400 Bad Request\r\n\r\n"), NO_TLS),
    Hostility("noise where TLS should be", said(os.urandom(4000)), NO_TLS),
    Hostility("a fatal alert", said(record(ALERT, b"\x02\x28")), NO_TLS),
    Hostility("warnings without end",
              lambda peer: peer.flood(record(ALERT, b"\x01\x00")), NO_TLS),
    Hostility("a handshake without end", endless_hello, NO_TLS),
    Hostility("it hangs up after the request", asked(lambda peer: peer.close()), (LOST,)),
    Hostility("it resets after the request", asked(lambda peer: peer.reset()), (LOST,)),
    Hostility("it says farewell after the request", over_tls(close_after_tls), (LOST,)),
    Hostility("it half-closes after the request", asked(lambda peer: peer.half_close()), (LOST,)),
    Hostility("it half-closes in mid-body", asked(half_close_in_mid_body), (LOST,)),
]


def distrusted(server: str, *words: str) -> Hostility:
    return Hostility(f"a certificate: {server}", over_tls(lambda peer: peer.read_request()), words,
                     server=server)


CERTIFICATES = [
    distrusted("of another authority", UNTRUSTED, "set ca_file to a bundle"),
    distrusted("self-signed", UNTRUSTED, "set ca_file to a bundle"),
    distrusted("of another name", UNTRUSTED, "must be the one that the certificate names"),
    distrusted("expired", UNTRUSTED, CLOCK),
    distrusted("not yet valid", UNTRUSTED, CLOCK),
    distrusted("for clients only", UNTRUSTED),
    distrusted("with a chain of 300", *NO_TLS),
    distrusted("TLS 1.0 alone", *NO_TLS, "TLS 1.2 or later"),
    distrusted("TLS 1.1 alone", *NO_TLS, "TLS 1.2 or later"),
]
