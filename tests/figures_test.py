#!/usr/bin/env python3
"""Every figure of every report equals the one that `assess` works out, in every format.

    figures_test.py --program quarterdeck --generate generate [WORKSPACE...] [--seeds 1,2] [--handoffs 40] [--as-of DAY]

A figure with a `qd:` ref in the Markdown archive copy must be the value of `assess --format json`, rounded as shown. Text,
page and Markdown hold the same amounts of money and percentages; the mail holds no other, and each that it links.
"""
import argparse
import email
import email.policy
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

SCALES = {"": 1, "K": 10**3, "M": 10**6, "B": 10**9}
CURRENCIES = "$€£¥₹"
NUMBER = r"(?P<{0}sign>[−-]?)[{1}]?(?:[A-Z]{{3}} )?(?P<{0}digits>\d[\d,]*(?:\.\d+)?)(?P<{0}scale>[KMB]?)(?![\w])"
AMOUNT = re.compile(
    NUMBER.format("a", CURRENCIES) + r"(?:(?P<join>–| to )" + NUMBER.format("b", CURRENCIES) + r")?(?P<percent>\s?%)?"
    r"(?P<unit> (?:hours?|days?|weeks?|months?|years?)\b)?")
MONEY = re.compile(rf"[−-]?[{CURRENCIES}]\d+(?:,\d{{3}})*(?:\.\d+)?[KMB]?(?!\w)")
PERCENT = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?\s?%")
PICTURE = re.compile(r"^```chart (?!bars).*?^```$", re.M | re.S)
LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\(qd:([^)\s]+)\)")


def run(*command, allowed=(0,)):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode not in allowed:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


class Words(HTMLParser):
    """What a reader sees of HTML, without pictures; `note` and `how` are what a page says of itself."""

    APART = {"style", "title", "svg", "script"}
    VOID = {"br", "hr", "img", "meta", "link", "input", "col", "wbr"}

    def __init__(self):
        super().__init__()
        self.words, self.apart = [], []

    def handle_starttag(self, tag, attrs):
        if tag in self.VOID:
            self.words.append(" ")
            return
        classes = (dict(attrs).get("class") or "").split()
        self.apart.append(tag in self.APART or "note" in classes or "how" in classes or any(self.apart[-1:]))
        if tag not in ("strong", "em", "a", "s", "del", "code", "span"):
            self.words.append("\n")

    def handle_endtag(self, tag):
        if tag not in self.VOID and self.apart:
            self.apart.pop()

    def handle_data(self, data):
        if not any(self.apart[-1:]):
            self.words.append(data)


def words_of(html):
    parser = Words()
    parser.feed(html)
    return "".join(parser.words)


def figures(text):
    text = text.replace("\u00a0", " ")
    found = {re.sub(r"\s", "", figure).replace("−", "-") for figure in PERCENT.findall(text)}
    return found | {figure.replace("−", "-") for figure in MONEY.findall(text)}


def plain(markdown):
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown)


def markdown_words(markdown):
    return plain(re.sub(r"\]\((?:[^()\\]|\\.|\([^()]*\))*\)", "]", markdown))


def decimals(digits):
    return len(digits.partition(".")[2])


def same(exact, sign, digits, scale, factor):
    shown = Decimal(digits.replace(",", "")) * SCALES[scale] * (-1 if sign else 1)
    half = Decimal(SCALES[scale]) / (2 * 10 ** decimals(digits))
    return abs(Decimal(exact) * factor - shown) <= half + Decimal("0.0001")


def is_value(match, value):
    """Whether an amount as shown is the value of a KPI, rounded as shown."""
    parts = match.groupdict()
    factor = Decimal(100 if parts["percent"] else 1)
    ends = ("a", "b") if parts["bdigits"] else ("a", "a")
    for end, exact in zip(ends, (value["lo"], value["hi"])):
        if exact is None:
            exact = value["hi"] if value["lo"] is None else value["lo"]
        scale = parts[end + "scale"]
        if end == "a" and parts["join"] == "–" and not scale:
            scale = parts["bscale"]
        if not same(exact, parts[end + "sign"], parts[end + "digits"], scale, factor):
            return False
    return True


