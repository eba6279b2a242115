#!/usr/bin/env python3
"""Every report of every kind of workspace is made, in every variant, without a word on standard error.

    reports_test.py --program quarterdeck

Empty, one line, no money, only money, two currencies, right to left, long titles, a hundred entities; a role of one's own
as docs/role-templates.md shows it; reports about single businesses; the same bytes twice.
"""
import argparse
import email
import email.policy
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OFFICERS = ["cao", "ceo", "cfo", "cmo", "cto"]
FRONT = "---\nentity: {0}\nas_of: 2026-05-01\n---\n"
LONG = "a very long title that goes on and on " * 5

WORKSPACES = {
    "empty": {},
    "one line": {"x/a.md": "# Thing\n\nJust words.\n"},
    "no money": {"club/a.md": FRONT.format("club") + "## Actions\n- [ ] Paint the fence (owner: cto, due: 2026-05-30)\n"
                 "## Assets\n- **Domain:** club.example.com\n## Channels\n| Channel | Status |\n|---|---|\n| Web | live |\n"},
    "only money": {"shop/a.md": FRONT.format("shop") + "## Monthly costs\n- **Rent:** $900/month\n## Revenue\n"
                   "- **Sales:** $1,200/month\n## Financials\n- **Cash on hand:** $4,000\n"},
    "two currencies": {"shop/a.md": FRONT.format("shop") + "## Monthly costs\n- **Rent:** $900/month\n- **Staff:** €400/month\n"},
    "right to left": {"x/a.md": FRONT.format("שלום-עסק") + "## Monthly costs\n- **شركة النقل:** $120/month\n## Actions\n"
                      f"- [ ] {'كلمة ' * 40} (owner: cfo)\n"},
    "long titles": {"x/a.md": FRONT.format("x") + f"## Monthly costs\n- **{LONG}:** $900/month\n## Actions\n"
                    f"- [ ] {LONG} (owner: cmo, due: 2026-05-30)\n## Clients\n| Client | Billing |\n|---|---|\n| {LONG} | $5/month |\n"},
    "hostile": {"x/a.md": FRONT.format("x") + "## Actions\n- [ ] <script>alert(1)</script> {{kpi.burn_rate.value}} | a `b` (owner: cto)\n"
                "## Technical Debt\n- [ ] [link](javascript:alert(1)) ![](x) *a* (severity: high)\n"},
}


def write(folder, handoffs, settings=""):
    projects = folder / "agent_handoffs" / "projects"
    projects.mkdir(parents=True)
    for name, text in handoffs.items():
        (projects / name).parent.mkdir(parents=True, exist_ok=True)
        (projects / name).write_text(text)
    if settings:
        (folder / "quarterdeck.toml").write_text(settings)
    return folder


