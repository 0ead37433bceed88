# SPDX-License-Identifier: MIT
"""What a hostile mail server sends where a challenge is due, or none is."""

from __future__ import annotations

import json
from dataclasses import dataclass

MIB = 1 << 20
LONGEST_READ = 8 * 1024  # bounds::max_challenge_bytes


@dataclass(frozen=True)
class Challenge:
    """`is_refusal`: it says that the token was refused, so a new one must be fetched."""

    title: str
    content: bytes
    is_refusal: bool = False


def refusal(title: str, content: object) -> Challenge:
    text = content if isinstance(content, (str, bytes)) else json.dumps(content)
    return Challenge(title, text.encode() if isinstance(text, str) else text, True)


def padded(size: int) -> bytes:
    """A refusal of so many bytes."""
    head, tail = b'{"status":"401","x":"', b'"}'
    return head + b"x" * (size - len(head) - len(tail)) + tail


REFUSALS = [
    refusal("as Gmail says it", {"status": "400", "schemes": "Bearer", "scope": "https://mail/"}),
    refusal("as RFC 7628 says it", {"status": "invalid_token", "scope": "mail"}),
    refusal("a number as the status", {"status": 401}),
    refusal("schemes alone", {"schemes": "bearer"}),
    refusal("an error", {"error": "invalid_token"}),
    refusal("control characters", {"status": "4\x00\x01\x1b[2J\r\n01"}),
    refusal("formats", {"status": "%s%n%s%n", "scope": "%1$*9$x"}),
    refusal("a status of 8,000 bytes", {"status": "4" * 8000}),
    refusal("blanks around it", b" \r\n\t" + b'{"status":"401"}' + b"\r\n" * 100),
    refusal("a member twice", b'{"status":"401","status":"200"}'),
    refusal("the most that is read", padded(LONGEST_READ)),
]

JUNK = [Challenge(title, content) for title, content in (
    ("a byte", b"x"), ("NUL", b"\0"), ("0x01", b"\x01"), ("a line feed", b"\n"),
    ("bytes of all kinds", bytes(range(256))), ("page and no more", b"\xff" * 4096),
    ("half an object", b'{"status":"401"'), ("half a text", b'{"status":"40'),
    ("half an escape", b'{"status":"\\u00'), ("broken UTF-8", b'{"status":"\xc3'),
    ("a number alone", b"401"), ("an array", b'[{"status":"401"}]'), ("null", b"null"),
    ("an empty object", b"{}"), ("a status that is null", b'{"status":null}'),
    ("a status that is an object", b'{"status":{"status":"401"}}'),
    ("NUL behind it", b'{"status":"401"}\0'), ("UTF-16", '{"status":"401"}'.encode("utf-16")),
    ("something behind it", b'{"status":"401"} x'), ("8,000 brackets", b"[" * 8000),
    ("1,300 objects", b'{"a":' * 1300), ("a number beyond all range", b'{"x":1e400}'),
    ("XML", b"<status>401</status>"), ("a byte more than is read", padded(LONGEST_READ + 1)),
    ("64 KiB", padded(65536)), ("a MiB", padded(MIB)), ("16 MiB", padded(16 * MIB)),
    ("16 MiB of NUL", bytes(16 * MIB)), ("16 MiB of brackets", b"[" * (16 * MIB)))]
