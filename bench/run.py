#!/usr/bin/env python3
"""Measures `quarterdeck run` against the floor: reading the same bytes and md4c's bare parse of them on two threads.

  bench/run.py BUILD [--handoffs N]... [--pairs N] [--instructions] [--keep DIR]

For each size a workspace is generated, and floor and run take turns (warm cache); the ratio is the median over the pairs,
each pair measured back to back so that what else the machine does weighs on both. --instructions counts those of one
thread with valgrind, where the processor's counters cannot be read (slow: minutes for 10,000 hand-offs).
"""
import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


def timed(command):
    """Seconds, and the peak of resident memory in MB."""
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit {process.returncode}\n{errors.decode()}")
    return time.monotonic() - begin, usage.ru_maxrss / 1024


def run_command(build, workspace, *more):
    # Without a run before it, so that each one does the same work; the state folder is removed in between.
    shutil.rmtree(workspace / ".quarterdeck", ignore_errors=True)
    return [build / "quarterdeck", "-w", workspace, "run", "--role", "ceo", "--as-of", "2026-05-21", *more]


def instructions(command):
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *map(str, command)],
                          capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


def measure(build, folder, handoffs, pairs, count_instructions):
    workspace = folder / f"w{handoffs}"
    if not workspace.exists():
        subprocess.run([build / "bench/workload/generate", "--out", workspace, "--handoffs", str(handoffs), "--seed", "1"],
                       check=True, stdout=subprocess.DEVNULL)
    floor = [build / "bench/baseline", workspace, "2"]
    timed(floor), timed(run_command(build, workspace))
    rows = []
    for _ in range(pairs):
        rows.append((timed(floor)[0], *timed(run_command(build, workspace))))
    ratio = statistics.median(run / base for base, run, _ in rows)
    print(f"{handoffs:>7} hand-offs: floor {statistics.median(r[0] for r in rows):.2f} s, "
          f"run {statistics.median(r[1] for r in rows):.2f} s, ratio {ratio:.2f}, "
          f"peak {max(r[2] for r in rows):.0f} MB ({pairs} pairs)", flush=True)
    if count_instructions:
        count = instructions(run_command(build, workspace, "--threads", "1"))
        print(f"        {count / handoffs / 1000:.0f} thousand instructions a file", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--handoffs", type=int, action="append")
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--instructions", action="store_true")
    parser.add_argument("--keep", type=pathlib.Path, help="keep the workspaces in this folder, or take those there")
    options = parser.parse_args()
    build = options.build.resolve()
    with tempfile.TemporaryDirectory(prefix="quarterdeck-bench-") as temporary:
        folder = (options.keep or pathlib.Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        for handoffs in options.handoffs or [10_000, 100_000]:
            measure(build, folder, handoffs, options.pairs, options.instructions)


if __name__ == "__main__":
    main()
