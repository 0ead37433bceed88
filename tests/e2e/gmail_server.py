# SPDX-License-Identifier: MIT
"""A mail server on loopback that answers as Gmail does, or as Exchange Online.

IMAP, POP and SMTP with TLS at once, and SMTP with STARTTLS; one mailbox, for whoever brings a token
that the authorization server calls good. A session ends when its token does.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from dataclasses import dataclass, field

from authorization_server import AuthorizationServer
from certificates import Certificates
from dovecot_configuration import Ports
from gmail_imap import ImapSession
from gmail_lines import GMAIL, Personality
from gmail_mailbox import Mailbox
from gmail_pop import PopSession
from gmail_session import Over, Session, SignIn
from gmail_smtp import SmtpSession
from smtp_sink import Message
from token_check import introspected

SERVICES: dict[str, tuple[type[Session], bool]] = {
    "imaps": (ImapSession, True), "pop3s": (PopSession, True), "submissions": (SmtpSession, True),
    "submission": (SmtpSession, False)}


@dataclass
class Sink:
    """Where submitted messages end."""

    messages: list[Message] = field(default_factory=list)


class GmailServer:
    """The running server; a context manager. It looks like `Dovecot` to the mail programs, but has
    only the ports of SERVICES; the others are 0.

    `sign_ins` are all attempts, `sink.messages` what was submitted, `heard` every line that came.
    """

    host = "127.0.0.1"

    def __init__(self, certificates: Certificates, authorization_server: AuthorizationServer,
                 personality: Personality = GMAIL,
                 subjects: tuple[str, ...] = ("first", "second")) -> None:
        self.personality = personality
        self.mechanisms = ("XOAUTH2", "OAUTHBEARER") if personality.challenges else ("XOAUTH2",)
        self.mailbox = Mailbox(subjects)
        self.sign_ins: list[SignIn] = []
        self.sink = Sink()
        self.heard: list[str] = []
        self.stalls_after: int | None = None
        """So many messages a session sends; then it stands still until its token is over."""
        self._authorization_server = authorization_server
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(certificates.certificate_file, certificates.key_file)
        self._listeners = {name: socket.create_server((self.host, 0)) for name in SERVICES}
        taken = {name: one.getsockname()[1] for name, one in self._listeners.items()}
        self.ports = Ports(imap=0, pop3=0, sieve=0, **taken)
        self._sessions: list[Session] = []

    def __enter__(self) -> GmailServer:
        for name, (kind, tls_at_once) in SERVICES.items():
            threading.Thread(target=self._accept, daemon=True,
                             args=(self._listeners[name], kind, tls_at_once)).start()
        return self

    def __exit__(self, *_: object) -> None:
        for one in (*self._listeners.values(), *(session.peer for session in self._sessions)):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self, listener: socket.socket, kind: type[Session], tls_at_once: bool) -> None:
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, daemon=True,
                             args=(peer, kind, tls_at_once)).start()

    def _serve(self, peer: socket.socket, kind: type[Session], tls_at_once: bool) -> None:
        session = kind(self, peer)
        self._sessions.append(session)
        with contextlib.suppress(OSError, ValueError):  # the client is gone, or the test is over
            with contextlib.suppress(Over):
                if tls_at_once:
                    session.go_over_to_tls()
                session.serve()
        session.close()

    def owner_and_end_of(self, token: str) -> tuple[str, float]:
        """Whose mailbox the token opens, and until when; ("", 0) if it opens none."""
        found = introspected(self._authorization_server, token) if token else {}
        if not found.get("active") or "mail" not in found.get("scope", "").split():
            return "", 0
        return found["email"], found["exp"]
