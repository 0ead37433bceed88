#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Adds up what gcov counted in all objects, and leaves out what is not ours to test.

    count.py SOURCE_DIR BUILD_DIR TRACE

Reads the objects below BUILD_DIR/plugin and BUILD_DIR/oauth and writes TRACE, for table.py and for
gcovr's HTML. (gcovr's own reading takes exceptions' branches for ours wherever a line never ran.)

Left out: lines without a word on them, "}" say, where the compiler ends lives; and the branch by
which an exception leaves a call, with the one by which the call returns, since what is left is no
choice.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDERS = ("plugin", "oauth")

Branches = list[int]
Lines = dict[int, tuple[int, Branches]]


def objects(build: Path) -> Iterator[Path]:
    """Yields what gcov wants of each object; one that never ran has but its notes."""
    for folder in FOLDERS:
        for notes in sorted((build / folder).rglob("*.gcno")):
            counts = notes.with_suffix(".gcda")
            yield counts if counts.exists() else notes


def reports(build: Path) -> Iterator[dict[str, Any]]:
    """Yields what gcov says of each object."""
    run = subprocess.run(["gcov", "--json-format", "--stdout", "--branch-probabilities",
                          *map(str, objects(build))],
                         cwd=build, stdout=subprocess.PIPE, check=True, text=True)
    for line in run.stdout.splitlines():
        yield json.loads(line)


def choices(branches: list[dict[str, Any]]) -> Branches:
    """Returns how often each branch was taken, without the pairs of return and exception."""
    kept: list[dict[str, Any]] = []
    returns_next = False
    for branch in branches:
        if branch["throw"]:
            returns_next = not (kept and kept[-1]["fallthrough"])
            if not returns_next:
                kept.pop()
        elif returns_next:
            returns_next = False
        else:
            kept.append(branch)
    return [branch["count"] for branch in kept]


def has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def merge(lines: Lines, number: int, count: int, branches: Branches) -> None:
    """Adds one more function's, or object's, count of a line."""
    old_count, old = lines.get(number, (0, []))
    longer, shorter = (old, branches) if len(old) >= len(branches) else (branches, old)
    added = [taken + (shorter[i] if i < len(shorter) else 0) for i, taken in enumerate(longer)]
    lines[number] = (old_count + count, added)


def counted(source: Path, build: Path) -> dict[str, Lines]:
    """Returns the lines of each file of ours, by its path in the source tree."""
    files: dict[str, Lines] = {}
    texts: dict[str, list[str]] = {}
    for report in reports(build):
        for file in report["files"]:
            path = (Path(report["current_working_directory"]) / file["file"]).resolve()
            name = str(path.relative_to(source)) if path.is_relative_to(source) else ""
            if not name.startswith(tuple(f"{folder}/" for folder in FOLDERS)):
                continue
            text = texts.setdefault(name, path.read_text().splitlines())
            lines = files.setdefault(name, {})
            for line in file["lines"]:
                number = line["line_number"]
                if number <= len(text) and has_words(text[number - 1]):
                    merge(lines, number, line["count"], choices(line["branches"]))
    return files


def trace(files: dict[str, Lines]) -> dict[str, Any]:
    """Returns it in the form of gcovr --json."""
    return {"gcovr/format_version": "0.3", "files": [
        {"file": name, "functions": [], "lines": [
            {"line_number": number, "count": count, "gcovr/noncode": False,
             "gcovr/excluded": False,
             "branches": [{"count": taken, "fallthrough": False, "throw": False}
                          for taken in branches]}
            for number, (count, branches) in sorted(lines.items())]}
        for name, lines in sorted(files.items())]}


def main(arguments: list[str]) -> int:
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    source, build, target = (Path(argument).resolve() for argument in arguments)
    target.write_text(json.dumps(trace(counted(source, build))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
