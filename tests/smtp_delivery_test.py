#!/usr/bin/env python3
"""Reports through a real mail server: `run --send` by SMTP to Exim 4, with TLS and AUTH, and to one that hangs up.

    smtp_delivery_test.py --program quarterdeck --exim build/exim/usr/sbin/exim4
"""
import argparse
import email
import email.policy
import os
import pathlib
import socket
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "support"))
from delivery_workspace import Workspace  # noqa: E402
from support.exim import Exim  # noqa: E402

OPTIONS = None
USER, PASSWORD = "reports@example.com", "pässwörd one"
READERS = ("together1", "together2", "each1", "each2", "good", "last", "retry", "down", "archive")
ONE = ("run", "--send", "--as-of", "2026-05-21", "--history", "0", "--role", "ceo")


class ThroughExim(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        cls.folder.chmod(0o755)
        (cls.folder / "exim").mkdir()
        cls.exim = Exim(OPTIONS.exim, cls.folder / "exim", USER, PASSWORD, READERS, mails_each=20)

    @classmethod
    def tearDownClass(cls):
        cls.exim.stop()
        cls.temporary.cleanup()

    def workspace(self, readers, archive="", delivery="", password=PASSWORD, port=None):
        smtp = f'{delivery}\n[delivery.smtp]\nhost = "127.0.0.1"\nport = {port or self.exim.port}\nuser = "{USER}"\n' \
               f'ca_file = "{self.exim.folder / "ca.pem"}"\n'
        workspace = Workspace(OPTIONS.program, readers, archive, "smtp", smtp, environment={"SMTP_PASSWORD": password})
        self.addCleanup(workspace.temporary.cleanup)
        return workspace

    def received(self, user, count=1):
        return [email.message_from_bytes(content, policy=email.policy.default)
                for content in self.exim.mails(user, count)]

    def test_one_message_to_all_and_the_archive(self):
        workspace = self.workspace(["together1@example.com", "Zoë <together2@example.com>"], "archive@example.com")
        workspace.run(*ONE)
        for user in ("together1", "together2", "archive"):
            message, = self.received(user)
            self.assertEqual("together1@example.com, Zoë <together2@example.com>", message["To"])
            self.assertIsNone(message["Bcc"])
        self.assertEqual(["accepted"] * 3, [row["state"] for row in workspace.deliveries()])
        workspace.run(*ONE)
        self.assertEqual(1, len(self.received("together1")))

    def test_a_message_for_each(self):
        workspace = self.workspace(["each1@example.com", "each2@example.com"], delivery='addressing = "each"')
        workspace.run(*ONE)
        for user in ("each1", "each2"):
            message, = self.received(user)
            self.assertEqual(f"{user}@example.com", message["To"])

    def test_a_refused_reader_and_one_who_is_put_off_do_not_cost_the_others_their_mail(self):
        workspace = self.workspace(["good@example.com", "bad@example.com", "full@example.com", "last@example.com"])
        done = workspace.run(*ONE, "--patience", "3s", expect=4)
        rows = {row["recipient"].split("@")[0]: row for row in workspace.deliveries()}
        self.assertEqual({"good": "accepted", "bad": "failed", "full": "rendered", "last": "accepted"},
                         {name: row["state"] for name, row in rows.items()})
        self.assertIn("no such user here", done.stdout)
        self.assertEqual(550, rows["bad"]["last_status"])
        self.assertEqual(451, rows["full"]["last_status"])
        self.assertGreater(rows["full"]["attempts"], 1)
        self.assertEqual((1, 1), (len(self.received("good")), len(self.received("last"))))

    def test_a_wrong_password_stops_everything_and_loses_nothing(self):
        workspace = self.workspace(["retry@example.com"], password="other")
        done = workspace.run(*ONE, expect=4)
        self.assertIn("535", done.stdout)
        self.assertNotIn("other", done.stdout + done.stderr)
        workspace.environment["SMTP_PASSWORD"] = PASSWORD
        workspace.run("send", "--retry-failed")
        self.assertEqual(1, len(self.received("retry")))

    def test_without_the_certificate_nothing_leaves_and_the_reason_is_said(self):
        workspace = self.workspace(["down@example.com"])
        config = workspace.root / "quarterdeck.toml"
        config.write_text("\n".join(line for line in config.read_text().splitlines() if "ca_file" not in line))
        done = workspace.run(*ONE, "--patience", "1s", expect=4)
        self.assertIn("certificate", done.stdout)

    def test_a_server_that_is_down_is_waited_for_by_the_next_send(self):
        free = socket.socket()
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        workspace = self.workspace(["down@example.com"], port=port)
        workspace.run(*ONE, "--patience", "0s", expect=4)
        self.assertEqual(["rendered"], list(workspace.states().values()))
        config = workspace.root / "quarterdeck.toml"
        config.write_text(config.read_text().replace(str(port), str(self.exim.port)))
        workspace.run("send")
        self.assertEqual(1, len(self.received("down")))


class HangsUp(threading.Thread):
    """Takes a whole mail and hangs up instead of saying what it did with it."""

    def __init__(self):
        super().__init__(daemon=True)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.contents = 0
        self.start()

    def run(self):
        while True:
            connection, _ = self.listening.accept()
            with connection, connection.makefile("rb") as lines:
                connection.sendall(b"220 hello\r\n")
                for line in lines:
                    if line.startswith(b"DATA"):
                        connection.sendall(b"354 go on\r\n")
                        while lines.readline() not in (b".\r\n", b""):
                            pass
                        self.contents += 1
                        break
                    connection.sendall(b"250 fine\r\n")


class ThroughOneThatHangsUp(unittest.TestCase):
    def test_what_may_have_arrived_is_not_sent_again(self):
        server = HangsUp()
        smtp = f'[delivery.smtp]\nhost = "127.0.0.1"\nport = {server.port}\ntls = "none"\n'
        with Workspace(OPTIONS.program, ["ceo@example.com"], "", "smtp", smtp) as workspace:
            workspace.run(*ONE, expect=4)
            workspace.run("send", expect=4)
            workspace.run("send", "--retry-failed", expect=4)
            self.assertEqual(["unknown"], list(workspace.states().values()))
            self.assertEqual(1, server.contents)


def main():
    global OPTIONS
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--exim", required=True, type=pathlib.Path)
    OPTIONS, rest = parser.parse_known_args()
    if not OPTIONS.exim.exists():
        sys.exit(f"{OPTIONS.exim} is missing: ./dev test unpacks it")
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
