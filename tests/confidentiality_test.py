#!/usr/bin/env python3
"""A changed input changes the mails of exactly the roles that may see it, in every part and attachment.

    confidentiality_test.py --program quarterdeck WORKSPACE [--as-of DAY]

Each line of EDITS changes one figure of the example. Who may see it is worked out from the definitions: the roles that
read a KPI or a finding that came out differently, and those that list the fact itself.
"""
import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Hand-off, what is replaced, by what, and the predicate whose facts differ.
EDITS = [
    ("jada/finance.md", "$1,650.00", "$1,700.00", "money.expense"),
    ("jada/finance.md", "$18,400", "$18,900", "money.cash"),
    ("jada/finance.md", "$250.00", "$260.00", "unit.cost"),
    ("jada/finance.md", "$65.16", "$75.16", "tax.due"),
    ("jada/website.md", "severity: low", "severity: medium", "debt.item"),
    ("rental-51st/occupancy.md", "$2,650", "$2,750", "money.revenue"),
    ("rental-51st/maintenance.md", "$85", "$95", "money.expense"),
    ("dc-clients/invoices.md", "$420.00", "$430.00", "invoice.due"),
    ("dc-clients/accounts.md", "$340.00", "$350.00", "work.unbilled"),
    ("expert-yacht-delivery/delivery-queue.md", "4,200", "4,300", "queue.item"),
    ("queenofsandiego/guest-list.md", "3,676", "3,777", "audience.contacts"),
    ("quickdumpnow/funnel-and-seo.md", "1,180", "1,280", "funnel.stage"),
    ("portfolio/plan-2026.md", "9,500", "9,600", "money.revenue"),
    ("portfolio/finance-rules.md", "$1,500", "$1,600", "capital.tier"),
]


def matches(pattern, name):
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), name) is not None


class Rights:
    """Who reads what, from the front matter of the roles and the definitions."""

    def __init__(self, workspace):
        self.roles = {}
        for path in sorted((ROOT / "roles").glob("[!_]*.md")):
            front = tomllib.loads(path.read_text().split("+++")[1])
            self.roles[path.stem] = front
        self.definitions = {"kpi": {}, "check": {}}
        for path in sorted((ROOT / "definitions").glob("[kc]*.toml")):
            for kind, entries in tomllib.loads(path.read_text()).items():
                self.definitions[kind].update(entries)
        settings = tomllib.loads((workspace / "quarterdeck.toml").read_text())
        self.entities = {entity["id"]: entity for entity in settings["entity"]}

    def in_scope(self, role, entity):
        about = self.roles[role].get("about", "portfolio")
        if about == "portfolio":
            return True
        known = self.entities.get(entity, {})
        return known.get("report") == role if about == "unit" else known.get("kind") == "auxiliary"

    def reads(self, role, kind, name):
        definition = self.definitions[kind][name]
        listed = definition.get("roles")
        patterns = self.roles[role]["reads"]
        asked = [f"{kind}.{name}"] + ([f"group.{definition['group']}"] if "group" in definition else [])
        return (listed is None or role in listed) and any(matches(p, a) for p in patterns for a in asked)

    def lists(self, role, predicate):
        template = (ROOT / "roles" / f"{role}.md").read_text()
        named = f"items.{predicate}." in template
        return named and any(matches(p, predicate) for p in self.roles[role]["reads"])


def run(program, workspace, as_of):
    """The bytes of the mail of each report, and the assessment."""
    with tempfile.TemporaryDirectory() as out:
        command = [program, "-w", workspace, "run", "--as-of", as_of, "--out", out, "--history", "0"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0 or done.stderr:
            sys.exit(f"run: exit {done.returncode}\n{done.stderr}")
        mails = {path.stem: path.read_bytes() for path in Path(out).glob("*.eml")}
    shutil.rmtree(workspace / ".quarterdeck")
    answer = subprocess.run([program, "-w", workspace, "assess", "--as-of", as_of, "--format", "json"],
                            capture_output=True, text=True, check=True)
    return mails, json.loads(answer.stdout)


def entity_of(subject):
    return subject["id"] if subject["kind"] == "entity" else ""


def differences(before, after):
    """KPIs and findings that read differently: (kind, id of the definition, entity)."""
    out = set()

    def figures(assessment):
        return {(k["id"], entity_of(k["subject"]), k["group"]): (k.get("value"), k.get("missing"), k["partial"])
                for k in assessment["kpis"]}

    def findings(assessment):
        return {(f["check"], entity_of(f["subject"]), f["subject"]["id"]): (f["outcome"], f["severity"], f["message"])
                for f in assessment["findings"] if f["outcome"] in ("fail", "unknown")}

    for kind, of in (("kpi", figures), ("check", findings)):
        old, new = of(before), of(after)
        for key in old.keys() | new.keys():
            if old.get(key) != new.get(key):
                out.add((kind, key[0], key[1]))
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True, type=Path)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--as-of", default="2026-05-21")
    options = parser.parse_args()
    rights = Rights(options.workspace)
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "workspace"

        def edited(handoff=None, old="", new=""):
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(options.workspace, copy, ignore=shutil.ignore_patterns(".quarterdeck"))
            if handoff:
                path = copy / "agent_handoffs" / "projects" / handoff
                text = path.read_text()
                if old not in text:
                    sys.exit(f"{handoff} does not say {old}")
                path.write_text(text.replace(old, new, 1))
            return run(options.program, copy, options.as_of)

        mails, assessment = edited()
        if len(mails) < 9:
            sys.exit(f"only these reports were made: {sorted(mails)}")
        for handoff, old, new, predicate in EDITS:
            entity = handoff.split("/")[0]
            now, assessed = edited(handoff, old, new)
            changed = {role for role in mails if mails[role] != now[role]}
            moved = differences(assessment, assessed)
            expected = {role for role in mails for kind, name, of in moved
                        if rights.in_scope(role, of) and rights.reads(role, kind, name)}
            expected |= {role for role in mails if rights.in_scope(role, entity) and rights.lists(role, predicate)}
            if changed != expected:
                wrong.append(f"{handoff}: {old} -> {new} changed {sorted(changed)}, may be seen by {sorted(expected)}")
            elif not changed:
                wrong.append(f"{handoff}: {old} -> {new} changed nothing")
    for line in wrong:
        print(line)
    print(f"{len(EDITS)} inputs changed, {len(wrong)} seen by others than those who may")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
