#!/usr/bin/env python3
"""What happens to a report after it was accepted, as its user meets it: `events`, and what leads to the next `send`.

  delivery_events_test.py --program PATH [TEST]...
"""
import email
import email.policy
import itertools
import json
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))
from delivery_workspace import Workspace  # noqa: E402
from ses_stub import SesStub  # noqa: E402

PROGRAM = ""
AS_OF = ("--as-of", "2026-05-21", "--history", "0")
SEND = ("run", "--send", *AS_OF)
ONE = (*SEND, "--role", "ceo")
CEO, CFO = "ceo@example.com", "cfo@example.com"
RATE = 40


def about(mail, kind, readers, second=1, **more):
    """An event as SES writes it, about one accepted mail and some of its readers."""
    key = {"Delivery": "delivery", "Bounce": "bounce", "Send": "send", "Complaint": "complaint"}[kind]
    named = {"Bounce": "bouncedRecipients", "Complaint": "complainedRecipients"}.get(kind)
    body = {"timestamp": f"2026-05-21T10:00:{second:02}.000Z", **more}
    if named:
        body |= {named: [{"emailAddress": r, "diagnosticCode": "smtp; 550 5.1.1 no such user"} for r in readers],
                 "feedbackId": f"f-{second}"}
    elif kind == "Delivery":
        body |= {"recipients": readers, "smtpResponse": "250 2.0.0 queued"}
    return {"eventType": kind, "mail": {
        "timestamp": "2026-05-21T10:00:00.000Z", "source": mail["from"], "messageId": mail["message_id"],
        "destination": mail["to"] + mail["bcc"], "tags": {name: [value] for name, value in mail["tags"].items()},
    }, key: body}


