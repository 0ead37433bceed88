#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a page claims is tested: each row of a table whose last column is "test" names one that is there.

    named_tests.py SOURCE_DIR PAGE

A row that says "+" or "~" of us, in its second column, must name at least one test in its last, as `FILE::NAME` with
FILE below tests/: a function of a Python file, or a test that a CppUnit suite runs. Exit: 0 all are there, 1 some are
not (each is named), 2 usage.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

NAMED = re.compile(r"`([\w/.-]+)::(\w+)`")
CLAIMS = ("+", "~")


def rows_of(page: Path) -> Iterator[list[str]]:
    """The rows of the tables that end in a column "test", without head and rule."""
    columns = 0
    for line in page.read_text().splitlines():
        if not line.startswith("|"):
            columns = 0
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if cells[-1] == "test":
            columns = len(cells)
        elif columns and not set(cells[0]) <= set("-:"):
            yield cells + [""] * (columns - len(cells))


def is_there(tests: Path, file: str, name: str) -> bool:
    path = tests / file
    if not path.is_file():
        return False
    wanted = rf"def {name}\(" if path.suffix == ".py" else rf"CPPUNIT_TEST\({name}\)"
    return re.search(wanted, path.read_text()) is not None


def faults_of(row: list[str], tests: Path) -> Iterator[str]:
    named = NAMED.findall(row[-1])
    if row[1].startswith(CLAIMS) and not named:
        yield f"{row[0]}: no test is named"
    for file, name in named:
        if not is_there(tests, file, name):
            yield f"{row[0]}: there is no test {file}::{name}"


def main(arguments: list[str]) -> int:
    if len(arguments) != 2 or not Path(arguments[1]).is_file():
        print(__doc__, file=sys.stderr)
        return 2
    rows = list(rows_of(Path(arguments[1])))
    faults = [fault for row in rows for fault in faults_of(row, Path(arguments[0]) / "tests")]
    for fault in faults:
        print(fault)
    if not rows:
        print(f"{arguments[1]} has no table that ends in a column \"test\"")
    return 1 if faults or not rows else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
