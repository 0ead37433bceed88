# SPDX-License-Identifier: MIT
"""The promises at a power failure, at every moment of a run, for all that may be left then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from disk_model import Disk, State
from fault_runner import Call

END = Call("end_mark", 0, (), (), b"", None)


@dataclass
class PowerLoss:
    """`name` is the record's path below the disk's root; `before` its content, or None if there was
    none; `after` what must be saved once the tokens were used.
    `states` are all that differ from each other; `used` are those that may follow the use."""

    name: str
    before: bytes | None
    after: bytes
    failures: int = 0
    states: dict[tuple, State] = field(default_factory=dict)
    used: dict[tuple, State] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def judge(self, calls: Iterable[Call], disk: Disk) -> None:
        """`disk` is as it was before the calls."""
        is_used = False
        for call in (*calls, END):
            is_used = is_used or call.name == END.name
            disk.feed(call)
            found = {tuple(sorted(state.items())): state for state in disk.states()}
            self.failures += len(found)
            self._check(call, found, is_used)

    def _check(self, call: Call, found: dict[tuple, State], is_used: bool) -> None:
        self.states.update(found)
        if is_used:
            self.used.update(found)
        for state in found.values():
            if problem := self._problem_with(state, is_used):
                self.broken.append(f"at {call.name} {call.number}: {problem}")

    def _problem_with(self, state: State, is_used: bool) -> str:
        content = state.get(self.name)
        if content is None and self.before is not None:
            return "the record is gone"
        if content not in (self.before, self.after):
            return f"the record is damaged: {(content or b'')[:40]!r}"
        # Under another name it is as good: whoever locks next gives it its own.
        if is_used and self.after not in state.values():
            return "what was used already is not saved"
        return ""

