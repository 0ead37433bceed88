# SPDX-License-Identifier: MIT
"""A Dovecot for users with passwords, that offers tokens as well: what many providers are."""

from __future__ import annotations

from pathlib import Path

import dovecot
from authorization_server import AuthorizationServer
from certificates import Certificates
from mail_store import PASSWORD, MailStore

MECHANISMS = ("ANONYMOUS", "PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256")
TOKENS = ("XOAUTH2", "OAUTHBEARER")
SCRAMS = ("SCRAM-SHA-1", "SCRAM-SHA-256")


def all_but(*offered: str) -> tuple[str, ...]:
    return tuple(one for one in MECHANISMS if one not in offered)


# What a program that names nothing signs in with, and what the server does not offer then. Tokens
# it always offers.
CHOSEN = {
    "SCRAM-SHA-256": (),
    "SCRAM-SHA-1": ("SCRAM-SHA-256",),
    "CRAM-MD5": SCRAMS,
    "PLAIN": all_but("PLAIN"),
    "LOGIN": all_but("LOGIN"),
    "ANONYMOUS": all_but("ANONYMOUS"),
}

# What comes after dovecot_configuration.MAIN and changes it: of a setting the last one counts. The
# three passdbs of MAIN serve the mechanisms that they name, this one those with a challenge, which
# need the password itself.
MORE = """\
auth_mechanisms = {mechanisms}
auth_anonymous_username = nobody@example.org
passdb {{
  driver = static
  mechanisms = cram-md5 scram-sha-1 scram-sha-256
  args = password={{PLAIN}}{password}
}}
"""


def password_server(folder: Path, certificates: Certificates, mail: MailStore,
                    server: AuthorizationServer) -> dovecot.Dovecot:
    """Starts it; about tokens it asks the authorization server."""
    more = MORE.format(mechanisms=" ".join(MECHANISMS + TOKENS).lower(), password=PASSWORD)
    return dovecot.introspecting(folder, certificates, mail, server, more)
