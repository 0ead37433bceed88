# SPDX-License-Identifier: MIT
"""Programs of hard habits, written for these tests: each signs in over IMAP and looks into the
mailbox."""

from __future__ import annotations

import ctypes.util
import re
from typing import ClassVar

from hosts.compiled import compiled
from hosts.host import Bench, Host
from mail_clients import Outcome, run
from world import HERE

DIALOGUE = str(HERE / "imap_login.c")
DONE = "logged in: * 2 EXISTS\n"


class OwnProgram(Host):
    page = "own-program"
    package = "libsasl2-2 2.1.28"
    refusal = "A1 NO [AUTHENTICATIONFAILED] Authentication failed."
    logins: ClassVar[int] = 1

    def outcome(self, command: list[str], bench: Bench) -> Outcome:
        output, seconds, code = run(command, bench.desk)
        refusals = re.findall(r"^refused: (.*)$", output, re.MULTILINE)
        answer = refusals[0] if len(refusals) == self.logins else ""
        is_done = code == 0 and output.count(DONE) == self.logins
        return Outcome(is_done, answer, output, seconds, code)


class HabitsProgram(OwnProgram):
    habit: ClassVar[str]

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        program = compiled("habits_client.c", DIALOGUE, "-pthread", "-lsasl2")
        return self.outcome([str(program), self.habit, str(bench.dovecot.ports.imap), mechanism,
                             bench.user.login], bench)


class Threads(HabitsProgram):
    name = "a program of 8 threads"
    habit = "threads"
    logins = 8


class Fork(HabitsProgram):
    name = "a program that forks after sasl_client_init"
    habit = "fork"


class Starts(HabitsProgram):
    name = "a program that starts libsasl2 100 times"
    habit = "starts"


class Allocator(HabitsProgram):
    name = "a program with its own allocator"
    habit = "allocator"


class CurlProgram(OwnProgram):
    """Asks the authorization server before, in and after the login, by its own libcurl."""

    library: ClassVar[str]
    tls: ClassVar[str]

    def missing(self) -> str:
        is_there = ctypes.util.find_library(self.library.removeprefix("lib").split(".")[0])
        return "" if is_there else f"needs {self.library}"

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        program = compiled("curl_client.c", DIALOGUE, f"-l:{self.library}", "-lsasl2")
        outcome = self.outcome(
            [str(program), str(bench.dovecot.ports.imap), mechanism, bench.user.login,
             bench.server.openid_configuration, str(bench.server.ca_file)], bench)
        assert outcome.output.splitlines()[0].find(self.tls) > 0
        statuses = re.findall(r"^(before|in it|after): 200 $", outcome.output, re.MULTILINE)
        assert statuses == ["before", "in it", "after"], outcome.output
        return outcome


class CurlGnutls(CurlProgram):
    name = "a program with libcurl-gnutls"
    package = "libcurl3-gnutls 7.88.1"
    library = "libcurl-gnutls.so.4"
    tls = "GnuTLS/"


class CurlOpenssl(CurlProgram):
    name = "a program with libcurl-openssl"
    package = "libcurl4 7.88.1"
    library = "libcurl.so.4"
    tls = "OpenSSL/"


HOSTS = (Threads(), Fork(), Starts(), Allocator(), CurlGnutls(), CurlOpenssl())
