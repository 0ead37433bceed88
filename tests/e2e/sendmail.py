# SPDX-License-Identifier: MIT
"""Debian's sendmail with Debian's configuration and the lines of its page, unpacked aside: its
package conflicts with Postfix's."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import dev_log
from dev_log import DevLog
from hosts.example import example
from hosts.host import Bench
from hosts.submission import MESSAGE, RECIPIENT
from installation import Desk, stock_plugins
from mail_clients import run
from world import HERE, cache_folder

PACKAGES = ("sendmail-bin", "sendmail-base", "sendmail-cf", "libdb5.3", "liblockfile1",
            "libnsl2", "libtirpc3", "libwrap0")
EXAMPLE_RELAY = "smtp.gmail.com"
EXAMPLE_USER = "relay@example.com"
RELAY = "relay.example.org"

# Places of our own, below /tmp too, and nothing that the DNS knows.
SURROUNDINGS = """\
define(`confSERVICE_SWITCH_FILE', `{mail}/service.switch')dnl
define(`QUEUE_DIR', `{mail}/queue')dnl
define(`STATUS_FILE', `{mail}/sendmail.st')dnl
define(`confHOST_STATUS_DIRECTORY', `')dnl
define(`confPID_FILE', `{mail}/sendmail.pid')dnl
define(`confDEAD_LETTER_DROP', `{mail}/dead.letter')dnl
define(`confDONT_PROBE_INTERFACES', `True')dnl
define(`confTRUSTED_USER', `root')dnl
define(`confDONT_BLAME_SENDMAIL', `TrustStickyBit')dnl
"""

# The plugin in libsasl's own folder; in the private prefix the desk's accounts and configuration;
# a host name with a dot, without which sendmail waits for a minute, and one for the relay.
SCRIPT = """\
set -e
plugins=$1 libsasls=$2 desk=$3 prefix=$4 hosts=$5
shift 5
mount --bind "$hosts" /etc/hosts
mount --bind "$plugins" "$libsasls"
for one in bin lib share; do mount --bind "$prefix/$one" "$desk/$one"; done
mount --rbind "$desk" "$prefix"
hostname client.example.org
exec "$@"
"""


def missing() -> str:
    """Why it cannot run here; empty if it can."""
    if os.getuid() != 0:
        return "needs root, which sendmail delivers as"
    if not shutil.which("apt-get") or not shutil.which("m4"):
        return "needs Debian's packages, and m4"
    return dev_log.missing()


@functools.cache
def unpacked() -> Path:
    """The folder with sendmail's packages."""
    subprocess.run([str(HERE / "unpack-packages.sh"), str(cache_folder()), *PACKAGES], check=True)
    return cache_folder() / "unpacked" / PACKAGES[0]


class ServiceDesk(Desk):
    """Accounts of root's services, and the system's configuration: `prefix` is to be mounted over
    the private prefix, `plugins` over libsasl's folder. `certificate` is what the access map
    demands of the relay."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.plugins = self.installation.plugin.parent
        self.certificate = "VERIFY:112+CN:localhost"  # Dovecot's, which is not the relay's name
        self.prefix = self.folder / "prefix"
        self.store = self.prefix / "var/lib/sasl-oauth/root"
        self.config = self.prefix / "etc/sasl-oauth/config.toml"
        for name in ("bin", "lib", "share", "etc/sasl-oauth"):
            (self.prefix / name).mkdir(parents=True)
        self.store.mkdir(parents=True, mode=0o700)
        self.configure()

    def configure(self, more: str = "") -> None:
        """Writes the configuration, which names no store."""
        if hasattr(self, "prefix"):
            self.config.write_text(f'[network]\nca_file = "{self.server.ca_file}"\n{more}')


class Sendmail:
    """One with a queue of its own, which gives all mail to Dovecot's submission port.
    `mechanisms` are those of the access map."""

    def __init__(self, bench: Bench, mechanisms: str) -> None:
        assert isinstance(bench.desk, ServiceDesk)
        self._desk = bench.desk
        self._login = bench.user.login
        self.mail = Path(tempfile.mkdtemp(dir=bench.desk.folder, prefix="mail"))
        self._make_files()
        self._write_configuration(bench.dovecot.ports.submission)
        self._write_access(mechanisms)

    def _make_files(self) -> None:
        for folder in ("m4", "queue"):
            (self.mail / folder).mkdir(mode=0o700)
        for name in ("aliases", "local-host-names", "m4/dialup.m4", "m4/provider.m4"):
            (self.mail / name).touch()
        (self.mail / "service.switch").write_text("hosts files\naliases files\n")
        (self.mail / "hosts").write_text(f"127.0.0.1 localhost\n127.0.0.1 {RELAY}\n")

    def _write_configuration(self, port: int) -> None:
        """Debian's sendmail.mc, with the example's lines before the mailers."""
        data = unpacked() / "usr/share/sendmail/cf"
        lines = example("sendmail.mc", {
            EXAMPLE_RELAY: RELAY, "587": str(port),
            "/etc/ssl/certs/ca-certificates.crt": str(self._desk.server.ca_file)})
        places = (f"include(`{data}/debian/autoconf.m4')dnl\n"
                  f"define(`MAIL_SETTINGS_DIR', `{self.mail}/')dnl\n")
        text = (data / "debian/sendmail.mc").read_text()
        for old, new in (("/usr/share/sendmail/cf", str(data)), ("/etc/mail", str(self.mail)),
                         ("OSTYPE(", places + "OSTYPE("),
                         ("MAILER_DEFINITIONS", SURROUNDINGS.format(mail=self.mail) + lines +
                          "MAILER_DEFINITIONS")):
            assert old in text, old
            text = text.replace(old, new)
        done = subprocess.run(["m4", f"-D_CF_DIR_={data}/", "-"], input=text, text=True,
                              capture_output=True, check=True)
        (self.mail / "sendmail.cf").write_text(done.stdout)

    def _write_access(self, mechanisms: str) -> None:
        text = example("sendmail-access", {
            EXAMPLE_RELAY: RELAY, EXAMPLE_USER: self._login, "VERIFY:112+CN": self._desk.certificate,
            "M:XOAUTH2 OAUTHBEARER": f"M:{mechanisms}"})
        command = [*self._program("makemap"), "-C", str(self.mail / "sendmail.cf"), "hash",
                   str(self.mail / "access")]
        subprocess.run(command, input=text, text=True, capture_output=True, check=True)

    @staticmethod
    def _program(name: str) -> list[str]:
        """Without the package's setgid bit, which would hide its libraries from it."""
        (libraries,) = (unpacked() / "usr/lib").glob("*-linux-*")
        path = f"{libraries}:{unpacked() / 'lib' / libraries.name}"
        return ["setpriv", "--no-new-privs", "env", f"LD_LIBRARY_PATH={path}",
                str(unpacked() / "usr/libexec/sendmail" / name)]

    def surrounded(self, *command: str) -> list[str]:
        """The command in the surroundings of an installation."""
        places = (self._desk.plugins, stock_plugins(), self._desk.prefix,
                  self._desk.installation.prefix, self.mail / "hosts")
        return ["unshare", "--mount", "--uts", "sh", "-c", SCRIPT, "sh", *map(str, places),
                *command]

    def run(self, *arguments: str, spoken: str = "") -> tuple[str, float, int]:
        """sendmail; with what it says comes its log."""
        command = self.surrounded(*self._program("sendmail"),
                                  "-C", str(self.mail / "sendmail.cf"), *arguments)
        # Not in the mail's folder: the path of a socket is short.
        with tempfile.TemporaryDirectory() as folder, DevLog(Path(folder) / "dev") as log:
            output, seconds, code = run(log.command(command), self._desk, spoken)
        return "\n".join([output, *log.settle()]), seconds, code

    def send(self) -> tuple[str, float, int]:
        """Submits the message and tries to deliver it at once."""
        return self.run("-i", "-odi", "-v", "-f", self._login, RECIPIENT, spoken=MESSAGE)

    def queued(self) -> list[str]:
        """The names of the messages that wait."""
        return sorted(one.name for one in (self.mail / "queue").glob("qf*"))
