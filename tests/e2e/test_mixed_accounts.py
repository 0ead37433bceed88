# SPDX-License-Identifier: MIT
"""One user with a password here and a token there: what separates them is named, and it works.

The line to change is taken out of what doctor prints or our sentence says, as it stands."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import dev_log
from authorization_server import AuthorizationServer
from dev_log import DevLog
from dovecot import Dovecot
from installation import Desk, Installation
from ldap_server import LdapServer
from mail_clients import IMTEST, find_program, run
from mail_store import PASSWORD, MailStore, User
from never_asked import mark

ACCOUNT = """\
IMAPAccount {name}
Host localhost
Port {port}
User {user}
{password}SSLType IMAPS
CertificateFile {ca_file}
Timeout 8

IMAPStore {name}-there
Account {name}

MaildirStore {name}-here
Path {folder}/{name}/
Inbox {folder}/{name}/inbox

Channel {name}
Far :{name}-there:
Near :{name}-here:
Patterns INBOX
Sync Pull
SyncState *
Create Near

"""


@dataclass
class Mixed:
    """A user with two mailboxes at a server that offers both, and his .mbsyncrc."""

    desk: Desk
    by_token: User
    by_password: User

    @property
    def file(self) -> Path:
        return self.desk.home / ".mbsyncrc"

    def write(self, dovecot: Dovecot) -> None:
        """As somebody writes it who knows nothing of mechanisms."""
        text = "FSync no\n\n"
        for name, user in (("work", self.by_token), ("home", self.by_password)):
            password = f"Pass {user.password}\n" if user is self.by_password else ""
            text += ACCOUNT.format(name=name, port=dovecot.ports.imaps, user=user.login,
                                   password=password, ca_file=self.desk.server.ca_file,
                                   folder=self.desk.folder)
            (self.desk.folder / name).mkdir(exist_ok=True)
        self.file.write_text(text)

    def insert(self, account: str, line: str) -> None:
        """Puts the line into an account of .mbsyncrc."""
        head = f"IMAPAccount {account}\n"
        self.file.write_text(self.file.read_text().replace(head, f"{head}{line}\n"))

    def synchronise(self) -> tuple[str, list[str]]:
        """What mbsync says, and the accounts whose mail is there then."""
        output = run([find_program("mbsync", "isync"), "-a"], self.desk)[0]
        here = [name for name in ("work", "home")
                if len(list((self.desk.folder / name).glob("inbox/*/*:*"))) == 2]
        for name in ("work", "home"):
            shutil.rmtree(self.desk.folder / name / "inbox", ignore_errors=True)
        return output, here


@pytest.fixture
def mixed(authorization_server: AuthorizationServer, installed: Installation, dovecot: Dovecot,
          mail: MailStore, desk: Desk, user: User) -> Iterator[Mixed]:
    desk.add_account(user.login, authorization_server.issue(user.login))
    other = mail.add_user(f"password-of-{user.login}")
    one = Mixed(desk, user, other)
    one.write(dovecot)
    with mark(desk.home), installed.file(installed.plugin_conf, None):
        yield one


def remedy(mixed: Mixed, words: str, *options: str) -> tuple[str, str]:
    """Doctor's sentence with these words, and its remedy."""
    environment = {**mixed.desk.environment, "MAIL_CONFIG": "/nonexistent"}
    done = mixed.desk.tool("doctor", "--json", "--offline", *options, env=environment)
    (found,) = [one for one in json.loads(done.stdout)["findings"] if words in one["sentence"]]
    return found["sentence"], found["remedy"]


def test_doctors_line_for_mbsync_separates_password_and_token(mixed: Mixed) -> None:
    output, here = mixed.synchronise()
    assert here == ["work"], output
    sentence, line = remedy(mixed, f"account home of {mixed.by_password.login} has a password")
    number = int(sentence.removeprefix(f"{mixed.file}:").split(":")[0])
    assert mixed.file.read_text().splitlines()[number - 1] == "IMAPAccount home"
    mixed.insert("home", line)
    output, here = mixed.synchronise()
    assert here == ["work", "home"], output


