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
survived is a kill while the new token is nowhere but in the memory of the process that is killed,
at a server that ends the account when it sees the old one again: these calls are counted. Power
failures are modelled: of what was not synced anything may be there or not.
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
Programs were run again and again under a shim that knows whose code asks for memory: each time one
allocation of our modules failed, or that one and all after it until something was given back. The
program had to come to its end, with nothing leaked, no lock, temporary file or damaged record left;
what it said had to be that memory is short, and the next run had to work as if nothing had happened.
Then every block that a process gives back was searched for pieces of tokens, client secrets and
keys, as they are and in base64. Those of our modules hold none. libcurl does not overwrite what it
sends and receives: the request and the reply of a refresh stay in blocks that it has given back,
until they are used again.
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
))

PARTS: tuple[Part, ...] = (FAULTS, FUZZING, MEMORY,)
