#!/usr/bin/env python3
"""Files that nobody writes on purpose: no crash, no hang, linear time, and something said about each.

    hostile_test.py --program quarterdeck [--scale 0.1] [--keep DIR]

Each hostile file stands beside one good hand-off, whose figures must come through. Time is judged by doubling: twice the
bytes may take at most three times the processor time, once that is long enough to be measured.
"""
import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

GOOD = """---
entity: good
as_of: 2026-05-01
---
# Good
## Expenses
- **Slip:** $1,450.25/month
"""
LIMIT_SECONDS = 60
MEASURABLE = 0.4
MAX_RATIO = 3.0

HEAD = "# Status\n\nEntity: nasty\n\n## Expenses\n\n"


def table(rows):
    return HEAD + "| Expense | Amount | Per |\n|---|---|---|\n" + "".join(
        f"| Item {i} | $1.00 | month |\n" for i in range(rows))


def wide(columns):
    return HEAD + "|" + " a |" * columns + "\n|" + "---|" * columns + "\n" + ("|" + " $1 |" * columns + "\n") * 20


def deep_list(depth):
    return HEAD + "".join("  " * i + f"- item {i}\n" for i in range(depth))


# What grows with n; n is chosen so that the larger of two takes a noticeable time when it is linear.
GROWING = {
    "brackets": (5_000_000, lambda n: "[" * n),
    "images": (1_000_000, lambda n: "![" * n),
    "emphasis": (1_000_000, lambda n: "*a **b " * (n // 7)),
    "underscores": (2_000_000, lambda n: "_a__" * (n // 4)),
    "backticks": (1_000_000, lambda n: "".join("`" * (i % 400) + "a" for i in range(n // 200))),
    "angles": (2_000_000, lambda n: "<" * n),
    "entities": (2_000_000, lambda n: "&" * n),
    "quotes": (200_000, lambda n: ">" * n),
    "links": (1_000_000, lambda n: "[a](" * (n // 4)),
    "autolinks": (2_000_000, lambda n: HEAD + "- **Site:** " + "www." * (n // 4)),
    "references": (1_000_000, lambda n: "".join(f"[r{i}]: x\n" for i in range(n // 10)) + "[r1]" * 1000),
    "comment": (5_000_000, lambda n: "<!--" * (n // 4)),
    "table": (500_000, table),
    "columns": (5_000, wide),
    "list": (1_000, deep_list),
    "colons": (2_000_000, lambda n: HEAD + "- " + "a: b " * (n // 5)),
    "dots": (2_000_000, lambda n: HEAD + "- " + "a: $1 · " * (n // 8)),
    "digits": (2_000_000, lambda n: HEAD + "- **Slip:** $" + "1" * n),
    "dashes": (2_000_000, lambda n: HEAD + "- **Slip:** " + "$1–" * (n // 3)),
    "pipes": (2_000_000, lambda n: HEAD + "|" * n + "\n|---|\n"),
    "headings": (500_000, lambda n: "".join(f"{'#' * (i % 6 + 1)} Costs {i}\n" for i in range(n // 12))),
    "tasks": (1_000_000, lambda n: "## Actions\n\n" + "- [ ] do (owner: a, " * (n // 20)),
    "parentheses": (1_000_000, lambda n: "## Actions\n\n- [ ] do " + "(" * n),
    "strikes": (1_000_000, lambda n: HEAD + "- **Slip:** " + "~~$1~~ " * (n // 7)),
    "front matter": (1_000_000, lambda n: "---\n" + "a: &x [*x, *x]\n" * (n // 15) + "---\n"),
    "nested front matter": (200_000, lambda n: "---\na: " + "[" * n + "\n---\n"),
}

STRANGE = {
    "nul": b"# A\0B\n\n## Expenses\n- **Slip:** $5/month\0\n",
    "utf16le": "\ufeff# A\r\n\r\n## Expenses\r\n- **Slip:** $5/month\r\n".encode("utf-16-le"),
    "utf16be": "\ufeff# A\n\n## Expenses\n- **Slip:** $5/month\n".encode("utf-16-be"),
    "utf16 odd": "\ufeff# A\n".encode("utf-16-le") + b"x",
    "bom": b"\xef\xbb\xbf# A\n\n## Expenses\n- **Slip:** $5/month\n",
    "crlf": b"# A\r\n\r\n## Expenses\r\n- **Slip:** $5/month\r\n",
    "cr": b"# A\r\r## Expenses\r- **Slip:** $5/month\r",
    "latin1": b"# Caf\xe9\n\n## Expenses\n- **Entr\xe9e:** $5/month\n",
    "binary": bytes(i * 7919 % 256 for i in range(100_000)),
    "empty": b"",
    "blank": b"\n\n   \n\t\n",
    "no newline": b"## Expenses\n- **Slip:** $5/month",
    "open fence": b"## Expenses\n```\n- **Slip:** $5/month\n",
    "open front matter": b"---\nentity: nasty\n",
    "surrogate": b"# A \xed\xa0\x80\n\n## Expenses\n- **Slip:** $5/month\n",
    "bidi": "# A\u202eB\n\n## Expenses\n- **\u202eSlip:** $5/month\n".encode(),
    "huge number": b"## Expenses\n- **Slip:** $99999999999999999999999999/month\n",
    "tiny number": b"## Expenses\n- **Slip:** $0.00000000000000001/month\n",
}


def new_workspace(root, name):
    workspace = Path(root) / name.replace(" ", "-")
    projects = workspace / "agent_handoffs" / "projects"
    projects.mkdir(parents=True)
    (workspace / "repos.env").write_text("AWS_REGION=us-west-2\n")
    (projects / "good.md").write_text(GOOD)
    return workspace, projects


class Failures(list):
    def run(self, program, workspace, *arguments):
        """Standard output of the program, or None after a failure; and its processor time."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [program, "-w", str(workspace), *arguments, "--as-of", "2026-05-21"]
        try:
            done = subprocess.run(command, capture_output=True, timeout=LIMIT_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            self.append(f"{workspace.name}: {arguments[0]} took longer than {LIMIT_SECONDS} s")
            return None, LIMIT_SECONDS
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode not in (0, 1):
            self.append(f"{workspace.name}: {arguments[0]} ended with {done.returncode}: {done.stderr[-300:]!r}")
            return None, 0
        return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def good_one_comes_through(self, program, workspace):
        out, seconds = self.run(program, workspace, "facts", "--format", "json")
        if out is not None:
            slips = [f for f in json.loads(out) if f["entity"] == "good" and f["predicate"] == "money.expense"]
            if [f["value"]["lo"] for f in slips] != ["1450.25"]:
                self.append(f"{workspace.name}: the good hand-off was not read")
        return seconds


def check_growing(failures, program, root, scale):
    for name, (size, make) in GROWING.items():
        seconds = []
        for factor in (1, 2):
            workspace, projects = new_workspace(root, f"{name} {factor}")
            (projects / "nasty.md").write_text(make(int(size * scale * factor)))
            seconds.append(failures.good_one_comes_through(program, workspace))
        if seconds[1] > MEASURABLE and seconds[1] > MAX_RATIO * seconds[0]:
            failures.append(f"{name}: twice the size took {seconds[0]:.2f} s, then {seconds[1]:.2f} s")


def check_strange(failures, program, root):
    for name, content in STRANGE.items():
        workspace, projects = new_workspace(root, name)
        (projects / "nasty.md").write_bytes(content)
        failures.good_one_comes_through(program, workspace)
        failures.run(program, workspace, "check", "--format", "sarif")


def check_no_files(failures, program, root):
    """What is no regular file, or must not be followed, is named by a diagnostic."""
    workspace, projects = new_workspace(root, "no files")
    os.mkfifo(projects / "pipe.md")
    (projects / "loop").symlink_to(projects)
    (projects / "self.md").symlink_to(projects / "self.md")
    (projects / "outside.md").symlink_to("/etc/hostname")
    (projects / "again.md").symlink_to(projects / "good.md")
    (projects / "folder.md").mkdir()
    (projects / "locked.md").write_text(GOOD.replace("good", "locked"))
    (projects / "locked.md").chmod(0)
    failures.good_one_comes_through(program, workspace)
    out, _ = failures.run(program, workspace, "check", "--format", "text")
    named = ["pipe.md", "self.md", "outside.md"] + (["locked.md"] if os.geteuid() else [])
    for name in named:
        if out is not None and name.encode() not in out:
            failures.append(f"no files: nothing was said about {name}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--scale", type=float, default=1, help="of the sizes; small for slow builds")
    parser.add_argument("--keep", help="write the workspaces here and leave them")
    options = parser.parse_args()
    failures = Failures()
    with tempfile.TemporaryDirectory() as scratch:
        root = options.keep or scratch
        check_strange(failures, options.program, root)
        check_no_files(failures, options.program, root)
        check_growing(failures, options.program, root, options.scale)
    for failure in failures:
        print(failure)
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
