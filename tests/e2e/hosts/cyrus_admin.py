# SPDX-License-Identifier: MIT
"""cyradm and sieveshell, as their pages say: neither shows what the server answers."""

from __future__ import annotations

from typing import ClassVar

import host_situations as situations
from hosts.example import example
from hosts.host import Bench, Host
from hosts.server_log import REFUSAL, refusal_in_log
from mail_clients import Outcome, run
from timsieved import Timsieved


MUTE = (situations.refused, situations.dead, situations.no_plugin)


class CyrusAdmin(Host):
    package = "cyrus-admin 3.6.1"
    script: ClassVar[str]

    def run_script(self, bench: Bench, places: dict[str, str]) -> tuple[str, float, int]:
        """Without a terminal, and with nothing to read."""
        bench.desk.environment["TERM"] = "dumb"
        text = example(self.script, {"you@example.org": bench.user.login, **places})
        return run(["setsid", "-w", "sh", "-c", text], bench.desk)


class Cyradm(CyrusAdmin):
    """Makes a mailbox at Dovecot. What that refused is in Dovecot's log."""

    name = "cyradm"
    page = "cyradm"
    script = "cyradm.sh"
    refusal = REFUSAL
    dead = pause = "cyradm: cannot authenticate to server with"
    texts = (("XOAUTH2", situations.no_account, "Password: cyradm: cannot authenticate ..."),
             *(("XOAUTH2", situation, "cyradm: cannot authenticate to server with ...")
               for situation in MUTE))

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        before = len(bench.dovecot.log())
        output, seconds, code = self.run_script(bench, {
            "XOAUTH2": mechanism, "/etc/ssl/certs/ca-certificates.crt": str(bench.server.ca_file),
            "mail.example.org": f"--port {bench.dovecot.ports.imap} localhost"})
        is_done = code == 0 and r"Work (\HasNoChildren)" in output
        answer = "" if is_done else refusal_in_log(bench.dovecot, before)
        return Outcome(is_done, answer, output, seconds, code)


class Sieveshell(CyrusAdmin):
    """Uploads a script. The server speaks as Cyrus' own: see test_sieve.py."""

    name = "sieveshell"
    page = "sieveshell"
    script = "sieveshell.sh"
    refusal = 'NO "Authentication failed."'
    dead = pause = "unable to connect to server"
    texts = (("XOAUTH2", situations.no_account, "Please enter your password:"),
             *(("XOAUTH2", situation, "unable to connect to server") for situation in MUTE))

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        (bench.desk.folder / "vacation.sieve").write_text("keep;\n")
        with Timsieved(bench.dovecot.ports.sieve, mechanism) as server:
            output, seconds, code = self.run_script(bench, {
                "mail.example.org": f"localhost:{server.port}"})
        is_done = code == 0 and "\nvacation.sieve  <- active script\n" in output
        return Outcome(is_done, "".join(server.refusals), output, seconds, code)


HOSTS = (Cyradm(), Sieveshell())
