#!/usr/bin/env python3
"""Delivery as its user meets it: `run --send`, `send`, `deliveries`, against a counting stand-in for SES.

  delivery_test.py --program PATH [TEST]...
"""
import collections
import email
import email.policy
import json
import mailbox
import os
import shutil
import sqlite3
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
from delivery_workspace import HANDOFF, Workspace  # noqa: E402
from ses_stub import SesStub  # noqa: E402

PROGRAM = ""
AS_OF = ("--as-of", "2026-05-21", "--history", "0")
SEND = ("run", "--send", *AS_OF)
ONE = (*SEND, "--role", "ceo")
DAY = "2026-05-21"


class Delivery(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ses = SesStub().__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.ses.__exit__()

    def setUp(self):
        self.ses.reset()
        self.already = len(self.ses.mails())

    def workspace(self, *arguments, **options):
        options.setdefault("environment", self.ses.environment())
        workspace = Workspace(PROGRAM, *arguments, **options)
        self.addCleanup(workspace.temporary.cleanup)
        return workspace

    def mails(self):
        return self.ses.mails()[self.already:]

    def requests(self, name):
        return self.ses.state()["requests"].get(name, 0)

    # ---- once ----

    def test_every_reader_gets_every_report_once_and_the_archive_a_copy(self):
        workspace = self.workspace()
        workspace.run(*SEND)
        mails = self.mails()
        reports = {row["report"] for row in workspace.deliveries()}
        self.assertEqual({"ceo", "cto", "cfo", "cmo", "cao"}, reports)
        self.assertEqual(sorted(reports), sorted(mail["tags"]["report"] for mail in mails))
        for mail in mails:
            self.assertEqual(["ceo@example.com", "cfo@example.com"], mail["to"])
            self.assertEqual(["archive@example.com"], mail["bcc"])
            self.assertEqual("Harbor Reports <reports@example.com>", mail["from"])
            message = email.message_from_bytes(mail["message"], policy=email.policy.default)
            self.assertEqual("ceo@example.com, cfo@example.com", message["To"])
            self.assertIsNone(message["Bcc"])
            self.assertEqual(mail["tags"]["key"], message["X-Quarterdeck-Key"])
            self.assertFalse(message.defects)
        for row in workspace.deliveries():
            self.assertEqual("accepted", row["state"])
            self.assertEqual(1, row["attempts"])
            self.assertTrue(row["message_id"])
            self.assertEqual(DAY, row["period"])

    def test_the_same_period_twice_sends_nothing_more(self):
        workspace = self.workspace()
        workspace.run(*SEND)
        sent = len(self.mails())
        workspace.run(*SEND)
        workspace.run("send")
        self.assertEqual(sent, len(self.mails()))

    def test_a_later_run_of_the_same_documents_is_the_same_report(self):
        workspace = self.workspace()
        for moment in ("2026-05-21T09:00:00Z", "2026-05-21T15:00:00Z", "2026-05-21T21:00:00Z"):
            done = workspace.run("run", "--send", "--role", "ceo", "--history", "0", "--as-of", moment)
            self.assertNotIn("--revision", done.stdout)
        self.assertEqual(1, len(self.mails()))

    def test_a_changed_report_of_a_sent_period_needs_a_revision(self):
        workspace = self.workspace()
        workspace.run(*ONE)
        handoff = workspace.root / "agent_handoffs/projects/charters.md"
        handoff.write_text(HANDOFF.replace("$42,000", "$17,000"))
        refused = workspace.run(*ONE, expect=4)
        self.assertIn("--revision", refused.stdout)
        self.assertEqual(1, len(self.mails()))
        workspace.run(*ONE, "--revision")
        self.assertEqual(2, len(self.mails()))
        self.assertEqual([1, 2], sorted(row["revision"] for row in workspace.deliveries() if row["copy_of"] is None
                                        and row["recipient"] == "ceo@example.com"))
        workspace.run(*ONE, "--revision")
        workspace.run(*ONE)
        self.assertEqual(2, len(self.mails()))

    def test_several_processes_at_once_send_each_once(self):
        for processes in (2, 4):
            with self.subTest(processes=processes):
                self.ses.reset(delay=0.02)
                workspace = self.workspace([f"r{i}@example.com" for i in range(6)], delivery='addressing = "each"')
                before = self.ses.received()
                running = [workspace.start(*SEND) for _ in range(processes)]
                for process in running:
                    out, err = process.communicate(timeout=120)
                    self.assertEqual(0, process.returncode, out + err)
                received = self.ses.received() - before
                self.assertEqual({1}, set(received.values()))
                self.assertEqual(30, len(received))

    def test_each_reader_can_have_a_message_of_their_own(self):
        workspace = self.workspace(delivery='addressing = "each"')
        workspace.run(*ONE)
        self.assertEqual([["ceo@example.com"], ["cfo@example.com"]], sorted(mail["to"] for mail in self.mails()))
        for mail in self.mails():
            message = email.message_from_bytes(mail["message"], policy=email.policy.default)
            self.assertEqual(mail["to"], [message["To"]])

    def test_the_archive_can_have_a_call_of_its_own_or_stay_at_home(self):
        separate = self.workspace(delivery='archive = "separate"')
        separate.run(*ONE)
        to = [mail["to"] + mail["bcc"] for mail in self.mails()]
        self.assertEqual([["ceo@example.com", "cfo@example.com"], ["archive@example.com"]], to)
        first, copy = self.mails()
        self.assertEqual(first["message"], copy["message"])
        rows = separate.deliveries()
        self.assertEqual({"archive@example.com"}, {row["recipient"] for row in rows if row["copy_of"] is not None})
        local = self.workspace(delivery='archive = "local"')
        local.run(*ONE)
        self.assertEqual(["ceo@example.com", "cfo@example.com"], self.mails()[-1]["to"])
        self.assertEqual([], self.mails()[-1]["bcc"])

    def test_more_readers_than_ses_takes_are_split(self):
        workspace = self.workspace([f"r{i:02}@example.com" for i in range(120)])
        workspace.run(*ONE)
        sizes = [len(mail["to"]) + len(mail["bcc"]) for mail in self.mails()]
        self.assertEqual(3, len(sizes))
        self.assertLessEqual(max(sizes), 50)
        self.assertEqual({1}, set(self.ses_counts().values()))
        self.assertEqual(120, len(self.ses_counts()))

    def ses_counts(self):
        return collections.Counter(reader for mail in self.mails() for reader in mail["to"])

    # ---- what the service says ----

    def test_every_row_of_the_error_table(self):
        table = [
            (429, "TooManyRequestsException", "Maximum sending rate exceeded.", "accepted", 0),
            (400, "ThrottlingException", "Maximum sending rate exceeded.", "accepted", 0),
            (503, "ServiceUnavailable", "come back", "accepted", 0),
            (400, "LimitExceededException", "Daily message quota exceeded.", "held", 4),
            (454, "Throttling", "Daily message quota exceeded", "held", 4),
            (408, "RequestTimeoutException", "slow", "unknown", 4),
            (500, "InternalFailure", "sorry", "unknown", 4),
            (502, "", "bad gateway", "unknown", 4),
            (504, "", "gateway time-out", "unknown", 4),
            (400, "MailFromDomainNotVerifiedException", "not verified", "failed", 4),
            (400, "MessageRejected", "Email address is not verified.", "failed", 4),
            (404, "NotFoundException", "Configuration set does not exist", "failed", 4),
            (403, "AccessDeniedException", "not authorized", "failed", 4),
            (400, "BadRequestException", "bad", "failed", 4),
            (413, "RequestEntityTooLargeException", "too large", "failed", 4),
            (400, "AccountSuspendedException", "suspended", "failed", 4),
            (400, "SendingPausedException", "paused", "failed", 4),
        ]
        for status, kind, text, state, code in table:
            with self.subTest(status=status, kind=kind):
                self.ses.reset(script=[{"status": status, "type": kind, "text": text}])
                workspace = self.workspace(["ceo@example.com"], archive="")
                workspace.run(*ONE, expect=code)
                self.assertEqual([state], list(workspace.states().values()))
                row = workspace.deliveries()[0]
                if state == "accepted":
                    self.assertEqual(2, row["attempts"])
                else:
                    self.assertEqual(1, row["attempts"])
                    self.assertEqual(status, row["last_status"])
                    self.assertIn(text.rstrip("."), row["last_answer"])

    def test_a_paused_account_stops_everything(self):
        self.ses.reset(script=[{"status": 400, "type": "SendingPausedException", "text": "paused"}])
        workspace = self.workspace(["ceo@example.com"], archive="")
        done = workspace.run(*SEND, expect=4)
        self.assertIn("paused", done.stdout)
        self.assertLessEqual(len(self.mails()), 4)  # those that were in flight already
        states = collections.Counter(workspace.states().values())
        self.assertEqual(1, states["failed"])

    def test_what_may_have_arrived_is_never_sent_again_by_itself(self):
        for sent in (True, False):
            with self.subTest(sent=sent):
                self.ses.reset(script=[{"accept": sent, "close": True}])
                workspace = self.workspace(["ceo@example.com"], archive="")
                before = len(self.mails())
                workspace.run(*ONE, expect=4)
                self.assertEqual(["unknown"], list(workspace.states().values()))
                workspace.run(*ONE, expect=4)
                workspace.run("send", "--retry-failed", expect=4)
                self.assertEqual(before + int(sent), len(self.mails()))
                row = workspace.deliveries()[0]
                workspace.run("deliveries", "resolve", row["id"], "--sent" if sent else "--not-sent")
                workspace.run("send")
                self.assertEqual(before + 1, len(self.mails()))
                self.assertEqual(["accepted"], list(workspace.states().values()))
                timeline = json.loads(workspace.run("deliveries", row["id"], "--format", "json").stdout)["timeline"]
                self.assertIn("unknown", [entry["state"] for entry in timeline])

    def test_a_failed_one_is_sent_again_when_asked_for(self):
        self.ses.reset(script=[{"status": 400, "type": "MessageRejected", "text": "Email address is not verified."}])
        workspace = self.workspace(["ceo@example.com"], archive="")
        workspace.run(*ONE, expect=4)
        workspace.run("send", expect=4)
        self.assertEqual(0, len(self.mails()))
        workspace.run("send", "--retry-failed")
        self.assertEqual(1, len(self.mails()))

    def test_a_storm_of_throttles_loses_nothing_and_stays_under_the_rate(self):
        """How near it comes to the rate is measured by bench/storm.py, and simulated in mail/rate_bucket_test.cpp."""
        rate, in_flight = 60, 16
        self.ses.reset(max_rate=rate, enforce_rate=True, throttle=0.2, delay=0.01)
        readers = [f"r{i:03}@example.com" for i in range(40)]
        workspace = self.workspace(readers, archive="", delivery='addressing = "each"')
        begun = len(self.ses.state()["attempts"])
        workspace.run(*SEND, timeout=300)
        self.assertEqual({"accepted"}, set(workspace.states().values()))
        attempts = self.ses.state()["attempts"][begun:]
        accepted = sorted(time for time, _, status in attempts if status == 200)
        self.assertEqual(200, len(accepted))
        for i, time in enumerate(accepted):
            within = sum(1 for other in accepted[i:i + 2 * rate] if other < time + 1)
            self.assertLessEqual(within, rate + in_flight)  # those may have waited for a busy server

    # ---- before the first mail ----

    def test_one_bad_address_among_ten_is_refused_and_nothing_is_sent(self):
        for bad in ("ceo@@example.com", "ceo example.com", "ceo@example.com\\r\\nBcc: evil@example.com", "jörg@example.com",
                    "a" * 330 + "@example.com"):
            with self.subTest(bad=bad):
                readers = ", ".join(f'"r{i}@example.com"' for i in range(9))
                workspace = self.workspace(toml=f'[report.ceo]\nto = [{readers}, "{bad}"]')
                done = workspace.run(*SEND, expect=None)
                self.assertNotEqual(0, done.returncode)
                self.assertIn("quarterdeck.toml", done.stderr)
                self.assertEqual([], self.mails())

    def test_what_does_not_fit_the_quota_is_held(self):
        self.ses.reset(max_24_hour=3, sent_24_hours=1)
        workspace = self.workspace()
        done = workspace.run(*ONE, expect=4)
        self.assertEqual([], self.mails())
        self.assertEqual({"held"}, set(workspace.states().values()))
        self.assertIn("quota", done.stdout + done.stderr)

    def test_an_unverified_sender_is_refused_before_the_first_mail(self):
        self.ses.reset(identities={"example.com": False})
        workspace = self.workspace()
        done = workspace.run(*ONE, expect=None)
        self.assertNotEqual(0, done.returncode)
        self.assertEqual(0, len(self.mails()))
        self.assertIn("verif", done.stdout + done.stderr)

    def test_what_was_put_right_is_seen_at_once(self):
        self.ses.reset(identities={"example.com": False}, max_24_hour=10, sent_24_hours=9)
        workspace = self.workspace()
        workspace.run(*ONE, expect=4)
        self.ses.reset(identities={"example.com": True}, max_24_hour=10, sent_24_hours=9)
        workspace.run(*ONE, expect=4)
        self.assertEqual({"held"}, set(workspace.states().values()))
        self.assertEqual([], self.mails())
        self.ses.reset()
        workspace.run("send")
        self.assertEqual(1, len(self.mails()))
        self.assertEqual({"accepted"}, set(workspace.states().values()))

    def test_no_answer_about_the_account_is_no_refusal(self):
        self.ses.reset(account_status=403)
        workspace = self.workspace()
        workspace.run(*ONE)
        self.assertEqual(1, len(self.mails()))

    # ---- readers change ----

    def test_a_reader_who_was_added_gets_the_frozen_report_and_one_who_was_removed_nothing(self):
        self.ses.reset(script=[{"status": 503, "type": "ServiceUnavailable", "text": "later"}] * 40)
        workspace = self.workspace(["ceo@example.com", "old@example.com"], archive="", delivery='addressing = "each"')
        workspace.run(*ONE, "--patience", "0s", expect=4)
        self.assertEqual([], self.mails())
        self.ses.reset()
        env = workspace.root / "repos.env"
        env.write_text(env.read_text().replace("old@example.com", "new@example.com"))
        workspace.run("send")
        self.assertEqual([["ceo@example.com"], ["new@example.com"]], sorted(mail["to"] for mail in self.mails()))

    # ---- the ledger ----

    def test_a_dry_run_sends_nothing_and_writes_no_row(self):
        workspace = self.workspace()
        workspace.run(*SEND, "--dry-run")
        workspace.run("run", *AS_OF)
        out = workspace.home / "out"
        done = workspace.run("send", "--dry-run", "--out", out)
        self.assertIn("5 messages would be sent", done.stdout)
        self.assertEqual(5, len(list(out.glob("*.eml"))))
        self.assertEqual([], self.mails())
        self.assertEqual([], workspace.deliveries())

    def test_a_copied_folder_must_be_adopted(self):
        workspace = self.workspace()
        workspace.run(*ONE)
        original = workspace.root
        copy = workspace.home / "copy"
        shutil.copytree(original, copy, symlinks=True)
        workspace.root = copy
        refused = workspace.run("send", expect=None)
        self.assertNotEqual(0, refused.returncode)
        self.assertIn("--adopt", refused.stderr)
        workspace.run("send", "--adopt")
        workspace.run("send")
        self.assertEqual(1, len(self.mails()))

    def test_maildir_is_the_default_and_never_blocks_the_real_send(self):
        workspace = self.workspace(transport="maildir")
        workspace.run(*SEND)
        box = mailbox.Maildir(workspace.root / ".quarterdeck" / "maildir", create=False)
        self.assertEqual(5, len(box))
        workspace.run(*SEND)
        self.assertEqual(5, len(box))
        self.assertEqual([], self.mails())
        config = workspace.root / "quarterdeck.toml"
        config.write_text(config.read_text().replace('"maildir"', '"ses"'))
        workspace.run(*SEND)
        self.assertEqual(5, len(self.mails()))

    def test_the_simulator_stands_for_the_readers(self):
        workspace = self.workspace()
        workspace.run(*ONE, "--simulator")
        self.assertTrue(all(to.endswith("@simulator.amazonses.com") and to.startswith("success+")
                            for mail in self.mails() for to in mail["to"] + mail["bcc"]))
        workspace.run(*ONE)
        self.assertEqual(2, len(self.mails()))

    def test_a_damaged_ledger_is_said_and_nothing_is_sent(self):
        workspace = self.workspace()
        workspace.run(*ONE)
        database = workspace.root / ".quarterdeck" / "quarterdeck.db"
        for leftover in workspace.root.glob(".quarterdeck/quarterdeck.db-*"):
            leftover.unlink()
        content = bytearray(database.read_bytes())
        content[:4096] = os.urandom(4096)
        database.write_bytes(content)
        done = workspace.run(*ONE, expect=5)
        self.assertIn("quarterdeck.db", done.stderr)
        self.assertEqual(1, len(self.mails()))

    def test_a_locked_ledger_is_said_and_nothing_is_sent(self):
        workspace = self.workspace()
        workspace.run(*ONE)
        held = sqlite3.connect(workspace.root / ".quarterdeck" / "quarterdeck.db", isolation_level=None)
        held.execute("BEGIN EXCLUSIVE")
        done = workspace.run("run", "--send", "--as-of", "2026-05-22", "--history", "0", expect=5)
        held.execute("ROLLBACK")
        held.close()
        self.assertIn("lock", done.stderr)
        self.assertEqual(1, len(self.mails()))

    def test_nothing_of_the_keys_is_in_anything_that_stays(self):
        workspace = self.workspace()
        workspace.run(*SEND)
        secret = self.ses.environment()["AWS_SECRET_ACCESS_KEY"].encode()
        for path in workspace.root.rglob("*"):
            if path.is_file():
                self.assertNotIn(secret, path.read_bytes(), path)

    def test_help_names_the_ways_to_send(self):
        workspace = self.workspace()
        for command in ("run", "send", "deliveries"):
            self.assertIn("--help", workspace.run(command, "--help").stdout)
        self.assertEqual(2, subprocess.run(workspace.command("deliveries", "resolve", "1"), capture_output=True,
                                           check=False).returncode)


if __name__ == "__main__":
    at = sys.argv.index("--program")
    PROGRAM = sys.argv[at + 1]
    del sys.argv[at:at + 2]
    unittest.main()
