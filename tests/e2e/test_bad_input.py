# SPDX-License-Identifier: MIT
"""What is broken or missing on this machine: a sentence that names it and the remedy, no damage."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from authorization_server import AuthorizationServer
from dovecot import Dovecot
from installation import Desk
from mail_clients import CLIENTS, LoginClient, Outcome
from mail_store import User

FAILED, BAD_PARAMETER = -1, -7


class Bench:
    """A desk with an account, at which something can be broken."""

    def __init__(self, desk: Desk, dovecot: Dovecot, user: User, client: LoginClient) -> None:
        self.desk, self.dovecot, self.user, self.client = desk, dovecot, user, client
        self.tokens = desk.server.issue(user.login)
        self.record = desk.add_account(user.login, self.tokens)

    def login(self, user: User | None = None, password: str = "") -> Outcome:
        return self.client.login(self.desk, self.dovecot, user or self.user, "OAUTHBEARER",
                                 password=password)

    def sentence(self, code: int = FAILED, **how: str | User) -> str:
        """What the failed login says, of us, in error and log alike; no secret is in it."""
        outcome = self.login(**how)
        assert outcome.exit_code == 2, outcome.output
        lines = [one for one in outcome.output.splitlines() if one != "asked for the password"]
        log, error = lines
        before, _, sentence = error.partition(": sasl-oauth: ")
        assert before.startswith(f"error {code}: SASL({code}): ")
        assert log == f"log 2: sasl-oauth: {sentence}"
        for secret in (self.tokens.access_token, self.tokens.refresh_token):
            assert secret not in outcome.output
        assert self.desk.server.requests() == []
        return sentence

    def files(self) -> dict[str, tuple[int, bytes]]:
        """All that there is at the desk."""
        found = (Path(folder) / name for folder, _, names in os.walk(self.desk.folder)
                 for name in names)
        return {str(one): (one.stat().st_mode, one.read_bytes()) for one in found}


@pytest.fixture
def bench(desk: Desk, dovecot: Dovecot, user: User, login_client: LoginClient) -> Bench:
    return Bench(desk, dovecot, user, login_client)


def the_sentence_and_the_files(bench: Bench, code: int = FAILED, **how: str | User) -> str:
    """The sentence, after a look that the failed login has changed no byte."""
    before = bench.files()
    sentence = bench.sentence(code, **how)
    assert bench.files() == before
    return sentence


# Configuration


@pytest.mark.parametrize("text,words", [
    ('[stor]\ndir = "/x"\n', ':1: unknown table [stor]; did you mean "store"?'),
    ('[store]\ndirr = "/x"\n', ':2: unknown key "dirr" in [store]; did you mean "dir"?'),
    ("[store]\ndir =\n", ":2:"),
    ('[store]\ndir = "relative"\n', ":2: "),
    ('[network]\nrequest_timeout = "soon"\n', ":2: "),
    ("[store\n", ":1:"),
    ('[store]\n[store]\n', ":2:1: this is not TOML: a key or table stands twice"),
    ('[client.a]\nclient_secret = 7\n', ":2: "),
    ("\xff\xfe", ":1"),
], ids=lambda one: repr(one)[:30])
def test_a_broken_configuration_is_named_with_its_line(bench: Bench, text: str,
                                                       words: str) -> None:
    bench.desk.config.write_text(text, encoding="latin-1")
    sentence = the_sentence_and_the_files(bench)
    assert sentence.startswith(f"{bench.desk.config}{words}") and len(sentence) > 40


def test_a_configuration_that_is_missing_is_told_with_how_it_was_named(bench: Bench) -> None:
    bench.desk.config.unlink()
    assert the_sentence_and_the_files(bench) == (
        f"there is no configuration file {bench.desk.config}; create it, or correct --config or "
        "SASL_OAUTH_CONFIG")


def test_a_configuration_that_is_a_folder_is_named(bench: Bench) -> None:
    bench.desk.config.unlink()
    bench.desk.config.mkdir()
    assert f"cannot read {bench.desk.config}: Is a directory" in the_sentence_and_the_files(bench)


def test_a_broken_configuration_is_told_by_mbsync_itself(bench: Bench) -> None:
    bench.desk.config.write_text('[store]\nfolder = "/x"\n')
    outcome = CLIENTS["mbsync"].login(bench.desk, bench.dovecot, bench.user, "XOAUTH2")
    words = f'sasl-oauth: {bench.desk.config}:2: unknown key "folder" in [store]; known here: dir'
    assert not outcome.accepted and words in outcome.output


def test_the_mended_configuration_is_enough_for_the_next_login(bench: Bench) -> None:
    bench.desk.config.write_text("[")
    bench.sentence()
    bench.desk.configure()
    assert bench.login().accepted


# Records


@pytest.mark.parametrize("text,words", [
    ("", "is not a JSON object: syntax error at byte 1"),
    ('{"version": 1', "is not a JSON object: syntax error at byte 14"),
    ("[]", "is not a JSON object: it is an array"),
    ('{"version": 2, "account": "a"}', 'member "version" is not 1: the file was written by'),
    ('{"account": "a"}', 'member "version" is missing'),
    ('{"version": 1}', 'member "account" is missing'),
    ('{"version": 1, "version": 1, "account": "a"}', 'member "version" stands twice'),
    ('{"version": 1, "account": "a"} x', "is not a JSON object"),
    ('{"version": 1, "account": "a", "expires_at": "soon"}', 'member "expires_at" is'),
    ('{"version": 1, "account": "a", "access_token": 7}', 'member "access_token" is'),
    ('{"version": 1, "account": "a", "token_endpoint_auth_method": "x"}',
     'member "token_endpoint_auth_method" is not known'),
    ('{"version": 1, "account": "a", "verdict": {"kind": 1}}', 'member "verdict" is malformed'),
    ("{" * 100_000, "is not a JSON object"),
    ("\0" * 100, "is not a JSON object"),
], ids=lambda one: repr(one)[:40])
def test_a_broken_record_is_named_with_its_fault_and_left_alone(bench: Bench, text: str,
                                                                words: str) -> None:
    bench.record.write_text(text)
    sentence = the_sentence_and_the_files(bench)
    assert sentence.startswith(f"{bench.record}: {words}")
    assert "mend the file, or sign in again: sasl-oauth login" in sentence


def test_a_record_beyond_all_size_is_not_read(bench: Bench) -> None:
    bench.record.write_text(" " * 10_000_000)
    sentence = the_sentence_and_the_files(bench)
    assert str(bench.record) in sentence and "131072 bytes" in sentence


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_record_that_others_may_read_is_not_used(bench: Bench, mode: int) -> None:
    bench.record.chmod(mode)
    assert the_sentence_and_the_files(bench) == (
        f"{bench.record} can be read by others; run: chmod 600 {bench.record}")
    bench.record.chmod(0o600)
    assert bench.login().accepted


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o722])
def test_a_store_that_others_may_write_is_not_used(bench: Bench, mode: int) -> None:
    bench.desk.store.chmod(mode)
    assert the_sentence_and_the_files(bench) == (
        f"{bench.desk.store} can be written by others; run: chmod 700 {bench.desk.store}")
    bench.desk.store.chmod(0o700)
    assert bench.login().accepted


@pytest.mark.parametrize("make", [
    lambda path, target: path.symlink_to(target), lambda path, _: os.mkfifo(path),
    lambda path, _: path.mkdir()], ids=["link", "fifo", "folder"])
def test_a_record_that_is_no_file_is_named_at_once(bench: Bench,
                                                   make: Callable[[Path, Path], None]) -> None:
    target = bench.desk.folder / "target"
    bench.record.rename(target)
    make(bench.record, target)
    outcome = bench.login()
    assert outcome.exit_code == 2 and str(bench.record) in outcome.output, outcome.output
    assert outcome.seconds < 2


# The CA file and the endpoint, where they are looked at only when a token must be fetched


def expire(bench: Bench, **members: str) -> None:
    bench.desk.add_account(bench.user.login, bench.tokens, expires_in=-10, **members)


def test_a_missing_ca_file_is_named_and_once_it_is_back_the_next_login_works(
        authorization_server: AuthorizationServer, bench: Bench) -> None:
    missing = bench.desk.folder / "ca.pem"
    expire(bench, ca_file=str(missing))
    sentence = bench.sentence()
    assert f"cannot read ca_file {missing}: No such file or directory" in sentence
    missing.write_bytes(authorization_server.ca_file.read_bytes())
    outcome = bench.login()
    assert outcome.accepted, outcome.output


def test_a_ca_file_without_certificates_is_named_and_once_it_is_mended_the_next_login_works(
        authorization_server: AuthorizationServer, bench: Bench) -> None:
    broken = bench.desk.folder / "ca.pem"
    broken.write_text("no certificate\n")
    expire(bench, ca_file=str(broken))
    assert f"cannot use ca_file {broken}: it holds no certificates in PEM" in bench.sentence()
    broken.write_bytes(authorization_server.ca_file.read_bytes())
    outcome = bench.login()
    assert outcome.accepted, outcome.output


@pytest.mark.parametrize("endpoint,words", [
    ("http://example.org/token", "token_endpoint is not https"),
    ("example.org/token", "token_endpoint does not begin with https://"),
    ("", "token_endpoint"),
], ids=repr)
def test_an_endpoint_that_is_not_https_gets_no_secret(bench: Bench, endpoint: str,
                                                      words: str) -> None:
    expire(bench, token_endpoint=endpoint)
    assert words in bench.sentence()


def test_a_proxy_that_cannot_be_reached_is_named(bench: Bench) -> None:
    expire(bench, proxy="http://127.0.0.1:1")
    outcome = bench.login()
    assert outcome.exit_code == 2 and "127.0.0.1 port 1" in outcome.output
    assert "check the network, firewall and 'proxy'" in outcome.output


# Users, passwords and token files


@pytest.mark.parametrize("login", ["bad\x01user", "bad\nuser", "bad\ruser@example.org", "bad\x7fu"],
                         ids=repr)
@pytest.mark.parametrize("password", ["oauth2", "token:" + "x" * 40], ids=["name", "token"])
def test_a_user_with_a_control_byte_is_refused(bench: Bench, login: str, password: str) -> None:
    sentence = the_sentence_and_the_files(bench, BAD_PARAMETER, user=User(login, ()),
                                          password=password)
    assert sentence == "the user name has a control character in it; correct it"


def test_an_empty_user_is_refused(bench: Bench) -> None:
    sentence = the_sentence_and_the_files(bench, BAD_PARAMETER, user=User("", ()))
    assert "user name" in sentence


def test_an_endless_user_is_refused(bench: Bench) -> None:
    sentence = bench.sentence(BAD_PARAMETER, user=User("u" * 2000, ()), password="oauth2")
    assert "1024 bytes" in sentence and len(sentence) < 500


@pytest.mark.parametrize("password", ["", "-", "oauth2"])
def test_an_unknown_account_is_named_with_the_place_and_the_command(bench: Bench,
                                                                    password: str) -> None:
    stranger = User("stranger@example.org", ())
    assert the_sentence_and_the_files(bench, user=stranger, password=password) == (
        f"there is no account {stranger.login} in {bench.desk.store}; run as this user: "
        f"sasl-oauth login {stranger.login}")


def test_a_name_in_the_password_that_is_no_account_is_named(bench: Bench) -> None:
    sentence = bench.sentence(user=User("stranger@example.org", ()), password="oauth2:other")
    assert sentence.startswith("there is no account other in ")


def test_a_store_that_is_missing_is_named(bench: Bench) -> None:
    bench.record.unlink()
    bench.desk.store.rmdir()
    assert f"there is no account {bench.user.login} in {bench.desk.store}" in bench.sentence()


@pytest.mark.parametrize("password,words", [
    ("token:", 'the access token after "token:" is empty or has a forbidden character'),
    ("token:a\x01b", 'the access token after "token:" is empty or has a forbidden character'),
    ("token:a\nb", 'the access token after "token:" is empty or has a forbidden character'),
    ("oauth2:", "nothing follows the ':' of the password"),
    ("oauth2:a\x01b", "the name in the password has a control character in it"),
    ("file:", "must be an absolute path"),
    ("file:tokens.json", "must be an absolute path"),
    ("hunter2 hunter2", 'the password is neither an access token nor "oauth2" nor a token file'),
    ("hunter2\x01", 'the password is neither an access token nor "oauth2" nor a token file'),
    ("t" * 17_000, "the access token given as password is longer than 16 KiB"),
], ids=lambda one: repr(one)[:30])
def test_a_password_that_means_nothing_is_refused_without_being_repeated(
        bench: Bench, password: str, words: str) -> None:
    sentence = the_sentence_and_the_files(bench, BAD_PARAMETER, password=password,
                                          user=User("stranger@example.org", ()))
    assert words in sentence and "sasl-oauth login stranger@example.org" in sentence
    assert '"AuthMechs PLAIN LOGIN" in mbsync' in sentence
    assert "hunter2" not in sentence and "tttt" not in sentence


def test_a_path_that_is_a_password_is_not_repeated(bench: Bench) -> None:
    sentence = bench.sentence(user=User("stranger@example.org", ()), password="/x9!kf+Quu/7&z")
    assert "x9!kf" not in sentence and "begins with '/'" in sentence


@pytest.mark.parametrize("content,words", [
    (None, "No such file or directory"),
    (b"", "is neither a token file nor one line with an access token"),
    (b"two words\n", "is neither a token file nor one line with an access token"),
    (b"a\x01b\n", "is neither a token file nor one line with an access token"),
    (b"one\ntwo\n", "is neither a token file nor one line with an access token"),
    (b'{"refresh_token": "r"', "is not a JSON object"),
    (b"{}", 'member "refresh_token" is missing'),
    (b'{"refresh_token": "r", "expiry": "never"}', 'member "expiry" is'),
    (b'{"refresh_token": "r", "refresh_token": "r"}', 'member "refresh_token" stands twice'),
], ids=lambda one: repr(one)[:30])
def test_a_broken_token_file_is_named_with_its_fault_and_left_alone(
        bench: Bench, content: bytes | None, words: str) -> None:
    path = bench.desk.folder / "tokens.json"
    if content is not None:
        path.write_bytes(content)
        path.chmod(0o600)
    sentence = the_sentence_and_the_files(bench, user=User("stranger@example.org", ()),
                                          password=str(path))
    assert str(path) in sentence and words in sentence


def test_a_folder_as_the_token_file_is_named(bench: Bench) -> None:
    sentence = bench.sentence(user=User("stranger@example.org", ()), password=str(bench.desk.home))
    assert f"cannot read {bench.desk.home}: Is a directory; name a file, not a folder" in sentence


def test_a_token_with_a_control_byte_in_a_record_goes_nowhere(bench: Bench) -> None:
    """R20."""
    record = json.loads(bench.record.read_text())
    for token in ("q\x01z", "q\r\nz", "q z"):
        bench.record.write_text(json.dumps({**record, "access_token": token}))
        sentence = bench.sentence(BAD_PARAMETER)
        assert "access token" in sentence and token not in sentence
