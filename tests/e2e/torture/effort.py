# SPDX-License-Identifier: MIT
"""How much a run tries: all of it for ./dev torture, an even part of it for ./dev test."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def is_full() -> bool:
    """Whether everything is to be tried ($SASL_OAUTH_TORTURE is "full")."""
    return os.environ.get("SASL_OAUTH_TORTURE") == "full"


def tried(items: Sequence[T], in_short: int) -> list[T]:
    """All items, or, in a short run, at most `in_short` of them, the first and the last among them
    and the others evenly between: the same ones in each run."""
    if is_full() or len(items) <= in_short:
        return list(items)
    step = (len(items) - 1) / max(in_short - 1, 1)
    return [items[round(number * step)] for number in range(in_short)]
