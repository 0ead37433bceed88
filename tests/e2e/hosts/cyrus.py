# SPDX-License-Identifier: MIT
"""imtest and its kin, as doc/hosts/cyrus-tools.md says: they sign in, and pass on what they are
told."""

from __future__ import annotations

import re
from typing import ClassVar

import host_situations as situations
from hosts.example import example
from hosts.host import LIBSASLS_DEAD, LIBSASLS_PAUSE, Bench, Host
from mail_clients import Outcome, run
from timsieved import Timsieved

SCRIPT = "cyrus-tools.sh"
COMMON_TEXTS = (
    ("XOAUTH2", situations.readable, "Authentication failed. generic failure"),
    ("XOAUTH2", situations.dead, "Authentication failed. passphrase expired, has to be reset"),
    ("XOAUTH2", situations.unreachable,
     "Authentication failed. remote authentication server unavailable"),
    ("XOAUTH2", situations.refused_again,
     "Authentication failed. remote authentication server unavailable"),
    ("XOAUTH2", situations.no_account, '"oauth2", a token file or an access token:'),
    ("XOAUTH2", situations.no_plugin, "Authentication failed. no mechanism available"),
)


class CyrusTool(Host):
    """Looks into the mailbox, which has two messages."""

    page = "cyrus-tools"
    package = "cyrus-clients 3.6.1"
    dead = LIBSASLS_DEAD
    pause = LIBSASLS_PAUSE
    server: ClassVar[str]
    """As the example has it: the port, and the server's name."""
    port: ClassVar[str]
    refusal_line: ClassVar[str]
    spoken: ClassVar[str]
    done: ClassVar[str] = ""

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        return self.login_at(getattr(bench.dovecot.ports, self.port), bench, mechanism)

    def login_at(self, port: int, bench: Bench, mechanism: str) -> Outcome:
        spoken = self.spoken.format(login=bench.user.login)
        script = self.script(port, bench, mechanism)
        output, seconds, code = run(["sh", "-c", script], bench.desk, spoken)
        answer = re.search(self.refusal_line, output, re.MULTILINE)
        is_done = "\nAuthenticated.\n" in output and self.is_done(bench, output)
        return Outcome(is_done, answer.group(0) if answer else "", output, seconds, code)

    def script(self, port: int, bench: Bench, mechanism: str) -> str:
        """The example's lines that concern this program."""
        service, name = self.server.split()
        text = example(SCRIPT, {f"-p {service} ": f"-p {port} ",
                                name: "localhost", "you@gmail.com": bench.user.login,
                                "XOAUTH2": mechanism})
        return "\n".join(line for line in text.splitlines()
                         if line.startswith(("PATH=", f"{self.name} ")))

    def is_done(self, _: Bench, output: str) -> bool:
        return self.done in output


class Imtest(CyrusTool):
    name = "imtest"
    server, port = "imaps imap.gmail.com", "imaps"
    spoken = ". select inbox\r\n. logout\r\n"
    done = "* 2 EXISTS"
    refusal_line = r"A01 NO .*$"
    refusal = "A01 NO [AUTHENTICATIONFAILED] Authentication failed."
    texts = (*COMMON_TEXTS,
             ("XOAUTH2", situations.refused, "A01 NO ... Authentication failed. generic failure"),
             ("CRAM-MD5", situations.refused, "[Server did not advertise ...]"))


class Pop3test(CyrusTool):
    name = "pop3test"
    server, port = "pop3s pop.gmail.com", "pop3s"
    spoken = "STAT\r\nQUIT\r\n"
    done = "+OK 2 "
    refusal_line = r"-ERR .*$"
    refusal = "-ERR [AUTH] Authentication failed."
    texts = (("XOAUTH2", situations.refused, "-ERR ... Authentication failed. generic failure"),)


class Smtptest(CyrusTool):
    """Submits a message."""

    name = "smtptest"
    server, port = "submission smtp.gmail.com", "submission"
    spoken = ("MAIL FROM:<{login}>\r\nRCPT TO:<friend@example.org>\r\nDATA\r\n"
              "Subject: hello\r\n\r\nA line.\r\n.\r\nQUIT\r\n")
    refusal_line = r"535 .*$"
    refusal = "535 5.7.8 Authentication failed."
    texts = (("XOAUTH2", situations.refused, "535 ... Authentication failed. generic failure"),)

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        bench.dovecot.sink.messages.clear()
        return super().login(bench, mechanism)

    def is_done(self, bench: Bench, output: str) -> bool:
        taken = [(one.sender, one.recipients, one.data.split(b"\r\n")[-4:])
                 for one in bench.dovecot.sink.messages]
        message = [b"Subject: hello", b"", b"A line.", b""]
        return taken == [(bench.user.login, ["friend@example.org"], message)]


class Sivtest(CyrusTool):
    """Uploads a script. The server speaks as Cyrus' own: see test_sieve.py."""

    name = "sivtest"
    server, port = "sieve mail.example.org", "sieve"
    spoken = 'PUTSCRIPT "hello" {{5+}}\r\nkeep;\r\nLISTSCRIPTS\r\nLOGOUT\r\n'
    done = '\n"hello"\n'
    refusal_line = r"^S: NO .*$"
    refusal = 'S: NO "Authentication failed."'
    texts = (("XOAUTH2", situations.refused,
              "S: NO ... Authentication failed. generic failure"),)

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        with Timsieved(bench.dovecot.ports.sieve, mechanism) as server:
            return self.login_at(server.port, bench, mechanism)


HOSTS = (Imtest(), Pop3test(), Smtptest(), Sivtest())
