#!/usr/bin/env python3
"""Precision and recall of the money facts read from documents that a person has labelled.

    score_corpus.py --program quarterdeck FOLDER [--misses 200]

FOLDER holds NAME.md beside NAME.labels; docs/reading-quality.md describes the labels and how the figures are counted.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

ASPECTS = ("amount", "period", "currency", "basis", "role")
SCORED = ("money.", "unit.", "channel.spend", "invoice.", "work.unbilled", "client.billing", "claim.")
INFINITE = Decimal("Infinity")


class Label(NamedTuple):
    line: int
    lo: Decimal | None  # None: any amount
    hi: Decimal | None
    period: frozenset
    currency: frozenset
    basis: frozenset
    role: frozenset

    @property
    def expected(self):
        """Something that has to be read, as opposed to what may only not be misread."""
        return "none" not in self.role


def bound(text, infinite):
    return infinite if text.lstrip("-") == "inf" else Decimal(text)


def parse_label(text):
    line, amount, *others = (part.strip() for part in text.split("|"))
    lo = hi = None
    if amount != "any":
        low, _, high = amount.partition("..")
        lo, hi = bound(low, -INFINITE), bound(high or low, INFINITE)
    return Label(int(line), lo, hi, *(frozenset(other.split("/")) for other in others))


def read_labels(path):
    return [parse_label(line) for line in path.read_text().splitlines() if line.strip() and not line.startswith("#")]


def read_facts(program, documents, scratch):
    projects = Path(scratch) / "agent_handoffs" / "projects"
    projects.mkdir(parents=True)
    (Path(scratch) / "repos.env").write_text("AWS_REGION=us-west-2\n")
    for document in documents:
        (projects / document.name).write_bytes(document.read_bytes())
    done = subprocess.run([program, "-w", scratch, "facts", "--format", "json"], stdout=subprocess.PIPE, check=False)
    if done.returncode:
        sys.exit(f"facts: exit {done.returncode}")
    facts = defaultdict(list)
    for fact in json.loads(done.stdout):
        facts[Path(fact["source"]["file"]).stem].append(fact)
    return facts


def amount_of(fact):
    value = fact["value"]
    if value.get("unit") != "money":
        return None
    lo = -INFINITE if value["lo"] is None else Decimal(value["lo"])
    hi = INFINITE if value["hi"] is None else Decimal(value["hi"])
    return lo, hi


def accepts(choices, found):
    return "any" in choices or (found or "none") in choices


def role_right(label, predicate):
    if predicate.startswith("claim."):
        return "claim" in label.role or "none" in label.role
    return predicate in label.role


def wrong_aspects(fact, label):
    value = fact["value"]
    wrong = []
    if not accepts(label.period, value.get("per")):
        wrong.append("period")
    if not accepts(label.currency, value.get("currency")):
        wrong.append("currency")
    if not accepts(label.basis, fact["basis"]):
        wrong.append("basis")
    if not role_right(label, fact["predicate"]):
        wrong.append("role")
    return wrong


def describe(fact):
    value = fact["value"]
    span = value["lo"] if value["lo"] == value["hi"] else f"{value['lo']}..{value['hi']}"
    return f"{fact['predicate']} {span} {value.get('currency')} per {value.get('per')} {fact['basis']}"


class Score:
    def __init__(self):
        self.facts = 0
        self.wrong = Counter()
        self.right = 0
        self.expected = 0
        self.read = 0
        self.unclassified = 0
        self.misses = []

    def document(self, name, facts, labels):
        by_line = defaultdict(list)
        for label in labels:
            by_line[label.line].append(label)
        used = set()
        for fact in facts:
            amount = amount_of(fact)
            if amount is None:
                continue
            if fact["predicate"].startswith(SCORED):
                self.fact(name, fact, amount, by_line[fact["source"]["line"]], used)
            else:
                self.unclassified += 1
        for label in labels:
            if label.expected:
                self.expected += 1
                self.read += id(label) in used
                if id(label) not in used:
                    self.misses.append(f"{name}:{label.line}: not read: {label.lo}..{label.hi} {'/'.join(label.role)}")

    def fact(self, name, fact, amount, candidates, used):
        self.facts += 1
        fitting = [label for label in candidates if label.lo is None or (label.lo, label.hi) == amount]
        if fitting:
            label = min(fitting, key=lambda one: (id(one) in used, len(wrong_aspects(fact, one))))
            wrong = wrong_aspects(fact, label)
            if "role" not in wrong:
                used.add(id(label))
        elif candidates:
            wrong = ["amount"]
        else:
            wrong = ["role"]
        self.wrong.update(wrong)
        self.right += not wrong
        if wrong:
            where = f"{name}:{fact['source']['line']}"
            self.misses.append(f"{where}: {'+'.join(wrong)}: {describe(fact)}")

    def print(self, limit):
        for miss in self.misses[:limit]:
            print(miss)
        facts = max(self.facts, 1)
        print(f"{self.facts} money facts read, {self.unclassified} more left unclassified")
        for aspect in ASPECTS:
            print(f"  {aspect:<9}{100 * (1 - self.wrong[aspect] / facts):6.1f} % right")
        print(f"  {'all five':<9}{100 * self.right / facts:6.1f} % right (precision)")
        print(f"{self.read} of {self.expected} labelled facts read: {100 * self.read / max(self.expected, 1):.1f} % (recall)")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--misses", type=int, default=1000, help="how many to list")
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    documents = sorted(path for path in options.folder.glob("*.md") if path.with_suffix(".labels").exists())
    if not documents:
        sys.exit(f"{options.folder}: no NAME.md with NAME.labels beside it")
    score = Score()
    with tempfile.TemporaryDirectory() as scratch:
        facts = read_facts(options.program, documents, scratch)
    for document in documents:
        score.document(document.stem, facts[document.stem], read_labels(document.with_suffix(".labels")))
    print(f"{len(documents)} documents")
    score.print(options.misses)


if __name__ == "__main__":
    main()
