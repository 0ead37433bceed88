# SPDX-License-Identifier: MIT
"""mbsync (isync) fetches a mailbox, as doc/hosts/mbsync.md says."""

from __future__ import annotations

import re

import host_situations as situations
from hosts.example import example
from hosts.host import Bench, Host
from mail_clients import Outcome, find_program, run, subjects_in


class Mbsync(Host):
    name = "mbsync"
    page = "mbsync"
    package = "isync 1.4.4"
    refusal = "NO [AUTHENTICATIONFAILED] Authentication failed."
    texts = (
        ("XOAUTH2", situations.no_account, "Skipping account ..., no password"),
        ("XOAUTH2", situations.dead, "passphrase expired, has to be reset: sasl-oauth: ...; a "
                                     "person must sign in: sasl-oauth login ..."),
        ("XOAUTH2", situations.refused, "returned an error: NO ..."),
        ("XOAUTH2", situations.refused_again,
         "sasl-oauth: the mail server refused the new token for ... too; ..."),
        ("XOAUTH2", situations.unreachable,
         "remote authentication server unavailable: sasl-oauth: cannot connect to ..."),
        ("XOAUTH2", situations.silent,
         "remote authentication server unavailable: sasl-oauth: no answer from ... in time: ..."),
        ("XOAUTH2", situations.readable,
         "generic failure: sasl-oauth: ... can be read by others; run: chmod 600 ..."),
        ("XOAUTH2", situations.no_plugin, "selected SASL mechanism(s) not available; ..."),
        ("CRAM-MD5", situations.refused,
         "IMAP error: server supports no acceptable authentication mechanism"),
    )

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        home = bench.desk.home
        (home / ".mbsyncrc").write_text(self.configuration(bench, mechanism))
        (home / "Mail").mkdir(exist_ok=True)
        # As from cron: there is no terminal to ask for a password at.
        output, seconds, code = run(["setsid", find_program("mbsync", "isync"), "-a"], bench.desk)
        answer = re.search(r"returned an error: (NO .*)$", output, re.MULTILINE)
        is_done = subjects_in(home / "Mail" / "INBOX") == sorted(bench.user.subjects)
        return Outcome(code == 0 and is_done, answer.group(1) if answer else "", output, seconds,
                       code)

    def configuration(self, bench: Bench, mechanism: str) -> str:
        """The page's, for this server."""
        return example("mbsyncrc", {
            "Host imap.gmail.com": "Host localhost",
            "Port 993": f"Port {bench.dovecot.ports.imaps}\n"
                        f"CertificateFile {bench.server.ca_file}",
            "you@gmail.com": bench.user.login,
            "AuthMechs XOAUTH2": f"AuthMechs {mechanism}"})


HOSTS = (Mbsync(),)
