#!/usr/bin/env python3
"""How near sending comes to the account's rate while the service throttles.

  bench/storm.py BUILD [--rate 60] [--throttle 0.2] [--outage-every 5 --outage-for 0.5]

Sends five reports to eighty readers one by one, to a stand-in for SES that enforces its rate strictly and throttles a share
of the calls at random, or all of them for a while. Prints what was accepted a second, as a share of rate_share (0.8) of
the rate, and the most that any one second saw, as a share of the rate itself.
"""
import argparse
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests" / "support"))
from delivery_workspace import Workspace  # noqa: E402
from ses_stub import SesStub  # noqa: E402

SHARE = 0.8


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--rate", type=float, default=60)
    parser.add_argument("--throttle", type=float, default=0.2)
    parser.add_argument("--outage-every", type=float, default=0)
    parser.add_argument("--outage-for", type=float, default=0)
    options = parser.parse_args()
    readers = [f"r{i:03}@example.com" for i in range(80)]
    with SesStub() as ses, Workspace(options.build / "quarterdeck", readers, archive="", environment=ses.environment(),
                                     delivery='addressing = "each"') as workspace:
        ses.reset(max_rate=options.rate, enforce_rate=True, throttle=options.throttle, delay=0.01,
                  outage_every=options.outage_every, outage_for=options.outage_for)
        workspace.run("run", "--send", "--as-of", "2026-05-21", "--history", "0", timeout=600)
        attempts = ses.state()["attempts"]
    accepted = sorted(time for time, _, status in attempts if status == 200)
    busiest = max(sum(1 for other in accepted[i:] if other < time + 1) for i, time in enumerate(accepted))
    a_second = (len(accepted) - 1) / (accepted[-1] - accepted[0])
    print(f"{len(accepted)} mails in {len(attempts)} attempts: {a_second:.1f} a second, {a_second / (SHARE * options.rate):.2f} "
          f"of the share that is ours; the busiest second {busiest / options.rate:.2f} of the rate")


if __name__ == "__main__":
    main()
