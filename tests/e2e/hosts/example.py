# SPDX-License-Identifier: MIT
"""The examples of the hosts' pages, as the tests run them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[3] / "doc" / "examples" / "hosts"


def example(name: str, places: Mapping[str, str]) -> str:
    """An example's text, with this run's servers and files in place of what a reader replaces too.
    Each of those must occur: an example that has changed is looked at again."""
    text = (FOLDER / name).read_text()
    for written, place in places.items():
        assert written in text, f"{name}: there is no {written}"
        text = text.replace(written, place)
    return text
