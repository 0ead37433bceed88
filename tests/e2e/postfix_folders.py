# SPDX-License-Identifier: MIT
"""The folders and the configuration of a private Postfix, made from what Debian's package has."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import sys
import time
from pathlib import Path

DEBIAN = Path("/usr/share/postfix")
FILES = Path("/etc/postfix/postfix-files")
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
lmtp_host_lookup = native
default_destination_concurrency_failed_cohort_limit = 1000
relayhost = {relay}
smtp_tls_security_level = secure
smtp_tls_CAfile = {ca_file}
"""

# What Debian's configure-instance.sh puts into the jail, the libraries of name lookup aside.
IN_THE_JAIL = {"etc/localtime", "etc/services", "etc/resolv.conf", "etc/hosts", "etc/host.conf",
               "etc/nsswitch.conf", "usr/lib/zoneinfo/localtime", "dev/random", "dev/urandom"}
FOR_LOOKUPS = ("libnss", "libgcc_s", "libresolv")


def missing() -> str:
    """Why Postfix cannot run here; empty if it can."""
    if os.getuid() != 0:
        return "needs root: Postfix becomes other users and changes its root"
    if sys.platform != "linux" or not (DEBIAN / "master.cf.dist").exists():
        return "needs Debian's package postfix"
    return ""


def make_folders(folder: Path) -> None:
    """The new `folder` with etc, data and queue, by Debian's list with its owners and modes."""
    folder.mkdir(parents=True)
    for name in ("etc", "queue", "data"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    owners = {"root": 0, "$mail_owner": pwd.getpwnam("postfix").pw_uid}
    groups = {"-": 0, "$setgid_group": grp.getgrnam("postdrop").gr_gid}
    for name, (owner, group, mode) in _queue_folders().items():
        one = folder / "queue" / name
        one.mkdir()
        os.chown(one, owners[owner], groups[group])
        one.chmod(int(mode, 8))


def _queue_folders() -> dict[str, list[str]]:
    """Owner, group and mode by name."""
    words = (line.partition("$queue_directory/")[2].split(":")
             for line in FILES.read_text().splitlines())
    return {name: about[1:4] for name, *about in words if about and about[0] == "d"}


def write_master(file: Path, *, chroot: bool) -> None:
    """Debian's services without the listeners and the deliveries to other programs."""
    kept = []
    for line in (DEBIAN / "master.cf.dist").read_text().splitlines():
        words = line.split()
        if not words or line[0] in "# \t" or words[1] == "inet" or words[-1] == "pipe":
            continue
        if words[0] in CLIENTS:
            words[4] = "y" if chroot else "n"
        kept.append(" ".join(words) + "\n")
    file.write_text("".join(kept))


def write_main(file: Path, **places: object) -> None:
    """Debian's, and the `places` that SURROUNDINGS names."""
    file.write_text((DEBIAN / "main.cf.debian").read_text() + SURROUNDINGS.format(**places))


def let_be_old(file: Path) -> None:
    """Who reads a main.cf of this very second waits a second, lest somebody is writing it."""
    minute_ago = time.time() - 60
    os.utime(file, (minute_ago, minute_ago))


def foreign_files(queue: Path) -> set[str]:
    """The files in the jail that neither Postfix nor Debian puts there."""
    own = set(_queue_folders())
    found = (one.relative_to(queue) for one in queue.rglob("*") if not one.is_dir())
    return {str(one) for one in found if one.parts[0] not in own
            and str(one) not in IN_THE_JAIL and not one.name.startswith(FOR_LOOKUPS)}
