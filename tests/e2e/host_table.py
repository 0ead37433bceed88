# SPDX-License-Identifier: MIT
"""The table of doc/hosts/README.md: what each host did with each kind of token."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from hosts.host import FATES, MECHANISMS, Host

README = Path(__file__).resolve().parents[2] / "doc" / "hosts" / "README.md"
BEGIN = "<!-- Written by ./dev hosts; do not edit. -->"
END = "<!-- As far as ./dev hosts writes. -->"
PASS, FAIL, NOT_RUN = "PASS", "FAIL", "not run"

Cell = tuple[str, str, str]
"""Host, mechanism, fate."""


def limit_of(host: Host, mechanism: str, fate: str) -> str:
    """Why the host cannot do it; empty if it can."""
    return host.limits.get((mechanism, fate)) or host.limits.get((mechanism, "*"), "")


class HostTable:
    """Rows of words; a limit is the number of a footnote."""

    def __init__(self, hosts: Sequence[Host], words: Mapping[Cell, str]) -> None:
        self._words = words
        self._notes: list[str] = []
        self.rows = [["host", "measured with", "mechanism", *FATES]]
        self.rows += [self._row(host, mechanism) for host in hosts for mechanism in MECHANISMS]
        self.notes = [f"{number}. {note}" for number, note in enumerate(self._notes, 1)]

    def _row(self, host: Host, mechanism: str) -> list[str]:
        cells = [self._cell(host, mechanism, fate) for fate in FATES]
        return [f"[{host.name}]({host.page}.md)", host.package, mechanism, *cells]

    def _cell(self, host: Host, mechanism: str, fate: str) -> str:
        word = self._words.get((host.name, mechanism, fate), NOT_RUN)
        limit = limit_of(host, mechanism, fate)
        if word in (FAIL, NOT_RUN):
            return word
        if not limit:
            return word if word == PASS else NOT_RUN  # a limit that stood there is none any more
        if limit not in self._notes:
            self._notes.append(limit)
        return f"limit ({self._notes.index(limit) + 1})"

    def page(self) -> str:
        """As it stands between the markers."""
        head, *rows = self.rows
        lines = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
        return "\n".join([*lines, "", *self.notes]).rstrip("\n") + "\n"

    def columns(self) -> list[str]:
        """Lines for a terminal."""
        rows = [[re.sub(r"\[(.*)\]\(.*\)", r"\1", row[0]), *row[2:]] for row in self.rows]
        widths = [max(map(len, column)) for column in zip(*rows)]
        lines = ["  ".join(word.ljust(width) for word, width in zip(row, widths)) for row in rows]
        return [*(line.rstrip() for line in lines), *self.notes]


BY_TOKEN = """\

## By `sasl-oauth token`

These programs do not use Cyrus SASL: they call `sasl-oauth token`, or something calls it for them.
Nobody tells us when the mail server refuses such a token, so `sasl-oauth refresh ACCOUNT` comes
between "refused" and the next login.

"""


def both_tables(hosts: Sequence[Host], words: Mapping[Cell, str]) -> str:
    """As they stand between the markers: the programs with Cyrus SASL, and those without."""
    ours = [one for one in hosts if not one.by_token]
    others = [one for one in hosts if one.by_token]
    return HostTable(ours, words).page() + BY_TOKEN + HostTable(others, words).page()


def standing_words(text: str) -> Iterator[tuple[Cell, str]]:
    """The cells of a table that was written before."""
    for line in text.splitlines():
        row = re.fullmatch(r"\| \[(.*)\]\(.*\) \| .*? \| (\w+) \| (.*) \|", line)
        if row:
            name, mechanism, cells = row.groups()
            for fate, word in zip(FATES, cells.split(" | ")):
                yield (name, mechanism, fate), word


def standing_table() -> str:
    """What stands between the markers; empty without a page."""
    if not README.exists():
        return ""
    return README.read_text().split(BEGIN + "\n")[1].split(END)[0].strip("\n") + "\n"


def write_table(text: str) -> None:
    """Puts it between the markers."""
    page = README.read_text()
    before, after = page.split(BEGIN)[0], page.split(END)[1]
    README.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}")
