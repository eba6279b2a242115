#!/usr/bin/env python3
"""The SMTP transport against a real mail server, Exim 4, with TLS and AUTH.

    smtp_test.py --probe transport_probe --exim build/exim/usr/sbin/exim4
"""
import argparse
import email
import email.policy
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from support.exim import Exim  # noqa: E402

OPTIONS = None
USER, PASSWORD = "reports@example.com", "pässwörd one"
READERS = ("starttls", "implicit", "dots", "long", "eight", "names", "large", "first", "last", "data", "many")


def message(subject, body="text\r\n", headers=""):
    return (f"From: Reports <reports@example.com>\r\nTo: ceo@example.com\r\nSubject: {subject}\r\n"
            f"Date: Thu, 21 May 2026 09:30:00 +0000\r\nMessage-ID: <test@example.com>\r\n{headers}\r\n{body}").encode()


class RealServer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        cls.folder.chmod(0o755)
        (cls.folder / "exim").mkdir()
        cls.exim = Exim(OPTIONS.exim, cls.folder / "exim", USER, PASSWORD, READERS, mails_each=3)

    @classmethod
    def tearDownClass(cls):
        cls.exim.stop()
        cls.temporary.cleanup()

    def send(self, mails, security="starttls", password=PASSWORD, ca="ca.pem", user=USER, connections=2):
        """mails: [(recipients, bytes)]; returns the answers as {(number of the mail, recipient): answer}."""
        lines = []
        for number, (recipients, content) in enumerate(mails):
            path = self.folder / f"{number}.eml"
            path.write_bytes(content)
            lines.append(f"reports@example.com {recipients} {path}\n")
        port = self.exim.tls_port if security == "implicit" else self.exim.port
        done = subprocess.run([OPTIONS.probe, "smtp", str(port), security, str(connections),
                               self.exim.folder / ca if ca else "", user], input="".join(lines), text=True,
                              capture_output=True, check=True, timeout=120,
                              env={**os.environ, "SMTP_PASSWORD": password})
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertNotIn(PASSWORD, done.stdout + done.stderr)
        return {(answer["ticket"], answer["recipient"]): answer for answer in answers}

    def delivered(self, user, count=1):
        """What came to a user, without the Received line that the server adds."""
        contents = []
        for content in self.exim.mails(user, count):
            self.assertTrue(content.startswith(b"Received: "), content[:200])
            lines = content.split(b"\n")
            first = next(i for i in range(1, len(lines)) if not lines[i].startswith((b"\t", b" ")))
            contents.append(b"\n".join(lines[first:]))
        return contents

    def assert_arrives(self, user, content, **how):
        answer = self.send([(f"{user}@example.com", content)], **how)[0, f"{user}@example.com"]
        self.assertEqual((answer["kind"], answer["status"]), ("accepted", 250), answer)
        self.assertTrue(answer["message_id"], answer)
        self.assertTrue(self.delivered(user) == [content.replace(b"\r\n", b"\n")], "the bytes differ")
        log = self.exim.log("main")
        self.assertIn(answer["message_id"], log)
        return next(line for line in log.splitlines() if f"{answer['message_id']} <= " in line)

    def test_a_mail_is_delivered_under_starttls_with_the_password(self):
        line = self.assert_arrives("starttls", message("hello"))
        self.assertIn("P=esmtpsa", line)
        self.assertIn(f"A=plain:{USER}", line)

    def test_a_mail_is_delivered_under_implicit_tls(self):
        self.assertIn("P=esmtpsa", self.assert_arrives("implicit", message("hello"), security="implicit"))

    def test_lines_of_dots_keep_their_dots(self):
        self.assert_arrives("dots", message("dots", ".\r\n..\r\n.a\r\n\r\n.\r\n.\r\nend\r\n"))

    def test_long_lines_stay_whole(self):
        self.assert_arrives("long", message("long", "x" * 998 + "\r\n" + ("é" * 499) + "\r\n"))

    def test_bytes_beyond_ascii_stay(self):
        body = "Fünf Prozent für Zoë – ¡vámonos!\r\n"
        self.assert_arrives("eight", message("8 bit", body, "Content-Type: text/plain; charset=utf-8\r\n"
                                             "Content-Transfer-Encoding: 8bit\r\nMIME-Version: 1.0\r\n"))

    def test_names_beyond_ascii_stay(self):
        self.assert_arrives("names", message("=?utf-8?B?RsO8bmYgUHJvemVudA==?=", headers="X-Name: =?utf-8?Q?Zo=C3=AB?=\r\n"))
        parsed = email.message_from_bytes(self.delivered("names")[0], policy=email.policy.default)
        self.assertEqual(parsed["subject"], "Fünf Prozent")

    def test_several_megabytes_arrive(self):
        self.assert_arrives("large", message("large", (".line " + "y" * 70 + "\r\n") * 70_000))

    def test_a_refused_reader_does_not_cost_the_others_their_mail(self):
        answers = self.send([("first@example.com,bad@example.com,full@example.com,last@example.com", message("mixed"))])
        kinds = {recipient.split("@")[0]: (answer["kind"], answer["status"], answer["code"])
                 for (_, recipient), answer in answers.items()}
        self.assertEqual(kinds, {"first": ("accepted", 250, ""), "bad": ("refused", 550, "5.1.1"),
                                 "full": ("put off", 451, "4.2.2"), "last": ("accepted", 250, "")})
        self.assertEqual(answers[0, "bad@example.com"]["text"], "5.1.1 no such user here")
        self.assertEqual(len(self.delivered("first")), 1)
        self.assertEqual(len(self.delivered("last")), 1)

    def test_the_reply_to_the_content_decides(self):
        answers = self.send([("data@example.com", message("put off please")), ("data@example.com", message("refuse it")),
                             ("data@example.com", message("take it"))])
        self.assertEqual([(answers[i, "data@example.com"]["kind"], answers[i, "data@example.com"]["status"])
                          for i in range(3)], [("put off", 451), ("refused", 550), ("accepted", 250)])
        self.assertEqual(len(self.delivered("data")), 1)

    def test_a_wrong_password_is_our_fault_and_sends_nothing(self):
        answer = self.send([("wrong@example.com", message("hello"))], password="other")[0, "wrong@example.com"]
        self.assertEqual((answer["kind"], answer["status"]), ("misconfigured", 535), answer)
        self.assertFalse((self.exim.folder / "mail" / "wrong").exists())

    def test_a_server_of_an_unknown_authority_gets_nothing(self):
        for security in ("starttls", "implicit"):
            answer = self.send([("ca@example.com", message("hello"))], ca="", security=security)[0, "ca@example.com"]
            self.assertEqual((answer["kind"], answer["status"]), ("misconfigured", 0), answer)
            self.assertIn("certificate", answer["text"])
        self.assertFalse((self.exim.folder / "mail" / "ca").exists())

    def test_without_tls_the_password_is_not_asked_for_and_not_given(self):
        answer = self.send([("plain@example.com", message("hello"))], security="none")[0, "plain@example.com"]
        self.assertEqual((answer["kind"], answer["status"]), ("misconfigured", 0), answer)
        self.assertIn("offers no AUTH", answer["text"])

    def test_a_server_that_takes_few_mails_a_connection_gets_them_all(self):
        many = [("many@example.com", message(f"number {i}")) for i in range(20)]
        answers = self.send(many)
        self.assertEqual({answer["kind"] for answer in answers.values()}, {"accepted"}, answers)
        subjects = sorted(content.split(b"Subject: ")[1].split(b"\n")[0] for content in self.delivered("many", 20))
        self.assertEqual(subjects, sorted(f"number {i}".encode() for i in range(20)))


def main():
    global OPTIONS
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--probe", required=True, type=pathlib.Path)
    parser.add_argument("--exim", required=True, type=pathlib.Path)
    OPTIONS, rest = parser.parse_known_args()
    if not OPTIONS.exim.exists():
        sys.exit(f"{OPTIONS.exim} is missing: ./dev test unpacks it")
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
