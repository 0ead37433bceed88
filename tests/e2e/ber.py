# SPDX-License-Identifier: MIT
"""As much of BER (X.690) as LDAP needs: elements with a tag of one octet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

INTEGER, OCTETS, ENUMERATED, SEQUENCE, SET = 0x02, 0x04, 0x0A, 0x30, 0x31


@dataclass(frozen=True)
class Element:
    """One element; `parts` takes what is in it apart."""

    tag: int
    body: bytes

    @property
    def parts(self) -> list[Element]:
        found, rest = [], self.body
        while rest:
            size, start = _size(rest)
            found.append(Element(rest[0], rest[start:start + size]))
            rest = rest[start + size:]
        return found

    @property
    def number(self) -> int:
        return int.from_bytes(self.body, "big", signed=True)


def _size(octets: bytes) -> tuple[int, int]:
    """The length of the body, and where it starts."""
    first = octets[1]
    if first < 0x80:
        return first, 2
    start = 2 + (first & 0x7F)
    return int.from_bytes(octets[2:start], "big"), start


def read(stream: BinaryIO) -> Element | None:
    """The next element of a stream; None at its end."""
    head = stream.read(2)
    if len(head) < 2:
        return None
    if head[1] >= 0x80:
        head += stream.read(head[1] & 0x7F)
    size, _ = _size(head)
    return Element(head[0], stream.read(size))


def make(tag: int, *parts: bytes) -> bytes:
    """An element with these parts."""
    body = b"".join(parts)
    size = len(body)
    if size < 0x80:
        return bytes((tag, size)) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + body


def number(value: int, tag: int = INTEGER) -> bytes:
    """A whole number from 0 on."""
    return make(tag, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def text(value: str, tag: int = OCTETS) -> bytes:
    return make(tag, value.encode())
