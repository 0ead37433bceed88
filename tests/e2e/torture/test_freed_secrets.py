# SPDX-License-Identifier: MIT
"""What was secret in a block of memory is gone before our code gives the block back.

Every block that the process gives back is searched for pieces of tokens, client secrets and keys, as
they are and in base64. What other libraries leave behind is counted.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import evidence
from allocation_bench import ACCOUNT, PART, Bench
from allocations import Run
from canary_server import MARK, token
from certificates import Certificates, new_certificate, openssl
from installation import Installation

EXPIRED = -10
CHALLENGE = '{"status":"401","schemes":"Bearer","scope":"mail"}'
LIBRARIES = {"curl": "libcurl", "openssl": "OpenSSL", "sasl": "libsasl"}


def base64_forms(text: str) -> list[str]:
    """What stands in base64 for `text`, at each of the three places where it may begin."""
    forms = []
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + text.encode()).decode()
        forms.append(encoded[(before * 8 + 5) // 6:(before + len(text)) * 8 // 6])
    return forms


NEEDLES = [MARK, *base64_forms(MARK)]


@pytest.fixture(scope="module")
def bench(installed: Installation, certificates: Certificates,
          tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    made = Bench(installed, tmp_path_factory.mktemp("bench"), certificates)
    yield made
    made.stop()


@pytest.fixture
def ready(bench: Bench) -> Bench:
    """A bench with nothing on it."""
    bench.path.unlink(missing_ok=True)
    bench.token_file.unlink(missing_ok=True)
    bench.server.body = ""
    return bench


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A private key in PEM."""
    path = tmp_path_factory.mktemp("key") / "key.pem"
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", path)
    return path


def pieces_of(key: Path) -> list[str]:
    """The middles of the key's lines, the last of which is its public half and a rest."""
    lines = re.findall(r"^[A-Za-z0-9+/]{64}$", key.read_text(), re.MULTILINE)
    return [line[20:40] for line in lines[:1]]


def check(bench: Bench, command: list[str], ends: int = 0, more: list[str] | None = None) -> Run:
    """Runs it; nothing secret may stand in what our code gives back."""
    with bench.victim(command, [*NEEDLES, *(more or [])]) as running:
        run = running.run()
    assert (run.signal, run.exit_code) == (0, ends), run.said
    ours = [one for one in run.held if "ours" in (one.owner, one.freed_by)]
    evidence.note(PART, "blocks of ours that were given back with a secret", len(ours))
    for owner, name in LIBRARIES.items():
        count = len({(one.site, one.freed_at, one.size) for one in run.held if one.owner == owner})
        evidence.note(PART, f"most blocks of {name} that a run leaves with a secret", count, "max")
    assert ours == []
    return run


def test_the_search_finds_what_is_given_back(ready: Bench) -> None:
    """libcurl does not overwrite what it sends: else this file would prove nothing."""
    ready.put_record(EXPIRED)
    assert [one for one in check(ready, ready.login()).held if one.owner == "curl"]


def test_a_login_with_a_fresh_token(ready: Bench) -> None:
    ready.put_record()
    check(ready, ready.login())


def test_a_token_that_the_mail_server_refuses(ready: Bench) -> None:
    ready.put_record()
    check(ready, ready.login("OAUTHBEARER", "-", CHALLENGE))


@pytest.mark.parametrize("method", ["none", "client_secret_basic", "client_secret_post"])
def test_a_refresh(ready: Bench, method: str) -> None:
    ready.put_record(EXPIRED, token_endpoint_auth_method=method, client_secret=token())
    check(ready, ready.login())


def test_a_refresh_with_keys(ready: Bench, key: Path) -> None:
    """Proofs of possession (RFC 9449), and a client that signs (RFC 7523)."""
    ready.put_record(EXPIRED, dpop_key=key.read_text(), client_key=key.read_text(),
                     token_endpoint_auth_method="private_key_jwt")
    check(ready, ready.login(), more=pieces_of(key))


def test_a_refresh_with_a_certificate(ready: Bench, key: Path,
                                      certificates: Certificates) -> None:
    certificate = new_certificate(key.with_name("client"), key, "/CN=client", "clientAuth",
                                  certificates)
    ready.put_record(EXPIRED, client_key=key.read_text(),
                     client_certificate=certificate.read_text(),
                     token_endpoint_auth_method="tls_client_auth")
    check(ready, ready.login(), more=pieces_of(key))


def test_a_refresh_token_that_is_dead(ready: Bench) -> None:
    ready.put_record(EXPIRED, refresh_token=token())
    check(ready, ready.login(), ends=1)


@pytest.mark.parametrize("body", [
    '{{"access_token":"{0}","refresh_token":"{0}',
    '{{"access_token":"{0}\\x","token_type":"Bearer"}}',
    '{{"access_token":"{0}","token_type":"mac"}}',
    '{{"access_token":"{0}","access_token":"{0}","token_type":"Bearer"}}',
    '{{"access_token":["{0}",{{"a":"{0}"}}],"token_type":"Bearer"}}',
    '{{"error":"invalid_grant","error_description":"no such token: {1}"}}',
    '{{"error":"{1}"}}', '{{"token_type":"{1}"}}', "{1}",
], ids=["cut", "escape", "mac", "twice", "nested", "description", "code", "type", "bare"])
def test_an_answer_that_is_no_good(ready: Bench, body: str) -> None:
    """{0} is a new token, {1} the refresh token that the server was sent."""
    sent = ready.server.issue()
    ready.put_record(EXPIRED, refresh_token=sent)
    ready.server.body = body.format(token(), sent)
    check(ready, ready.login(), ends=1)


def test_a_record_that_is_broken(ready: Bench) -> None:
    ready.put_record(EXPIRED)
    ready.path.write_text(ready.path.read_text()[:-80])
    check(ready, ready.login(), ends=1)


@pytest.mark.parametrize("expires_in", [3600, EXPIRED])
def test_a_token_file(ready: Bench, expires_in: int) -> None:
    ready.put_token_file(expires_in)
    check(ready, ready.login("XOAUTH2", str(ready.password)))


@pytest.mark.parametrize("before", ["", "token:"])
def test_a_token_as_the_password(ready: Bench, before: str) -> None:
    ready.password.write_text(before + token())
    check(ready, ready.login("XOAUTH2", str(ready.password)))


def test_a_password_that_is_none_of_ours(ready: Bench) -> None:
    ready.password.write_text("my password " + token())
    check(ready, ready.login("XOAUTH2", str(ready.password)), ends=1)


COMMANDS: tuple[tuple[str, ...], ...] = (
    ("token", ACCOUNT), ("token", ACCOUNT, "--format", "xoauth2"),
    ("token", ACCOUNT, "--format", "header"), ("token", ACCOUNT, "--format", "json"),
    ("refresh", ACCOUNT), ("refresh", "--due"), ("refresh", "--all"), ("status",),
    ("status", "--json"), ("inspect", ACCOUNT), ("export", ACCOUNT, "--output", "-"),
    ("remove", ACCOUNT), ("doctor",))


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("expires_in", [3600, EXPIRED], ids=["fresh", "expired"])
def test_a_command(ready: Bench, arguments: tuple[str, ...], expires_in: int) -> None:
    ready.put_record(expires_in, token_endpoint_auth_method="client_secret_post",
                     client_secret=token())
    check(ready, ready.tool(*arguments, "--verbose"))


def test_an_import(ready: Bench) -> None:
    ready.put_token_file(EXPIRED)
    check(ready, ready.tool("import", "--account", ACCOUNT, str(ready.token_file)))
