# SPDX-License-Identifier: MIT
"""Whatever a token endpoint does, a login ends in time, in little memory, with the truth in one
line, and the refresh token is where it was."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

import effort
import evidence
import silent_name_server
from certificates import Certificates
from hostile_bodies import (LIVES, NOT_JSON_AT_ALL, OAUTH_ERRORS, RETRY_AFTER, TOKENS, UNTIDY,
                            WORDS)
from hostile_echoes import ECHOES
from hostile_http import BOMBS, ELSEWHERE, FLOODS, MALFORMED, SLOW, TOLERABLE
from hostile_http2 import HTTP2
from hostile_sweep import Account, Laboratory, Run, Sweep, Trial
from hostile_transport import BROKEN, CERTIFICATES, SILENT
from hostility import ACCESS, Effect, Hostility
from installation import Installation

PART = "endpoint"
PROMISED_SECONDS = 16
PROMISED_KIB = 4096
SHORT_LIMITS = 'connect_timeout = "1s"\nrequest_timeout = "2s"\n'
SHORT_SECONDS = 4
LONGEST_SENTENCE = 1500
TEN_YEARS = 10 * 365 * 24 * 3600
STATE = {"failures", "next_attempt_at", "verdict"}
ROTATED = {"refresh_token", "refresh_token_rotates"}
RENEWED = {"access_token", "expires_at", "issued_at", "renewed_at", "scope"}
TRY_LATER_CODES, FINAL_CODES = {69, 75}, {77, 78}

QUICK = [*BROKEN, *CERTIFICATES, *FLOODS, *BOMBS, *MALFORMED, *TOLERABLE, *ELSEWHERE, *HTTP2,
         *TOKENS, *LIVES, *UNTIDY, *NOT_JSON_AT_ALL, *OAUTH_ERRORS, *WORDS, *RETRY_AFTER, *ECHOES]
CHOSEN = [*effort.tried([*SILENT, *SLOW], in_short=8), *effort.tried(QUICK, in_short=40)]
each_trial = pytest.mark.parametrize("trial", CHOSEN, ids=lambda one: one.title[:60],
                                     indirect=True)


@pytest.fixture(scope="module")
def sweep(request: pytest.FixtureRequest, installed: Installation, certificates: Certificates,
          tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sweep]:
    """All that the tests of this run ask for, before the first one looks."""
    limits = "" if effort.is_full() else SHORT_LIMITS
    wanted = {item.callspec.params["trial"].title for item in request.session.items
              if "trial" in getattr(item, "fixturenames", ())}
    laboratory = Laboratory(installed, certificates, tmp_path_factory.mktemp("hostile"), limits)
    names = silent_name_server.missing()
    done = Sweep(laboratory).run([one for one in CHOSEN if one.title in wanted
                                  and not (names and needs_names(one))])
    yield done
    note_evidence(done)


def needs_names(hostility: Hostility) -> bool:
    return hostility.place == "silent name server"


@pytest.fixture
def trial(request: pytest.FixtureRequest, sweep: Sweep) -> Trial:
    if needs_names(request.param) and (reason := silent_name_server.missing()):
        pytest.skip(reason)
    return sweep.trials[request.param.title]


def note_evidence(sweep: Sweep) -> None:
    trials = list(sweep.trials.values())
    runs = [run for trial in trials for run in (trial.login, trial.refresh, *trial.mended)]
    over = max(max(trial.login.peak_kib - sweep.control["login"].peak_kib,
                   trial.refresh.peak_kib - sweep.control["refresh"].peak_kib)
               for trial in trials)
    evidence.note(PART, "hostile replies tried", len(trials))
    evidence.note(PART, "logins attempted", len(runs))
    evidence.note(PART, "worst wait", max(max(waits(sweep, one)) for one in trials), "max")
    evidence.note(PART, "peak memory over a good refresh", over / 1024, "max")
    evidence.note(PART, "secrets at another server",
                  sum(len(witness.requests) for witness in sweep.witnesses))
    evidence.note(PART, "tokens lost", sum(is_lost(trial, account) for trial in trials
                                           for account in accounts(trial)))


def accounts(trial: Trial) -> tuple[Account, Account]:
    return trial.login_account, trial.refresh_account


def is_lost(trial: Trial, account: Account) -> bool:
    kept = trial.hostility.rotated or account.before["refresh_token"]
    return account.after["refresh_token"] != kept


def sentences(trial: Trial) -> list[str]:
    """What the login said, and what the tool said, without what the programs put before it."""
    if trial.hostility.effect is Effect.WORKS:
        return []
    count, _, said = trial.login.output.partition("\n")
    assert count == "1 failed" and ": sasl-oauth: " in said, trial.login.output
    name = trial.refresh_account.name
    assert f"{name}: " in trial.refresh.output, trial.refresh.output
    return [said.partition(": sasl-oauth: ")[2], trial.refresh.output.partition(f"{name}: ")[2]]


def waits(sweep: Sweep, trial: Trial) -> tuple[float, float]:
    """How much longer each program took than at a server that is well: a busy machine is not the
    server's fault."""
    return (trial.login.seconds - sweep.control["login"].seconds,
            trial.refresh.seconds - sweep.control["refresh"].seconds)


