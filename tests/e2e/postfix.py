# SPDX-License-Identifier: MIT
"""A private Postfix, as Debian ships it but for its folders: it sends by a relay on loopback."""

from __future__ import annotations

import grp
import itertools
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import child

DEBIAN = Path("/usr/share/postfix")
PROGRAMS = Path("/usr/lib/postfix")
EXAMPLES = Path(__file__).resolve().parents[2] / "doc" / "examples" / "hosts"
EXAMPLE_RELAY = "[smtp.gmail.com]:587"
EXAMPLE_USER = "relay@example.com"
LIMIT_SECONDS = 10
CLIENTS = ("smtp", "relay", "lmtp")

# What is not Debian's: places of our own, no listener, names from /etc/hosts (a relay of the world
# has them from the DNS), and a relay that refused one message is asked for the next at once.
SURROUNDINGS = """\
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
import_environment = MAIL_CONFIG MAIL_LOGTAG TZ LANG=C POSTLOG_SERVICE SASL_PATH={plugins}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = client.example.org
mydestination =
alias_maps =
smtp_host_lookup = native
default_destination_concurrency_failed_cohort_limit = 1000
relayhost = {relay}
smtp_tls_security_level = secure
smtp_tls_CAfile = {ca_file}
"""


def missing() -> str:
    """Why it cannot run here; empty if it can."""
    if os.getuid() != 0:
        return "needs root: Postfix becomes other users and changes its root"
    if sys.platform != "linux" or not (DEBIAN / "master.cf.dist").exists():
        return "needs Debian's package postfix"
    return ""


def example_settings(relay: str, ca_file: Path) -> dict[str, str]:
    """The lines of doc/examples/hosts/postfix-main.cf, with this relay and these authorities."""
    text = (EXAMPLES / "postfix-main.cf").read_text().replace(EXAMPLE_RELAY, relay)
    lines = (line.partition("=") for line in text.splitlines() if line and line[0] != "#")
    settings = {name.strip(): value.strip() for name, _, value in lines}
    return {**settings, "smtp_tls_CAfile": str(ca_file)}


class Authority(Protocol):
    """Who signed the relay's certificate: Certificates, or a server of the tests."""

    ca_file: Path


