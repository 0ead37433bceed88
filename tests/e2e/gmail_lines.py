# SPDX-License-Identifier: MIT
"""What Gmail and Exchange Online say, word for word, in one place.

Sources: Google, "OAuth 2.0 Mechanism" (developers.google.com/workspace/gmail/imap/xoauth2-protocol)
and "IMAP, POP and SMTP" (.../gmail/imap/imap-smtp); Microsoft, "Authenticate an IMAP, POP or SMTP
connection using OAuth"; and, for what those pages leave out, public reports of sessions:

- Gmail's challenge to XOAUTH2: Webklex/laravel-imap#390, google/gmail-oauth2-tools#78;
  to OAUTHBEARER: postalsys/imapflow#157.
- Gmail's EHLO: PHPMailer/PHPMailer#2850. Its refusal in SMTP: jstedfast/MailKit#1329.
- The end of a session: emailjs/emailjs-imap-client#142, joeyates/imap-backup#92 (Gmail);
  iroco-co/aioimaplib#83, joeyates/imap-backup#198 (Exchange).
- "User is authenticated but not connected": Exchange, where token and mailbox do not match.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Answer = tuple[str, ...]
"""The lines of one answer."""


@dataclass(frozen=True)
class ImapLines:
    """What follows the tag, or `* `; {user} stands for the user's name."""

    greeting: str
    capabilities: str
    capabilities_inside: str
    capability_done: str
    accepted: str
    refused: str
    login_refused: str
    session_over: str
    other_mailbox: str = ""


@dataclass(frozen=True)
class PopLines:
    """`capabilities` are the lines of the answer to CAPA."""

    greeting: str
    capabilities: Answer
    accepted: str
    refused: str
    initial_response: str = ""
    """If not empty: what a token in the line of AUTH gets, before the connection ends."""
    other_mailbox: str = ""


@dataclass(frozen=True)
class SmtpLines:
    """`extensions` follow the first line of EHLO's answer; AUTH is added under TLS alone."""

    greeting: str
    hello: str
    extensions: Answer
    mechanisms: str
    accepted: str
    refused: Answer
    before_tls: str
    unauthenticated: str
    unknown: str
    other_mailbox: str = ""


@dataclass(frozen=True)
class Personality:
    """One provider. `challenges` has the JSON that a refusal begins with, by mechanism."""

    name: str
    challenges: Mapping[str, str]
    ends_at_once: bool
    """A session ends when its token does (else: at the next command after that)."""
    matches_user: bool
    """A token of another user is refused at AUTH (else: at the next command)."""
    imap: ImapLines
    pop: PopLines
    smtp: SmtpLines


GMAIL = Personality(
    name="gmail",
    challenges={
        "XOAUTH2": '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}',
        "OAUTHBEARER": '{"status":"invalid_request","scope":"https://mail.google.com/"}'},
    ends_at_once=True,
    matches_user=True,
    imap=ImapLines(
        greeting="OK Gimap ready for requests from 127.0.0.1 a1mb1",
        capabilities="IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 XYZZY"
                     " SASL-IR AUTH=XOAUTH2 AUTH=PLAIN AUTH=PLAIN-CLIENTTOKEN AUTH=OAUTHBEARER",
        capabilities_inside="IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1"
                            " UIDPLUS ENABLE MOVE CONDSTORE ESEARCH UTF8=ACCEPT LIST-EXTENDED"
                            " LIST-STATUS LITERAL- SPECIAL-USE APPENDLIMIT=35651584",
        capability_done="OK Thats all she wrote! a1mb1",
        accepted="OK {user} authenticated (Success)",
        refused="NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)",
        login_refused="NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)",
        session_over="BYE Session expired, please login again."),
    pop=PopLines(
        greeting="+OK Gpop ready for requests from 127.0.0.1 a1mb1",
        capabilities=("USER", "RESP-CODES", "EXPIRE 0", "LOGIN-DELAY 300", "TOP", "UIDL",
                      "X-GOOGLE-RICO", "SASL PLAIN XOAUTH2 OAUTHBEARER"),
        accepted="+OK Welcome.",
        refused="-ERR [AUTH] Invalid credentials"),
    smtp=SmtpLines(
        greeting="220 smtp.gmail.com ESMTP a1mb1 - gsmtp",
        hello="smtp.gmail.com at your service, [127.0.0.1]",
        extensions=("SIZE 35882577", "8BITMIME", "ENHANCEDSTATUSCODES", "PIPELINING", "CHUNKING",
                    "SMTPUTF8"),
        mechanisms="LOGIN PLAIN XOAUTH2 PLAIN-CLIENTTOKEN OAUTHBEARER XOAUTH",
        accepted="235 2.7.0 Accepted",
        refused=("535-5.7.8 Username and Password not accepted. For more information, go to",
                 "535 5.7.8  https://support.google.com/mail/?p=BadCredentials a1mb1 - gsmtp"),
        before_tls="530 5.7.0 Must issue a STARTTLS command first. a1mb1 - gsmtp",
        unauthenticated="530-5.7.0 Authentication Required. For more information, go to\r\n"
                        "530 5.7.0  https://support.google.com/mail/?p=WantAuthError a1mb1",
        unknown="502 5.5.1 Unrecognized command. a1mb1 - gsmtp"))

EXCHANGE = Personality(
    name="exchange",
    challenges={},
    ends_at_once=False,
    matches_user=False,
    imap=ImapLines(
        greeting="OK The Microsoft Exchange IMAP4 service is ready. [TABPADEAUAAwA==]",
        capabilities="IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT"
                     " CHILDREN IDLE NAMESPACE LITERAL+",
        capabilities_inside="IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID"
                            " UNSELECT CLIENTACCESSRULES CHILDREN IDLE NAMESPACE LITERAL+",
        capability_done="OK CAPABILITY completed.",
        accepted="OK AUTHENTICATE completed.",
        refused="NO AUTHENTICATE failed.",
        login_refused="NO LOGIN failed.",
        session_over="BYE Session invalidated - AccessTokenExpired",
        other_mailbox="BAD User is authenticated but not connected."),
    pop=PopLines(
        greeting="+OK The Microsoft Exchange POP3 service is ready. [TABPADEAUAAwA==]",
        capabilities=("TOP", "UIDL", "SASL PLAIN XOAUTH2", "USER"),
        accepted="+OK User successfully authenticated.",
        refused="-ERR Authentication failure: unknown user name or bad password.",
        initial_response="-ERR Protocol error. Connection is closed. 10",
        other_mailbox="-ERR User is authenticated but not connected."),
    smtp=SmtpLines(
        greeting="220 AM0PR0.outlook.office365.com Microsoft ESMTP MAIL Service ready",
        hello="AM0PR0.outlook.office365.com Hello [127.0.0.1]",
        extensions=("SIZE 157286400", "PIPELINING", "DSN", "ENHANCEDSTATUSCODES", "8BITMIME",
                    "BINARYMIME", "CHUNKING", "SMTPUTF8"),
        mechanisms="LOGIN XOAUTH2",
        accepted="235 2.7.0 Authentication successful",
        refused=("535 5.7.3 Authentication unsuccessful [AM0PR0.eurprd0.prod.outlook.com]",),
        before_tls="530 5.7.0 Must issue a STARTTLS command first",
        unauthenticated="530 5.7.57 Client not authenticated to send mail.",
        unknown="500 5.3.3 Unrecognized command 'unknown'",
        other_mailbox="550 5.7.60 SMTP; Client does not have permissions to send as this sender"))
