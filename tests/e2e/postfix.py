# SPDX-License-Identifier: MIT
"""A private Postfix, as Debian ships it but for its folders: it sends by a relay on loopback."""

from __future__ import annotations

import contextlib
import itertools
import re
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import child
import postfix_folders
from hosts.example import example
from postfix_folders import missing

__all__ = ["Postfix", "missing"]

PROGRAMS = Path("/usr/lib/postfix")
EXAMPLE_RELAY = "[smtp.gmail.com]:587"
EXAMPLE_USER = "relay@example.com"
EXAMPLE_TABLE = "/etc/postfix/sasl_passwd"
EXAMPLE_CA = "/etc/ssl/certs/ca-certificates.crt"
LIMIT_SECONDS = child.patience(10)


class Authority(Protocol):
    """Who signed the relay's certificate: Certificates, or a server of the tests."""

    ca_file: Path


class Postfix:
    """A running Postfix with its own configuration, queue and log in `folder`, which is made.

    `plugins` is libsasl's folder of plugins. It gives all mail to the relay at localhost's
    `relay_port` (TLS is demanded, its certificate checked); `relay` is its name as relayhost has
    it. `settings` are lines for main.cf, and win. Without any it does not sign in: `sign_in_as`
    makes it do so by doc/examples/hosts. `chroot` is Debian's choice for smtp and lmtp; the jail
    is filled by Debian's own script. `tracer` is a command line before that of master, which it
    ends at SIGTERM.

    Root only, see `missing`. Stop it, or use it as a context manager.
    """

    def __init__(self, folder: Path, plugins: Path, certificates: Authority, relay_port: int, *,
                 chroot: bool = True, settings: Mapping[str, str] | None = None,
                 tracer: Sequence[str] = ()) -> None:
        self.folder = folder
        self.chroot = chroot
        self.config = folder / "etc"
        self.queue = folder / "queue"
        self.log_file = folder / "mail.log"
        self.passwords = self.config / "sasl_passwd"
        self.relay = f"[localhost]:{relay_port}"
        self.ca_file = certificates.ca_file
        self._numbers = itertools.count(1)
        self._told: dict[str, int] = {}
        postfix_folders.make_folders(folder)
        postfix_folders.write_master(self.config / "master.cf", chroot=chroot)
        postfix_folders.write_main(self.config / "main.cf", folder=folder, plugins=plugins,
                                   relay=self.relay, ca_file=self.ca_file)
        postfix_folders.let_be_old(self.config / "main.cf")
        self.configure(settings or {})
        self._run("sh", PROGRAMS / "configure-instance.sh", "-")
        self._start(tracer)

    def __enter__(self) -> Postfix:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def configure(self, settings: Mapping[str, str]) -> None:
        """Changes main.cf by `postconf -e`; a running Postfix wants `reload` after that."""
        if settings:
            self._run("postconf", "-e", *(f"{name} = {value}" for name, value in settings.items()))
            postfix_folders.let_be_old(self.config / "main.cf")

    def sign_in_as(self, user: str, password: str = "oauth2", **more: str) -> None:
        """Signs in at the relay from now on: the examples of doc/examples/hosts as they stand but
        for the places, the relay, the user and the password; `more` are settings that win."""
        table = example("postfix-sasl_passwd", {EXAMPLE_RELAY: self.relay, EXAMPLE_USER: user,
                                                ":oauth2": f":{password}"})
        self.write_passwords(table)
        self.configure({**self._example_settings(), **more})
        self.reload()

    def write_passwords(self, table: str) -> None:
        """What smtp_sasl_password_maps looks up once `sign_in_as` has been called."""
        self.passwords.write_text(table)
        self._run("postmap", self.passwords)

    def _example_settings(self) -> dict[str, str]:
        text = example("postfix-main.cf", {EXAMPLE_RELAY: self.relay, EXAMPLE_CA: str(self.ca_file),
                                           EXAMPLE_TABLE: str(self.passwords)})
        lines = (line.partition("=") for line in text.splitlines() if line and line[0] != "#")
        return {name.strip(): value.strip() for name, _, value in lines}

    def send(self, sender: str, *recipients: str, subject: str = "hello") -> str:
        """Hands in a message by sendmail(1); returns its queue id once it is in the queue."""
        mark = f"{next(self._numbers)}.{self.folder.name}@client.example.org"
        self._run("sendmail", "-C", self.config, "-f", sender, *recipients,
                  input=f"Subject: {subject}\nMessage-ID: <{mark}>\n\nA line.\n")
        return self._wait_for_line(rf"cleanup\[\d+\]: (\w+): message-id=<{re.escape(mark)}>")[1]

    def wait_for(self, queue_id: str, status: str) -> str:
        """The log's next line about a delivery of this message, which must be of this status:
        "sent", "deferred" or "bounced". Each line is given once."""
        found, line = self.outcome_of(queue_id)
        assert found == status, self.log()
        return line

    def outcome_of(self, queue_id: str) -> tuple[str, str]:
        """The status in the next such line, and the line."""
        told = self._told.get(queue_id, 0)
        line = self._wait_for_line(rf".* {queue_id}: to=.* status=(\w+) .*", told)
        self._told[queue_id] = told + 1
        return line[1], line[0]

    def flush(self) -> None:
        """Tries at once to deliver everything that waits, once what is on its way has ended: that
        would be passed over."""
        child.wait_until(lambda: not any((self.queue / "active").iterdir()), self.process,
                         LIMIT_SECONDS)
        self._run("postqueue", "-c", self.config, "-f")

    def log(self) -> str:
        """Everything that it logged."""
        return self.log_file.read_text() if self.log_file.exists() else ""

    def check(self) -> str:
        """All that `postfix check` says, to the terminal and to the log; empty: nothing."""
        before = len(self.log())
        done = self._run("postfix", "-c", self.config, "check")
        logged = [line for line in self.log()[before:].splitlines() if "/post" in line]
        return done.stdout + done.stderr + "\n".join(logged)

    def foreign_files(self) -> set[str]:
        """The files in the jail that neither Postfix nor Debian puts there."""
        return postfix_folders.foreign_files(self.queue)

    @contextlib.contextmanager
    def without(self, name: str) -> Iterator[None]:
        """Meanwhile the jail lacks this file of Debian's ("" for none)."""
        aside = self.folder / "aside"
        if name:
            (self.queue / name).rename(aside)
        yield
        if name:
            aside.rename(self.queue / name)

    def reload(self) -> None:
        """`postfix reload`: returns when it is done and the smtp processes of before are gone, so
        that later deliveries see the new settings."""
        before, old = self.log().count(": reload -- "), self._clients()
        self._run("postfix", "-c", self.config, "reload")
        self._wait_for_line(r"master\[\d+\]: reload -- version", before)
        assert child.wait_until(lambda: not old & self._clients(), self.process, LIMIT_SECONDS)

    def stop(self) -> None:
        """Ends it, with all its processes."""
        child.stop(self.process)

    def _clients(self) -> set[str]:
        """The ids of the smtp and lmtp processes."""
        master = (self.queue / "pid" / "master.pid").read_text().strip()
        found = set()
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                words = stat.read_text().split()
                if words[1] in ("(smtp)", "(lmtp)") and words[3] == master:
                    found.add(words[0])
        return found

    def _start(self, tracer: Sequence[str]) -> None:
        master = [str(PROGRAMS / "sbin" / "master"), "-s", "-c", str(self.config)]
        with (self.folder / "start.log").open("wb") as log:
            self.process = subprocess.Popen(child.dies_with_us([*tracer, *master]),
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            start_new_session=True)
        try:
            self._wait_for_line(r"master\[\d+\]: daemon started")
        except BaseException:
            self.stop()
            raise

    def _run(self, *command: object, **options: object) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C",
                       "MAIL_CONFIG": str(self.config)}
        done = subprocess.run(list(map(str, command)), env=environment, capture_output=True,
                              text=True, check=False, timeout=LIMIT_SECONDS, **options)
        if done.returncode != 0:
            raise RuntimeError(f"{command} failed:\n{done.stdout}{done.stderr}{self.log()}")
        return done

    def _wait_for_line(self, pattern: str, after: int = 0) -> re.Match[str]:
        """The log's line with this pattern, the one after so many others."""
        deadline = time.monotonic() + LIMIT_SECONDS
        while time.monotonic() < deadline:
            found = list(re.finditer(pattern, self.log()))
            if len(found) > after:
                return found[after]
            if self.process.poll() is not None:
                break
            time.sleep(child.POLL_SECONDS)
        start = (self.folder / "start.log").read_text()
        raise AssertionError(f"postfix did not log {pattern}:\n{start}{self.log()}")
