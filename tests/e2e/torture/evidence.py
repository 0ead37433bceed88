# SPDX-License-Identifier: MIT
"""What a run found, a line of JSON each, until reliability_page.py makes a page of it.

As a program, for what is not written in Python:

    evidence.py PART FIGURE VALUE [sum|max]
"""

from __future__ import annotations

import json
import os
import sys


def note(part: str, figure: str, value: float, fold: str = "sum") -> None:
    """Adds a figure to the file that $SASL_OAUTH_EVIDENCE names; without one, nothing happens.
    Figures of one name are added up, or, with fold "max", the greatest counts. Processes may write
    at once: a line is one write."""
    path = os.environ.get("SASL_OAUTH_EVIDENCE")
    if not path:
        return
    line = json.dumps({"part": part, "figure": figure, "value": value, "fold": fold}) + "\n"
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        os.write(file, line.encode())
    finally:
        os.close(file)


def main(arguments: list[str]) -> int:
    if len(arguments) not in (3, 4):
        print(__doc__, file=sys.stderr)
        return 2
    part, figure, value, fold = [*arguments, "sum"][:4]
    note(part, figure, float(value), fold)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
