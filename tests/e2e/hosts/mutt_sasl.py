# SPDX-License-Identifier: MIT
"""mutt built with Cyrus SASL, as other systems than Debian build it, from Debian's sources."""

from __future__ import annotations

import functools
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import host_situations as situations
from hosts.example import example
from hosts.host import MECHANISMS, Bench
from hosts.native import Mutt, MuttSmtp
from hosts.server_log import REFUSAL, refusal_in_log
from mail_clients import Outcome
from wire_recorder import WireRecorder
from world import HERE, cache_folder

NOT_DONE = "No authenticators available"


@functools.cache
def built() -> Path | None:
    """The program; where it is not built yet ./dev hosts builds it, and nothing else."""
    program = cache_folder() / "mutt-sasl" / "mutt"
    if not program.exists() and os.environ.get("SASL_OAUTH_E2E_HOSTS") == "all":
        subprocess.run([str(HERE / "build-mutt.sh"), str(cache_folder())], check=True)
    return program if program.exists() else None


def command(bench: Bench, places: dict[str, str]) -> list[str]:
    """The program with its example."""
    rc = bench.desk.home / ".muttrc"
    rc.write_text(example("muttrc-sasl", {**places, "you@gmail.com": bench.user.login}))
    trust = f'set certificate_file = "{bench.desk.server.ca_file}"'
    return [str(built()), "-n", "-F", str(rc), "-e", trust]


class MuttWithSasl(Mutt):
    """It does not show what the server answers."""

    name = "mutt with Cyrus SASL, IMAP"
    by_token = False
    refusal = REFUSAL
    dead = pause = NOT_DONE
    typed = (("mailbox is open", "q"),)
    texts = (
        ("XOAUTH2", situations.refused, "Authenticating (...)... No authenticators available"),
        ("XOAUTH2", situations.dead, "No authenticators available"),
    )

    def missing(self) -> str:
        return "" if built() else "only ./dev hosts builds it"

    def command(self, bench: Bench, mechanism: str) -> list[str]:
        return command(bench, {"imap.gmail.com:993": f"localhost:{bench.dovecot.ports.imaps}",
                               "xoauth2": mechanism.lower()})

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        before = len(bench.dovecot.log())
        outcome = super().login(bench, mechanism)
        answer = "" if outcome.accepted else refusal_in_log(bench.dovecot, before)
        return replace(outcome, answer=answer)


class MuttWithSaslSmtp(MuttSmtp):
    """It takes what libsasl ranks first, so the server has to offer one mechanism alone."""

    name = "mutt with Cyrus SASL, SMTP"
    by_token = False
    refusal = "SASL authentication failed"
    dead = pause = NOT_DONE
    texts = (
        ("XOAUTH2", situations.refused, "SASL authentication failed"),
        ("XOAUTH2", situations.dead, "No authenticators available"),
    )

    def missing(self) -> str:
        return "" if built() else "only ./dev hosts builds it"

    def run(self, bench: Bench, mechanism: str) -> tuple[bool, str, float, int]:
        others = tuple({"PLAIN", "LOGIN", *MECHANISMS} - {mechanism})
        with WireRecorder(bench.dovecot.ports.submission, others) as server:
            self._port = server.port
            return super().run(bench, mechanism)

    def command(self, bench: Bench, mechanism: str) -> list[str]:
        url = f"smtp://{bench.user.login}@localhost:{self._port}/"
        plain = "set ssl_starttls=no ssl_force_tls=no"
        return [*command(bench, {"smtps://you@gmail.com@smtp.gmail.com:465/": url}), "-e", plain]


HOSTS = (MuttWithSasl(), MuttWithSaslSmtp())