class Postfix:
    """A running Postfix with its own configuration, queue and log in `folder`, which is made.

    `plugins` is libsasl's folder of plugins. It gives all mail to the relay at localhost's
    `relay_port` (TLS is demanded, its certificate checked); `relay` is its name as relayhost has
    it. `settings` are lines for main.cf, and win. Without any it does not sign in: `sign_in_as`
    makes it do so by doc/examples/hosts. `chroot` is Debian's choice of old for smtp and lmtp;
    the jail is filled by Debian's own script. `tracer` is a command line before that of master.

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
        self._tracer = tracer
        self._make_folders()
        self._write_master()
        (self.config / "main.cf").write_text(
            (DEBIAN / "main.cf.debian").read_text() + SURROUNDINGS.format(
                folder=folder, plugins=plugins, relay=self.relay, ca_file=self.ca_file))
        self._let_main_be_old()
        self.configure(settings or {})
        self._run("sh", PROGRAMS / "configure-instance.sh", "-")
        self._start()

    def __enter__(self) -> Postfix:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    # What a test does with it

    def configure(self, settings: Mapping[str, str]) -> None:
        """Changes main.cf, like `postconf -e`; a running Postfix wants `reload` after that."""
        if settings:
            self._run("postconf", "-e", *(f"{name} = {value}" for name, value in settings.items()))
            self._let_main_be_old()

    def sign_in_as(self, user: str, password: str = "oauth2", **more: str) -> None:
        """Signs in at the relay from now on: the examples of doc/examples/hosts as they stand but
        for the places, the relay and the user; `more` are settings that win."""
        table = (EXAMPLES / "postfix-sasl_passwd").read_text()
        table = table.replace(EXAMPLE_RELAY, self.relay).replace(EXAMPLE_USER, user)
        self.passwords.write_text(table.replace(":oauth2", f":{password}"))
        self._run("postmap", self.passwords)
        self.configure({**example_settings(self.relay, self.ca_file),
                        "smtp_sasl_password_maps": f"hash:{self.passwords}", **more})
        self.reload()

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
        """Tries at once to deliver everything that waits."""
        self._run("postqueue", "-c", self.config, "-f")

    def log(self) -> str:
        """Everything that it logged."""
        return self.log_file.read_text() if self.log_file.exists() else ""

    def clients(self) -> set[int]:
        """The process ids of the smtp processes that have logged something."""
        return {int(pid) for pid in re.findall(r"postfix/(?:relay/)?smtp\[(\d+)\]", self.log())}

    def check(self) -> str:
        """All that `postfix check` says, to the terminal and to the log; empty: nothing."""
        before = len(self.log())
        done = self._run("postfix", "-c", self.config, "check")
        logged = [line for line in self.log()[before:].splitlines() if "/post" in line]
        return done.stdout + done.stderr + "\n".join(logged)

    def jail(self) -> set[str]:
        """The files in the jail that are not Postfix' own: Debian's, and ours if there were any."""
        own = set(self._queue_folders())
        return {str(one.relative_to(self.queue)) for one in self.queue.rglob("*")
                if not one.is_dir() and one.relative_to(self.queue).parts[0] not in own}

    def reload(self) -> None:
        """`postfix reload`: returns when it is done; later deliveries see the new settings."""
        before = self.log().count(": reload -- ")
        self._run("postfix", "-c", self.config, "reload")
        self._wait_for_line(r"master\[\d+\]: reload -- version", before)

    def stop(self) -> None:
        """Ends it, with all its processes."""
        master = self.queue / "pid" / "master.pid"
        if self._tracer and master.exists() and self.process.poll() is None:
            os.kill(int(master.read_text()), signal.SIGTERM)  # strace passes nothing on
            self.process.wait(LIMIT_SECONDS)
        child.stop(self.process)

    # How it is made

    def _make_folders(self) -> None:
        """Those of Debian's list, with its owners and modes."""
        self.folder.mkdir(parents=True)
        for name in ("etc", "queue", "data"):
            (self.folder / name).mkdir()
        shutil.chown(self.folder / "data", "postfix")
        owners = {"root": 0, "$mail_owner": pwd.getpwnam("postfix").pw_uid}
        groups = {"-": 0, "$setgid_group": grp.getgrnam("postdrop").gr_gid}
        for name, (owner, group, mode) in self._queue_folders().items():
            one = self.queue / name
            one.mkdir()
            os.chown(one, owners[owner], groups[group])
            one.chmod(int(mode, 8))

    @staticmethod
    def _queue_folders() -> dict[str, list[str]]:
        """Owner, group and mode by name."""
        lines = Path("/etc/postfix/postfix-files").read_text().splitlines()
        words = (line.partition("$queue_directory/")[2].split(":") for line in lines)
        return {name: about[1:4] for name, *about in words if about and about[0] == "d"}

    def _write_master(self) -> None:
        """Debian's services without the listeners and the deliveries to other programs."""
        kept = []
        for line in (DEBIAN / "master.cf.dist").read_text().splitlines():
            words = line.split()
            if not words or line[0] in "# \t" or words[1] == "inet" or words[-1] == "pipe":
                continue
            if words[0] in CLIENTS:
                words[4] = "y" if self.chroot else "n"
            kept.append(" ".join(words) + "\n")
        (self.config / "master.cf").write_text("".join(kept))

    def _let_main_be_old(self) -> None:
        """Who reads a main.cf of this very second waits a second, lest somebody is writing it."""
        minute_ago = time.time() - 60
        os.utime(self.config / "main.cf", (minute_ago, minute_ago))

    def _start(self) -> None:
        with (self.folder / "start.log").open("wb") as log:
            self.process = subprocess.Popen(
                [*self._tracer, *child.dies_with_us([str(PROGRAMS / "sbin" / "master"), "-s",
                                               "-c", str(self.config)])],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
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
            if self._ended():
                break
            time.sleep(child.POLL_SECONDS)
        start = (self.folder / "start.log").read_text()
        raise AssertionError(f"postfix did not log {pattern}:\n{start}{self.log()}")

    def _ended(self) -> bool:
        return hasattr(self, "process") and self.process.poll() is not None
