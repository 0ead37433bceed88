# SPDX-License-Identifier: MIT
"""KMail's libraries themselves, unpacked with Qt and what else they need: 30 MB, so `./dev hosts`
alone runs them. hosts/kde.py does without."""

from __future__ import annotations

import functools
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from hosts.compiled import compiled
from hosts.host import Bench, Host
from hosts.kde import XOAUTH2_ALONE
from hosts.submission import forget, is_sent
from mail_clients import Outcome, run
from world import HERE, cache_folder

PACKAGES = ("libkf5imap-dev", "libkpimsmtp-dev")
INCLUDED = ("KF5/KIMAP", "KPim/KSMTP", "KF5/KCoreAddons", "KF5/KMime", "KF5/KCodecs")
LIBRARIES = ("libKF5IMAP.so.5", "libKPimSMTP.so.5abi1", "libKF5CoreAddons.so.5",
             "libQt5Core.so.5")
NOT_ASKED_FOR = "the-password"


def missing_packages() -> list[str]:
    """Those and all that they need, as far as it is not installed."""
    done = subprocess.run(["apt-get", "install", "-s", "--no-install-recommends", *PACKAGES],
                          capture_output=True, text=True, check=True)
    return re.findall(r"^Inst (\S+)", done.stdout, re.MULTILINE)


@functools.cache
def compiled_program() -> Path:
    """A program in C++ that calls them."""
    packages = missing_packages()
    cache = cache_folder()
    subprocess.run([str(HERE / "unpack-packages.sh"), str(cache), *packages], check=True)
    place = cache / "unpacked" / packages[0] / "usr"
    (libraries,) = (one.parent for one in place.glob("lib/*/libKF5IMAP.so.5"))
    qt = next(place.glob("include/*/qt5"))
    folders = [*(place / "include" / one for one in INCLUDED), qt, qt / "QtCore"]
    return compiled("kde_program.cc", "-std=c++17", "-fPIC", *(f"-I{one}" for one in folders),
                    f"-L{libraries}", f"-Wl,--disable-new-dtags,-rpath,{libraries}",
                    *(f"-l:{one}" for one in LIBRARIES), "-lstdc++")


class KdeProgram(Host):
    page = "kde"
    slow = True
    limits = {("OAUTHBEARER", "*"): XOAUTH2_ALONE}
    protocol: ClassVar[str]

    def missing(self) -> str:
        return "" if shutil.which("apt-get") else "needs Debian's packages of KDE's libraries"

    def run(self, bench: Bench, mechanism: str, port: int) -> Outcome:
        if mechanism != "XOAUTH2":
            return Outcome(False, "", "", 0, 1)  # nothing to call
        output, seconds, code = run([str(compiled_program()), self.protocol, str(port),
                                     bench.user.login, NOT_ASKED_FOR], bench.desk)
        answer = re.search(r"^error: (.*)$", output, re.MULTILINE)
        return Outcome(code == 0, answer.group(1) if answer else "", output, seconds, code)


class RealKimap(KdeProgram):
    """Counts the messages."""

    name = "KDE kimap"
    package = "libkf5imap5 22.12.3"
    protocol = "imap"

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        outcome = self.run(bench, mechanism, bench.dovecot.ports.imaps)
        return replace(outcome, accepted=outcome.accepted and "2 messages\n" in outcome.output)


class RealKsmtp(KdeProgram):
    """Sends a message."""

    name = "KDE ksmtp"
    package = "libkpimsmtp5abi1 22.12.3"
    protocol = "smtp"

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        forget(bench)
        outcome = self.run(bench, mechanism, bench.dovecot.ports.submission)
        return replace(outcome, accepted=outcome.accepted and is_sent(bench))


HOSTS = (RealKimap(), RealKsmtp())
