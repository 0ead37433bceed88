# SPDX-License-Identifier: MIT
"""Programs without Cyrus SASL: mutt, neomutt and msmtp as Debian builds them (GNU SASL), fetchmail
(neither). `sasl-oauth token` serves them, as their pages say."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import ClassVar

import host_situations as situations
from authorization_server import AuthorizationServer
from hosts.example import example
from hosts.host import Bench, Host
from installation import Desk, Installation
from mail_clients import Outcome, find_program, run
from smtp_sink import Message
from terminal import run_on_terminal

BODY = "A line.\n"
LETTER = f"Subject: hello\n\n{BODY}"
DEAD = "sasl-oauth: ...; a person must sign in: sasl-oauth login ..."
NO_ACCOUNT = "sasl-oauth: there is no account ... in ...; run: sasl-oauth login ..."


class Native(Host):
    by_token = True

    def run(self, bench: Bench, mechanism: str) -> tuple[bool, str, float, int]:
        """Whether it was done, and what mail_clients.run gives."""
        raise NotImplementedError

    def desk(self, installed: Installation, server: AuthorizationServer, folder: Path) -> Desk:
        desk = super().desk(installed, server, folder)
        desk.environment["PATH"] = f"{installed.tool.parent}:{os.environ['PATH']}"
        return desk

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        is_done, output, seconds, code = self.run(bench, mechanism)
        answer = re.search(f"^.*{re.escape(self.refusal)}.*$", output, re.MULTILINE)
        return Outcome(is_done, answer.group(0) if answer else "", output, seconds, code)


def subjects_of(mbox: Path) -> list[str]:
    """Of the messages in a file, which is removed."""
    found = re.findall(r"^Subject: (.*)$", mbox.read_text(), re.MULTILINE) if mbox.exists() else []
    mbox.unlink(missing_ok=True)
    return sorted(found)


def is_the_letter(message: Message, bench: Bench) -> bool:
    return (message.sender == bench.user.login and message.recipients == ["friend@example.org"]
            and b"Subject: hello\r\n" in message.data
            and message.data.endswith(b"\r\n\r\n" + BODY.replace("\n", "\r\n").encode()))


class Mutt(Native):
    """Reads INBOX on a terminal: copies every message into a file, and leaves."""

    name = "mutt, IMAP"
    page = "mutt"
    package = "mutt 2.2.12"
    slow = True  # it sleeps a second or two to have its refusal read
    refusal = "authentication failed."
    program: ClassVar[str] = "mutt"
    typed: ClassVar[tuple[tuple[str, str], ...]] = (("No mailbox is open", "q"),)
    """A failure ends what it was told to do, and leaves it waiting."""
    texts = (
        ("XOAUTH2", situations.no_account, NO_ACCOUNT),
        ("XOAUTH2", situations.dead, DEAD),
        ("XOAUTH2", situations.refused, "XOAUTH2 authentication failed."),
    )

    def command(self, bench: Bench, mechanism: str) -> list[str]:
        """The program with its example."""
        rc = bench.desk.home / f".{self.program}rc"
        rc.write_text(example(rc.name[1:], {
            "you@gmail.com": bench.user.login,
            "imap.gmail.com:993": f"localhost:{bench.dovecot.ports.imaps}",
            "smtp.gmail.com:465": f"localhost:{bench.dovecot.ports.submissions}",
            "xoauth2": mechanism.lower()}))
        trust = f'set ssl_ca_certificates_file = "{bench.desk.server.ca_file}"'
        return [find_program(self.program, self.program), "-F", str(rc), "-e", trust]

    def run(self, bench: Bench, mechanism: str) -> tuple[bool, str, float, int]:
        mbox = bench.desk.folder / "mbox"
        quick = "set sleep_time=0 mbox_type=mbox quit=yes confirmcreate=no confirmappend=no"
        push = (f'push "<tag-pattern>~A<enter><tag-prefix><copy-message><kill-line>{mbox}<enter>'
                '<exit>"')
        command = [*self.command(bench, mechanism), "-e", quick, "-e", push]
        output = run_on_terminal(command, bench.desk, self.typed)
        return subjects_of(mbox) == sorted(bench.user.subjects), *output


class MuttSmtp(Mutt):
    """Sends a message."""

    name = "mutt, SMTP"
    refusal = "535 5.7.8 Authentication failed."
    texts = (
        ("XOAUTH2", situations.no_account, NO_ACCOUNT),
        ("XOAUTH2", situations.dead, DEAD),
        ("XOAUTH2", situations.refused, "SMTP session failed: 535 ..."),
    )

    def run(self, bench: Bench, mechanism: str) -> tuple[bool, str, float, int]:
        bench.dovecot.sink.messages.clear()
        command = [*self.command(bench, mechanism), "-e", "set sleep_time=0", "-s", "hello", "--",
                   "friend@example.org"]
        output, seconds, code = run(command, bench.desk, BODY)
        is_done = code == 0 and [is_the_letter(one, bench)
                                 for one in bench.dovecot.sink.messages] == [True]
        return is_done, output, seconds, code


class Neomutt(Mutt):
    name = "neomutt, IMAP"
    page = "neomutt"
    package = "neomutt 20220429"
    slow = False
    refusal = "authentication failed"
    program = "neomutt"
    texts = (
        ("XOAUTH2", situations.no_account, NO_ACCOUNT),
        ("XOAUTH2", situations.dead, DEAD),
        ("XOAUTH2", situations.refused, "XOAUTH2 authentication failed"),
    )
    # It shows a failure's words to those alone who ask for them.
    typed = (("No mailbox is open", ":exec error-history\n"), ("No authenticators available", "qq"))


class NeomuttSmtp(MuttSmtp):
    name = "neomutt, SMTP"
    page = "neomutt"
    package = "neomutt 20220429"
    slow = False
    program = "neomutt"
    # It takes the challenge for the server's last word.
    refusal = "SMTP session failed: 334 ey"
    texts = (
        ("XOAUTH2", situations.no_account, NO_ACCOUNT),
        ("XOAUTH2", situations.dead, DEAD),
        ("XOAUTH2", situations.refused, "SMTP session failed: 334 ..."),
    )


class Msmtp(Native):
    """Sends a message."""

    name = "msmtp"
    page = "msmtp"
    package = "msmtp 1.8.23"
    refusal = "535 5.7.8 Authentication failed."
    texts = (
        ("XOAUTH2", situations.no_account, NO_ACCOUNT),
        ("XOAUTH2", situations.dead, DEAD),
        ("XOAUTH2", situations.refused, "msmtp: server message: 535 ..."),
    )

    def configure(self, bench: Bench, mechanism: str) -> None:
        rc = bench.desk.home / ".msmtprc"
        rc.touch(0o600)
        rc.write_text(example("msmtprc", {
            "you@gmail.com": bench.user.login, "host smtp.gmail.com": "host localhost",
            "port 587": f"port {bench.dovecot.ports.submission}",
            "tls on": f"tls on\ntls_trust_file {bench.desk.server.ca_file}",
            "auth xoauth2": f"auth {mechanism.lower()}"}))

    def run(self, bench: Bench, mechanism: str) -> tuple[bool, str, float, int]:
        bench.dovecot.sink.messages.clear()
        self.configure(bench, mechanism)
        command = [find_program("msmtp", "msmtp"), "-C", str(bench.desk.home / ".msmtprc"),
                   "friend@example.org"]
        output, seconds, code = run(command, bench.desk, LETTER)
        is_done = code == 0 and [is_the_letter(one, bench)
                                 for one in bench.dovecot.sink.messages] == [True]
        return is_done, output, seconds, code


class Fetchmail(Native):
    """Fetches INBOX, through the script that signs in for it."""

    name = "fetchmail"
    page = "fetchmail"
    package = "fetchmail 6.4.37"
    slow = True  # it sleeps a second for its plugin
    refusal = "A1 NO [AUTHENTICATIONFAILED] Authentication failed."
    texts = (
        ("XOAUTH2", situations.no_account, NO_ACCOUNT),
        ("XOAUTH2", situations.dead, DEAD),
        ("XOAUTH2", situations.refused, "imap-signed-in: ...: A1 NO ..."),
    )

    def run(self, bench: Bench, mechanism: str) -> tuple[bool, str, float, int]:
        desk, mbox = bench.desk, bench.desk.folder / "mbox"
        script = desk.home / "imap-signed-in"
        script.write_text(example(script.name, {"mechanism=XOAUTH2": f"mechanism={mechanism}"}))
        script.chmod(0o755)
        rc = desk.home / ".fetchmailrc"
        rc.touch(0o600)
        rc.write_text(example("fetchmailrc", {
            "you@gmail.com": bench.user.login, "poll imap.gmail.com": "poll localhost",
            "service 993": f"service {bench.dovecot.ports.imaps}",
            "/usr/local/bin/imap-signed-in": str(script),
            "/usr/bin/procmail -d %T": f"cat >> {mbox}"}))
        desk.environment["SSL_CERT_FILE"] = str(desk.server.ca_file)
        # Root's pidfile would be /run/fetchmail.pid, which is there once for the whole machine.
        output = run([find_program("fetchmail", "fetchmail"), "--all", "--pidfile",
                      str(desk.home / "pid")], desk)
        return subjects_of(mbox) == sorted(bench.user.subjects), *output


HOSTS = (Mutt(), MuttSmtp(), Neomutt(), NeomuttSmtp(), Msmtp(), Fetchmail())
