# SPDX-License-Identifier: MIT
"""What a hostile token endpoint does with HTTP/1.1: lengths, chunks, headers, bombs, redirects."""

from __future__ import annotations

import gzip
import zlib

from hostile_server import Peer, reply
from hostility import (ACCESS, Effect, Hostility, answer, asked, body, hanging, then_flood,
                       then_hang, trickled)

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
GOOD = b'{"access_token":"' + ACCESS.encode() + b'","token_type":"Bearer","expires_in":3600}'
LONG_BODY = ("{server} sent more than 65536 bytes of reply",)
LONG_HEAD = ("{server} sent more than 32768 bytes of headers",)
LOST = ("connection to {server} was lost",)
NOT_HTTP = ("{server} does not answer in HTTP",)
NOT_JSON = ("not a JSON object",)
KIB = 1024


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


SLOW = [
    hanging("it stops in mid-header", then_hang(HEAD + b"X-Ha")),
    hanging("it stops in mid-body", then_hang(HEAD + b"Content-Length: 1000\r\n\r\n" + GOOD[:9])),
    hanging("it stops in mid-chunk", then_hang(CHUNKED + b"400\r\n" + GOOD[:9])),
    hanging("headers, a byte a second", trickled(HEAD + b"X: " + b"y" * 60)),
    hanging("a body, a byte a second",
            asked(lambda peer: (peer.send(HEAD + b"\r\n"), peer.trickle(GOOD)))),
    hanging("an extension of a chunk without end", then_flood(CHUNKED + b"1;", b"x" * 16)),
]

