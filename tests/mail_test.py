#!/usr/bin/env python3
"""What `run` does with mails that may not be sent, and with PDF.

    mail_test.py --program quarterdeck
"""
import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = None

HANDOFF = """---
entity: jada
as_of: 2026-05-20
---
## Financials
- **Slip rental:** $100/month
- **Revenue:** $300/month
## Actions
- [ ] Fix the null pointer; NaN is a word (impact: $10/mo, owner: cto)
"""
ROLE = '+++\ntitle = "Board report"\nsubject = "Board"\nreads = ["*"]\n+++\n{{portfolio.name}} costs %s.\n'


class Run(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.workspace = Path(self.folder.name) / "workspace"
        self.out = Path(self.folder.name) / "out"
        self.write("agent_handoffs/projects/jada.md", HANDOFF)

    def tearDown(self):
        self.folder.cleanup()

    def write(self, name, text, mode=0o644):
        path = self.workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(mode)

    def run_reports(self, *options, path=None):
        return subprocess.run([PROGRAM, "-w", self.workspace, "run", "--as-of", "2026-05-21", "--out", self.out, *options],
                              capture_output=True, text=True, check=False,
                              env={**os.environ, "PATH": path if path is not None else "/none"})

    def names(self):
        return sorted(path.name for path in self.out.iterdir())

    def test_a_mail_with_a_finding_is_not_written_and_everything_else_is(self):
        self.write("roles/board.md", ROLE % "$NaN")
        done = self.run_reports()
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("board.eml was not written", done.stderr)
        self.assertIn("$NaN", done.stderr)
        for name in ("board.html", "board.md", "board.txt", "ceo.eml", "ceo.html", "assessment.json"):
            self.assertIn(name, self.names())
        self.assertNotIn("board.eml", self.names())

    def test_words_of_people_stop_no_mail(self):
        self.write("roles/board.md", ROLE % "$100 a month, {{#agenda}}{{title}}{{/agenda}}")
        done = self.run_reports()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("board.eml", self.names())

    def test_without_weasyprint_there_is_a_warning_and_no_pdf(self):
        done = self.run_reports("--pdf")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr.count("apt install weasyprint"), 1, done.stderr)
        self.assertFalse([name for name in self.names() if name.endswith(".pdf")])

    def weasyprint(self, script):
        self.write("../bin/weasyprint", f"#!/bin/sh\n{script}\n", 0o755)
        return f"{(self.workspace / '../bin').resolve()}:/usr/bin:/bin"

    def test_pdf_of_every_report_is_archived_with_its_digest(self):
        path = self.weasyprint("printf '%%PDF-1.7 '; cat")
        done = self.run_reports("--pdf", path=path)
        self.assertEqual(done.returncode, 0, done.stderr)
        folder = self.workspace / ".quarterdeck/latest"
        files = {file["file"]: file["sha256"] for file in json.loads((folder / "manifest.json").read_text())["outputs"]}
        for page in [name for name in self.names() if name.endswith(".html")]:
            pdf = (folder / page).with_suffix(".pdf").read_bytes()
            self.assertEqual(pdf, b"%PDF-1.7 " + (self.out / page).read_bytes())
            self.assertEqual(files[Path(page).with_suffix(".pdf").name], hashlib.sha256(pdf).hexdigest())

    def test_formats_ask_for_the_pdf_of_one_report(self):
        self.write("quarterdeck.toml", '[report.cto]\nformats = ["html", "pdf"]\n')
        done = self.run_reports(path=self.weasyprint("printf '%%PDF-1.7 '; cat"))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([name for name in self.names() if name.endswith(".pdf")], ["cto.pdf"])

    def test_a_pdf_that_fails_is_a_warning(self):
        done = self.run_reports("--pdf", "--role", "ceo", path=self.weasyprint("echo no fonts >&2; exit 1"))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("there is no ceo.pdf: WeasyPrint failed: no fonts", done.stderr)


def main():
    global PROGRAM
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True, type=lambda path: str(Path(path).resolve()))
    options, rest = parser.parse_known_args()
    PROGRAM = options.program
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
