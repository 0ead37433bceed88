# SPDX-License-Identifier: MIT
"""The mail programs as they go to Gmail and to Exchange Online: under TLS."""

from __future__ import annotations

import dataclasses

from gmail_server import GmailServer
from installation import Desk
from mail_clients import IMTEST, MBSYNC_CLIENT, POP3TEST, SMTPTEST, CyrusClient, Outcome, fetched
from mail_store import User

LETTER = "Subject: hello\r\n\r\nA line.\r\n"
CLIENTS = {
    "imtest": dataclasses.replace(IMTEST, port="imaps", options=("-s",)),
    # Exchange Online takes the two lines alone, which is what -i says; Gmail takes either.
    "pop3test": dataclasses.replace(POP3TEST, port="pop3s", options=("-s", "-i")),
    "smtptest 465": dataclasses.replace(SMTPTEST, port="submissions", options=("-s",)),
    "smtptest 587": dataclasses.replace(SMTPTEST, port="submission", options=("-t", "")),
    "mbsync": MBSYNC_CLIENT,
}
IMPATIENT_POP3TEST = dataclasses.replace(POP3TEST, port="pop3s", options=("-s",))


def spoken_by(client: str, user: User) -> str:
    """What the program is told to do once it is in."""
    if client.startswith("smtptest"):
        return (f"MAIL FROM:<{user.login}>\r\nRCPT TO:<friend@example.org>\r\nDATA\r\n"
                f"{LETTER}.\r\n")
    return "STAT\r\nRETR 1\r\n" if client == "pop3test" else ". SELECT INBOX\r\n"


def login(client: str, desk: Desk, server: GmailServer, user: User, mechanism: str) -> Outcome:
    """Signs in, and fetches or sends."""
    program = CLIENTS[client]
    if not isinstance(program, CyrusClient):
        return program.login(desk, server, user, mechanism)
    return program.login(desk, server, user, mechanism, spoken=spoken_by(client, user))


def done(client: str, desk: Desk, server: GmailServer, outcome: Outcome) -> bool:
    """Whether the mail was really fetched or sent."""
    if client.startswith("smtptest"):
        return [one.data.decode() for one in server.sink.messages] == [LETTER]
    if client == "mbsync":
        return fetched(desk) == ["first", "second"]
    return ("This is first." if client == "pop3test" else "* 2 EXISTS") in outcome.output
