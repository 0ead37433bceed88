# SPDX-License-Identifier: MIT
"""KMail's libraries: a program that calls libsasl2 as they do."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import ClassVar

from hosts.compiled import compiled
from hosts.host import Bench, Host
from hosts.submission import forget, is_sent
from mail_clients import Outcome, run

XOAUTH2_ALONE = ("KDE's mail libraries know no OAUTHBEARER (setAuthenticationMode in kimap's and "
                 "authCommand in ksmtp's src/loginjob.cpp, 22.12 to 2026)")


class KdeLibrary(Host):
    page = "kde"
    limits = {("OAUTHBEARER", "*"): XOAUTH2_ALONE}
    library: ClassVar[str]

    def run(self, bench: Bench, mechanism: str, port: int, password: str = "") -> Outcome:
        """The user's password is what the wallet or KDE's own sign-in gave."""
        program = compiled("kde_client.c", "-lsasl2")
        output, seconds, code = run([str(program), self.library, str(port), mechanism,
                                     bench.user.login, password], bench.desk)
        answer = re.search(r"^server: (.*)$", output, re.MULTILINE)
        return Outcome(code == 0, answer.group(1) if answer else "", output, seconds, code)


class Kimap(KdeLibrary):
    """Shows the first message's subject."""

    name = "KDE kimap (its prompts)"
    package = "as libkf5imap5 22.12.3"
    library = "kimap"

    def login(self, bench: Bench, mechanism: str, password: str = "") -> Outcome:
        outcome = self.run(bench, mechanism, bench.dovecot.ports.imap, password)
        is_done = f"Subject: {bench.user.subjects[0]}\n" in outcome.output
        return replace(outcome, accepted=outcome.accepted and is_done)


class Ksmtp(KdeLibrary):
    """Sends a message."""

    name = "KDE ksmtp (its prompts)"
    package = "as libkpimsmtp5abi1 22.12.3"
    library = "ksmtp"

    def login(self, bench: Bench, mechanism: str, password: str = "") -> Outcome:
        forget(bench)
        outcome = self.run(bench, mechanism, bench.dovecot.ports.submission, password)
        return replace(outcome, accepted=outcome.accepted and is_sent(bench))


HOSTS = (Kimap(), Ksmtp())
