#!/usr/bin/env python3
"""The history of figures is what each commit would have shown.

    history_test.py --program quarterdeck --generate generate WORKSPACE [--weeks 26] [--handoffs 60] [--seeds 1,2] [--keep DIR]

The workspace, and generated ones, are copied into a folder of a repository and changed week by week: amounts, new,
renamed and removed files, merges, links, books and inventory. Then each point of `assess --history` has to equal
`assess` of a checkout of its commit on its day, figure by figure; the last one equals `assess` of the working state.
"""
import argparse
import datetime
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zoneinfo
from pathlib import Path

TODAY = datetime.date(2026, 5, 21)
AMOUNT = re.compile(r"\$\d[\d,]*(\.\d\d)?")


def run(command, **options):
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                          **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stderr.decode()[:2000]}")
    return done.stdout


class Story:
    """A repository whose workspace changes with time."""

    def __init__(self, root, source, seed):
        self.root = root
        self.workspace = root / "group" / "deck"
        self.random = random.Random(seed)
        shutil.copytree(source, self.workspace, ignore=shutil.ignore_patterns(".quarterdeck", "truth.json"))
        (root / "elsewhere.txt").write_text("not ours\n")
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments, when=datetime.datetime(2025, 1, 1)):
        stamp = when.strftime("%Y-%m-%dT%H:%M:%SZ")
        environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1",
                       "GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}
        return run(["git", "-C", self.root, "-c", "user.name=T", "-c", "user.email=t@example.com", *arguments],
                   env=environment).decode()

    def commit(self, when):
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "change", when=when)

    def handoffs(self):
        return sorted(path for path in (self.workspace / "agent_handoffs").rglob("*.md") if not path.is_symlink())

    def change_amounts(self, files):
        for path in self.random.sample(files, min(len(files), 4)):
            text = path.read_text()
            found = list(AMOUNT.finditer(text))
            if not found:
                continue
            one = self.random.choice(found)
            path.write_text(f"{text[:one.start()]}${self.random.randint(1, 9999)}.{self.random.randint(10, 99)}{text[one.end():]}")

    def change_machines(self):
        for path in sorted((self.workspace / "books").glob("*.csv")):
            lines = path.read_text().splitlines(keepends=True)
            if len(lines) > 3:
                del lines[self.random.randrange(1, len(lines))]
                path.write_text("".join(lines))
        for path in sorted((self.workspace / "inventory").glob("*.json")):
            text = path.read_text()
            costs = list(re.finditer(r"\d+\.\d\d", text))
            if costs:
                one = self.random.choice(costs)
                path.write_text(f"{text[:one.start()]}{self.random.randint(1, 99)}.{self.random.randint(10, 99)}{text[one.end():]}")

    def week(self, n, noon):
        files = self.handoffs()
        self.change_amounts(files)
        one = self.random.choice(files)
        if n % 5 == 1:
            one.rename(one.with_name(f"renamed-{n}.md"))
        elif n % 5 == 2:
            one.unlink()
        elif n % 5 == 3:
            one.with_name(f"new-{n}.md").write_text(f"# New {n}\n\n## Financials\n- **Cleaning:** ${n * 10}/month\n")
        elif n % 5 == 4:
            self.change_machines()
        if n == 7:
            one.with_name("link.md").symlink_to("../../../notes.md")
            (self.workspace / "notes.md").write_text("# Notes\n\n## Financials\n- **Mooring:** $77/month\n")
            (self.workspace / "agent_handoffs/more").mkdir()
            (self.workspace / "agent_handoffs/more/a.md").write_text("# A\n\n## Financials\n- **Rope:** $7/month\n")
            (self.workspace / "agent_handoffs/projects/folder-link").symlink_to("../more")
            (self.workspace / "agent_handoffs/projects/outside.md").symlink_to("../../../../elsewhere.txt")
        if n % 6 == 5:
            self.merge(n, noon)
        else:
            self.commit(noon)
        if n % 8 == 3:  # and back again: the same content, brought by another commit
            before = one.read_text() if one.exists() else None
            if before is not None:
                one.write_text(before + "\n- **Extra:** $5/month\n")
                self.commit(noon + datetime.timedelta(hours=1))
                one.write_text(before)
                self.commit(noon + datetime.timedelta(days=1))

    def merge(self, n, noon):
        self.git("checkout", "-q", "-b", f"side-{n}")
        self.commit(noon - datetime.timedelta(days=2))
        self.git("checkout", "-q", "main")
        (self.root / "elsewhere.txt").write_text(f"main went on {n}\n")
        self.commit(noon - datetime.timedelta(days=1))
        self.git("merge", "-q", "--no-edit", f"side-{n}", when=noon)


    def newest(self, day):
        """Of the first parents, the newest commit of that day or earlier where the portfolio lives."""
        config = self.workspace / "quarterdeck.toml"
        zone = re.search(r'timezone = "([^"]+)"', config.read_text() if config.exists() else "")
        local = zoneinfo.ZoneInfo(zone.group(1) if zone else "UTC")
        for line in self.git("log", "--first-parent", "--format=%H %ct", "main").splitlines():
            commit, seconds = line.split()
            if str(datetime.datetime.fromtimestamp(int(seconds), local).date()) <= day:
                return commit
        return None


