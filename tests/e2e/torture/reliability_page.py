# SPDX-License-Identifier: MIT
"""Writes doc/reliability.md from what a run found.

    reliability_page.py EVIDENCE PAGE

Exit: 0 all figures are there and keep the promises; 1 not (each is named; the page is written all
the same, so that it can be looked at); 2 usage.
"""

from __future__ import annotations

import datetime
import json
import os
import platform
import sys
from pathlib import Path

from reliability_parts import PARTS, Figure, Part

HEAD = """\
# Reliability

What `./dev torture` tried to make us lose a token, leak one, or take a program down, and what came
of it. The run writes this page; `./dev test` does a shorter part of the same each time.

"""


def folded(lines: list[str]) -> dict[tuple[str, str], float]:
    """Returns the value of each (part, figure)."""
    values: dict[tuple[str, str], float] = {}
    for line in lines:
        found = json.loads(line)
        key = (found["part"], found["figure"])
        if key not in values:
            values[key] = found["value"]
        elif found["fold"] == "max":
            values[key] = max(values[key], found["value"])
        else:
            values[key] += found["value"]
    return values


def broken_promise(figure: Figure, value: float) -> bool:
    too_much = figure.at_most is not None and value > figure.at_most
    too_little = figure.at_least is not None and value < figure.at_least
    return too_much or too_little


def promise(figure: Figure) -> str:
    if figure.at_most is not None:
        return f"at most {shown(figure.at_most, figure.unit)}" if figure.at_most else "0"
    return f"at least {shown(figure.at_least, figure.unit)}" if figure.at_least is not None else ""


def shown(value: float, unit: str) -> str:
    number = f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
    return f"{number} {unit}".strip()


def section(part: Part, values: dict[tuple[str, str], float]) -> str:
    rows = [f"| {figure.name} | {shown(values[part.name, figure.name], figure.unit)} "
            f"| {promise(figure)} |"
            for figure in part.figures if (part.name, figure.name) in values]
    table = "\n".join(["| | found | promised |", "|---|---|---|", *rows])
    return f"## {part.title}\n\n{part.text.strip()}\n\n{table}\n"


def faults(values: dict[tuple[str, str], float]) -> list[str]:
    found = []
    for part in PARTS:
        for figure in part.figures:
            value = values.get((part.name, figure.name))
            if value is None:
                found.append(f"{part.title}: nothing was noted for {figure.name!r}")
            elif broken_promise(figure, value):
                found.append(f"{part.title}: {figure.name}: {shown(value, figure.unit)}, "
                             f"promised: {promise(figure)}")
    return found


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    values = folded(Path(arguments[0]).read_text().splitlines())
    run = (f"Run on {datetime.date.today().isoformat()}: {platform.system()} "
           f"{platform.release().split('-')[0]}, {platform.machine()}, {os.cpu_count()} cores.\n\n")
    page = HEAD + run + "\n".join(section(part, values) for part in PARTS)
    Path(arguments[1]).write_text(page)
    for fault in (found := faults(values)):
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
