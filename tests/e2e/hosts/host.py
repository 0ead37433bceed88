# SPDX-License-Identifier: MIT
"""What the table of hosts wants of a program that signs in through Cyrus SASL."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from authorization_server import AuthorizationServer
from dovecot import Dovecot
from installation import Desk, Installation
from mail_clients import Outcome
from mail_store import User

MECHANISMS = ("XOAUTH2", "OAUTHBEARER")
FATES = ("fresh", "expired", "refused", "refused again", "dead")

DEAD_SENTENCE = "a person must sign in: sasl-oauth login {login}"
PAUSE_SENTENCE = "the mail server refused the new token for {login} too"
LIBSASLS_DEAD = "passphrase expired, has to be reset"
LIBSASLS_PAUSE = "remote authentication server unavailable"
"""libsasl's words for the codes of the two sentences, which some programs show instead."""


@dataclass(frozen=True)
class Bench:
    """One login's surroundings: the user's files, the mail server, the authorization server."""

    desk: Desk
    dovecot: Dovecot
    server: AuthorizationServer
    user: User


Situation = Callable[[Bench], None]
"""Arranges something that goes wrong; host_situations.py has the usual ones."""


class Host:
    """A program as its users run it. One file a host (or a family) in this folder."""

    name: ClassVar[str] = ""
    """The row of the table: the command, and the protocol where one command has several."""
    page: ClassVar[str] = ""
    """Its page: doc/hosts/PAGE.md."""
    package: ClassVar[str] = ""
    """What it was measured with: Debian 12's package and the program's version, "isync 1.4.4"."""
    by_token: ClassVar[bool] = False
    """Does not use Cyrus SASL: `sasl-oauth token` gives it its tokens, and nobody tells us when the
    mail server refuses one. A table of its own."""
    shares: ClassVar[str] = ""
    """Hosts with the same word here share files: only one of them may run at a time."""
    slow: ClassVar[bool] = False
    """Takes too long for `./dev test`: run by `./dev hosts` alone."""
    refusal: ClassVar[str] = "Authentication failed"
    """What `Outcome.answer` holds when the mail server refuses a token."""
    dead: ClassVar[str] = DEAD_SENTENCE
    """What it shows when the refresh token is dead: our sentence, or its own word for it."""
    pause: ClassVar[str] = PAUSE_SENTENCE
    """The same when a new token was refused too and another is not due yet."""
    unanswered: ClassVar[str] = ""
    """The same when the token server is silent, where that is neither our sentence nor `pause`."""
    limits: ClassVar[Mapping[tuple[str, str], str]] = {}
    """(mechanism, fate), or (mechanism, "*"): why this cell cannot be, with its source, in a few
    words; it stands in the table instead of PASS. A limit is the host's, never ours. The cell is
    run all the same, and the run fails if the host can do it after all."""

    texts: ClassVar[Sequence[tuple[str, Situation, str]]] = ()
    """(mechanism, situation, text): what its page explains under "When it does not work", and when
    it says so."""

    def missing(self) -> str:
        """Why it cannot be run on this machine ("needs root"); empty if it can."""
        return ""

    def desk(self, installed: Installation, server: AuthorizationServer, folder: Path) -> Desk:
        """The files of the user that it runs as."""
        return Desk(installed, server, folder)

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        """One run: signs in by `mechanism` and does what the program is for (fetches, sends,
        lists, searches). Accepted only if that was seen to be done. `answer` is the server's
        refusal, as the program or its log shows it. Raises subprocess.TimeoutExpired if the
        program does not end within LIMIT_SECONDS."""
        raise NotImplementedError

    def stop(self) -> None:
        """Ends what it has started for all of its logins; called once, when the run ends."""
