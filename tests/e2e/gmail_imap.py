# SPDX-License-Identifier: MIT
"""IMAP (RFC 3501, 2177, 2971, 4959) as gmail_server.py speaks it, with INBOX alone."""

from __future__ import annotations

import re

from gmail_mailbox import Letter
from gmail_session import Over, Session

ITEM = re.compile(r"[A-Z0-9.]+(?:\[[^\]]*\])?")
LITERAL = re.compile(r"\{(\d+)(\+?)\}$")
FLAGS = r"\Answered \Flagged \Draft \Deleted \Seen"
SEARCH_FLAGS = {"UNSEEN": ("\\Seen", False), "SEEN": ("\\Seen", True),
                "UNDELETED": ("\\Deleted", False), "DELETED": ("\\Deleted", True)}


def numbers_of(text: str, last: int) -> set[int]:
    """The numbers of a sequence set: "1:3,7,9:*"."""
    chosen: set[int] = set()
    for part in text.split(","):
        ends = [last if one == "*" else int(one) for one in part.split(":")]
        chosen.update(range(min(ends), max(ends) + 1))
    return chosen


class ImapSession(Session):
    service = "imap"

    def serve(self) -> None:
        self.send(f"* {self.lines.imap.greeting}")
        self._sent = 0
        while True:
            self._tag, _, command = self._whole_command().partition(" ")
            word, _, rest = command.partition(" ")
            self._obey(word.upper(), rest)

    def say_over(self) -> None:
        self.send(f"* {self.lines.imap.session_over}")

    def _whole_command(self) -> str:
        command = self.line()
        while literal := LITERAL.search(command):
            if not literal.group(2):
                self.send("+ go ahead")
            octets = self.octets(int(literal.group(1))).decode(errors="replace")
            command = command[:literal.start()] + octets + self.line()
        return command

    def _end(self, answer: str) -> None:
        self.send(f"{self._tag} {answer}")

    def _obey(self, word: str, rest: str) -> None:
        imap = self.lines.imap
        if word == "CAPABILITY":
            now = imap.capabilities_inside if self.signed_in else imap.capabilities
            self.send(f"* CAPABILITY {now}")
            self._end(imap.capability_done)
        elif word == "ID":
            self.send('* ID ("name" "mail")')
            self._end("OK Success")
        elif word == "LOGOUT":
            self.send("* BYE LOGOUT Requested")
            self._end("OK good day")
            raise Over
        elif word == "NOOP":
            self._end("OK Success")
        elif word == "LOGIN":
            self._end(imap.login_refused)
        elif word == "AUTHENTICATE":
            self._authenticate(rest)
        elif not self.signed_in:
            self._end("BAD Unknown command")
        elif not self.owns_mailbox():
            self._end(imap.other_mailbox)
        else:
            self._obey_inside(word, rest)

    def _authenticate(self, rest: str) -> None:
        mechanism, _, response = rest.partition(" ")
        imap = self.lines.imap
        if not self.offers(mechanism.upper()):
            self._end("NO unknown mechanism")
        elif self.sign_in(mechanism.upper(), response or None, self._ask):
            self.send(f"* CAPABILITY {imap.capabilities_inside}")
            self._end(imap.accepted.format(user=self.signed_in.user))
        else:
            self._end(imap.refused)

    def _ask(self, challenge: str) -> str:
        self.send(f"+ {challenge}")
        return self.line()

    def _obey_inside(self, word: str, rest: str) -> None:
        by_uid = word == "UID"
        if by_uid:
            word, _, rest = rest.partition(" ")
        simple = {"NAMESPACE": '* NAMESPACE (("" "/")) NIL NIL', "ENABLE": "* ENABLED",
                  "LIST": '* LIST (\\HasNoChildren) "/" "INBOX"',
                  "LSUB": '* LSUB (\\HasNoChildren) "/" "INBOX"'}
        if word.upper() in simple:
            self.send(simple[word.upper()])
        elif word.upper() in ("SELECT", "EXAMINE", "STATUS"):
            self._show_mailbox(word.upper())
        elif word.upper() == "SEARCH":
            self._search(rest, by_uid)
        elif word.upper() in ("FETCH", "STORE"):
            self._each_letter(word.upper(), rest, by_uid)
        elif word.upper() == "IDLE":
            self.send("+ idling")
            self.line()
        elif word.upper() in ("EXPUNGE", "CLOSE"):
            gone = self.server.mailbox.expunge()
            self.send(*(f"* {place} EXPUNGE" for place in gone if word.upper() == "EXPUNGE"))
        elif word.upper() not in ("CHECK", "UNSELECT", "SUBSCRIBE"):
            return self._end("BAD Unknown command")
        self._end("OK Success")

    def _show_mailbox(self, word: str) -> None:
        box = self.server.mailbox
        unseen = sum("\\Seen" not in one.flags for one in box.letters)
        if word == "STATUS":
            self.send(f'* STATUS "INBOX" (MESSAGES {len(box.letters)} RECENT 0 UNSEEN {unseen}'
                      f" UIDNEXT {box.next_uid} UIDVALIDITY 1)")
            return
        self.send(f"* FLAGS ({FLAGS})", f"* OK [PERMANENTFLAGS ({FLAGS} \\*)] Flags permitted.",
                  "* OK [UIDVALIDITY 1] UIDs valid.", f"* {len(box.letters)} EXISTS", "* 0 RECENT",
                  f"* OK [UIDNEXT {box.next_uid}] Predicted next UID.")

    def _search(self, criteria: str, by_uid: bool) -> None:
        wanted = [SEARCH_FLAGS[one] for one in criteria.upper().split() if one in SEARCH_FLAGS]
        found = [one.uid if by_uid else place
                 for place, one in enumerate(self.server.mailbox.letters, 1)
                 if all((flag in one.flags) == present for flag, present in wanted)]
        self.send(" ".join(["* SEARCH", *map(str, found)]))

    def _each_letter(self, word: str, rest: str, by_uid: bool) -> None:
        numbers, _, what = rest.partition(" ")
        letters = self.server.mailbox.letters
        last = (letters[-1].uid if by_uid else len(letters)) if letters else 0
        chosen = numbers_of(numbers, last)
        for place, letter in enumerate(letters, 1):
            if (letter.uid if by_uid else place) in chosen:
                self._fetch(place, letter, what.upper(), by_uid) if word == "FETCH" else \
                    self._store(place, letter, what, by_uid)

    def _store(self, place: int, letter: Letter, what: str, by_uid: bool) -> None:
        flags = set(re.findall(r"[\\$]\w+", what))
        change = {"+": letter.flags.union, "-": letter.flags.difference}
        letter.flags = change.get(what[0], lambda given: given)(flags)
        if ".SILENT" not in what.upper():
            self._fetch(place, letter, "UID FLAGS" if by_uid else "FLAGS", by_uid)

    def _fetch(self, place: int, letter: Letter, what: str, by_uid: bool) -> None:
        names = ITEM.findall(what)
        if by_uid and "UID" not in names:
            names.insert(0, "UID")
        parts = [self._part(name, letter) for name in names]
        if any(one.startswith(("BODY[", "RFC822")) and one not in ("RFC822.SIZE", "RFC822.HEADER")
               for one in names):
            letter.flags.add("\\Seen")
        if any("{" in one for one in parts):
            self._stall()
        self.send(f"* {place} FETCH ({' '.join(parts)})")

    def _stall(self) -> None:
        if self._sent == self.server.stalls_after:
            self.wait_for_the_end()
        self._sent += 1

    @staticmethod
    def _part(name: str, letter: Letter) -> str:
        plain = {"UID": str(letter.uid), "FLAGS": f"({' '.join(sorted(letter.flags))})",
                 "RFC822.SIZE": str(len(letter.text)),
                 "INTERNALDATE": '"26-Nov-2026 10:00:00 +0000"'}
        if name in plain:
            return f"{name} {plain[name]}"
        octets = letter.text
        if "HEADER" in name:
            octets = letter.header
        elif "TEXT" in name:
            octets = letter.body
        return f"{name.replace('.PEEK', '')} {{{len(octets)}}}\r\n{octets.decode()}"