@each_trial
def test_it_ends_in_time_and_by_itself(sweep: Sweep, trial: Trial) -> None:
    promised = PROMISED_SECONDS if effort.is_full() else SHORT_SECONDS
    for run, wait in zip((trial.login, trial.refresh), waits(sweep, trial)):
        assert wait <= promised, run.output
        assert run.status & 0x7f == 0, f"ended by signal {run.status & 0x7f}: {run.output}"


@each_trial
def test_it_needs_little_more_memory_than_a_good_refresh(sweep: Sweep, trial: Trial) -> None:
    assert trial.login.peak_kib - sweep.control["login"].peak_kib <= PROMISED_KIB
    assert trial.refresh.peak_kib - sweep.control["refresh"].peak_kib <= PROMISED_KIB


@each_trial
def test_the_sentence_is_one_line_and_says_what_happened(trial: Trial) -> None:
    for sentence in sentences(trial):
        line = sentence.removesuffix("\n")
        assert line.isprintable() and 20 < len(line) <= LONGEST_SENTENCE, repr(sentence)
        for words in trial.hostility.words:
            assert words.format(server=trial.server.removesuffix(":443")) in line, line


@each_trial
def test_no_secret_is_in_what_is_said(trial: Trial) -> None:
    for run, account in ((trial.login, trial.login_account),
                         (trial.refresh, trial.refresh_account)):
        for secret in (*account.secrets(), account.before["access_token"], ACCESS):
            for start in range(0, len(secret) - 16):
                assert secret[start:start + 16] not in run.output, run.output


@each_trial
def test_the_record_holds_the_refresh_token_and_what_was_noted(trial: Trial) -> None:
    for account in accounts(trial):
        assert not is_lost(trial, account), account.after
        check_record(trial, account)


def check_record(trial: Trial, account: Account) -> None:
    before, after, effect = account.before, account.after, trial.hostility.effect
    changed = {name for name in (before | after) if before.get(name) != after.get(name)}
    if effect is Effect.WORKS:
        assert changed <= RENEWED | ROTATED and after["access_token"] == ACCESS
        assert account.ended_at - 60 < after["issued_at"] <= account.ended_at
        assert 0 <= after["expires_at"] - after["issued_at"] <= TEN_YEARS
        return
    assert changed <= STATE | ROTATED
    if effect is Effect.FINAL:
        assert "verdict" in after and after["verdict"]["refresh_token"] == before["refresh_token"]
        return
    assert after["failures"] == 1 and "verdict" not in after
    longest = trial.hostility.longest_pause
    pause = after["next_attempt_at"] - account.ended_at
    assert longest - 60 < pause <= longest, pause


@each_trial
def test_each_program_asks_once_and_the_tool_says_by_its_code_how_it_was(trial: Trial) -> None:
    tokens = {account.before["refresh_token"] for account in accounts(trial)}
    asked = [one["refresh_token"] for one in trial.requests]
    assert len(asked) == len(set(asked)) and set(asked) <= tokens
    codes = {Effect.WORKS: {0}, Effect.LATER: TRY_LATER_CODES, Effect.FINAL: FINAL_CODES}
    assert trial.refresh.exit_code in codes[trial.hostility.effect], trial.refresh.output


@each_trial
def test_once_it_is_mended_all_works_again(trial: Trial) -> None:
    for run in trial.mended:
        assert run.exit_code == 0 and "1 failed" not in run.output, run.output
    for account in accounts(trial):
        record = account.record()
        assert record["access_token"] == "good-token" and record["expires_at"] > time.time()
        assert not STATE & record.keys() and not is_lost(trial, account)


def test_nothing_came_to_the_servers_elsewhere(sweep: Sweep) -> None:
    for witness in sweep.witnesses:
        assert (witness.heard, witness.requests) == (b"", [])


def test_the_measure_is_a_login_that_works(sweep: Sweep) -> None:
    for run in sweep.control.values():
        assert run.exit_code == 0 and run.peak_kib > 5000, run.output
    assert isinstance(sweep.control["login"], Run)
