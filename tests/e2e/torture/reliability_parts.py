# SPDX-License-Identifier: MIT
"""The parts of doc/reliability.md: what was tried, and which figures each must bring."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Figure:
    """A figure that a part must bring. `at_most` and `at_least` are promises: beyond them the run
    has failed."""

    name: str
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None


@dataclasses.dataclass(frozen=True)
class Part:
    """A section: `name` as evidence.note() has it, and what the reader should know."""

    name: str
    title: str
    text: str
    figures: tuple[Figure, ...]


FAULTS = Part("faults", "Faults at every system call", """
A login, the noting of a refusal, `refresh`, `add` and `import`, each at a server that replaces the
refresh token every time, were done again and again: once with a kill at each system call, once for
each error that Linux may return there, with short writes, and with a disk that is full or broken
from that call on. After each the record had to be the old or the new one whole, the lock free, a
token that could not be saved used and that told, and the next login had to work. What cannot be
survived, at a server that ends the account when it sees the old token again, is a kill while the new
one is nowhere but in the memory of the process that is killed, or a disk that breaks (EIO) just
then: it is not written to again, since the old record may be all that is left. These calls are
counted. Power failures are modelled: of what was not synced anything may be there or not.
""", (
    Figure("faults tried", at_least=1),
    Figure("logins attempted", at_least=1),
    Figure("tokens lost", at_most=0),
    Figure("damaged records", at_most=0),
    Figure("locks left", at_most=0),
    Figure("temporary files left", at_most=0),
    Figure("failures that said nothing", at_most=0),
    Figure("interruptions not overcome", at_most=0),
    Figure("calls at which a kill cannot be survived"),
    Figure("calls at which a broken disk cannot be survived"),
    Figure("power failures modelled", at_least=1),
))

FUZZING = Part("fuzzing", "Fuzzed parsers", """
Everything that is read from the net, from a disk or from a person goes through a parser of its own:
replies, challenges, mail servers' lines, records, token files, the configuration, what a browser
brings home, files of other programs. libFuzzer gave each of them inputs, mutated from seeds in the
direction of code not yet seen, under ASan and UBSan; and what came out was judged: what was
written can be read, an expiry is within bounds, an error's sentence is printable and repeats no
secret. The seeds, and each input that ever broke a promise, are part of `make check`.
""", (
    Figure("targets", at_least=27),
    Figure("executions", at_least=100_000),
    Figure("crashes", at_most=0),
    Figure("seconds", "s"),
))

MEMORY = Part("memory", "Memory that is short, and memory that is given back", """
Logins and the tool's commands were run again and again under a shim that knows whose code asks for
memory: each time one allocation of our modules failed, or that one and all after it until something
was given back. The program had to come to its end, with nothing leaked, no lock, temporary file or
damaged record left, and no rotated token lost; what it said had to be that memory is short, and the
next run had to work as if nothing had happened. Left out are what libc's name service asks for, which
glibc 2.36 does not survive, and the static objects of the tool's option parser, made before `main`;
`config check` and `doctor` were tried at a part of their allocations.

