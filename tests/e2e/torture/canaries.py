# SPDX-License-Identifier: MIT
"""Canary secrets, invented anew for each run, and the scanner that finds them however they are
written."""

from __future__ import annotations

import base64
import dataclasses
import functools
import secrets
import string
import zlib
from collections.abc import Iterator

ALPHABET = string.ascii_letters + string.digits
CORE_LENGTH = 32
# A piece this long is a find: of a core that was cut anywhere, any 15 letters in a row hold one.
WINDOW, STRIDE = 12, 4
URL_SAFE = bytes.maketrans(b"+/", b"-_")


@dataclasses.dataclass(frozen=True)
class Canary:
    """A secret. `core` are the letters in it that stand nowhere else in the world."""

    name: str
    text: str
    core: bytes

    def windows(self) -> Iterator[bytes]:
        for start in range(0, len(self.core) - WINDOW + 1, STRIDE):
            yield self.core[start:start + WINDOW]

    @functools.cached_property
    def needles(self) -> tuple[tuple[str, bytes], ...]:
        """(encoding, octets) of each piece in each encoding."""
        return tuple((name, needle) for window in self.windows()
                     for name, needle in written(window))


def invented(name: str, before: str = "", after: str = "") -> Canary:
    """A canary whose core stands between `before` and `after`, which may be letters that encodings
    change."""
    core = "".join(secrets.choice(ALPHABET) for _ in range(CORE_LENGTH))
    return Canary(name, before + core + after, core.encode())


def found_in_world(name: str, octets: bytes) -> Canary:
    """A secret that was made elsewhere: a verifier, or the private half of a key."""
    return Canary(name, octets.decode(errors="replace"), octets)


def written(piece: bytes) -> Iterator[tuple[str, bytes]]:
    """The piece, and how it would stand in the middle of something encoded."""
    yield "plain", piece
    yield "reversed", piece[::-1]
    yield "wide characters", b"\0".join(bytes((one,)) for one in piece)
    for shift in range(3):
        middle = _base64_middle(piece, shift)
        yield f"base64, alignment {shift}", middle
        yield f"base64url, alignment {shift}", middle.translate(URL_SAFE)
    hexadecimal = piece.hex()
    yield "hex", hexadecimal.encode()
    yield "upper-case hex", hexadecimal.upper().encode()
    for name, form in (("percent", "%{:02x}"), ("upper-case percent", "%{:02X}"),
                       ("JSON", "\\u{:04x}"), ("upper-case JSON", "\\u{:04X}"),
                       ("octal escapes", "\\{:03o}"), ("hex escapes", "\\x{:02x}")):
        yield name, "".join(form.format(one) for one in piece).encode()


def _base64_middle(piece: bytes, shift: int) -> bytes:
    """What is the same in every base64 text that holds the piece at this alignment."""
    padded = bytes(shift) + piece
    encoded = base64.b64encode(padded)
    first = (shift * 8 + 5) // 6
    last = len(padded) * 8 // 6
    return encoded[first:last]


def finds(octets: bytes, canaries: list[Canary]) -> list[tuple[str, str]]:
    """(name of the canary, encoding), for each that stands in the octets, whole or in part."""
    found = []
    for text in (octets, *_unpacked(octets)):
        found += [(canary.name, encoding) for canary in canaries
                  for encoding, needle in canary.needles if needle in text]
    return sorted(set(found))


def _unpacked(octets: bytes) -> Iterator[bytes]:
    """What is compressed in them: gzip and zlib, wherever it begins."""
    for mark, bits in ((b"\x1f\x8b\x08", 31), (b"\x78\x9c", 15)):
        start = octets.find(mark)
        while start >= 0:
            try:
                yield zlib.decompressobj(bits).decompress(octets[start:], 1 << 20)
            except zlib.error:
                pass
            start = octets.find(mark, start + 1)
