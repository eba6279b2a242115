#!/usr/bin/env python3
"""What people write is shown as text in every format: never executed, never a link, never breaking a table.

    injection_test.py --program quarterdeck [--keep DIR]
"""
import argparse
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path

HTML = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
LINK = "[click](javascript:alert(1))"
TEMPLATE = "{{entity.name}}{{{secrets}}}{{/x}}"
TABLE = "a \\| b \\| c"
HEADING = "# not a heading"
ENTITY = "&lt;b&gt; & <b>bold</b>"
NAMES = [HTML, IMAGE, LINK, TEMPLATE, TABLE, HEADING, ENTITY]

SETTINGS = """[portfolio]
name = '<h1>Group</h1> {{x}}'
currency = "USD"
[[entity]]
id = "evil"
name = '''<b onmouseover=alert(1)>Evil</b> | {{x}} | [a](javascript:b)'''
"""


def handoff():
    lines = ["---", "entity: evil", "project: <i>p</i>", "status: active", "as_of: 2026-05-20", "---", f"# {HTML}", ""]
    lines += ["## Expenses", ""] + [f"- **{name}:** $10/month" for name in NAMES] + [""]
    lines += ["## Actions", ""]
    lines += [f"- [ ] {name} (severity: high, impact: $1,000/mo, owner: {HTML}, due: 2026-05-25)" for name in NAMES] + [""]
    lines += ["## Assets", ""] + [f"- **Domain:** {name}" for name in NAMES] + [""]
    lines += ["## Channels", "", "| Channel | Status |", "|---|---|"] + [f"| {name} | planned |" for name in NAMES] + [""]
    lines += ["## User Funnel", "", "| Stage | Count |", "|---|---|"]
    lines += [f"| {name} | {1000 >> i} |" for i, name in enumerate(NAMES)] + [""]
    lines += ["## Risks", ""] + [f"- {name}" for name in NAMES] + [""]
    lines += ["## Technical Debt", ""] + [f"- [ ] {name} (severity: critical)" for name in NAMES]
    return "\n".join(lines) + "\n"


class Page(HTMLParser):
    """Collects what would act instead of being read."""

    FORBIDDEN = {"script", "img", "iframe", "object", "embed", "form", "base", "i", "h6"}
    SCHEMES = ("https:", "http:", "mailto:", "#", "qd:")

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.problems = []
        self.text = []
        self.rows = []

    def handle_starttag(self, tag, attrs):
        if tag in self.FORBIDDEN:
            self.problems.append(f"<{tag} {attrs}>")
        for name, value in attrs:
            if name.startswith("on") or (name in ("href", "src", "action") and not (value or "").startswith(self.SCHEMES)):
                self.problems.append(f"<{tag} {name}={value!r}>")
        if tag == "tr":
            self.rows.append(0)
        if tag in ("td", "th") and self.rows:
            self.rows[-1] += 1

    def handle_data(self, data):
        self.text.append(data)


def check_page(name, html):
    page = Page()
    page.feed(html)
    problems = [f"{name}: {problem}" for problem in page.problems]
    if "{{" in html:
        problems.append(f"{name}: braces of a template are not written as references")
    text = "".join(page.text)
    if "<script>alert(1)</script>" not in text:
        problems.append(f"{name}: the words of the document are not shown as text")
    return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--keep", help="write the workspace here and leave it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        workspace = Path(options.keep or scratch) / "workspace"
        projects = workspace / "agent_handoffs" / "projects"
        projects.mkdir(parents=True)
        (workspace / "quarterdeck.toml").write_text(SETTINGS)
        (workspace / "repos.env").write_text("AWS_REGION=us-west-2\nSES_SENDER_EMAIL=a@example.com\nSES_RECIPIENTS=b@example.com\n")
        (projects / "evil.md").write_text(handoff())
        out = workspace / "out"
        done = subprocess.run([options.program, "-w", str(workspace), "run", "--as-of", "2026-05-21", "--out", str(out)],
                              capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"run: exit {done.returncode}\n{done.stderr}")
        pages = sorted(out.glob("*.html"))
        problems = [] if pages else ["no page was written"]
        for page in pages:
            problems += check_page(page.name, page.read_text())
    for problem in problems:
        print(problem)
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
