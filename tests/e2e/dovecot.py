# SPDX-License-Identifier: MIT
"""Starts a private Dovecot: IMAP, POP3, submission, ManageSieve on loopback, with OAuth."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import child
from authorization_server import AuthorizationServer
from certificates import Certificates
from dovecot_configuration import Ports, write_introspection, write_local_validation, write_main
from mail_store import MailStore
from smtp_sink import SmtpSink

START_SECONDS = child.patience(20)
TRIES = 3


def _dovecot() -> str:
    program = shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin:/usr/bin")
    if not program:
        raise RuntimeError("dovecot is missing: install the packages dovecot-imapd, dovecot-pop3d,"
                           " dovecot-submissiond and dovecot-managesieved")
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    if not version.stdout.startswith("2.3."):
        raise RuntimeError(f"these tests write configuration for Dovecot 2.3, {program} is "
                           f"{version.stdout.strip()}")
    return program


class Dovecot:
    """The running mail server; `ports` says where, `sink` keeps what was submitted."""

    def __init__(self, folder: Path, certificates: Certificates, mail: MailStore,
                 write_oauth2: Callable[[Path], None], more: str = "") -> None:
        self.folder = folder
        self.mail = mail
        self.log_file = folder / "dovecot.log"
        self.host = "127.0.0.1"
        self._more = more
        folder.mkdir(parents=True)
        write_oauth2(folder)
        self.sink = SmtpSink()
        try:
            self._start(certificates)
        except BaseException:
            self.sink.stop()
            raise

    def _start(self, certificates: Certificates) -> None:
        """A port may be taken between our look and Dovecot's: then other ones."""
        for _ in range(TRIES):
            self.ports = Ports(*child.free_ports(len(fields(Ports))))
            file = write_main(self.folder, self.ports, certificates, self.mail, self.sink.port,
                              self._more)
            with (self.folder / "start.log").open("wb") as log:
                self.process = subprocess.Popen(
                    child.dies_with_us([_dovecot(), "-F", "-c", str(file)]),
                    stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            if child.wait_until(self._serves, self.process, START_SECONDS):
                return
            child.stop(self.process)
        raise RuntimeError(f"dovecot did not start:\n{self.log()}")

    def _serves(self) -> bool:
        return all(map(child.serves, (self.ports.submissions, self.ports.imap, self.ports.sieve)))

    def stop(self) -> None:
        """Ends Dovecot and the sink."""
        child.stop(self.process)
        self.sink.stop()

    def log(self) -> str:
        """Everything that it logged."""
        files = (self.folder / "start.log", self.log_file)
        return "".join(one.read_text(errors="replace") for one in files if one.exists())


def introspecting(folder: Path, certificates: Certificates, mail: MailStore,
                  server: AuthorizationServer, more: str = "") -> Dovecot:
    """A Dovecot that asks the authorization server about each token; `more` is added to its
    configuration, where the last word counts."""
    return Dovecot(folder, certificates, mail, lambda where: write_introspection(where, server),
                   more)


def validating(folder: Path, certificates: Certificates, mail: MailStore,
               server: AuthorizationServer) -> Dovecot:
    """A Dovecot that checks the signature of JWTs itself and asks nobody."""
    return Dovecot(folder, certificates, mail, lambda where: write_local_validation(where, server))
