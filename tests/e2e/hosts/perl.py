# SPDX-License-Identifier: MIT
"""Perl's Authen::SASL with the Cyrus backend: the scripts of the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from hosts.example import example
from hosts.host import Bench, Host
from hosts.submission import MESSAGE, RECIPIENT, forget, is_sent
from mail_clients import Outcome, run

class PerlScript(Host):
    page = "perl"
    package = "libauthen-sasl-cyrus-perl 0.13"
    script: ClassVar[str]
    arguments: ClassVar[tuple[str, ...]] = ()

    def places(self, bench: Bench) -> Mapping[str, str]:
        """The server and the port in the script, and those of this run."""
        raise NotImplementedError

    def run(self, bench: Bench, mechanism: str) -> Outcome:
        script = bench.desk.folder / self.script
        script.write_text(example(self.script, {
            **self.places(bench), "user@example.org": bench.user.login, "XOAUTH2": mechanism}))
        bench.desk.environment["SSL_CERT_FILE"] = str(bench.server.ca_file)
        output, seconds, code = run(["perl", str(script), *self.arguments], bench.desk, MESSAGE)
        refusal = re.search(f"^.*{re.escape(self.refusal)}.*$", output, re.MULTILINE)
        return Outcome(code == 0, refusal.group(0) if refusal else "", output, seconds, code)


class PerlImap(PerlScript):
    """Lists the mailbox."""

    name = "Perl's Authen::SASL, IMAP"
    refusal = "a NO [AUTHENTICATIONFAILED] Authentication failed."
    script = "subjects.pl"

    def places(self, bench: Bench) -> Mapping[str, str]:
        return {"'imap.example.org', 993": f"'localhost', {bench.dovecot.ports.imaps}"}

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        outcome = self.run(bench, mechanism)
        is_done = sorted(outcome.output.split()) == sorted(bench.user.subjects)
        return replace(outcome, accepted=outcome.accepted and is_done)


class PerlSmtp(PerlScript):
    """Sends a message with Net::SMTP."""

    name = "Perl's Net::SMTP"
    refusal = "535 5.7.8 Authentication failed."
    script = "send.pl"
    arguments = (RECIPIENT,)

    def places(self, bench: Bench) -> Mapping[str, str]:
        return {"'smtp.example.org', 465": f"'localhost', {bench.dovecot.ports.submissions}"}

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        forget(bench)
        outcome = self.run(bench, mechanism)
        return replace(outcome, accepted=outcome.accepted and is_sent(bench))


HOSTS = (PerlImap(), PerlSmtp())
