#!/usr/bin/env python3
"""How fast mail leaves, against what the libraries beneath can do.

  bench/delivery.py BUILD [--mails N] [--rounds N]

SES calls a second with 16 connections to a local server that answers after 5 ms: libcurl's own multi loop, our client
and transport, and both durable commits of the outbox with it. A commit waits for the disk: beside the share stands what
one fdatasync costs here, because a disk that takes milliseconds decides the last figure alone.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import tempfile
import time


def sync_milliseconds(count=100):
    times = []
    with tempfile.NamedTemporaryFile() as file:
        for _ in range(count):
            file.write(b"x" * 4096)
            file.flush()
            begin = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - begin)
    return statistics.median(times) * 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--mails", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    done = subprocess.run([options.build / "bench/ses_calls", str(options.mails), str(options.rounds)], check=True,
                          stdout=subprocess.PIPE, text=True)
    figures = json.loads(done.stdout)
    print(f"SES calls a second, {figures['in_flight']} connections, {figures['body'] / 1000:.0f} KB each; "
          f"one fdatasync {sync_milliseconds():.2f} ms")
    for name, what in (("floor", "libcurl's multi loop"), ("transport", "our client and transport"),
                       ("ledger", "with both durable commits")):
        print(f"  {what:26} {figures[name]:6.0f}   {figures[name] / figures['floor']:5.2f}")


if __name__ == "__main__":
    main()
