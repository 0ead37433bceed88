# SPDX-License-Identifier: MIT
"""Servers that use libsasl and never sign in: they load our plugin, and that should be all."""

from __future__ import annotations

import shutil
import socket
import struct
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import child
from world import cache_folder

HERE = Path(__file__).resolve().parent
LIMIT_SECONDS = child.patience(10)
PASSWORD = "secret"
SUBVERSION = ("subversion", "libsvn1", "libapr1", "libaprutil1", "libserf-1-1", "libutf8proc2")

SLAPD_CONF = """\
include {unpacked}/etc/ldap/schema/core.schema
pidfile {folder}/slapd.pid
sasl-host localhost
sasl-secprops none
authz-regexp "^uid=([^,]+),.*cn=auth$" "cn=$1,dc=example,dc=org"
database ldif
suffix "dc=example,dc=org"
directory {folder}/database
"""
SLAPD_ENTRIES = """\
dn: dc=example,dc=org
objectClass: organization
objectClass: dcObject
dc: example
o: example

dn: cn=somebody,dc=example,dc=org
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: somebody
userPassword: {password}
"""
SASL_CONF = "pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: {folder}/sasldb\n"
SVNSERVE_CONF = "[general]\nanon-access = none\nrealm = localhost\n[sasl]\nuse-sasl = true\n"


def unpacked(*packages: str) -> Path:
    """The folder with the packages' files, which no package manager knows of."""
    if not shutil.which("apt-get"):
        pytest.skip("needs Debian's packages")
    done = subprocess.run([str(HERE / "unpack-packages.sh"), str(cache_folder()), *packages],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return cache_folder() / "unpacked" / packages[0]


def libraries(folder: Path) -> dict[str, str]:
    """The environment in which a program from there finds its libraries."""
    (here,) = (folder / "usr/lib").glob("*-linux-*")
    return {"LD_LIBRARY_PATH": str(here)}


@dataclass(frozen=True)
class Bystander:
    """How to start it in `folder`, at `port`, and how to ask it something: the answer's `words`
    show that it works. `client` is the environment of a client of the same package."""

    command: list[str]
    environment: Mapping[str, str]
    ask: Callable[[Mapping[str, str]], str]
    words: str
    port: int = 0
    loads_plugins: bool = True
    client: Mapping[str, str] = field(default_factory=dict)

    def is_ready(self) -> bool:
        return child.serves(self.port) if self.port else "NO" in self.ask({})


def run(*command: str | Path, env: Mapping[str, str] | None = None, given: str = "") -> str:
    """All that it says, whether it ends well or not."""
    done = subprocess.run(list(map(str, command)), input=given, text=True, timeout=LIMIT_SECONDS,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                          env={"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C.UTF-8",
                               "HOME": "/nonexistent", **(env or {})})
    return done.stdout


def slapd(folder: Path) -> Bystander:
    """`ask` signs in as somebody by the strongest mechanism that both have."""
    place = unpacked("slapd", "libodbc2")
    (folder / "database").mkdir()
    file = folder / "slapd.conf"
    file.write_text(SLAPD_CONF.format(unpacked=place, folder=folder))
    said = run(place / "usr/sbin/slapadd", "-f", file, env=libraries(place),
               given=SLAPD_ENTRIES.format(password=PASSWORD))
    assert "Error" not in said, said
    (port,) = child.free_ports(1)
    url = f"ldap://127.0.0.1:{port}"
    return Bystander(
        [str(place / "usr/sbin/slapd"), "-f", str(file), "-h", url, "-d", "0"], libraries(place),
        lambda env: run("ldapwhoami", "-Q", "-H", url, "-U", "somebody", "-w", PASSWORD, env=env),
        "dn:cn=somebody,dc=example,dc=org", port)


def saslauthd(folder: Path) -> Bystander:
    """It knows nobody, and says so."""
    return Bystander(
        ["/usr/sbin/saslauthd", "-a", "sasldb", "-d", "-n", "1", "-m", str(folder)], {},
        lambda env: run("testsaslauthd", "-f", folder / "mux", "-u", "nobody-at-all", "-p", "x"),
        '0: NO "authentication failed"', loads_plugins=False)


def memcached(folder: Path) -> Bystander:
    """`ask` lists its mechanisms (binary protocol, opcode 0x20)."""
    place = unpacked("memcached", "libevent-2.1-7")
    (port,) = child.free_ports(1)

    def ask(_: Mapping[str, str]) -> str:
        with socket.create_connection(("127.0.0.1", port), LIMIT_SECONDS) as connection:
            connection.sendall(struct.pack(">BBHBBHIIQ", 0x80, 0x20, 0, 0, 0, 0, 0, 0, 0))
            return connection.recv(4096)[24:].decode()

    (folder / "memcached.conf").write_text(SASL_CONF.format(folder=folder))
    command = [str(place / "usr/bin/memcached"), "-S", "-u", "root", "-l", "127.0.0.1",
               "-U", "0", "-p", str(port)]
    return Bystander(command, {**libraries(place), "SASL_CONF_PATH": str(folder)}, ask,
                     "SCRAM-SHA-1", port)


def svnserve(folder: Path) -> Bystander:
    """`ask` is svn, which signs in as somebody."""
    place = unpacked(*SUBVERSION)
    client = {**libraries(place), "SASL_CONF_PATH": str(folder)}
    repository = folder / "repository"
    run(place / "usr/bin/svnadmin", "create", repository, env=client)
    (repository / "conf/svnserve.conf").write_text(SVNSERVE_CONF)
    (folder / "svn.conf").write_text(SASL_CONF.format(folder=folder))
    run("saslpasswd2", "-f", folder / "sasldb", "-c", "-p", "-u", "localhost", "somebody",
        given=PASSWORD)
    (port,) = child.free_ports(1)
    command = [str(place / "usr/bin/svnserve"), "-d", "--foreground", "-r", str(repository),
               "--listen-host", "127.0.0.1", "--listen-port", str(port)]
    svn = (place / "usr/bin/svn", "info", "--non-interactive", "--no-auth-cache", "--username",
           "somebody", "--password", PASSWORD, f"svn://127.0.0.1:{port}/")
    return Bystander(command, client, lambda env: run(*svn, env={**client, **env}), "Revision: 0",
                     port)


BYSTANDERS: dict[str, Callable[[Path], Bystander]] = {
    "slapd": slapd, "saslauthd": saslauthd, "memcached": memcached, "svnserve": svnserve}
