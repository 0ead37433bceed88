# SPDX-License-Identifier: MIT
"""Debian's Postfix delivers through a relay that wants a token, in its jail and outside of one,
by the lines of doc/examples/hosts."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import postfix
from authorization_server import POST_CLIENT, AuthorizationServer
from dovecot import Dovecot
from hosts.postfix import PostfixDesk
from installation import Installation
from mail_store import User
from postfix import Postfix

pytestmark = pytest.mark.skipif(bool(postfix.missing()), reason=postfix.missing())

FRIEND = "friend@example.net"
LONGER_THAN_THE_LINE = 512


def sends(mta: Postfix, user: User) -> str:
    """One message is delivered; the log's line."""
    return mta.wait_for(mta.send(user.login, FRIEND), "sent")


@contextlib.contextmanager
def in_the_queue_folder(mta: Postfix, file: Path) -> Iterator[Path]:
    """Moves the file into a folder of the user postfix there, which is the jail, for a while."""
    folder = mta.queue / "tokens"
    folder.mkdir(mode=0o700)
    path = Path(shutil.move(file, folder))
    for one in (folder, path):
        shutil.chown(one, "postfix", "postfix")
    yield path
    shutil.rmtree(folder)


def test_a_person_signs_in_once_and_postfix_renews_the_token_itself(
        authorization_server: AuthorizationServer, postfix_desk: PostfixDesk, mta: Postfix,
        dovecot: Dovecot, user: User) -> None:
    assert mta.check() == ""
    postfix_desk.configure_sign_in()
    postfix_desk.sign_in(user.login)
    mta.sign_in_as(user.login)
    sends(mta, user)
    (taken,) = dovecot.sink.messages
    assert (taken.sender, taken.recipients) == (user.login, [FRIEND])
    assert authorization_server.refreshes() == []

    old = postfix_desk.record(user.login)
    authorization_server.expire_access_token(old["access_token"])
    postfix_desk.expire(user.login)
    sends(mta, user)
    (request,) = authorization_server.refreshes()
    assert (request["status"], request["form"]["refresh_token"]) == (200, old["refresh_token"])
    new = postfix_desk.record(user.login)
    assert new["access_token"] != old["access_token"]
    assert authorization_server.is_refresh_token_alive(new["refresh_token"])
    sends(mta, user)
    assert len(authorization_server.refreshes()) == 1 and mta.check() == ""


def test_a_refused_token_is_the_servers_535_and_the_next_delivery_works(
        authorization_server: AuthorizationServer, postfix_desk: PostfixDesk, mta: Postfix,
        user: User) -> None:
    tokens = authorization_server.issue(user.login)
    authorization_server.revoke_access_token(tokens.access_token)
    postfix_desk.add_account(user.login, tokens)
    mta.sign_in_as(user.login)
    message = mta.send(user.login, FRIEND)
    line = mta.wait_for(message, "deferred")
    assert "dsn=4.7.8" in line and "said: 535 5.7.8 Authentication failed" in line
    assert authorization_server.requests() == []
    mta.flush()
    mta.wait_for(message, "sent")
    assert len(authorization_server.refreshes()) == 1
    assert postfix_desk.record(user.login)["access_token"] != tokens.access_token


def test_a_dead_grant_is_asked_once_and_a_new_sign_in_is_seen_at_once(
        authorization_server: AuthorizationServer, postfix_desk: PostfixDesk, mta: Postfix,
        user: User) -> None:
    postfix_desk.configure_sign_in()
    tokens = postfix_desk.add_expired_account(user.login)
    authorization_server.revoke_grant_of(tokens.refresh_token)
    mta.sign_in_as(user.login)
    messages = [mta.send(user.login, FRIEND) for _ in range(3)]
    for one in messages:
        assert "dsn=4.7.0" in mta.wait_for(one, "deferred")
    assert mta.log().count("warning: SASL authentication failure: sasl-oauth: ") >= 3
    assert f"a person must sign in: sasl-oauth login {user.login}" in mta.log()
    assert [one["error"] for one in authorization_server.refreshes()] == ["invalid_grant"]
    assert tokens.refresh_token not in mta.log()

    postfix_desk.sign_in(user.login)
    mta.flush()
    for one in messages:
        mta.wait_for(one, "sent")


@pytest.mark.parametrize("mta", ["chroot"], indirect=True)
@pytest.mark.parametrize("mechanism", ["xoauth2", "oauthbearer"])
def test_a_token_too_long_for_a_command_line_is_sent_after_the_servers_invitation(
        authorization_server: AuthorizationServer, postfix_desk: PostfixDesk,
        dovecot_jwt: Dovecot, mta: Postfix, user: User, mechanism: str) -> None:
    tokens = authorization_server.issue_jwt(user.login)
    assert len(tokens.access_token) > LONGER_THAN_THE_LINE
    postfix_desk.add_account(user.login, tokens)
    mta.relay = f"[localhost]:{dovecot_jwt.ports.submission}"
    mta.sign_in_as(user.login, smtp_sasl_mechanism_filter=mechanism)
    sends(mta, user)
    assert len(dovecot_jwt.sink.messages) == 1


def test_a_token_file_of_sasl_xoauth2_serves_as_before_and_is_renewed(
        authorization_server: AuthorizationServer, installed: Installation,
        postfix_desk: PostfixDesk, mta: Postfix, user: User) -> None:
    """Its path is that inside of the jail; client and endpoint stand in the configuration of
    sasl-xoauth2, which is outside."""
    tokens = authorization_server.issue(user.login, POST_CLIENT)
    not_in_it = {name: None for name in ("client_id", "client_secret", "token_endpoint",
                                         "ca_bundle_file")}
    written = postfix_desk.add_token_file(tokens, expires_in=-10, **not_in_it)
    conf = {"client_id": POST_CLIENT.id, "client_secret": POST_CLIENT.secret,
            "token_endpoint": authorization_server.token_endpoint}
    with in_the_queue_folder(mta, written) as path, \
            installed.file(installed.xoauth2_conf, json.dumps(conf)):
        mta.sign_in_as(user.login, f"/tokens/{path.name}" if mta.chroot else str(path))
        sends(mta, user)
        (request,) = authorization_server.refreshes()
        assert (request["client_id"], request["status"]) == (POST_CLIENT.id, 200)
        new = json.loads(path.read_text())
        assert authorization_server.is_refresh_token_alive(new["refresh_token"])
        assert (path.owner(), path.stat().st_mode & 0o777) == ("postfix", 0o600)
        sends(mta, user)
        assert len(authorization_server.refreshes()) == 1


def test_a_token_itself_is_taken_as_the_password(
        authorization_server: AuthorizationServer, mta: Postfix, user: User) -> None:
    """Nobody has an account, so nothing says that we are wanted: the options must let us."""
    mta.sign_in_as(user.login, authorization_server.issue(user.login).access_token,
                   smtp_sasl_tls_security_options="")
    sends(mta, user)
