#!/usr/bin/env python3
"""A line that is not there gives no figure: deleting it changes exactly what was made of it.

    deletion_test.py --program quarterdeck WORKSPACE [--as-of 2026-05-21] [--every 1]

For each line of a hand-off that gives a figure: without it, every KPI that had one of its facts as an input changes or
becomes unknown, every other KPI stays as it was, and none becomes 0 because nothing is known any more.
"""
import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path


def run_json(program, workspace, command, as_of):
    done = subprocess.run([program, "-w", str(workspace), command, "--format", "json", "--as-of", as_of],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{command}: exit {done.returncode}")
    return json.loads(done.stdout)


def key_of(kpi):
    return kpi["id"], kpi["subject"]["kind"], kpi["subject"]["id"], kpi["group"] or ""


def kpis_of(program, workspace, as_of):
    return {key_of(kpi): kpi for kpi in run_json(program, workspace, "assess", as_of)["kpis"]}


def figure(kpi):
    """The figure itself; which facts made it is judged apart, and what is counted ("charter") may come from anywhere."""
    if kpi is None or "missing" in kpi:
        return None
    partial = kpi.get("partial")
    return {**kpi["value"], "of": None}, partial and (partial["known"], partial["of"])


def lines_with_figures(facts):
    """(file, line) → ids of all the facts that it gives, where one of them is a figure."""
    lines = defaultdict(set)
    figures = set()
    for fact in facts:
        place = fact["source"]["file"], fact["source"]["line"]
        lines[place].add(fact["id"])
        if place[0].endswith(".md") and fact["value"].get("lo") not in (None, "0"):
            figures.add(place)
    return {place: lines[place] for place in figures}


def compare(place, ids, before, after):
    differences = []
    for key, kpi in before.items():
        used = bool(ids & set(kpi["inputs"]))
        new = after.get(key)
        changed = figure(kpi) != figure(new)
        if changed and not used:
            differences.append(f"{place}: {key} changed but had no input there: {figure(kpi)} → {figure(new)}")
        alone = used and set(kpi["inputs"]) <= ids
        if alone and "value" in kpi and not changed:
            differences.append(f"{place}: {key} is unchanged without its only input")
        if alone and new is not None and "value" in new and new["value"]["lo"] == "0":
            differences.append(f"{place}: {key} became 0 because nothing is known")
    return differences


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--as-of", default="2026-05-21")
    parser.add_argument("--every", type=int, default=1, help="only every n-th line")
    parser.add_argument("workspace", type=Path)
    options = parser.parse_args()
    differences = []
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch) / "workspace"
        shutil.copytree(options.workspace, work, ignore=shutil.ignore_patterns(".quarterdeck"))
        before = kpis_of(options.program, work, options.as_of)
        lines = lines_with_figures(run_json(options.program, work, "facts", options.as_of))
        for (name, number), ids in sorted(lines.items())[:: options.every]:
            path = work / name
            whole = path.read_bytes()
            kept = whole.splitlines(keepends=True)
            del kept[number - 1]
            path.write_bytes(b"".join(kept))
            differences += compare(f"{name}:{number}", ids, before, kpis_of(options.program, work, options.as_of))
            path.write_bytes(whole)
    for difference in differences:
        print(difference)
    if differences:
        sys.exit(f"{len(differences)} differences")
    print(f"{len(lines)} lines: deleting each changes what was made of it, and nothing else")


if __name__ == "__main__":
    main()
