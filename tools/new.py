#!/usr/bin/env python3
"""Writes a definition to start from: new.py kpi|check|role ID"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

TEMPLATES = {
    "kpi": ("definitions/kpis.toml", """
[kpi.{id}]
title = "{title}"
for = ["entity", "portfolio"]
formula = "sum(money.revenue)"
unit = "money/month"
better = "higher"
roles = ["ceo"]
needs = "What to write, and under which heading"
"""),
    "check": ("definitions/checks.toml", """
[check.{id}]
question = "{title}?"
for = "entity"
passes = "exists(money.revenue)"
severity = "medium"
roles = ["ceo"]
says = "{{{{entity.name}}}}: what it means for the business."
remedy = "What to do."
"""),
    "role": ("roles/{id}.md", """---
title: {title}
subject: "{title}, {{{{period}}}}"
reads: [money.*, project.*, action.*]
---
# {title}

{{{{> summary}}}}
"""),
}


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in TEMPLATES or not re.fullmatch("[a-z][a-z0-9_-]*", sys.argv[2]):
        sys.exit("usage: ./dev new kpi|check|role ID   (ID: lower-case letters, digits, _ and -)")
    kind, name = sys.argv[1:]
    target, template = TEMPLATES[kind]
    path = ROOT / target.format(id=name)
    title = name.replace("_", " ").replace("-", " ").capitalize()
    text = template.format(id=name, title=title)
    if kind == "role":
        if path.exists():
            sys.exit(f"{path.relative_to(ROOT)} exists already")
        path.write_text(text, encoding="utf-8")
    else:
        if path.exists() and f"[{kind}.{name}]" in path.read_text(encoding="utf-8"):
            sys.exit(f"{path.relative_to(ROOT)} has [{kind}.{name}] already")
        with open(path, "a", encoding="utf-8") as file:
            file.write(text)
    print(f"wrote {path.relative_to(ROOT)}; now make it true, and ./dev test")


if __name__ == "__main__":
    main()