FLOODS = [
    Hostility("2 GiB by Content-Length",
              then_flood(HEAD + b"Content-Length: 2147483648\r\n\r\n", b" "), LONG_BODY),
    Hostility("2 GiB in chunks", then_flood(CHUNKED, chunk(b" " * 4096)), LONG_BODY),
    Hostility("2 GiB until it hangs up", then_flood(HEAD + b"\r\n", b" "), LONG_BODY),
    Hostility("a token, then blanks without end",
              then_flood(HEAD + b"\r\n" + GOOD, b" "), LONG_BODY),
    Hostility("headers without end", then_flood(HEAD, b"X-Flood: yes\r\n"), LONG_HEAD),
    Hostility("a header without end", then_flood(HEAD + b"X: ", b"x"), LONG_HEAD),
    Hostility("a status line without end", then_flood(b"HTTP/1.1 200 ", b"x"), LONG_HEAD),
    Hostility("10,000 cookies",
              answer(HEAD + b"Set-Cookie: a=b\r\n" * 10_000 + b"\r\n" + GOOD), LONG_HEAD),
    Hostility("100 Continue without end", then_flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
              LONG_HEAD),
    Hostility("103 Early Hints without end",
              then_flood(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"), LONG_HEAD),
    Hostility("a size of a chunk without end", then_flood(CHUNKED, b"0" * 16), LOST),
    Hostility("trailers without end",
              then_flood(CHUNKED + chunk(GOOD) + b"0\r\n", b"X-Trailer: yes\r\n"), LONG_HEAD),
]


def inflated(title: str, encoding: str, data: bytes, *words: str) -> Hostility:
    """A bomb: the coding was not asked for, so it is taken for the body itself."""
    return body(f"a bomb of {title}", data, *words, headers={"Content-Encoding": encoding})


def transferred(title: str, encoding: str, data: bytes, *words: str) -> Hostility:
    """The same as a coding of the transfer."""
    head = HEAD + f"Transfer-Encoding: {encoding}, chunked\r\n\r\n".encode()
    return Hostility(f"a bomb of {title} in transfer",
                     answer(head + chunk(data) + b"0\r\n\r\n"), words)


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


# RFC 7932 section 9: a window of 16 MiB, and one piece of 16 MiB that is not compressed.
BROTLI = (0xF | 2 << 5 | (1 << 24) - 1 << 7 | 1 << 31).to_bytes(4, "little")
# RFC 8878 section 3.1.1: a window of 128 MiB, and blocks of one byte that stand for 128 KiB each.
ZSTD = bytes.fromhex("28b52ffd0088") + ((128 * KIB << 3 | 2).to_bytes(3, "little") + b" ") * 8000
ZEROES = bytes(8 * KIB * KIB)
BOMBS = [
    inflated("gzip", "gzip", gzip.compress(ZEROES), *NOT_JSON),
    inflated("deflate", "deflate", bare_deflate(ZEROES), *NOT_JSON),
    inflated("gzip in gzip", "gzip, gzip", gzip.compress(gzip.compress(ZEROES)), *NOT_JSON),
    inflated("brotli", "br", BROTLI + bytes(50 * KIB), *NOT_JSON),
    inflated("zstd", "zstd", ZSTD, *NOT_JSON),
    transferred("gzip", "gzip", gzip.compress(ZEROES)),
    transferred("deflate", "deflate", bare_deflate(ZEROES)),
    transferred("brotli", "br", BROTLI + bytes(900 * KIB)),
    transferred("zstd", "zstd", ZSTD),
    transferred("five codings", "gzip, gzip, gzip, gzip, gzip", gzip.compress(ZEROES)),
]

MALFORMED = [
    Hostility("HTTP/0.9", answer(GOOD), NOT_HTTP),
    Hostility("HTTP/3.7", answer(b"HTTP/3.7 200 OK\r\n\r\n" + GOOD), NOT_HTTP),
    Hostility("no number as the status", answer(b"HTTP/1.1 OK\r\n\r\n" + GOOD), NOT_HTTP),
    Hostility("an empty line and no more", answer(b"\r\n"), ("{server}",)),
    Hostility("a head without an end", answer(HEAD + b"X: y\r\n"), LOST),
    Hostility("only 100 Continue", answer(b"HTTP/1.1 100 Continue\r\n\r\n"), LOST),
    Hostility("it switches protocols", answer(b"HTTP/1.1 101 Switching Protocols\r\n"
                                              b"Upgrade: h2c\r\n\r\n"), ("{server}",)),
    Hostility("a negative Content-Length", answer(reply(200, GOOD, length=-1)), ("{server}",)),
    Hostility("a Content-Length of words", answer(reply(200, GOOD, length="many")), ("{server}",)),
    Hostility("a header without a colon", answer(HEAD + b"nonsense\r\n\r\n" + GOOD), NOT_HTTP),
    Hostility("a body shorter than its length", answer(reply(200, GOOD, length=len(GOOD) + 9)),
              LOST),
    Hostility("no size of a chunk", answer(CHUNKED + b"zz\r\n" + GOOD), LOST),
    Hostility("a negative chunk", answer(CHUNKED + b"-5\r\n" + GOOD), LOST),
    Hostility("a chunk beyond 64 bits", answer(CHUNKED + b"f" * 17 + b"\r\n" + GOOD), LOST),
    Hostility("a chunk that ends early", answer(CHUNKED + b"fff\r\n" + GOOD), LOST),
    Hostility("a chunk without its end", answer(CHUNKED + b"1\r\n{}\r\n0\r\n\r\n"), LOST),
    Hostility("chunks without the last", answer(CHUNKED + chunk(GOOD)), LOST),
    Hostility("NUL in a header", answer(HEAD + b"X: a\0b\r\n\r\n" + GOOD), ("{server}",)),
    Hostility("no content", answer(reply(204)), ("HTTP status 204",)),
]

TOLERABLE = [
    Hostility("a Content-Length beyond 64 bits", answer(reply(200, GOOD, length=10 ** 25)),
              effect=Effect.WORKS),
    Hostility("headers that go on in the next line",
              answer(HEAD + b"X: a\r\n b\r\n" + b"\r\n" + GOOD), effect=Effect.WORKS),
    Hostility("99 interim answers first",
              answer(b"HTTP/1.1 102 Processing\r\n\r\n" * 99 + reply(200, GOOD)),
              effect=Effect.WORKS),
    Hostility("a second answer behind the first",
              answer(reply(200, GOOD) + reply(400, {"error": "invalid_grant"})),
              effect=Effect.WORKS),
    Hostility("201 Created", answer(reply(201, GOOD)), effect=Effect.WORKS),
]


def sent_elsewhere(title: str, status: int, name: str, value: str, scheme: str,
                   words: tuple[str, ...], effect: Effect) -> Hostility:
    """A header that names another server; {} stands for its address."""

    def then(peer: Peer) -> None:
        address = peer.server.elsewhere[scheme]
        peer.send(reply(status, "", {name: value.format(address)}))
        peer.close_tls()

    return Hostility(title, asked(then), words, effect)


def redirect(status: int, scheme: str) -> Hostility:
    return sent_elsewhere(f"{status} to {scheme}", status, "Location", scheme + "://{}/token",
                          scheme, (f"HTTP status {status}", "check the token_endpoint"),
                          Effect.FINAL)


def lured(title: str, name: str, value: str, status: int = 503) -> Hostility:
    return sent_elsewhere(title, status, name, value, "https", (f"HTTP status {status}",),
                          Effect.LATER)


ELSEWHERE = [
    *(redirect(status, scheme) for status in (*range(300, 309), 310, 399)
      for scheme in ("https", "http")),
    lured("Location without a redirect", "Location", "https://{}/token"),
    lured("Refresh", "Refresh", "0; url=https://{}/token"),
    lured("Alt-Svc", "Alt-Svc", 'http/1.1="{}"; ma=86400'),
    lured("a demand for Basic", "WWW-Authenticate", 'Basic realm="{}"', 403),
    lured("a demand for NTLM", "WWW-Authenticate", "NTLM", 403),
    lured("a demand for Negotiate", "WWW-Authenticate", "Negotiate", 403),
    lured("a proxy's demand", "Proxy-Authenticate", 'Basic realm="{}"', 407),
]
