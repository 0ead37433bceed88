# SPDX-License-Identifier: MIT
"""What a hostile token endpoint writes into answers of HTTP that are well-formed."""

from __future__ import annotations

import json
from dataclasses import replace

from hostility import ACCESS, ROTATED, Hostility, body, final, works

FORBIDDEN = ("an access_token with forbidden characters",)
NOT_JSON = ("not a JSON object",)
NO_TOKEN = ("holds no access_token",)
HOUR = 3600


def token(**members: object) -> dict[str, object]:
    """A good reply with some members changed; `...` leaves one out."""
    reply = {"access_token": ACCESS, "token_type": "Bearer", "expires_in": HOUR, **members}
    return {name: value for name, value in reply.items() if value is not ...}


def text(more: str, refresh_token: str = "") -> str:
    """A good reply with this JSON text behind it, for what json.dumps does not write."""
    return json.dumps(token(**({"refresh_token": refresh_token} if refresh_token else {})))[:-1] \
        + f", {more}}}"


def rotated(title: str, content: object, *words: str) -> Hostility:
    """Not a good reply, but a good refresh token is in it: that one must be kept."""
    return replace(body(title, content, *words), rotated=ROTATED)


def works_rotated(title: str, content: object) -> Hostility:
    return replace(works(title, content), rotated=ROTATED)


TOKENS = [
    *(body(f"access_token with {name}", token(access_token=ACCESS + bad), *FORBIDDEN)
      for name, bad in (("NUL", "\0x"), ("0x01", "\x01x"), ("CR LF", "\r\nx"), ("a blank", " x"),
                        ("DEL", "\x7f"), ("U+2028", "\u2028"), ("UTF-8", "\u0100"))),
    body("bytes that are no UTF-8", json.dumps(token()).encode().replace(b"hostile", b"\xff\xfe"),
         *NOT_JSON),
    body("half a surrogate pair", '{"access_token":"\\ud800","token_type":"Bearer"}', *NOT_JSON),
    body("access_token of 17 KB", token(access_token="a" * 17_000), "too long"),
    body("access_token of 60 KB", token(access_token="a" * 60_000), "too long"),
    *(body(f"access_token {json.dumps(odd)}", token(access_token=odd), *NO_TOKEN)
      for odd in (None, "", 7, True, ["x"], {"x": "y"})),
    *(body(f"token_type {json.dumps(odd)}", token(token_type=odd), "where mail wants Bearer")
      for odd in ("mac", "N_A", "", "Bearer ", "pop", 7, ["Bearer"])),
    *(body(f"refresh_token with {name}", token(refresh_token="r" + bad), "refresh_token")
      for name, bad in (("NUL", "\0"), ("0x01", "\x01"), ("CR LF", "\r\n"), ("UTF-8", "\u00e9"),
                        ("17 KB", "r" * 17_000))),
    *(works(f"refresh_token {json.dumps(odd)}", token(refresh_token=odd))
      for odd in ("", None, 7, ["x"])),
]

# What a life is told as; whatever it is, the token has come and is used.
LIVES = [works(f"expires_in {life}", text(f'"expires_in": {life}').replace(
    f'"expires_in": {HOUR}, ', "")) for life in (
        "1e400", "-1e400", "1e-400", "2147483648", "9223372036854775808", "18446744073709551616",
        "1" * 400, "1.5", '"abc"', '"1e400"', '"0x10"', '""', "null", "true", "[]", "{}")]

UNTIDY = [
    works_rotated("a number beyond all range", text('"x": 1e400', ROTATED)),
    works_rotated("many numbers beyond all range",
                  text('"x": [' + ",".join(["1e400"] * 5000) + "]", ROTATED)),
    works_rotated("1,000 arrays deep", text('"x": ' + "[" * 1000 + "]" * 1000, ROTATED)),
    works_rotated("30,000 arrays deep", text('"x": ' + "[" * 30_000 + "]" * 30_000, ROTATED)),
    works_rotated("3,000 objects deep", text('"x": ' + '{"a":' * 3000 + "1" + "}" * 3000,
                                             ROTATED)),
    works_rotated("a name of 60 KB", text(f'"{"n" * 60_000}": 1', ROTATED)),
    works_rotated("5,000 members", text(", ".join(f'"{n}": 1' for n in range(5000)), ROTATED)),
    works_rotated("an unknown member twice", text('"x": 1, "x": 2', ROTATED)),
    works_rotated("an error that is null", token(refresh_token=ROTATED, error=None)),
    works_rotated("a byte order mark", "\ufeff" + json.dumps(token(refresh_token=ROTATED))),
    rotated("access_token twice", text(f'"access_token": "{ACCESS}"', ROTATED),
            'has "access_token" twice'),
    rotated("token_type twice", text('"token_type": "mac"', ROTATED), 'has "token_type" twice'),
    rotated("expires_in twice", text('"expires_in": 1', ROTATED), 'has "expires_in" twice'),
    body("refresh_token twice", text(f'"refresh_token": "{ROTATED}-2"', ROTATED),
         'has "refresh_token" twice'),
    rotated("no access_token", token(access_token=..., refresh_token=ROTATED), *NO_TOKEN),
    rotated("an error beside the token", token(refresh_token=ROTATED, error="odd")),
]

