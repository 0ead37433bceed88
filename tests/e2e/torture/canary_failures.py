# SPDX-License-Identifier: MIT
"""What a token endpoint may answer that tempts a client to repeat a secret."""

from __future__ import annotations

import base64
import gzip
import json
import urllib.parse
from collections.abc import Callable
from typing import Any

from canaries import Canary
from tempting_server import Asked, Reply

Secrets = dict[str, Canary]
Failure = Callable[[Asked, Secrets], Reply]


def good(_: Asked, secrets: Secrets, **more: Any) -> Reply:
    """New tokens, the refresh token rotated."""
    return Reply.of({**tokens(secrets), **more})


def tokens(secrets: Secrets) -> dict[str, Any]:
    return {"access_token": secrets["new access token"].text,
            "refresh_token": secrets["new refresh token"].text,
            "id_token": secrets["id token"].text, "token_type": "Bearer", "expires_in": 3600,
            "scope": "mail"}


# How a careless server writes what it was sent, or a careless framework.
WRITINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "percent-encoded": lambda text: urllib.parse.quote(text, safe=""),
    "percent-encoded twice": lambda text: urllib.parse.quote(urllib.parse.quote(text, safe="")),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64url": lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "as a JSON text": json.dumps,
    "cut at its end": lambda text: text[:-9] + "...",
    "cut at its start": lambda text: "..." + text[17:],
    "cut at both": lambda text: f"...{text[13:-5]}...",
    "in quotes and twice": lambda text: f'"{text}" is not "{text}"',
    "behind much else": lambda text: "x" * 150 + text,
}


def echo(writing: str, member: str = "error_description", status: int = 400,
         error: str = "invalid_grant") -> Failure:
    """An error that repeats everything secret of the request."""
    def failure(asked: Asked, _: Secrets) -> Reply:
        said = " and ".join(WRITINGS[writing](one) for one in asked.secrets())
        return Reply.of({"error": error, member: said}, status)
    return failure


def echo_of_the_body(asked: Asked, _: Secrets) -> Reply:
    return Reply.of({"error": "invalid_request", "error_description": asked.body.decode()}, 400)


def echo_as_the_code(asked: Asked, _: Secrets) -> Reply:
    return Reply.of({"error": (asked.secrets() or ["none"])[0]}, 400)


def echo_behind_a_code(asked: Asked, _: Secrets) -> Reply:
    said = " ".join(asked.secrets())
    return Reply.of({"error": "invalid_grant", "suberror": said, "error_codes": [700082],
                     "error_description": f"AADSTS700082: {said} Trace ID: 1"}, 400)


def in_the_error(name: str) -> Failure:
    """An error of the server's that holds tokens of its own making."""
    def failure(_: Asked, secrets: Secrets) -> Reply:
        held = tokens(secrets)
        return Reply.of({**held, "error": "invalid_grant", name: held["refresh_token"]}, 400)
    return failure


def raw(text: Callable[[Secrets], str | bytes], status: int = 200, kind: str = "application/json",
        **more: Any) -> Failure:
    """These octets."""
    def failure(_: Asked, secrets: Secrets) -> Reply:
        body = text(secrets)
        return Reply(status, body.encode() if isinstance(body, str) else body,
                     (("Content-Type", kind),), **more)
    return failure


def _json(secrets: Secrets, **more: Any) -> str:
    return json.dumps({**tokens(secrets), **more})


def _html(secrets: Secrets) -> str:
    return (f"<html><title>{secrets['new access token'].text}</title>"
            f"<p>{secrets['new refresh token'].text}</html>")


def _twice(secrets: Secrets) -> str:
    other = secrets["new refresh token"].core.decode()
    return _json(secrets)[:-1] + f', "access_token": "{other}"}}'


def with_headers(failure: Failure, *names: str) -> Failure:
    """The same answer with a token in these headers."""
    def answered(asked: Asked, secrets: Secrets) -> Reply:
        reply = failure(asked, secrets)
        token = secrets["new refresh token"].core.decode()
        more = tuple((name, f"{token}; x={secrets['cookie'].text}") for name in names)
        return Reply(reply.status, reply.body, reply.headers + more, reply.cut, reply.seconds)
    return answered


