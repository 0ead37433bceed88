# SPDX-License-Identifier: MIT
"""A server on loopback that does to each connection what a test tells it to, and keeps what it
was told. https, http or neither: the test decides, byte by byte."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
import urllib.parse
from collections.abc import Callable

PATIENCE_SECONDS = 40  # more than any client of a test lives
MOST_BYTES = 2 << 30  # what a flood sends to a peer that takes it all


class Peer:
    """One connection, and what a hostile server does to it. What a client that has had enough
    makes of it (a reset, a shutdown) ends the play as an OSError."""

    def __init__(self, server: HostileServer, connection: socket.socket) -> None:
        self.server = server
        self._socket = connection
        self._socket.settimeout(PATIENCE_SECONDS)

    def start_tls(self, context: ssl.SSLContext | None = None) -> None:
        context = context or self.server.context
        self._socket = context.wrap_socket(self._socket, server_side=True)

    def protocol(self) -> str | None:
        """What was agreed on in the handshake (ALPN)."""
        return self._socket.selected_alpn_protocol()

    def lose_patience_after(self, seconds: float) -> None:
        """From now on a client that says nothing for so long is hung up on."""
        self._socket.settimeout(seconds)

    def receive(self, size: int = 65536) -> bytes:
        """What came, noted; empty if the client has hung up."""
        data = self._socket.recv(size)
        self.server.heard += data
        return data

    def read_request(self) -> bytes:
        """A whole request of HTTP/1.1, with its body."""
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        length = 0
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        while len(body) < length:
            body += self._more()
        self.server.requests.append(body)
        return body

    def _more(self) -> bytes:
        data = self.receive()
        if not data:
            raise ConnectionError("the client hung up")
        return data

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def flood(self, block: bytes, most: int = MOST_BYTES) -> None:
        """The block again and again, until the peer hangs up or has taken so much."""
        block *= max(1, 65536 // len(block))
        while most > 0 and not self.server.stopping.is_set():
            self.send(block)
            most -= len(block)

    def trickle(self, data: bytes, seconds: float = 1) -> None:
        """A byte a second."""
        for number in range(len(data)):
            self.send(data[number:number + 1])
            if self.server.stopping.wait(seconds):
                return

    def hang(self) -> None:
        """Says nothing more, and keeps the connection."""
        self.server.stopping.wait(PATIENCE_SECONDS)

    def half_close(self) -> None:
        """No more bytes from here, below TLS; what comes is still read."""
        self._socket.shutdown(socket.SHUT_WR)
        with contextlib.suppress(OSError):
            while self.receive():
                pass

    def close_tls(self) -> None:
        """TLS's own farewell."""
        self._socket.unwrap()

    def reset(self) -> None:
        """Hangs up with a RST."""
        linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close()

    def close(self) -> None:
        self._socket.close()


Play = Callable[[Peer], None]


class HostileServer:
    """Plays with each connection, until it is `mended`: then it is a token endpoint that shows
    `good_context` and gives `good_token`. Use it as a context manager. `heard` is all that came to it, decrypted;
    `requests` are the bodies of whole requests; `elsewhere` the addresses of other servers, by
    scheme, for a play that leads there."""

    def __init__(self, context: ssl.SSLContext, play: Play, good_token: str = "good-token",
                 backlog: int = 100) -> None:
        self.context = context
        self.good_context = context
        self.mended = False
        self.heard = b""
        self.requests: list[bytes] = []
        self.connections = 0
        self.elsewhere: dict[str, str] = {}
        self.stopping = threading.Event()
        self._play = play
        self._good_token = good_token
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=backlog)
        self.port: int = self._listener.getsockname()[1]
        self._accepting = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> HostileServer:
        self._accepting.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._accepting.join(PATIENCE_SECONDS)

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}/token"

    @property
    def mended_url(self) -> str:
        return self.url

    def fields(self) -> list[dict[str, str]]:
        """The form of each request."""
        return [dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True))
                for body in self.requests]

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        peer = Peer(self, connection)
        with contextlib.suppress(OSError):
            (self._give_good_token if self.mended else self._play)(peer)
        with contextlib.suppress(OSError):
            peer.close()

    def _give_good_token(self, peer: Peer) -> None:
        peer.start_tls(self.good_context)
        peer.read_request()
        peer.send(reply(body={"access_token": self._good_token, "token_type": "Bearer",
                              "expires_in": 3600}))
        peer.close_tls()


def reply(status: int | str = 200, body: object = b"", headers: dict[str, str] | None = None,
          length: int | str | None = None) -> bytes:
    """An answer of HTTP/1.1; `body` is bytes, text, or something for JSON. A `length` of "" leaves
    the Content-Length out."""
    if not isinstance(body, (bytes, str)):
        body = json.dumps(body)
    data = body.encode() if isinstance(body, str) else body
    head = f"HTTP/1.1 {status} Answer\r\nContent-Type: application/json\r\nConnection: close\r\n"
    if length != "":
        head += f"Content-Length: {len(data) if length is None else length}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
    return head.encode("latin-1") + b"\r\n" + data


def server_context(certificate: object, key: object) -> ssl.SSLContext:
    """TLS as a good server has it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(str(certificate), str(key))
    return context


def witness(context: ssl.SSLContext | None) -> HostileServer:
    """A second server, to which no secret must come; it takes down whatever does. Without a
    context it speaks plain http."""

    def listen(peer: Peer) -> None:
        if context is not None:
            peer.start_tls()
        peer.read_request()
        peer.send(reply(body={"access_token": "of-another-server", "token_type": "Bearer",
                              "refresh_token": "of-another-server", "expires_in": 3600}))

    return HostileServer(context or ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), listen)
