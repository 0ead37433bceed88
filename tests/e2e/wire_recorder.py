# SPDX-License-Identifier: MIT
"""A relay on loopback that writes down what a client says, and makes two logins comparable."""

from __future__ import annotations

import base64
import binascii
import contextlib
import io
import re
import socket
import threading
from collections.abc import Iterator

import ber

SECONDS = 10
BLOCK = 65536


class WireRecorder:
    """Relays 127.0.0.1:`port` to `target`; `said` is every byte that clients sent, in order.

    Mechanisms of `hidden` are taken out of what the server offers (IMAP, POP3, SMTP), so that one
    server stands for many. Use it as a context manager."""

    def __init__(self, target: int, hidden: tuple[str, ...] = ()) -> None:
        self.said = b""
        self._target = target
        self.hidden = hidden
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    def __enter__(self) -> WireRecorder:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in self._threads:
            one.join(SECONDS)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._target), timeout=SECONDS)
            client.settimeout(SECONDS)
            for pump in (self._listen, self._answer):
                thread = threading.Thread(target=pump, args=(client, server), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _listen(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while block := client.recv(BLOCK):
                self.said += block
                server.sendall(block)
            server.shutdown(socket.SHUT_WR)

    def _answer(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError), client, server:
            for block in _lines_of(server) if self.hidden else _blocks_of(server):
                client.sendall(self._without_hidden(block))
            client.shutdown(socket.SHUT_WR)

    def _without_hidden(self, line: bytes) -> bytes:
        if self.hidden and re.search(rb"\b(AUTH|SASL)[ =]", line):
            for name in self.hidden:
                line = re.sub(rb" (AUTH=)?%s(?=[ \]\r])" % name.encode(), b"", line)
        return line


def _lines_of(server: socket.socket) -> Iterator[bytes]:
    """Whole lines; what stands without an end is passed on at the end."""
    with server.makefile("rb") as stream:
        yield from stream


def _blocks_of(server: socket.socket) -> Iterator[bytes]:
    while block := server.recv(BLOCK):
        yield block


SCRAM_NONCE = re.compile(rb"(?<=,r=)[^,]+")
SCRAM_PROOF = re.compile(rb"(?<=,p=)[^,]+")
CRAM_DIGEST = re.compile(rb"^(\S+ )[0-9a-f]{32}$")

CRAM_DIGEST_AT_END = re.compile(rb"(?<= )[0-9a-f]{32}$")


def comparable(said: bytes) -> list[bytes]:
    """The lines, with what no two logins can have in common replaced: the nonce and the proof of
    SCRAM (RFC 5802), the digest of CRAM-MD5 (RFC 2195). Those stand in Base64, which is decoded for
    it, with its length noted; all else is as it was, byte for byte."""
    return [b" ".join(map(_plain_word, line.split(b" "))) for line in said.split(b"\r\n")]


DIGEST_NONCES = re.compile(rb'(?<=nonce=")[^"]+(?=")|(?<=response=)[0-9a-f]{32}')


def comparable_ldap(said: bytes) -> list[bytes]:
    """The same of LDAP's messages, where nothing is in Base64; of DIGEST-MD5 (RFC 2831) both nonces
    and the response."""
    stream, messages = io.BytesIO(said), []
    while message := ber.read(stream):
        plain = SCRAM_PROOF.sub(b"PROOF", SCRAM_NONCE.sub(b"NONCE", message.body))
        plain = CRAM_DIGEST_AT_END.sub(b"DIGEST", DIGEST_NONCES.sub(b"NONCE", plain))
        messages.append(b"%d: %s" % (len(message.body), plain))
    return messages


def _plain_word(word: bytes) -> bytes:
    try:
        text = base64.b64decode(word, validate=True)
    except (binascii.Error, ValueError):
        return word
    plain = SCRAM_PROOF.sub(b"PROOF", SCRAM_NONCE.sub(b"NONCE", text))
    plain = CRAM_DIGEST.sub(rb"\1DIGEST", plain)
    return word if plain == text else b"<%d: %s>" % (len(word), plain)
