# SPDX-License-Identifier: MIT
"""offlineimap, getmail and git send-email, unpacked aside, with tokens of `sasl-oauth token`."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import ClassVar

import host_situations as situations
from hosts.example import FOLDER, example
from hosts.host import Bench
from hosts.native import DEAD, LETTER, NO_ACCOUNT, Msmtp, Native, is_the_letter, subjects_of
from mail_clients import run, subjects_in
from world import cache_folder

HERE = Path(__file__).resolve().parent
PYTHON = ["/usr/bin/python3", "-B"]


class OtherProgram(Native):
    page = "other-programs"
    slow = True  # downloads itself, and takes its time
    packages: ClassVar[tuple[str, ...]]

    def unpacked(self) -> Path:
        """The folder with the packages, which no package manager knows of."""
        script = HERE.parent / "unpack-packages.sh"
        done = subprocess.run([str(script), str(cache_folder()), *self.packages],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return cache_folder() / "unpacked" / self.packages[0]


class OfflineImap(OtherProgram):
    """Fetches INBOX into an empty folder."""

    name = "offlineimap"
    package = "offlineimap3 0.0~git20211018"
    packages = ("offlineimap3", "python3-imaplib2", "python3-distro")
    limits = {("OAUTHBEARER", "*"): "offlineimap 8.0.0 knows XOAUTH2 alone (imapserver.py)"}
    texts = (
        ("XOAUTH2", situations.no_account, NO_ACCOUNT),
        ("XOAUTH2", situations.dead, DEAD),
        ("XOAUTH2", situations.refused, "ERROR: All authentication types failed: XOAUTH2: ..."),
    )

    def run(self, bench: Bench, mechanism: str) -> tuple[bool, str, float, int]:
        home, unpacked = bench.desk.home, self.unpacked() / "usr"
        (home / ".offlineimap.py").write_text((FOLDER / "offlineimap.py").read_text())
        (home / ".offlineimaprc").write_text(example("offlineimaprc", {
            "remotehost = imap.gmail.com": "remotehost = localhost",
            "remoteport = 993": f"remoteport = {bench.dovecot.ports.imaps}",
            "/etc/ssl/certs/ca-certificates.crt": str(bench.desk.server.ca_file),
            "auth_mechanisms = XOAUTH2": f"auth_mechanisms = {mechanism}",
            "you@gmail.com": bench.user.login}))
        for one in (home / "Mail", home / ".offlineimap"):
            shutil.rmtree(one, ignore_errors=True)
        bench.desk.environment["PYTHONPATH"] = \
            f"{unpacked}/lib/python3/dist-packages:{unpacked}/share/offlineimap3"
        output = run([*PYTHON, f"{unpacked}/bin/offlineimap", "-o", "-u", "basic"], bench.desk)
        return subjects_in(home / "Mail" / "INBOX") == sorted(bench.user.subjects), *output


class Getmail(OtherProgram):
    """Fetches INBOX."""

    name = "getmail"
    package = "getmail6 6.18.11"
    packages = ("getmail6",)
    # It keeps what the command says to itself.
    dead = "External program error (sasl-oauth exited with 77)"
    unanswered = "External program error (sasl-oauth exited with 75)"
    limits = {("OAUTHBEARER", "*"): "getmail 6.18.11 knows XOAUTH2 alone (configuration.html)"}
    texts = (
        ("XOAUTH2", situations.no_account, "External program error (sasl-oauth exited with 78)"),
        ("XOAUTH2", situations.dead, "External program error (sasl-oauth exited with 77)"),
        ("XOAUTH2", situations.refused, "getmailrc: credential/login error ..."),
    )

    def run(self, bench: Bench, mechanism: str) -> tuple[bool, str, float, int]:
        if mechanism != "XOAUTH2":
            raise NotImplementedError("no setting asks for it")
        home, mbox, unpacked = bench.desk.home, bench.desk.folder / "mbox", self.unpacked() / "usr"
        keep = home / "keep"
        keep.write_text(f"#!/bin/sh\ncat >>{mbox}\n")
        keep.chmod(0o755)
        folder = home / ".config" / "getmail"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "getmailrc").write_text(example("getmailrc", {
            "server = imap.gmail.com": "server = localhost",
            "port = 993": f"port = {bench.dovecot.ports.imaps}\n"
                          f"ca_certs = {bench.desk.server.ca_file}",
            "you@gmail.com": bench.user.login,
            "path = /usr/bin/procmail": f"path = {keep}\nallow_root_commands = True"}))
        bench.desk.environment["PYTHONPATH"] = f"{unpacked}/lib/python3/dist-packages"
        output = run([*PYTHON, f"{unpacked}/bin/getmail"], bench.desk)
        return subjects_of(mbox) == sorted(bench.user.subjects), *output


class GitSendEmail(OtherProgram, Msmtp):
    """Sends a patch through msmtp, as msmtp's page sets that up."""

    name = "git send-email, msmtp"
    page = "other-programs"
    package = "git-email 2.39.5"
    packages = ("git-email", "libmailtools-perl")
    texts = (
        ("XOAUTH2", situations.no_account, NO_ACCOUNT),
        ("XOAUTH2", situations.dead, DEAD),
        ("XOAUTH2", situations.refused, "msmtp: server message: 535 ..."),
    )

    def run(self, bench: Bench, mechanism: str) -> tuple[bool, str, float, int]:
        desk, unpacked = bench.desk, self.unpacked() / "usr"
        bench.dovecot.sink.messages.clear()
        self.configure(bench, mechanism)
        (desk.home / ".gitconfig").write_text(
            example("gitconfig", {"you@gmail.com": bench.user.login}))
        patch = desk.home / "patch"
        patch.write_text(f"From {40 * '0'} Mon Sep 17 00:00:00 2001\n"
                         f"From: {bench.user.login}\n{LETTER}")
        desk.environment["PERL5LIB"] = f"{unpacked}/share/perl5"
        output, seconds, code = run(
            ["perl", f"{unpacked}/lib/git-core/git-send-email", "--to=friend@example.org",
             "--confirm=never", "--suppress-cc=all", str(patch)], desk)
        is_done = code == 0 and [is_the_letter(one, bench)
                                 for one in bench.dovecot.sink.messages] == [True]
        return is_done, output, seconds, code


HOSTS = (OfflineImap(), Getmail(), GitSendEmail())
