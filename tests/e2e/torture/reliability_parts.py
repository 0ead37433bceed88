# SPDX-License-Identifier: MIT
"""The parts of doc/reliability.md: what was tried, and which figures each must bring."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Figure:
    """A figure that a part must bring. `at_most` and `at_least` are promises: beyond them the run
    has failed."""

    name: str
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None


@dataclasses.dataclass(frozen=True)
class Part:
    """A section: `name` as evidence.note() has it, and what the reader should know."""

    name: str
    title: str
    text: str
    figures: tuple[Figure, ...]


PARTS: tuple[Part, ...] = ()
