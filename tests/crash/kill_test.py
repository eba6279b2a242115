#!/usr/bin/env python3
"""Kills the program at random moments while it sends, and counts what every reader got.

  kill_test.py --program PATH [--kills 60] [--seed 1] [--processes 1] [--transport maildir]

The server delays, drops, throttles, resets and fails after accepting. Afterwards a last run finishes what is left by
itself, and each reader of each report of each period must have been accepted exactly once, or stand in the ledger as
`unknown`, and then have been accepted at most once. With --processes several run at once, and all are killed.

A maildir has no server that can lose a reply: there each message is one file in the end, and none is `unknown`.
"""
import argparse
import collections
import contextlib
import datetime
import mailbox
import os
import random
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "support"))
from delivery_workspace import Workspace  # noqa: E402
from ses_stub import SesStub  # noqa: E402

READERS = [f"reader{i}@example.com" for i in range(4)]
FAULTS = {"delay": 0.002, "jitter": 0.01, "drop": 0.04, "drop_accepted": 0.04, "reset_accepted": 0.03, "throttle": 0.1,
          "unavailable": 0.05, "error_accepted": 0.03, "max_rate": 500, "enforce_rate": True}


def kill_once(workspace, arguments, draw, longest, processes):
    running = [workspace.start(*arguments) for _ in range(processes)]
    time.sleep(draw.random() * longest)
    killed = 0
    for process in running:
        if process.poll() is None:
            killed += 1
        process.send_signal(signal.SIGKILL) if process.poll() is None else None
        process.communicate()
    return killed


def written(workspace):
    """{(reader, report, period): files} of the maildir."""
    received = collections.Counter()
    for message in mailbox.Maildir(workspace.root / ".quarterdeck" / "maildir", create=False):
        key = message["X-Quarterdeck-Key"]
        row = next((row for row in workspace.rows if row["key"] == key or row["message_id"] == f"quarterdeck.{key}"), None)
        if row is None:
            raise SystemExit(f"a file of the key {key} is in no row")
        received[row["recipient"], row["report"], row["period"]] += 1
    return received


def check(workspace, received, periods, wanted_reports, may_be_unknown):
    states = workspace.states()
    problems = []
    for period in periods:
        for report in wanted_reports:
            for reader in READERS:
                count = received[reader, report, period]
                state = states.get((report, period, reader), "no row")
                fine = (state == "accepted" and count == 1) or (may_be_unknown and state == "unknown" and count <= 1)
                if not fine:
                    problems.append(f"{report} {period} {reader}: {state}, accepted {count} times")
    for key, count in received.items():
        if count > 1:
            problems.append(f"{key} accepted {count} times")
    return problems, collections.Counter(states.values())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--transport", choices=("ses", "maildir"), default="ses")
    parser.add_argument("--longest", type=float, default=0.5, help="seconds until the kill, at most")
    options = parser.parse_args()
    draw = random.Random(options.seed)
    first_day = datetime.date(2026, 5, 1)
    by_ses = options.transport == "ses"
    with contextlib.ExitStack() as stack:
        ses = stack.enter_context(SesStub())
        ses.reset(seed=options.seed, **FAULTS)
        workspace = stack.enter_context(Workspace(
            options.program, READERS, "archive@example.com" if by_ses else "", options.transport,
            delivery='addressing = "each"', environment=ses.environment()))
        kills, day, periods = 0, 0, []
        while kills < options.kills:
            period = str(first_day + datetime.timedelta(days=day))
            arguments = ("run", "--send", "--as-of", period, "--history", "0", "--patience", "20s")
            # A few kills on each period, so that later ones meet what earlier ones left.
            for _ in range(draw.randint(1, 4)):
                kills += kill_once(workspace, arguments, draw, options.longest, options.processes)
            periods.append(period)
            day += 1
            done = workspace.run(*arguments, expect=None)
            if done.returncode not in (0, 4):
                raise SystemExit(f"exit {done.returncode}: {done.stdout}{done.stderr}")
        workspace.rows = workspace.deliveries()
        reports = sorted({row["report"] for row in workspace.rows})
        received = ses.received() if by_ses else written(workspace)
        problems, states = check(workspace, received, periods, reports, by_ses)
        state = ses.state()
    print(f"{kills} kills over {len(periods)} periods of {len(reports)} reports to {len(READERS)} readers: "
          f"{dict(states)}; accepted {len(state['mails'])} messages in {len(state['attempts'])} attempts"
          if by_ses else f"{kills} kills over {len(periods)} periods: {dict(states)} in {sum(received.values())} files")
    for problem in problems[:20]:
        print(problem)
    sys.exit(1 if problems or not reports else 0)


if __name__ == "__main__":
    main()
