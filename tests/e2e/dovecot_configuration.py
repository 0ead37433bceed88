# SPDX-License-Identifier: MIT
"""The configuration files of a private Dovecot 2.3."""

from __future__ import annotations

import grp
import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from authorization_server import MAIL_SERVER_CLIENT, AuthorizationServer
from certificates import Certificates
from mail_store import PASSWORD, MailStore


@dataclass(frozen=True)
class Ports:
    """Where Dovecot listens on 127.0.0.1: with an s TLS at once, without it STARTTLS."""

    imap: int
    imaps: int
    pop3: int
    pop3s: int
    submission: int
    submissions: int
    sieve: int


MAIN = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
auth_verbose = yes
listen = 127.0.0.1
protocols = imap pop3 submission sieve
hostname = localhost
# None: a sanitizer's runtime, if the tests run with one, wants terabytes of addresses.
default_vsz_limit = 0

ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}

disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
auth_cache_size = 0
# Decides nothing; "nodelay" lets a refusal go out at once, not at the next half second.
passdb {{
  driver = static
  mechanisms = xoauth2 oauthbearer
  args = nopassword=yes nodelay=yes
  result_success = continue-fail
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={mail}/%u
}}
first_valid_uid = 1
mail_location = maildir:~/Maildir
mail_max_userip_connections = 1000
submission_relay_host = 127.0.0.1
submission_relay_port = {relay_port}

default_client_limit = 600
service imap-login {{
  inet_listener imap {{
    port = {ports.imap}
  }}
  inet_listener imaps {{
    port = {ports.imaps}
    ssl = yes
  }}
}}
service pop3-login {{
  inet_listener pop3 {{
    port = {ports.pop3}
  }}
  inet_listener pop3s {{
    port = {ports.pop3s}
    ssl = yes
  }}
}}
service submission-login {{
  inet_listener submission {{
    port = {ports.submission}
  }}
  inet_listener submissions {{
    port = {ports.submissions}
    ssl = yes
  }}
}}
service managesieve-login {{
  inet_listener sieve {{
    port = {ports.sieve}
  }}
}}
# Without the listener there is no penalty: a failed login must not slow the next.
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""

# Without root there is one user for everything, and no chroot.
AS_PLAIN_USER = """\
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
}}
service pop3-login {{
  chroot =
}}
service submission-login {{
  chroot =
}}
service managesieve-login {{
  chroot =
}}
"""

OAUTH2 = """\
scope = mail
username_attribute = email
openid_configuration_url = {openid_configuration}
"""

INTROSPECTION = """\
introspection_mode = post
introspection_url = {introspection_url}
force_introspection = yes
active_attribute = active
active_value = true
tls_ca_cert_file = {ca}
timeout_msecs = 10000
"""

LOCAL_VALIDATION = """\
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={folder}/keys/
issuers = {issuer}
"""


def introspection_url(server: AuthorizationServer) -> str:
    """The endpoint with the mail server's own name and secret in it, as Dovecot wants them."""
    url = urlsplit(server.introspection_endpoint)
    client = MAIL_SERVER_CLIENT
    return url._replace(netloc=f"{client.id}:{client.secret}@{url.netloc}").geturl()


def write_main(folder: Path, ports: Ports, certificates: Certificates, mail: MailStore,
               relay_port: int, more: str = "") -> Path:
    """Writes dovecot.conf, `more` at its end, and gives its name."""
    text = MAIN.format(folder=folder, ports=ports, certificate=certificates.certificate_file,
                       key=certificates.key_file, password=PASSWORD, uid=mail.account.pw_uid,
                       gid=mail.account.pw_gid, mail=mail.folder, relay_port=relay_port)
    if os.getuid() != 0:
        text += AS_PLAIN_USER.format(user=pwd.getpwuid(os.getuid()).pw_name,
                                     group=grp.getgrgid(os.getgid()).gr_name)
    file = folder / "dovecot.conf"
    file.write_text(text + more)
    return file


def write_introspection(folder: Path, server: AuthorizationServer) -> None:
    """Each token is shown to the authorization server."""
    text = OAUTH2 + INTROSPECTION
    (folder / "oauth2.conf").write_text(text.format(
        openid_configuration=server.openid_configuration,
        introspection_url=introspection_url(server), ca=server.ca_file))


def write_local_validation(folder: Path, server: AuthorizationServer) -> None:
    """Tokens are JWTs, checked here with the authorization server's keys."""
    text = OAUTH2 + LOCAL_VALIDATION
    (folder / "oauth2.conf").write_text(text.format(
        openid_configuration=server.openid_configuration, folder=folder, issuer=server.issuer))
    keys = {f"RS256/{server.rs256_key_id}": server.rs256_public_key,
            "HS256/default": server.hs256_secret}
    for name, key in keys.items():
        file = folder / "keys" / "default" / name
        file.parent.mkdir(parents=True)
        file.write_text(key)