def assessed(program, workspace, *arguments):
    return json.loads(run([program, "-w", workspace, "assess", "--format", "json", *arguments]))


def gist(kpis):
    return {(k["id"], k["subject"]["kind"], k["subject"]["id"], k["group"]): k.get("value") or k.get("missing") for k in kpis}


def check(program, root, source, weeks, seed):
    story = Story(root, source, seed)
    start = TODAY - datetime.timedelta(days=7 * (weeks - 3))
    for n in range(weeks - 3):
        # Late in the evening of one zone it is the next day in another.
        moment = datetime.datetime.combine(start + datetime.timedelta(days=7 * n), datetime.time(n % 24, 59))
        story.week(n, moment)
    story.change_amounts(story.handoffs())

    whole = assessed(program, story.workspace, "--as-of", TODAY, "--history", f"{weeks}w")
    points = whole["history"]
    if len(points) < weeks - 4 or points[-1]["date"] != str(TODAY) or points[-1]["commit"] is not None:
        return [f"{len(points)} points, the last of {points[-1]['date']}"]
    problems = [] if gist(points[-1]["kpis"]) == gist(whole["kpis"]) else ["the last point is not the working state"]
    if whole["compared_with"] != {"date": points[-2]["date"], "commit": points[-2]["commit"]}:
        problems.append(f"compared with {whole['compared_with']}")
    moved = set()
    for n, point in enumerate(points[:-1]):
        if point["commit"] != story.newest(point["date"]):
            problems.append(f"{point['date']}: {point['commit']} is not the newest commit of then")
        checkout = root.parent / f"{root.name}-{n}"
        story.git("worktree", "add", "-q", "--detach", checkout, point["commit"])
        there = gist(assessed(program, checkout / "group/deck", "--as-of", point["date"])["kpis"])
        here = gist(point["kpis"])
        for key in sorted(there.keys() | here.keys(), key=str):
            if there.get(key) != here.get(key):
                problems.append(f"{point['date']} {key}: the checkout says {there.get(key)}, the history {here.get(key)}")
        moved.update(key for key, value in here.items() if n and gist(points[n - 1]["kpis"]).get(key) != value)
        story.git("worktree", "remove", "--force", checkout)
    if len(moved) < 10:
        problems.append(f"only {len(moved)} figures ever moved: this proves nothing")
    return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--generate", required=True)
    parser.add_argument("--weeks", type=int, default=26)
    parser.add_argument("--handoffs", type=int, default=60)
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--keep", help="make the repositories here and leave them")
    parser.add_argument("workspace")
    options = parser.parse_args()
    problems = []
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(options.keep or scratch)
        for seed in map(int, options.seeds.split(",")):
            made = root / f"generated-{seed}"
            run([options.generate, "--out", made, "--handoffs", options.handoffs, "--seed", seed, "--variety",
                 "survey" if seed % 2 else "recommended"])
            for name, source in (("given", options.workspace), ("made", made)):
                for problem in check(options.program, root / f"{name}-{seed}", source, options.weeks, seed):
                    problems.append(f"{name} {seed}: {problem}")
    for problem in problems[:40]:
        print(problem)
    if problems:
        sys.exit(f"{len(problems)} problems")
    print("every point equals a checkout of its commit")


if __name__ == "__main__":
    main()
