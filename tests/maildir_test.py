#!/usr/bin/env python3
"""The Maildir transport as mail programs see it: Python's mailbox, and mutt.

    maildir_test.py --probe transport_probe
"""
import argparse
import json
import mailbox
import os
import pathlib
import pty
import subprocess
import sys
import tempfile
import unittest

OPTIONS = None


def message(subject, body="text"):
    return (f"From: Reports <reports@example.com>\nTo: ceo@example.com\nSubject: {subject}\n"
            f"Date: Thu, 21 May 2026 09:30:00 +0000\nMessage-ID: <{subject}@example.com>\n\n{body}\n").encode()


class Maildir(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.temporary.name)
        self.maildir = self.folder / "mail"

    def tearDown(self):
        self.temporary.cleanup()

    def deliver(self, *contents):
        lines = []
        for number, content in enumerate(contents):
            (self.folder / f"{number}.eml").write_bytes(content)
            lines.append(f"reports@example.com ceo@example.com {self.folder / f'{number}.eml'}\n")
        done = subprocess.run([OPTIONS.probe, "maildir", self.maildir], input="".join(lines), text=True, check=True,
                              capture_output=True, timeout=60)
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([answer["kind"] for answer in answers], ["accepted"] * len(contents))

    def test_pythons_mailbox_reads_the_same_bytes(self):
        contents = [message("one"), message("two", ".\n..\nFrom here\n")]
        self.deliver(*contents)
        self.assertEqual(sorted(box.as_bytes() for box in mailbox.Maildir(self.maildir, create=False)), sorted(contents))

    def mutt(self, keys):
        """Runs mutt on a terminal of its own; it must end by itself."""
        terminal, other_end = pty.openpty()
        try:
            done = subprocess.run(["mutt", "-n", "-F", "/dev/null", "-e", "set quit=yes wait_key=no resolve=no confirmappend=no",
                                   "-e", "set folder=/nonexistent record= header_cache=", "-e", f"push '{keys}'", "-f",
                                   self.maildir], stdin=other_end, stdout=other_end, stderr=subprocess.PIPE, timeout=60,
                                  env={**os.environ, "TERM": "xterm", "HOME": str(self.folder), "LC_ALL": "C.UTF-8"})
        finally:
            os.close(terminal)
            os.close(other_end)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_mutt_reads_it_and_what_mutt_moved_is_not_delivered_again(self):
        self.deliver(message("one"), message("two"))
        out = self.folder / "out"
        read = f"<pipe-message>cat >> {out}<enter><clear-flag>N"
        self.mutt(f"<first-entry>{read}<next-entry>{read}<sync-mailbox><quit>")
        text = out.read_text()
        self.assertIn("Subject: one", text)
        self.assertIn("Subject: two", text)
        box = mailbox.Maildir(self.maildir, create=False)
        self.assertEqual({box[key].get_subdir() for key in box.keys()}, {"cur"}, os.listdir(self.maildir / "new"))
        self.deliver(message("one"), message("two"))
        self.assertEqual(len(mailbox.Maildir(self.maildir, create=False)), 2)


def main():
    global OPTIONS
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--probe", required=True, type=pathlib.Path)
    OPTIONS, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
