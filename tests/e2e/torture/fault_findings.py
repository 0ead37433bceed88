# SPDX-License-Identifier: MIT
"""What a series of faults broke, by the promise that is broken."""

from __future__ import annotations

from dataclasses import dataclass, field

from evidence import note

PART = "faults"
LOST, DAMAGED, LOCKED, LEFT, SILENT = ("tokens lost", "damaged records", "locks left",
                                       "temporary files left", "failures that said nothing")
NOT_OVERCOME = "interruptions not overcome"
PROMISES = (LOST, DAMAGED, LOCKED, LEFT, SILENT, NOT_OVERCOME)


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

    def conclude(self) -> None:
        """Notes them, and fails with all of them if a promise was broken."""
        self.note()
        broken = [f"{promise}: {one}" for promise, found in self.broken.items() for one in found]
        assert not broken, "\n".join(broken)
