# SPDX-License-Identifier: MIT
"""What a server of ours asks about an access token: the same as Dovecot."""

from __future__ import annotations

import base64
import json
import re
import ssl
import urllib.parse
import urllib.request

from authorization_server import MAIL_SERVER_CLIENT, AuthorizationServer

SECONDS = 10
# Of XOAUTH2 the user is a line, of OAUTHBEARER (RFC 7628) a part of the first line.
USER = re.compile(rb"^(?:user=|n,a=)([^\x01,]+)")
TOKEN = re.compile(rb"\x01auth=Bearer ([^\x01]+)\x01\x01$")


def is_good_login(server: AuthorizationServer, message: bytes) -> bool:
    """Whether the message of a client, of either mechanism, has a token of its user, for mail."""
    user, token = USER.search(message), TOKEN.search(message)
    if not user or not token:
        return False
    facts = introspected(server, token.group(1).decode())
    login = user.group(1).decode().replace("=2C", ",").replace("=3D", "=")
    return (facts.get("active") is True and "mail" in facts.get("scope", "").split()
            and facts.get("email") == login)


def introspected(server: AuthorizationServer, token: str) -> dict:
    """What the authorization server says of the token (RFC 7662)."""
    name = f"{MAIL_SERVER_CLIENT.id}:{MAIL_SERVER_CLIENT.secret}"
    request = urllib.request.Request(
        server.introspection_endpoint, urllib.parse.urlencode({"token": token}).encode(),
        {"Authorization": "Basic " + base64.b64encode(name.encode()).decode()})
    context = ssl.create_default_context(cafile=server.ca_file)
    with urllib.request.urlopen(request, timeout=SECONDS, context=context) as reply:
        return json.load(reply)