class Reports:
    def __init__(self, program, workspace, as_of, out, name):
        assessed = run(program, "-w", workspace, "assess", "--format", "json", "--as-of", as_of)
        self.kpis = defaultdict(list)
        for kpi in json.loads(assessed)["kpis"]:
            subject = kpi["subject"]
            self.kpis[kpi["id"], "portfolio" if subject["kind"] == "portfolio" else subject["id"]].append(kpi)
        run(program, "-w", workspace, "run", "--as-of", as_of, "--out", out)
        self.out, self.name, self.problems, self.linked = out, name, [], 0

    def say(self, report, what):
        self.problems.append(f"{self.name}: {report}: {what}")

    def check_link(self, report, words, reference):
        kpi, _, subject = unquote(reference).partition("@")
        values = [one["value"] for one in self.kpis.get((kpi, subject or "portfolio"), []) if "value" in one]
        matches = [match for match in AMOUNT.finditer(words)
                   if match["adigits"] and not words[max(match.start() - 1, 0)].isalnum()]
        if (kpi, subject or "portfolio") not in self.kpis or not matches or not re.match(r"[^A-Za-z]*\d|at (least|most)", words):
            return
        self.linked += 1
        # A count or money; what has a unit of time may be shown in another one.
        if not any(is_value(matches[0], value) for value in values) and not matches[0]["unit"]:
            shown = [(value["lo"], value["hi"]) for value in values]
            self.say(report, f"{words} (qd:{reference}), but assess says {shown}")

    def check(self, report):
        markdown = (self.out / f"{report}.md").read_text()
        text = (self.out / f"{report}.txt").read_text()
        page = (self.out / f"{report}.html").read_text()
        message = email.message_from_bytes((self.out / f"{report}.eml").read_bytes(), policy=email.policy.default)
        mail = message.get_body(("html",)).get_content()
        mail_text = message.get_body(("plain",)).get_content()
        if mail_text.split() != text.split():
            self.say(report, "the text part is not the text file")
        for words, reference in LINK.findall(markdown):
            self.check_link(report, plain(words), reference)
        body = text.rpartition("\n--\n")[0] or text
        expected = figures(markdown_words(markdown))
        for what, found in (("text", figures(body)), ("page", figures(words_of(page)))):
            if found != expected:
                self.say(report, f"{what} lacks {sorted(expected - found)} and adds {sorted(found - expected)}")
        in_mail = figures(words_of(mail))
        if in_mail - figures(text):
            self.say(report, f"the mail adds {sorted(in_mail - figures(text))}")
        # Charts other than bars are pictures there.
        expected = figures(markdown_words(PICTURE.sub("", markdown)))
        if 'class="muted note"' not in mail and expected - in_mail:
            self.say(report, f"the mail lacks {sorted(expected - in_mail)}")

    def check_all(self):
        reports = sorted(path.stem for path in self.out.glob("*.md"))
        if not reports:
            self.say("run", "there is no report")
        for report in reports:
            self.check(report)
        return self.problems


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--generate", required=True)
    parser.add_argument("--seeds", default="1,2")
    parser.add_argument("--handoffs", type=int, default=40)
    parser.add_argument("--as-of", default="2026-05-21")
    parser.add_argument("workspaces", nargs="*", type=Path)
    options = parser.parse_args()
    problems, linked = [], 0
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        cases = []
        for number, workspace in enumerate(options.workspaces):
            copy = root / f"copy-{number}"
            shutil.copytree(workspace, copy, ignore=shutil.ignore_patterns(".quarterdeck"))
            cases.append((workspace.name, copy, options.as_of))
        for seed in options.seeds.split(","):
            workspace = root / f"generated-{seed}"
            run(options.generate, "--out", workspace, "--handoffs", options.handoffs, "--seed", seed)
            cases.append((workspace.name, workspace, json.loads((workspace / "truth.json").read_text())["as_of"]))
        for name, workspace, as_of in cases:
            reports = Reports(options.program, workspace, as_of, root / f"out-{name}", name)
            problems += reports.check_all()
            linked += reports.linked
    for problem in problems:
        print(problem)
    print(f"{linked} linked figures in {len(cases)} workspaces")
    if not linked:
        print("no figure was compared")
    sys.exit(1 if problems or not linked else 0)


if __name__ == "__main__":
    main()
