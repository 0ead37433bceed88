# SPDX-License-Identifier: MIT
"""A wall clock that can be stepped while a program runs, and that no other program sees."""

from __future__ import annotations

import struct
from pathlib import Path

from hosts.compiled import compiled

DAY = 24 * 3600
YEAR = 365 * DAY


class SteppedClock:
    """`environment` gives a program this clock; `step_to` moves it, also under a running one."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        library = compiled("torture/stepped_clock.c", "-shared", "-fPIC")
        self._step = folder / "step"
        self.step_to(0)
        self.environment = {"LD_PRELOAD": str(library), "STEPPED_CLOCK": str(self._step)}

    def step_to(self, seconds: int) -> None:
        """The clock is so far ahead of the machine's from now on; behind it, if negative."""
        fresh = self._step.with_suffix(".new")
        fresh.write_bytes(struct.pack("=q", seconds))
        fresh.replace(self._step)
