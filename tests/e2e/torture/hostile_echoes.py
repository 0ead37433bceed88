# SPDX-License-Identifier: MIT
"""A token endpoint that sends back what it was told: none of it may come to a log."""

from __future__ import annotations

import base64
import urllib.parse
from collections.abc import Callable

from hostile_server import Peer, reply
from hostility import Hostility, asked


class Told:
    """A request, as the server has it."""

    def __init__(self, peer: Peer) -> None:
        self.body = peer.server.requests[-1].decode()
        self.head = peer.server.heard.partition(b"\r\n\r\n")[0].decode()
        fields = dict(urllib.parse.parse_qsl(self.body))
        self.refresh_token = fields["refresh_token"]
        self.client_secret = fields.get("client_secret", "")


def echo(title: str, of: Callable[[Told], object], **more: str) -> Hostility:
    def then(peer: Peer) -> None:
        peer.send(reply(400, of(Told(peer))))
        peer.close_tls()

    return Hostility(f"it repeats {title}", asked(then), ("127.0.0.1",), **more)


def words(text: str) -> dict[str, str]:
    return {"error": "odd", "error_description": text}


ECHOES = [
    echo("the refresh token", lambda told: words(f"no such token: {told.refresh_token}!")),
    echo("its end", lambda told: words(f"no such token: ...{told.refresh_token[5:]}")),
    echo("its middle", lambda told: words(f"...{told.refresh_token[5:-5]}... is no token")),
    echo("it in an encoding", lambda told: words(
        f"no such token: {urllib.parse.quote_plus(told.refresh_token)}")),
    echo("it in small letters of hex", lambda told: words(
        urllib.parse.quote_plus(told.refresh_token).replace("%2F", "%2f").replace("%2B", "%2b"))),
    echo("it as the error", lambda told: {"error": told.refresh_token}),
    echo("it as a part of the error", lambda told: {"error": "odd",
                                                    "suberror": told.refresh_token}),
    echo("it as the type", lambda told: {"access_token": "x", "token_type": told.refresh_token}),
    echo("it as text", lambda told: f"no such token: {told.refresh_token}"),
    echo("the client's secret", lambda told: words(f"wrong secret: {told.client_secret}")),
    echo("the request's body", lambda told: words(told.body)),
    echo("the request's head", lambda told: words(told.head),
         authentication="client_secret_basic"),
    echo("the refresh token in base64", lambda told: words(
        base64.b64encode(told.refresh_token.encode()).decode())),
]
