# SPDX-License-Identifier: MIT
"""Settings of Postfix and of the plugin: which find the mechanism, which must not be made, and when
they count."""

from __future__ import annotations

import base64

import pytest

import postfix
from authorization_server import AuthorizationServer
from certificates import Certificates
from hosts.postfix import PostfixDesk
from installation import Installation
from mail_store import User
from postfix import Postfix
from scripted_mail_server import ScriptedMailServer

pytestmark = pytest.mark.skipif(bool(postfix.missing()), reason=postfix.missing())

FRIEND = "friend@example.net"
POSTFIX_DEFAULT = {"smtp_sasl_tls_security_options": "$smtp_sasl_security_options"}


def test_a_new_configuration_counts_after_a_reload(
        postfix_desk: PostfixDesk, mta: Postfix, user: User) -> None:
    """The certificates too: with those of the first one the refresh would fail."""
    right = postfix_desk.config.read_text()
    postfix_desk.config.write_text("[netwrk]\n")
    postfix_desk.add_expired_account(user.login)
    mta.sign_in_as(user.login)
    message = mta.send(user.login, FRIEND)
    mta.wait_for(message, "deferred")
    assert f'sasl-oauth: {postfix_desk.config}:1: ' in mta.log()
    postfix_desk.config.write_text(right)
    mta.flush()
    mta.wait_for(message, "deferred")
    mta.reload()
    mta.flush()
    mta.wait_for(message, "sent")


@pytest.mark.parametrize("mta", ["chroot"], indirect=True)
@pytest.mark.parametrize("plugin_conf,options,status", [
    ("", {}, "sent"),
    ("", POSTFIX_DEFAULT, "deferred"),
    ("noplaintext: yes\n", POSTFIX_DEFAULT, "sent"),
    ("prefer: smtp=no\n", {}, "deferred"),
    ("prefer: smtp=no\n", {"smtp_sasl_tls_security_options": ""}, "sent"),
    ("", {"smtp_tls_security_level": "none"}, "deferred"),
], ids=["example", "postfix' default", "noplaintext: yes", "ranked low", "no options",
        "no TLS"])
def test_what_security_options_find_the_mechanism(
        authorization_server: AuthorizationServer, installed: Installation,
        postfix_desk: PostfixDesk, mta: Postfix, user: User, plugin_conf: str,
        options: dict[str, str], status: str) -> None:
    postfix_desk.add_account(user.login, authorization_server.issue(user.login))
    with installed.file(installed.plugin_conf, plugin_conf):
        mta.sign_in_as(user.login, **options)
        line = mta.wait_for(mta.send(user.login, FRIEND), status)
    if status == "deferred":
        assert "dsn=4.7.0" in line
        assert "warning: SASL authentication failure: No worthy mechs found" in mta.log()


@pytest.mark.parametrize("mta", ["chroot"], indirect=True)
def test_a_cache_of_refusals_would_keep_a_good_token_from_being_tried(
        authorization_server: AuthorizationServer, postfix_desk: PostfixDesk, mta: Postfix,
        user: User) -> None:
    """It goes by the password, which is always the same."""
    tokens = authorization_server.issue(user.login)
    authorization_server.revoke_access_token(tokens.access_token)
    postfix_desk.add_account(user.login, tokens)
    mta.sign_in_as(user.login, smtp_sasl_auth_cache_name="proxy:btree:$data_directory/refusals")
    message = mta.send(user.login, FRIEND)
    mta.wait_for(message, "deferred")
    mta.flush()
    assert "SASL [CACHED] authentication failed" in mta.wait_for(message, "deferred")
    mta.configure({"smtp_sasl_auth_cache_name": ""})
    mta.reload()
    mta.flush()
    mta.wait_for(message, "sent")


def test_lmtp_signs_in_too(
        authorization_server: AuthorizationServer, certificates: Certificates,
        postfix_desk: PostfixDesk, mta: Postfix, user: User) -> None:
    """The server's words end with a refusal to take mail, which is all that this test needs."""
    tokens = authorization_server.issue(user.login)
    postfix_desk.add_account(user.login, tokens)
    mta.sign_in_as(user.login)
    steps = ["220 localhost LMTP", None, "250-localhost\r\n250 AUTH PLAIN XOAUTH2", None,
             "235 2.7.0 Accepted", None, "451 4.3.0 Not today", None]
    with ScriptedMailServer(certificates, steps) as server:
        place = f"[localhost]:{server.port}"
        mta.write_passwords(f"{place} {user.login}:oauth2\n")
        mta.configure({"default_transport": f"lmtp:{place}", "relayhost": "",
                       "lmtp_sasl_auth_enable": "yes",
                       "lmtp_sasl_password_maps": "$smtp_sasl_password_maps",
                       "lmtp_sasl_mechanism_filter": "xoauth2",
                       "lmtp_sasl_security_options": "noanonymous"})
        mta.reload()
        mta.wait_for(mta.send(user.login, FRIEND), "deferred")
    said = next(line for line in server.heard if line.startswith("AUTH XOAUTH2 "))
    answer = f"user={user.login}\x01auth=Bearer {tokens.access_token}\x01\x01"
    assert base64.b64decode(said.split()[2]).decode() == answer