NOT_JSON_AT_ALL = [body(title, content, *NOT_JSON) for title, content in (
    ("nothing", b""), ("blanks", b" " * 60_000), ("null", "null"), ("a text", '"token"'),
    ("an array", json.dumps([token()])), ("NaN", text('"x": NaN', ROTATED)),
    ("Infinity", text('"x": -Infinity', ROTATED)),
    ("something behind it", json.dumps(token()) + " x"),
    ("two objects", json.dumps(token()) * 2), ("NUL behind it", json.dumps(token()) + "\0"),
    ("a guard in front", ")]}'\n" + json.dumps(token())),
    ("a call", "callback(" + json.dumps(token()) + ")"),
    ("a comment", "/* hello */" + json.dumps(token())),
    ("single quotes", str(token())), ("UTF-16", json.dumps(token()).encode("utf-16")),
    ("UTF-32", json.dumps(token()).encode("utf-32")),
    ("a form", f"access_token={ACCESS}&token_type=bearer"),
    ("XML", f"<token>{ACCESS}</token>"), ("60 KB of brackets", "[" * 60_000),
    ("60 KB of braces", '{"a":' * 12_000))]

PERSON, ADMINISTRATOR = "a person must sign in", "ask the mail domain's administrator"
CORRECT = "correct the client or provider"
OAUTH_ERRORS = [
    *(final(f"{status} {name}", status, {"error": name}, name, remedy)
      for status, remedy, names in (
          (400, PERSON, ("login_required", "consent_required", "invalid_rapt")),
          (401, PERSON, ("invalid_grant", "interaction_required")),
          (403, PERSON, ("invalid_grant",)),
          (400, CORRECT, ("unauthorized_client", "unsupported_grant_type", "invalid_request",
                          "invalid_target", "invalid_dpop_proof", "use_dpop_nonce")),
          (403, ADMINISTRATOR, ("access_denied", "org_internal", "disabled_client")),
          (401, ADMINISTRATOR, ("deleted_client",)))
      for name in names),
    *(body(f"{status} {name}", {"error": name}, name, "it may work later", status=status)
      for status, name in ((400, "server_error"), (500, "internal_failure"), (200, "server_error"),
                           (400, "an_error_of_tomorrow"), (404, "temporarily_unavailable"),
                           (500, "invalid_grant"), (503, "invalid_client"),
                           (429, "invalid_grant"))),
    *(final(f"{status} without a word", status, "", f"HTTP status {status}",
            "check the token_endpoint", "sasl-oauth refresh") for status in (404, 405, 410)),
    final("404 in JSON", 404, {"status": 404, "error": "Not Found"}, "HTTP status 404"),
    *(body(f"{status} without a word", "", f"HTTP status {status}", "it may work later",
           status=status) for status in (408, 501, 505, 511, 599)),
    *(body(f"{status} of no use", "no", f"HTTP status {status}", "is a proxy or a sign-in page",
           status=status) for status in (400, 401, 402, 403, 418, 451, 499, 600, 999)),
    *(body(f"error {json.dumps(odd)}", {"error": odd}, "HTTP status 400", status=400)
      for odd in (7, None, "", [], {"code": 400, "message": "no"})),
]

# Words of a server that must not reach a log as they are.
WORDS = [body(title, {"error": error, "error_description": words}, status=400)
         for title, error, words in (
             ("line feeds in the words", "odd", "one\r\ntwo\nthree"),
             ("escape sequences in the words", "odd", "\x1b[2J\x1b]0;title\x07"),
             ("an order of writing in the words", "odd", "\u202egnitirw\u2066"),
             ("a NUL in the words", "odd", "a\0b"), ("C1 in the words", "odd", "\u0085\u009b"),
             ("60 KB of words", "odd", "w" * 60_000), ("60 KB of an error", "e" * 60_000, ""),
             ("formats in the words", "%s%n", "%s%s%s%n %1$*9$x"))]


def waiting(title: str, value: str, longest: int) -> Hostility:
    return replace(body(f"Retry-After {title}", "", "HTTP status 503", status=503,
                        headers={"Retry-After": value}), longest_pause=longest)


RETRY_AFTER = [
    waiting("of the past", "-5", 2), waiting("of no time", "0", 2),
    waiting("of an age", "99999999999999999999", HOUR), waiting("of a year", "31536000", HOUR),
    waiting("as a date", "Fri, 31 Dec 2099 23:59:59 GMT", HOUR),
    waiting("as a date of RFC 850", "Friday, 31-Dec-49 23:59:59 GMT", HOUR),
    waiting("as a date of asctime", "Thu Dec 31 23:59:59 2099", HOUR),
    waiting("as a date of the past", "Sun, 06 Nov 1994 08:49:37 GMT", 2),
    waiting("as garbage", "soon; \x80\xff %s", 2), waiting("as a fraction", "1.5", 2),
    waiting("as a list", "1, 2", 2), waiting("as a date that is none", "Fri, 99 Foo 2099", 2),
]
