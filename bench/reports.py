#!/usr/bin/env python3
"""What the nine reports cost, against reading the hand-offs that they are made of.

    reports.py BUILD [--handoffs N] [--rounds R]

Reading is `facts` of a predicate that nobody has; the reports are what `run` takes with all nine (HTML page, text,
Markdown, mail, tables) more than with one that is empty. The three take turns; the ratio is the median over the rounds.
Then the example: all nine from a cold start of the program.
"""
import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UNITS = ["rental", "yacht-delivery", "clients"]


def seconds(*command):
    begin = time.perf_counter()
    done = subprocess.run([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.exit(done.stderr.decode())
    return time.perf_counter() - begin


def make_workspace(generate, folder, handoffs):
    subprocess.run([generate, "--out", folder, "--handoffs", str(handoffs), "--seed", "1"], check=True)
    settings = folder / "quarterdeck.toml"
    parts = settings.read_text().split("[[entity]]")
    for i, unit in enumerate(UNITS, 1):
        parts[i] = parts[i].replace('kind = "operating"', f'kind = "auxiliary"\nreport = "{unit}"')
    settings.write_text("[[entity]]".join(parts))
    (folder / "roles").mkdir()
    (folder / "roles" / "nothing.md").write_text('+++\ntitle = "Nothing"\nreads = []\n+++\nNothing.\n')
    return folder


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=Path)
    parser.add_argument("--handoffs", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    program = options.build / "quarterdeck"
    with tempfile.TemporaryDirectory() as folder:
        workspace = make_workspace(options.build / "bench" / "workload" / "generate", Path(folder) / "w", options.handoffs)
        run = [program, "-w", workspace, "run", "--as-of", "2026-05-21", "--history", "0"]
        nine = [word for role in ["ceo", "cto", "cfo", "cmo", "cao", "auxiliary", *UNITS] for word in ("--role", role)]
        rows = []
        for _ in range(options.rounds + 1):
            reading = seconds(program, "-w", workspace, "facts", "--predicate", "none.such")
            rows.append((reading, seconds(*run, "--role", "nothing"), seconds(*run, *nine)))
            shutil.rmtree(workspace / ".quarterdeck")
        reading, without, with_reports = (statistics.median(column) for column in zip(*rows[1:]))
        ratio = statistics.median((nine_ - none) / read for read, none, nine_ in rows[1:])
        print(f"{options.handoffs} hand-offs: reading {reading:.2f} s, run without reports {without:.2f} s, with nine "
              f"{with_reports:.2f} s; the reports take {ratio:.2f} of what reading takes")
        harbor = Path(folder) / "harbor"
        times = []
        for _ in range(options.rounds):
            shutil.rmtree(harbor, ignore_errors=True)
            shutil.copytree(ROOT / "examples" / "harbor", harbor, ignore=shutil.ignore_patterns(".quarterdeck"))
            times.append(seconds(program, "-w", harbor, "run", "--as-of", "2026-05-21"))
        print(f"examples/harbor: nine reports in {statistics.median(times):.2f} s")


if __name__ == "__main__":
    main()