def redirect(status: int) -> Failure:
    """To another place, the secrets in its query."""
    def failure(asked: Asked, secrets: Secrets) -> Reply:
        query = urllib.parse.urlencode({"t": secrets["new refresh token"].text,
                                        "sent": " ".join(asked.secrets())})
        return Reply(status, headers=(("Location", f"/elsewhere?{query}"),))
    return failure


FAILURES: dict[str, Failure] = {
    "none": good,
    **{f"refused, repeated {name}": echo(name) for name in WRITINGS},
    **{f"unavailable, repeated {name}": echo(name, status=503, error="server_error")
       for name in ("as it is", "base64", "percent-encoded")},
    "unknown error, repeated": echo("as it is", error="what_is_this"),
    "wrong client, repeated": echo("as it is", status=401, error="invalid_client"),
    "repeated in error_uri": echo("as it is", member="error_uri"),
    "repeated in error_subtype": echo("as it is", member="error_subtype"),
    "repeated in suberror": echo("base64", member="suberror"),
    "the whole request repeated": echo_of_the_body,
    "the error is the secret": echo_as_the_code,
    "repeated in Microsoft's words": echo_behind_a_code,
    "new tokens in an error's description": in_the_error("error_description"),
    "new tokens in a suberror": in_the_error("suberror"),
    "cut JSON": raw(_json, cut=120),
    "JSON that ends early": raw(lambda secrets: _json(secrets)[:-4]),
    "JSON with junk behind": raw(lambda secrets: _json(secrets) + _json(secrets)),
    "an array": raw(lambda secrets: f"[{_json(secrets)}]"),
    "a text": raw(lambda secrets: json.dumps(_json(secrets))),
    "a form": raw(lambda secrets: urllib.parse.urlencode(tokens(secrets)),
                  kind="application/x-www-form-urlencoded"),
    "HTML": raw(_html, kind="text/html"),
    "HTML, 403": raw(_html, 403, "text/html"),
    "HTML, 500": raw(_html, 500, "text/html"),
    "HTML, 404": raw(_html, 404, "text/html"),
    "gzip nobody asked for": raw(lambda secrets: gzip.compress(_json(secrets).encode())),
    "UTF-16": raw(lambda secrets: _json(secrets).encode("utf-16")),
    "broken UTF-8": raw(lambda secrets: _json(secrets).encode() + b"\xff"),
    "NUL in the token": raw(lambda secrets: _json(
        secrets, access_token=secrets["new access token"].core.decode() + "\0x")),
    "blank in the token": raw(lambda secrets: _json(
        secrets, access_token=secrets["new access token"].core.decode() + " x")),
    "line end in the refresh token": raw(lambda secrets: _json(
        secrets, refresh_token=secrets["new refresh token"].core.decode() + "\r\nx")),
    "the token twice": raw(_twice),
    "the token as its type": raw(lambda secrets: _json(
        secrets, token_type=secrets["new access token"].text)),
    "the token as its life": raw(lambda secrets: _json(
        secrets, expires_in=secrets["new access token"].text)),
    "an error beside the tokens": raw(lambda secrets: _json(
        secrets, error="invalid_grant", error_description=secrets["new refresh token"].text)),
    "no access token": raw(lambda secrets: json.dumps(
        {"refresh_token": secrets["new refresh token"].text, "token_type": "Bearer"})),
    "tokens in headers": with_headers(good, "Set-Cookie", "X-Token", "WWW-Authenticate"),
    "tokens in headers of a refusal": with_headers(
        echo("as it is"), "Set-Cookie", "WWW-Authenticate", "Retry-After", "DPoP-Nonce", "Warning"),
    **{f"redirect {status}": redirect(status) for status in (301, 302, 303, 307, 308)},
    "status 401 without words": raw(_json, 401),
    "status 418": raw(_json, 418),
}
