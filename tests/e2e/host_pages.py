# SPDX-License-Identifier: MIT
"""The pages of doc/hosts/: which examples they show, and which texts they explain."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

PAGES = Path(__file__).resolve().parents[2] / "doc" / "hosts"


def shown_examples(page: Path) -> dict[str, str]:
    """The examples that the page shows, by name: a block behind the words
    "This is `doc/examples/hosts/NAME`:"."""
    shown = re.findall(r"`doc/examples/hosts/([\w.-]+)`:\n+( *```\w*\n.*?)^ *```", page.read_text(),
                       re.DOTALL | re.MULTILINE)
    return {name: textwrap.dedent(block).split("\n", 1)[1] for name, block in shown}


def texts(page: str) -> list[str]:
    """What the page explains: "- `TEXT`" in its list. What differs is written `...`."""
    found = re.findall(r"^- `(.*?)`", _section(page), re.DOTALL | re.MULTILINE)
    return [" ".join(text.split()) for text in found]


def _section(page: str) -> str:
    return (PAGES / f"{page}.md").read_text().split("\n## When it does not work\n")[1]


def explained(page: str, output: str) -> list[str]:
    """Those of them that a program has shown; for a reader the first one counts."""
    plain = " ".join(output.split())
    return [text for text in texts(page) if re.search(_pattern(text), plain)]


def _pattern(text: str) -> str:
    return re.escape(text).replace(r"\.\.\.", ".*")
