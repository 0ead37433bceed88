# SPDX-License-Identifier: MIT
"""Programs that sign in by libetpan's SASL calls."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from hosts.compiled import compiled
from hosts.host import Bench, Host
from hosts.submission import forget, is_sent
from mail_clients import Outcome, run
from world import HERE, cache_folder


def compiled_client() -> Path:
    """Unpacked packages: Debian's libetpan-dev conflicts with the headers of OpenSSL's libcurl."""
    cache = cache_folder()
    subprocess.run([str(HERE / "unpack-packages.sh"), str(cache), "libetpan-dev", "libetpan20",
                    "liblockfile1"], check=True)
    place = cache / "unpacked" / "libetpan-dev" / "usr"
    (libraries,) = (one.parent for one in place.glob("lib/*/libetpan.so.20"))
    return compiled("etpan_client.c", f"-I{place / 'include'}",
                    f"-Wl,--disable-new-dtags,-rpath,{libraries}", f"-L{libraries}",
                    "-l:libetpan.so.20", "-lsasl2")


class EtpanProgram(Host):
    page = "libetpan"
    package = "libetpan20 1.9.4"
    protocol: ClassVar[str]

    def missing(self) -> str:
        return "" if shutil.which("apt-get") else "needs Debian's packages of libetpan"

    def run(self, bench: Bench, mechanism: str, port: int) -> Outcome:
        command = [str(compiled_client()), self.protocol, str(port), mechanism, bench.user.login]
        output, seconds, code = run(command, bench.desk)
        answer = re.search(r"libetpan: error \d+, (.*)", output)
        return Outcome(code == 0, answer.group(1) if answer else "", output, seconds, code)


class EtpanImap(EtpanProgram):
    """Shows the first message."""

    name = "libetpan, IMAP"
    protocol = "imap"

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        outcome = self.run(bench, mechanism, bench.dovecot.ports.imap)
        is_done = f"Subject: {bench.user.subjects[0]}\n" in outcome.output
        return replace(outcome, accepted=outcome.accepted and is_done)


class EtpanSmtp(EtpanProgram):
    """Sends one."""

    name = "libetpan, SMTP"
    protocol = "smtp"

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        forget(bench)
        outcome = self.run(bench, mechanism, bench.dovecot.ports.submission)
        return replace(outcome, accepted=outcome.accepted and is_sent(bench))


HOSTS = (EtpanImap(), EtpanSmtp())
