#!/usr/bin/env python3
"""What Quarterdeck reads from generated workspaces equals the generator's own books, to the cent.

    generated_workspace_test.py --program quarterdeck --generate generate [--seeds 1,2,3] [--handoffs 60] [--keep DIR]

For every entity: sums of revenue and expense per currency and cadence, the same converted to a month as `assess` gives
them, and the counts of actions, assets by kind, funnel stages, channels, milestones and risks.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from pathlib import Path

MONEY = ("money.expense", "money.revenue")


def run(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}")
    return done.stdout


class Found:
    """What the facts of one entity add up to."""

    def __init__(self):
        self.sums = defaultdict(lambda: [Decimal(0), Decimal(0), 0])
        self.free = defaultdict(int)
        self.unknown = defaultdict(int)
        self.counts = defaultdict(int)

    def add(self, fact):
        predicate, attrs = fact["predicate"], fact["attrs"]
        if predicate in MONEY:
            self.add_money(predicate, fact["value"])
        elif predicate == "action.item":
            self.counts["done_actions" if attrs["done"] else "open_actions"] += 1
        elif predicate.startswith("asset."):
            self.counts[predicate] += 1
        elif predicate == "channel.status":
            self.counts["channels"] += 1
            self.counts["channels_live"] += attrs.get("state") == "live"
        elif predicate in ("funnel.stage", "milestone.item", "risk.item"):
            self.counts[{"funnel.stage": "funnel_stages", "milestone.item": "milestones", "risk.item": "risks"}[predicate]] += 1

    def add_money(self, predicate, value):
        if "missing" in value:
            self.unknown[predicate] += 1
        elif value["lo"] == value["hi"] == "0":
            self.free[predicate] += 1
        else:
            total = self.sums[predicate, value["currency"], value["per"]]
            total[0] += Decimal(value["lo"])
            total[1] += Decimal(value["hi"])
            total[2] += 1


def facts_by_entity(program, workspace, as_of):
    found = defaultdict(Found)
    for fact in json.loads(run(program, "-w", workspace, "facts", "--format", "json", "--as-of", as_of)):
        if fact["basis"] == "actual" or fact["predicate"] not in MONEY:
            found[fact["entity"]].add(fact)
    return found


def compare_facts(truth, found, differ):
    entity = truth["id"]
    expected = {(m["predicate"], m["currency"], m["per"]): m for m in truth["money"]}
    for key in sorted(expected.keys() | found.sums.keys(), key=str):
        want = expected.get(key, {"lo": "0", "hi": "0", "items": 0})
        have = found.sums.get(key, [Decimal(0), Decimal(0), 0])
        if [Decimal(want["lo"]), Decimal(want["hi"]), want["items"]] != have:
            differ(entity, key, f"{want['lo']}..{want['hi']} ({want['items']})", f"{have[0]}..{have[1]} ({have[2]})")
    for predicate in MONEY:
        for what, counts in (("free", found.free), ("unknown", found.unknown)):
            if truth[what][predicate] != counts[predicate]:
                differ(entity, f"{what} {predicate}", truth[what][predicate], counts[predicate])
    counted = {f"asset.{kind}": n for kind, n in truth["assets"].items()}
    for name in ("open_actions", "done_actions", "funnel_stages", "channels", "channels_live", "milestones", "risks"):
        counted[name] = truth[name]
    for name in sorted(counted.keys() | found.counts.keys()):
        if counted.get(name, 0) != found.counts[name]:
            differ(entity, name, counted.get(name, 0), found.counts[name])


def rounded(fraction):
    """Half-even to 1/10,000, as assess prints money."""
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(fraction.numerator) / Decimal(fraction.denominator)
        return exact.quantize(Decimal("0.0001"), ROUND_HALF_EVEN)


def compare_assessment(program, workspace, truths, differ):
    assessment = json.loads(run(program, "-w", workspace, "assess", "--format", "json", "--as-of", truths["as_of"]))
    figures = defaultdict(dict)
    for kpi in assessment["kpis"]:
        if kpi["id"] in ("burn_rate", "revenue") and kpi["subject"]["kind"] == "entity" and "value" in kpi:
            figures[kpi["subject"]["id"], kpi["id"]][kpi["value"]["currency"]] = kpi["value"]
    for truth in truths["entities"]:
        for monthly in truth["monthly"]:
            name = "burn_rate" if monthly["predicate"] == "money.expense" else "revenue"
            value = figures[truth["id"], name].get(monthly["currency"])
            want = [rounded(Fraction(monthly[end])) for end in ("lo", "hi")]
            have = [Decimal(value[end]) for end in ("lo", "hi")] if value else None
            if have != want:
                differ(truth["id"], f"{name} {monthly['currency']} a month", want, have)


def check(options, seed, variety, root):
    workspace = Path(root) / f"{variety}-{seed}"
    run(options.generate, "--out", workspace, "--handoffs", str(options.handoffs), "--seed", str(seed), "--variety", variety)
    truths = json.loads((workspace / "truth.json").read_text())
    differences = []

    def differ(entity, what, want, have):
        differences.append(f"{variety} {seed}: {entity}: {what}: expected {want}, got {have}")

    found = facts_by_entity(options.program, workspace, truths["as_of"])
    for truth in truths["entities"]:
        compare_facts(truth, found[truth["id"]], differ)
    for entity in found.keys() - {truth["id"] for truth in truths["entities"]}:
        differ(entity, "entity", "none", "some facts")
    if not options.facts_only:
        compare_assessment(options.program, workspace, truths, differ)
    return differences


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--generate", required=True)
    parser.add_argument("--seeds", default="1,2,3", help="comma list, or FIRST-LAST")
    parser.add_argument("--handoffs", type=int, default=60)
    parser.add_argument("--variety", action="append", choices=["recommended", "survey"])
    parser.add_argument("--facts-only", action="store_true", help="leave out assess")
    parser.add_argument("--keep", help="write the workspaces here and leave them")
    options = parser.parse_args()
    first, dash, last = options.seeds.partition("-")
    seeds = range(int(first), int(last) + 1) if dash else [int(seed) for seed in options.seeds.split(",")]
    differences = []
    with tempfile.TemporaryDirectory() as scratch:
        for variety in options.variety or ["recommended", "survey"]:
            for seed in seeds:
                differences += check(options, seed, variety, options.keep or scratch)
    for difference in differences[:100]:
        print(difference)
    if differences:
        sys.exit(f"{len(differences)} differences")
    print(f"{len(seeds)} seeds: every sum and count agrees")


if __name__ == "__main__":
    main()
