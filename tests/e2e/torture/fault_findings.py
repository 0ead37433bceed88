# SPDX-License-Identifier: MIT
"""What a series of faults broke, by the promise that is broken."""

from __future__ import annotations

from dataclasses import dataclass, field

from evidence import note

PART = "faults"
LOST, DAMAGED, LOCKED, LEFT, SILENT = ("tokens lost", "damaged records", "locks left",
                                       "temporary files left", "failures that said nothing")
PROMISES = (LOST, DAMAGED, LOCKED, LEFT, SILENT)


@dataclass
class Findings:
    """Counts and complaints of one series."""

    faults: int = 0
    logins: int = 0
    broken: dict[str, list[str]] = field(default_factory=lambda: {one: [] for one in PROMISES})

    def complain(self, promise: str, what: str) -> None:
        self.broken[promise].append(what)

    def note(self) -> None:
        """For doc/reliability.md."""
        note(PART, "faults tried", self.faults)
        note(PART, "logins attempted", self.logins)
        for promise, found in self.broken.items():
            note(PART, promise, len(found))

    def text(self) -> str:
        """Empty if all promises were kept."""
        return "\n".join(f"{promise}: {one}" for promise, found in self.broken.items()
                         for one in found)
