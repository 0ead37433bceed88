#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Shows what ran: a row a folder, the ten files with most left to do, the whole.

    table.py TRACE

TRACE is what count.py wrote. Exit: 0 as much as LEAST says ran; 1 it did not; 2 usage.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path, PurePosixPath
from typing import Any

LEAST = {"lines": 90.0, "branches": 80.0}
WORST_SHOWN = 10


@dataclasses.dataclass
class Count:
    """Lines and branches, and how many of them ran."""

    lines: int = 0
    lines_run: int = 0
    branches: int = 0
    branches_run: int = 0

    def add(self, other: Count) -> None:
        for field in dataclasses.fields(Count):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))

    @property
    def percent(self) -> dict[str, float]:
        return {"lines": percent(self.lines_run, self.lines),
                "branches": percent(self.branches_run, self.branches)}

    @property
    def left(self) -> int:
        return self.lines - self.lines_run + self.branches - self.branches_run


def percent(part: int, whole: int) -> float:
    return 100.0 * part / whole if whole else 100.0


def count_of(lines: list[dict[str, Any]]) -> Count:
    taken = [branch["count"] > 0 for line in lines for branch in line["branches"]]
    return Count(len(lines), sum(line["count"] > 0 for line in lines), len(taken), sum(taken))


def counts(trace: Path) -> dict[str, Count]:
    """Returns the count of each source file."""
    return {file["file"]: count_of(file["lines"])
            for file in json.loads(trace.read_text())["files"]}


def added_up(files: dict[str, Count]) -> tuple[dict[str, Count], Count]:
    """Returns the count of each folder, and that of all."""
    folders: dict[str, Count] = {}
    total = Count()
    for name, count in sorted(files.items()):
        folders.setdefault(f"{PurePosixPath(name).parent}/", Count()).add(count)
        total.add(count)
    return folders, total


def row(name: str, count: Count) -> str:
    return (f"{name:<40} {count.percent['lines']:6.1f} % of {count.lines:5}"
            f"   {count.percent['branches']:6.1f} % of {count.branches:5}")


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    files = counts(Path(arguments[0]))
    folders, total = added_up(files)
    print(f"{'':<40} {'lines':<17} branches")
    for name, count in folders.items():
        print(row(name, count))
    print(f"\nmost left to do, of {len(files)} files:")
    for name, count in sorted(files.items(), key=lambda file: -file[1].left)[:WORST_SHOWN]:
        print(row(name, count))
    print(f"\n{row('all', total)}")
    missed = [f"{what}: {total.percent[what]:.1f} %, promised are {least:.0f} %"
              for what, least in LEAST.items() if total.percent[what] < least]
    for line in missed:
        print(line)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
