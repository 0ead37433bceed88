# SPDX-License-Identifier: MIT
"""One work on an account, done once for each fault; after each the promises are checked.

What is promised after a fault: the record is the old or the new one, whole; its refresh token
works at a server that gives grace; nobody holds the lock; a new token that could not be saved was
used, and that was told; who failed said why; the next login works, if need be after the pause that
a failed request makes; and then no temporary file is left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from account_work import ACCOUNT, Work
from fault_findings import DAMAGED, LEFT, LOCKED, LOST, NOT_OVERCOME, SILENT, Findings
from fault_runner import TIMED_OUT, Call, Fault, FaultRunner, Ran
from rotating_server import Family, RotatingServer

NOT_SAVED = "could not be saved"
NOT_NOTED = "could not be noted"
PAUSE = ("try again later", "the next one is asked for after")


@dataclass
class Series:
    """`missed` are faults that did not come to pass: a run has not always quite the same calls."""

    server: RotatingServer
    runner: FaultRunner
    work: Work
    findings: Findings = field(default_factory=Findings)
    missed: int = 0

    def calls(self) -> list[Call]:
        """The calls of an undisturbed run, but for those after its end mark."""
        self.work.prepare()
        found = self.runner.calls(self.work.command, self.work.environment, self.work.since)
        return [one for one in found if one.name not in ("end_mark", "exit_group")]

    def try_all(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self.try_one(fault)
        assert self.missed <= self.findings.faults / 20, "the runs differ too much"

    def try_one(self, fault: Fault) -> bool:
        """Returns whether the account is lost, which at a strict server is no broken promise."""
        family = self.work.prepare()
        ran = self.runner.run(self.work.command, self.work.environment, fault, self.work.since)
        if not ran.came_to_pass:
            self.missed += 1
            return False
        self.findings.faults += 1
        self.findings.logins += self.work.is_login
        self._check_record(fault, family)
        if self.work.tokens.is_locked():
            self.findings.complain(LOCKED, str(fault))
        if not fault.kills:
            self._check_end(fault, ran)
            self._check_told(fault, ran, family)
            self._check_goes_on(fault, ran)
        return self._check_next_login(fault, family)

    # --- right after the fault ---------------------------------------------------------------

    def _check_record(self, fault: Fault, family: Family | None) -> None:
        tokens = self.work.tokens
        try:
            members = tokens.members()
        except FileNotFoundError:
            if not self.work.makes_account:
                self.findings.complain(DAMAGED, f"{fault}: the record is gone")
            return
        except ValueError as problem:
            self.findings.complain(DAMAGED, f"{fault}: {problem}")
            return
        if tokens.path.stat().st_mode & 0o077:
            self.findings.complain(DAMAGED, f"{fault}: others may read the record")
        if family and members.get("refresh_token") not in family.forerunner:
            self.findings.complain(DAMAGED, f"{fault}: a refresh token that nobody issued")
        if not tokens.is_foreign and members.get("account") != ACCOUNT:
            self.findings.complain(DAMAGED, f"{fault}: the record of somebody else")

    def _check_end(self, fault: Fault, ran: Ran) -> None:
        if ran.exit_code >= TIMED_OUT and "loading shared libraries" not in ran.output:
            self.findings.complain(SILENT, f"{fault}: ended with {ran.exit_code}: {ran.output}")
        elif ran.exit_code != 0 and not is_sentence(ran.output):
            self.findings.complain(SILENT, f"{fault}: failed without a reason: {ran.output!r}")
        elif ran.exit_code == 0 and not self.work.tokens.path.exists():
            self.findings.complain(LOST, f"{fault}: said that it was done, and saved nothing")

    def _check_told(self, fault: Fault, ran: Ran, family: Family | None) -> None:
        """A new token is used, saved or not; and what could not be saved or noted is told."""
        has_new = family is not None and len(family.access_tokens) > 1
        if has_new and self.work.is_login and family.access_tokens[-1] not in ran.output:
            self.findings.complain(LOST, f"{fault}: the new token was not used: {ran.output}")
        if has_new and self.work.refresh_token() != family.newest and NOT_SAVED not in ran.output:
            self.findings.complain(SILENT, f"{fault}: not saved, and not told: {ran.output}")
        if self.work.is_refused and NOT_NOTED not in ran.output:
            if not self.work.tokens.was_refused():
                self.findings.complain(SILENT, f"{fault}: not noted, and not told: {ran.output}")

    def _check_goes_on(self, fault: Fault, ran: Ran) -> None:
        """A call of ours on these files was interrupted, or did half of its work."""
        is_ours = str(self.work.tokens.path.parent) in fault.path
        if fault.is_harmless and is_ours and (ran.exit_code != 0 or NOT_SAVED in ran.output):
            self.findings.complain(NOT_OVERCOME, f"{fault}: {ran.output}")

    # --- the next login ----------------------------------------------------------------------

    def _check_next_login(self, fault: Fault, family: Family | None) -> bool:
        ended = self._log_in()
        if ended.exit_code != 0 and any(words in ended.output for words in PAUSE):
            self.work.tokens.wait_out_a_pause()
            ended = self._log_in()
        is_lost = family is not None and not self.server.works(self.work.refresh_token())
        if ended.exit_code != 0 and not is_sentence(ended.output):
            self.findings.complain(SILENT, f"{fault}: the next login: {ended.output!r}")
        if self.server.is_strict and is_lost:
            return True
        if is_lost or ended.exit_code != 0:
            self.findings.complain(LOST, f"{fault}: the next login: {ended.output}")
        self._check_left_over(fault)
        return is_lost

    def _check_left_over(self, fault: Fault) -> None:
        """What a killed process left stays until somebody takes the lock."""
        if self.work.tokens.left_over() and self.work.tokens.path.exists():
            self.work.tokens.expire()
            self._log_in()
        if left := self.work.tokens.left_over():
            self.findings.complain(LEFT, f"{fault}: {sorted(left)}")

    def _log_in(self) -> Ran:
        self.findings.logins += 1
        return self.work.log_in()


def is_sentence(output: str) -> bool:
    """Whether a program has told a person something."""
    return bool(output.strip()) and "internal error" not in output
