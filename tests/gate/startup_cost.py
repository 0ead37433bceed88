#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What our plugin costs a program at its start, against the same program without it.

    startup_cost.py PROGRAM FOLDER_WITHOUT FOLDER_WITH

PROGRAM is sasl_client_init.c, built; the folders hold the stock plugins, and the stock plugins and
ours. Each runs with no account and with one (the marker under HOME). Two ratios must hold:

  instructions   within sasl_client_init, counted by callgrind            at most 1.02
  time           fork to end, median of interleaved pairs, best of tries  at most 1.03

Exit: 0 both hold, 1 one does not, 2 usage or a run that failed, 77 no valgrind (time alone held).
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

MAX_INSTRUCTION_RATIO = 1.02
MAX_TIME_RATIO = 1.03
PAIRS = 400
TRIES = 3  # the machine may be busy with something else
MARKER = ".local/state/sasl-oauth/.ready"


class RunFailed(Exception):
    pass


def environment(folder, home):
    return {"SASL_PATH": folder, "HOME": home, "PATH": "/usr/bin:/bin", "LC_ALL": "C"}


def count_instructions(program, folder, home):
    """Instructions inside sasl_client_init and all it calls."""
    with tempfile.TemporaryDirectory() as scratch:
        out = os.path.join(scratch, "callgrind.out")
        command = ["valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={out}",
                   "--toggle-collect=sasl_client_init", program]
        run = subprocess.run(command, env=environment(folder, home), capture_output=True, text=True)
        if run.returncode != 0:
            raise RunFailed(f"{' '.join(command)}: {run.stderr.strip()}")
        with open(out, encoding="ascii", errors="replace") as lines:
            found = re.search(r"^(?:totals|summary): (\d+)", lines.read(), re.MULTILINE)
    if not found or int(found.group(1)) == 0:
        raise RunFailed(f"callgrind saw no sasl_client_init in {program}")
    return int(found.group(1))


def instruction_ratio(program, without, with_ours, home):
    control = count_instructions(program, without, home)
    ours = count_instructions(program, with_ours, home)
    return ours / control, f"{control} without, {ours} with"


def run_time(program, variables):
    begin = time.perf_counter_ns()
    child = os.posix_spawn(program, [program], variables)
    status = os.waitpid(child, 0)[1]
    end = time.perf_counter_ns()
    if status != 0:
        raise RunFailed(f"{program} ended with status {status}")
    return end - begin


def time_ratio(program, without, with_ours, home):
    """The median over the pairs; within a pair, who goes first alternates."""
    control, ours = environment(without, home), environment(with_ours, home)
    for variables in (control, ours) * 5:
        run_time(program, variables)
    ratios, control_times = [], []
    for pair in range(PAIRS):
        if pair % 2:
            slow = run_time(program, ours)
            base = run_time(program, control)
        else:
            base = run_time(program, control)
            slow = run_time(program, ours)
        ratios.append(slow / base)
        control_times.append(base)
    base_ms = statistics.median(control_times) / 1e6
    return statistics.median(ratios), f"{base_ms:.3f} ms without, {PAIRS} pairs"


def best_time_ratio(program, without, with_ours, home):
    results = []
    for _ in range(TRIES):
        results.append(time_ratio(program, without, with_ours, home))
        if results[-1][0] <= MAX_TIME_RATIO:
            break
    ratio, detail = min(results)
    return ratio, f"{detail}, try {len(results)} of {TRIES}"


def report(what, account, ratio, limit, detail):
    verdict = "ok" if ratio <= limit else "TOO MUCH"
    print(f"{what:12} {account:10} {ratio:.4f} (limit {limit}) {verdict}: {detail}", flush=True)
    return ratio <= limit


def make_home(scratch, account):
    home = os.path.join(scratch, account)
    os.makedirs(home)
    if account == "an account":
        marker = os.path.join(home, MARKER)
        os.makedirs(os.path.dirname(marker))
        with open(marker, "w", encoding="ascii"):
            pass
    return home


def measure(program, without, with_ours, has_valgrind):
    holds = True
    with tempfile.TemporaryDirectory() as scratch:
        for account in ("no account", "an account"):
            home = make_home(scratch, account)
            if has_valgrind:
                ratio, detail = instruction_ratio(program, without, with_ours, home)
                holds &= report("instructions", account, ratio, MAX_INSTRUCTION_RATIO, detail)
            ratio, detail = best_time_ratio(program, without, with_ours, home)
            holds &= report("time", account, ratio, MAX_TIME_RATIO, detail)
    return holds


def main(arguments):
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    program, without, with_ours = map(os.path.abspath, arguments)
    has_valgrind = shutil.which("valgrind") is not None
    try:
        holds = measure(program, without, with_ours, has_valgrind)
    except (RunFailed, OSError) as problem:
        print(f"startup_cost: {problem}", file=sys.stderr)
        return 2
    if not holds:
        return 1
    if not has_valgrind:
        print("startup_cost: skipped the instructions: valgrind is not installed")
        return 77
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