def test_the_sentence_of_a_failed_login_has_the_same_line(mixed: Mixed) -> None:
    password = f"Pass {mixed.by_password.password}"
    mixed.file.write_text(mixed.file.read_text().replace(password, 'Pass "a mistyped one"'))
    output, here = mixed.synchronise()
    (line,) = re.findall(r'"(AuthMechs [A-Z ]+)" in mbsync', output)
    assert line == remedy(mixed, "has a password")[1] and here == ["work"]


def test_prefer_separates_too_where_the_account_by_token_names_its_mechanism(
        installed: Installation, mixed: Mixed) -> None:
    """The other line of the sentence; then doctor has one for the other account."""
    mixed.file.write_text(mixed.file.read_text().replace(PASSWORD, '"a mistyped one"'))
    output, _ = mixed.synchronise()
    (line,) = re.findall(r'"(prefer: [a-zA-Z= ]+)" in plugin.conf', output)
    mixed.file.write_text(mixed.file.read_text().replace('"a mistyped one"', PASSWORD))
    with installed.file(installed.plugin_conf, line.replace("PROGRAM", "mbsync") + "\n"):
        sentence, mechanism = remedy(mixed, f"account work of {mixed.by_token.login} names no")
        mixed.insert("work", mechanism)
        output, here = mixed.synchronise()
    assert here == ["work", "home"], output


# Programs that take the mechanism as an option


@pytest.fixture
def log(tmp_path: Path) -> Iterator[DevLog]:
    if dev_log.missing():
        pytest.skip(dev_log.missing())
    with DevLog(tmp_path / "dev") as running:
        yield running


def test_the_option_for_imtest_stands_in_the_log_and_works(mixed: Mixed, dovecot: Dovecot,
                                                           log: DevLog) -> None:
    user = mixed.by_password
    words = [find_program("imtest", "cyrus-clients"), "-a", user.login, "-o", "log_level=3",
             "-p", str(dovecot.ports.imap), dovecot.host]
    failed = run(log.command([*words[:-1], "-w", "a mistyped one", words[-1]]), mixed.desk,
                 ". logout\r\n")[0]
    assert "Authentication failed" in failed
    (option,) = re.findall(r"(-m [A-Z]+) for imtest", "\n".join(log.settle()))
    output = run([*words[:1], *option.split(), "-w", user.password, *words[1:]], mixed.desk,
                 ". logout\r\n")[0]
    assert "\nAuthenticated.\n" in output, output


def test_the_option_for_ldapsearch_is_shown_by_it_and_works(
        authorization_server: AuthorizationServer, mixed: Mixed) -> None:
    with LdapServer(authorization_server.certificates, authorization_server) as ldap:
        words = [find_program("ldapsearch", "ldap-utils"), "-Q", "-H", ldap.url, "-U",
                 mixed.by_password.login]
        mixed.desk.environment["LDAPTLS_CACERT"] = str(mixed.desk.server.ca_file)
        output = run([*words, "-w", "a mistyped one"], mixed.desk)[0]
        (option,) = re.findall(r"(-Y [A-Z]+) for ldapsearch", output)
        run([*words, "-w", PASSWORD, *option.split()], mixed.desk)
        message = f"\0{mixed.by_password.login}\0{PASSWORD}".encode()
        assert ldap.binds[0] == (option.split()[1], message)


def test_doctor_has_both_lines_for_a_program_without_a_file(
        installed: Installation, mixed: Mixed, dovecot: Dovecot) -> None:
    _, lines = remedy(mixed, "has to name its mechanism", "--program", "imtest")
    option, line = re.fullmatch(r"(-m [A-Z]+), or (prefer: .*)   \(in .*\)", lines).groups()
    for conf, mechanism in ((None, option.split()[1]), (f"{line}\n", "*")):
        with installed.file(installed.plugin_conf, conf):
            outcome = IMTEST.login(mixed.desk, dovecot, mixed.by_password, mechanism,
                                   password=PASSWORD)
        assert outcome.accepted, outcome.output