class Test:
    def __init__(self, program, folder):
        self.program, self.folder, self.wrong, self.count = program, folder, [], 0

    def check(self, holds, what):
        self.count += 1
        if not holds:
            self.wrong.append(what)

    def run(self, workspace, *options, exit_code=0):
        out = self.folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        done = subprocess.run([self.program, "-w", workspace, "run", "--as-of", "2026-05-21", "--out", out, *options],
                              capture_output=True, text=True, check=False)
        name = f"{workspace.name} {' '.join(options)}"
        self.check(done.returncode == exit_code, f"{name}: exit {done.returncode}: {done.stderr}")
        if exit_code == 0:
            self.check(done.stderr == "", f"{name}: {done.stderr}")
        shutil.rmtree(workspace / ".quarterdeck", ignore_errors=True)
        return {path.name: path.read_bytes() for path in out.glob("*")} if out.exists() else {}, done.stderr

    def reports(self, files):
        return sorted(name[:-4] for name in files if name.endswith(".eml"))

    def kinds_of_workspaces(self):
        for name, handoffs in WORKSPACES.items():
            workspace = write(self.folder / name, handoffs)
            for variant in ("full", "brief"):
                files, _ = self.run(workspace, "--variant", variant)
                self.check(self.reports(files) == OFFICERS, f"{name}, {variant}: mails of {self.reports(files)}")
                for report in OFFICERS:
                    text = files.get(f"{report}.txt", b"").decode()
                    self.check(len(text) > 200, f"{name}: {report}.txt says next to nothing")
                    self.check(not re.search(r"\{\{(?!kpi\.burn_rate\.value)|\bnull\b|\bNaN\b", text), f"{name}: {report}.txt: {text}")
                    self.check(all(len(line) < 120 for line in text.splitlines()), f"{name}: {report}.txt has a long line")

    def the_same_twice(self):
        first, _ = self.run(copy_of(ROOT / "examples" / "harbor", self.folder / "first"))
        second, _ = self.run(copy_of(ROOT / "examples" / "harbor", self.folder / "second"))
        self.check(first == second, f"not the same bytes: {[name for name in first if first[name] != second.get(name)]}")
        self.check(self.reports(first) == sorted([*OFFICERS, "auxiliary", "rental", "yacht-delivery", "clients"]),
                   f"harbor has {self.reports(first)}")

    def single_businesses(self):
        settings = "".join(f'[[entity]]\nid = "{name}"\nname = "{name.title()}"\nkind = "auxiliary"\nreport = "rental"\n'
                           for name in ("oak", "elm"))
        handoffs = {f"{name}/a.md": FRONT.format(name) + f"## Revenue\n- **Rent:** ${rent}/month\n"
                    for name, rent in (("oak", "1,111"), ("elm", "2,222"))}
        workspace = write(self.folder / "two rentals", handoffs, settings)
        files, _ = self.run(workspace, "--role", "rental")
        self.check(self.reports(files) == ["rental-elm", "rental-oak"], f"two rentals: {self.reports(files)}")
        for name, own, other in (("oak", "$1,111", "$2,222"), ("elm", "$2,222", "$1,111")):
            for ending in ("txt", "html", "md", "eml"):
                content = files.get(f"rental-{name}.{ending}", b"")
                if ending == "eml":
                    parts = email.message_from_bytes(content, policy=email.policy.default).walk()
                    content = b"\n".join(p.get_payload(decode=True) or b"" for p in parts)
                self.check(own.encode() in content, f"rental-{name}.{ending} lacks {own}")
                self.check(other.encode() not in content, f"rental-{name}.{ending} tells of the other business")
        _, said = self.run(workspace, "--role", "clients", exit_code=2)
        self.check('report = "clients"' in said, f"what to write is not said: {said}")

    def own_role(self):
        text = (ROOT / "docs" / "role-templates.md").read_text()
        board = re.search(r"^```\n(\+\+\+\ntitle = \"Board.*?)^```$", text, re.M | re.S).group(1)
        workspace = copy_of(ROOT / "examples" / "harbor", self.folder / "board")
        (workspace / "roles").mkdir()
        (workspace / "roles" / "board.md").write_text(board)
        files, _ = self.run(workspace, "--role", "board")
        report = files.get("board.txt", b"").decode()
        self.check("$7.0–9.0K a month" in report, f"board.txt lacks the burn: {report}")
        self.check("says 6 charters" in report, f"board.txt lacks the contradicted claim: {report}")
        self.check("Every entity records its revenue" in report, f"board.txt lacks the milestones: {report}")
        self.check("Repair the critical faults" not in report, "board.txt tells what the role may not read")
        (workspace / "roles" / "short").mkdir()
        (workspace / "roles" / "short" / "every.md").write_text("{{> headline}}\n")
        files, _ = self.run(workspace, "--variant", "short")
        self.check(b"Burn rate" in files.get("ceo.txt", b"") and b"## Shortfalls" not in files.get("ceo.md", b""),
                   "the variant of the workspace's own is not taken")
        self.check(b'"variant":"short"' in files.get("manifest.json", b'"variant":"short"'), "the manifest names another variant")
        _, said = self.run(workspace, "--variant", "nonsense", exit_code=2)
        self.check("brief" in said and "short" in said, f"the variants that there are, are not named: {said}")

    def many_entities(self):
        handoffs = {}
        for e in range(100):
            for p in range(3):
                handoffs[f"firm-{e:03}/p{p}.md"] = FRONT.format(f"firm-{e:03}") + (
                    f"## Monthly costs\n- **Rent {p}:** ${100 + e}/month\n## Actions\n- [ ] Do {e} {p} (owner: ceo, impact: ${e}/mo)\n"
                    f"## Technical Debt\n- [ ] Mend {e} {p} (severity: critical)\n")
        files, _ = self.run(write(self.folder / "many entities", handoffs))
        for report in OFFICERS:
            mail = email.message_from_bytes(files[f"{report}.eml"], policy=email.policy.default)
            html = mail.get_body(("html",)).get_content()
            self.check(len(html.encode()) <= 102_400, f"{report}.eml: {len(html)} bytes of HTML")
            self.check(all(table.count("<tr") <= 22 for table in html.split("<table")), f"{report}.eml has a table of over 20 rows")
        text = files["ceo.txt"].decode()
        self.check("and 80 businesses more" in text, "the CEO is not told how many businesses are left out")
        names = [p.get_filename() for p in email.message_from_bytes(files["ceo.eml"]).walk() if p.get_filename()]
        self.check("ceo-figures.csv" in names and "ceo-actions.csv" in names, f"tables that go along: {names}")
        figures = files.get("ceo-figures.csv", b"").decode()
        self.check("firm-099" in figures.lower(), "the whole table lacks what the report leaves out")


def copy_of(workspace, to):
    return Path(shutil.copytree(workspace, to, ignore=shutil.ignore_patterns(".quarterdeck")))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True, type=Path)
    program = parser.parse_args().program.resolve()
    with tempfile.TemporaryDirectory() as folder:
        test = Test(program, Path(folder))
        test.kinds_of_workspaces()
        test.the_same_twice()
        test.single_businesses()
        test.own_role()
        test.many_entities()
    for line in test.wrong:
        print(line[:2000])
    print(f"{test.count} checks, {len(test.wrong)} failed")
    return 1 if test.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