Then every block that a process gives back was searched for pieces of tokens, client secrets and
keys, as they are and in base64. Those of our modules hold none. libcurl does not overwrite what it
sends, so the request of a refresh, with the token that it spends, stays in blocks that libcurl has
given back until they are used again; the reply is overwritten where it came in. Under TLS OpenSSL
keeps a copy of the last record likewise. A core file of a program that has signed in with a token
that was fresh holds no piece of it; after a refresh it may hold what libcurl left, and while a login
is under way the token must be in libcurl's or libsasl's hands. That is why our secrets are wiped,
and not kept out of core files besides: it would hide one copy of several.
""", (
    Figure("allocations that failed", at_least=1),
    Figure("programs that died of it", at_most=0),
    Figure("runs that leaked memory", at_most=0),
    Figure("sentences that were not true", at_most=0),
    Figure("refresh tokens lost", at_most=0),
    Figure("locks, files or logins left broken", at_most=0),
    Figure("blocks of ours that were given back with a secret", at_most=0),
    Figure("most blocks of libcurl that a run leaves with a secret"),
    Figure("most blocks of OpenSSL that a run leaves with a secret"),
    Figure("most blocks of libsasl that a run leaves with a secret"),
    Figure("pieces of tokens in a core file after a login", at_most=0),
    Figure("most pieces of tokens in a core file after a refresh"),
    Figure("most pieces of tokens in a core file during a refresh"),
))

HERDS = Part("herds", "Herds", """
200 processes, and 8 processes of 25 threads, began their logins at one moment: on one account whose
token was over, and on fifty. Timers ran beside them, a person removed the account or signed in anew,
the mail server refused all of them. The process that held an account's lock was killed in the middle
of its request, stopped for a while, and stopped for good: then logins that need a new token fail
after 20 s and say who holds what, those whose token still lives go on, and all is well again once
the process goes on or ends. A login waits in a queue without order, so the longest wait tells
whether somebody starves.
""", (
    Figure("processes at once", at_least=200),
    Figure("threads in one process", at_least=25),
    Figure("logins", at_least=1000),
    Figure("logins that failed without a cause", at_most=0),
    Figure("requests for one account", at_most=1),
    Figure("refresh tokens lost", at_most=0),
    Figure("longest wait", "s", at_most=20),
    Figure("longest wait by the median of its herd"),
    Figure("longest wait for a lock that is never let go", "s", at_most=30),
    Figure("lock holders killed", at_least=1),
    Figure("lock holders stopped", at_least=1),
    Figure("refused logins", at_least=200),
    Figure("accounts removed under a herd", at_least=1),
    Figure("sign-ins under a herd", at_least=1),
))

SECRETS = Part("secrets", "Secrets", """
Each secret was a canary, invented for the run: tokens old and new, the client's secret, codes and
verifiers, private keys, passwords of hosts and proxies, cookies. They went each way through the
tool, at its most verbose, and through the plugin with libsasl at its highest log level; and on each
way the server gave each bad answer, such as errors that repeat what was sent, cut or encoded.
Every octet that the process or a child of it handed to anybody was looked at under strace: output,
logs, arguments, environments, sockets, files wherever they are; plain, cut, percent-encoded, in
base64, hex and JSON's escapes. They may be in the account's file, in the SASL message, in the
request to the right server, and where a command's purpose is to print them.
Files were FIFOs, devices, endless, other users', or swapped for others in the midst of a look. And
programs with set-id bits or capabilities, started by a user who had laid out his own configuration,
accounts and proxies for them, used the accounts of the user whose rights they have.
""", (
    Figure("ways and failures tried", at_least=1),
    Figure("places looked at", at_least=1),
    Figure("canaries where they must not be", at_most=0),
    Figure("file traps", at_least=1),
    Figure("most memory for a file that is none", "MiB", at_most=24),
    Figure("looks at a file that is swapped meanwhile", at_least=1),
    Figure("logins of setuid, setgid and capable programs", at_least=1),
))

SANITIZERS = Part("sanitizers", "Sanitizers and valgrind", """
The tests of our own hosts, and logins by real programs in the end-to-end tests, ran with modules
that were built with AddressSanitizer and UndefinedBehaviorSanitizer; eight programs with twenty-five
threads each, with ThreadSanitizer; our hosts, our mail program and the tool, in valgrind. The
programs that load us are as the distribution has them; a plugin with a mistake in it proves, each
time, that a finding in one of them is seen. `./dev sanitize` runs all of it.
""", (
    Figure("tests under address and undefined", at_least=1),
    Figure("tests under thread", at_least=1),
    Figure("tests under valgrind", at_least=1),
    Figure("findings", at_most=0),
))

ENDPOINT = Part("endpoint", "Hostile token endpoints", """
A login and `sasl-oauth refresh` met servers that fall silent at each step, from the name look-up to
the middle of a chunk, or send a byte a second; floods of 2 GiB and headers without end; bombs of
every coding; redirects of every code to other servers, which listened; certificates that must not be
believed; TLS and HTTP that are broken; and every answer of OAuth, malformed in each way
we could think of. Each time the program had to end in time, with one printable line that is true
and holds no secret; the record had to keep its refresh token, or the new one if a good one had come;
and once the server was well again, all had to work. Memory is the peak of the whole program over
the same program's at a server that is well (wait4's ru_maxrss). Logins were also made while the
clock was stepped by ten years, both ways.
""", (
    Figure("hostile replies tried", at_least=1),
    Figure("logins attempted", at_least=1),
    Figure("worst wait", "s", at_most=16),
    Figure("peak memory over a good refresh", "MiB", at_most=4),
    Figure("secrets at another server", at_most=0),
    Figure("tokens lost", at_most=0),
))

MAIL_SERVER = Part("mail server", "Hostile mail servers", """
mbsync, imtest, pop3test, smtptest, `sasl-oauth test` and a host of our own met mail servers that send
challenges of 0 bytes to 16 MiB, broken ones, endless ones, one after the other without end, before
there was anything to judge and after success. The host of our own keeps each challenge at the end
of a page behind which nothing may be read. No program may die or hang of it, every step after the
first had to succeed, and a token had to be noted as refused exactly where it was. (mbsync 1.4.4 dies
of challenges without end, with a password and without us, too: that is not counted.)
""", (
    Figure("hostile dialogues tried", at_least=1),
    Figure("hosts that died", at_most=0),
    Figure("worst wait", "s", at_most=16),
))

PARTS: tuple[Part, ...] = (FAULTS, FUZZING, MEMORY, HERDS, SECRETS, SANITIZERS, ENDPOINT,
                           MAIL_SERVER)
