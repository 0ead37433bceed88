# SPDX-License-Identifier: MIT
"""The mailboxes that the mail servers show: one maildir a user, made by the test."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

PASSWORD = "static-password"


@dataclass(frozen=True)
class User:
    """A person with a mailbox; `subjects` are those of the messages in it."""

    login: str
    subjects: tuple[str, ...]
    password: str = PASSWORD


def mail_account() -> pwd.struct_passwd:
    """Whom the mail belongs to: ourselves, or the system's `mail` if we are root."""
    return pwd.getpwnam("mail") if os.getuid() == 0 else pwd.getpwuid(os.getuid())


class MailStore:
    """A folder with a home for each user, to be shared by several mail servers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.account = mail_account()
        self._make_folder(folder)

    def _make_folder(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        os.chown(folder, self.account.pw_uid, self.account.pw_gid)

    def add_user(self, login: str, subjects: tuple[str, ...] = ("first", "second")) -> User:
        """Makes the mailbox, with one message for each subject."""
        home = self.folder / login
        self._make_folder(home)
        self._make_folder(home / "Maildir")
        for name in ("cur", "new", "tmp"):
            self._make_folder(home / "Maildir" / name)
        user = User(login, subjects)
        for subject in subjects:
            self.deliver(user, subject)
        return user

    def deliver(self, user: User, subject: str) -> None:
        """Puts one more message in the mailbox."""
        inbox = self.folder / user.login / "Maildir" / "new"
        message = inbox / f"{len(list(inbox.iterdir())) + 1}.{subject.replace(' ', '-')}"
        message.write_text(f"From: sender@example.org\nTo: {user.login}\nSubject: {subject}\n"
                           f"Message-ID: <{message.name}.{user.login}>\n\nThis is {subject}.\n")
        os.chown(message, self.account.pw_uid, self.account.pw_gid)
