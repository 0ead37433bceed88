# SPDX-License-Identifier: MIT
"""imtest and its kin: they sign in, and pass on what they are told."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from hosts.host import LIBSASLS_DEAD, LIBSASLS_PAUSE, Bench, Host
from mail_clients import IMTEST, POP3TEST, SMTPTEST, CyrusClient, Outcome


class CyrusTool(Host):
    """Looks into the mailbox, which has two messages."""

    page = "cyrus-tools"
    package = "cyrus-clients 3.6.1"
    dead = LIBSASLS_DEAD
    pause = LIBSASLS_PAUSE
    program: ClassVar[CyrusClient]
    spoken: ClassVar[str]
    done: ClassVar[str]

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        outcome = self.program.login(bench.desk, bench.dovecot, bench.user, mechanism,
                                     spoken=self.spoken)
        return replace(outcome, accepted=outcome.accepted and self.is_done(bench, outcome))

    def is_done(self, bench: Bench, outcome: Outcome) -> bool:
        return self.done in outcome.output


class Imtest(CyrusTool):
    name = "imtest"
    program = IMTEST
    spoken = ". select inbox\r\n"
    done = "* 2 EXISTS"
    refusal = "A01 NO [AUTHENTICATIONFAILED] Authentication failed."


class Pop3test(CyrusTool):
    name = "pop3test"
    program = POP3TEST
    spoken = "STAT\r\n"
    done = "+OK 2 "
    refusal = "-ERR [AUTH] Authentication failed."


class Smtptest(CyrusTool):
    """Submits a message."""

    name = "smtptest"
    program = SMTPTEST
    spoken = ("MAIL FROM:<me@example.org>\r\nRCPT TO:<friend@example.org>\r\nDATA\r\n"
              "Subject: hello\r\n\r\nA line.\r\n.\r\n")
    refusal = "535 5.7.8 Authentication failed."

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        bench.dovecot.sink.messages.clear()
        return super().login(bench, mechanism)

    def is_done(self, bench: Bench, outcome: Outcome) -> bool:
        taken = [(one.sender, one.recipients, one.data.split(b"\r\n")[-4:])
                 for one in bench.dovecot.sink.messages]
        message = [b"Subject: hello", b"", b"A line.", b""]
        return taken == [("me@example.org", ["friend@example.org"], message)]


HOSTS = (Imtest(), Pop3test(), Smtptest())