class Events(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ses = SesStub().__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.ses.__exit__()

    def setUp(self):
        self.ses.reset()
        self.already = len(self.ses.mails())
        self.addCleanup(lambda: self.assertEqual(0, self.ses.state()["waiting"], "events stay in the queue"))

    def workspace(self, *arguments, delivery="", **options):
        options.setdefault("environment", self.ses.environment())
        workspace = Workspace(PROGRAM, *arguments, delivery=f'events_queue = "events"\n{delivery}', **options)
        self.addCleanup(workspace.temporary.cleanup)
        return workspace

    def mails(self):
        return self.ses.mails()[self.already:]

    def events(self, workspace, expect=0):
        return json.loads(workspace.run("events", "--format", "json", expect=expect).stdout)

    def test_an_event_with_our_tag_says_what_became_of_a_lost_reply(self):
        self.ses.reset(script=[{"accept": True, "close": True}])
        workspace = self.workspace(archive="")
        workspace.run(*ONE, expect=4)
        self.assertEqual({"unknown"}, set(workspace.states().values()))
        mail, = self.mails()
        self.ses.tell(about(mail, "Send", []))
        self.events(workspace)
        self.assertEqual({"accepted"}, set(workspace.states().values()))
        self.assertEqual({mail["message_id"]}, {row["message_id"] for row in workspace.deliveries()})
        self.ses.tell(about(mail, "Delivery", [CEO, CFO]))
        self.events(workspace)
        self.assertEqual({"delivered"}, set(workspace.states().values()))
        workspace.run("send")
        self.assertEqual(1, len(self.mails()))

    def test_a_delivery_may_be_told_before_any_answer(self):
        self.ses.reset(script=[{"accept": True, "close": True}])
        workspace = self.workspace(archive="")
        workspace.run(*ONE, expect=4)
        self.ses.tell(about(self.mails()[0], "Delivery", [CEO]))
        self.events(workspace)
        self.assertEqual("delivered", self.state_of(workspace, CEO))
        workspace.run("send", expect=None)
        self.assertEqual(1, len(self.mails()))

    def test_who_bounced_gets_it_again_when_asked_for_and_the_archive_does_not(self):
        workspace = self.workspace(delivery='addressing = "each"')
        workspace.run(*ONE)
        mail = next(mail for mail in self.mails() if mail["to"] == [CEO])
        for second, times in ((1, 3), (2, 4)):
            self.ses.tell(about(mail, "Bounce", [CEO], second, bounceType="Permanent", bounceSubType="General"))
            self.events(workspace, expect=None)
            self.assertEqual("bounced", self.state_of(workspace, CEO))
            workspace.run("send", "--retry-failed")
            self.assertEqual(times, len(self.mails()))
            mail = self.mails()[-1]
            self.assertEqual(([CEO], []), (mail["to"], mail["bcc"]))
            self.assertEqual("accepted", self.state_of(workspace, CEO))

    @staticmethod
    def state_of(workspace, reader):
        return next(row["state"] for row in workspace.deliveries() if row["recipient"] == reader)

    def test_a_reader_who_is_not_there_is_told_of_once(self):
        workspace = self.workspace(archive="")
        workspace.run(*ONE)
        bounce = about(self.mails()[0], "Bounce", [CFO], bounceType="Permanent", bounceSubType="General")
        self.ses.tell(about(self.mails()[0], "Delivery", [CEO]), bounce)
        told = self.events(workspace, expect=4)
        self.assertIn("no such user", " ".join(change["answer"] for change in told["changes"]))
        self.assertEqual(["delivered", "bounced"], [self.state_of(workspace, reader) for reader in (CEO, CFO)])
        self.ses.tell(bounce)
        self.assertEqual([], self.events(workspace)["changes"])
        workspace.run("send", expect=None)
        self.assertEqual(1, len(self.mails()))

    def test_events_in_any_order_and_repeated_lead_to_the_same(self):
        first = None
        for order in itertools.permutations(range(4)):
            workspace = self.workspace(archive="")
            workspace.run(*ONE)
            mail = self.mails()[-1]
            events = [about(mail, "Send", []), about(mail, "Delivery", [CEO], 2),
                      about(mail, "Bounce", [CFO], 3, bounceType="Permanent", bounceSubType="General"),
                      about(mail, "Complaint", [CEO], 4, complaintFeedbackType="abuse")]
            self.ses.tell(*(events[i] for i in order), *(events[i] for i in order[:2]))
            told = self.events(workspace, expect=4)
            self.assertEqual(2, told["repeated"])
            states = workspace.states()
            first = first or states
            self.assertEqual(first, states, order)
        self.assertEqual(["bounced", "complained"], sorted(first.values()))

    def test_a_mail_that_was_too_large_is_followed_by_a_smaller_one_once(self):
        workspace = self.workspace(archive="")
        workspace.run(*ONE)
        full = self.mails()[0]
        too_large = {"bounceType": "Transient", "bounceSubType": "MessageTooLarge"}
        self.ses.tell(about(full, "Bounce", [CFO], **too_large))
        told = self.events(workspace, expect=None)
        self.assertTrue(told["changes"][0]["lean_planned"])
        workspace.run("send", expect=None)
        _, lean = self.mails()
        self.assertEqual([CFO], lean["to"])
        message = email.message_from_bytes(lean["message"], policy=email.policy.default)
        self.assertFalse([part for part in message.walk() if part.get_content_maintype() == "image"])
        self.assertLess(len(lean["message"]), len(full["message"]))
        self.ses.tell(about(lean, "Bounce", [CFO], 9, **too_large))
        self.assertFalse(self.events(workspace, expect=None)["changes"][0]["lean_planned"])
        workspace.run("send", expect=None)
        self.assertEqual(2, len(self.mails()))

    def test_two_workspaces_of_one_machine_share_one_rate(self):
        self.ses.reset(max_rate=RATE, enforce_rate=True)
        readers = [f"r{i:02}@example.com" for i in range(20)]
        begun = len(self.ses.state()["attempts"])
        both = [self.workspace(readers, archive="", delivery='addressing = "each"') for _ in range(2)]
        both[1].environment["HOME"] = str(both[0].home)
        for process in [workspace.start(*SEND) for workspace in both]:
            out, err = process.communicate(timeout=120)
            self.assertEqual(0, process.returncode, out + err)
        attempts = self.ses.state()["attempts"][begun:]
        self.assertEqual([200] * 200, [status for _, _, status in attempts], "a throttle: together they were too fast")
        times = [time for time, _, _ in attempts]
        self.assertGreaterEqual(max(times) - min(times), (200 - RATE) / RATE)


if __name__ == "__main__":
    at = sys.argv.index("--program")
    PROGRAM = sys.argv[at + 1]
    del sys.argv[at:at + 2]
    unittest.main()
