#!/usr/bin/env python3
"""Delivery by SMTP as its user meets it, against a real mail server, Exim 4, with TLS and AUTH.

    smtp_delivery_test.py --program quarterdeck --exim build/exim/usr/sbin/exim4
"""
import argparse
import email
import email.policy
import pathlib
import socket
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from support.delivery_workspace import Workspace  # noqa: E402
from support.exim import Exim, free_port  # noqa: E402

OPTIONS = None
USER, PASSWORD = "reports@example.com", "pässwörd one"
MAILBOXES = ("ceo", "cfo", "archive", "busy", "idn")
ROLE = ("--as-of", "2026-05-21", "--history", "0", "--role", "ceo")
SEND = ("run", "--send", *ROLE)


class CuttingServer:
    """Speaks SMTP without TLS and AUTH, takes the content and hangs up without a word."""

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.contents = 0
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.socket.close()

    def serve(self):
        while True:
            try:
                peer, _ = self.socket.accept()
            except OSError:
                return
            with peer, peer.makefile("rb") as lines:
                peer.sendall(b"220 mail.example.com\r\n")
                for line in lines:
                    if line.startswith(b"DATA"):
                        peer.sendall(b"354 go on\r\n")
                        while next(lines, b".\r\n") != b".\r\n":
                            pass
                        self.contents += 1
                        break
                    peer.sendall(b"250 fine\r\n")


class SmtpDelivery(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="quarterdeck-exim-")
        self.addCleanup(temporary.cleanup)
        folder = pathlib.Path(temporary.name)
        folder.chmod(0o755)
        (folder / "exim").mkdir()
        self.exim = Exim(OPTIONS.exim, folder / "exim", USER, PASSWORD, MAILBOXES)
        self.addCleanup(self.exim.stop)

    def workspace(self, readers=("ceo@example.com", "cfo@example.com"), archive="archive@example.com", delivery="",
                  **server):
        workspace = Workspace(OPTIONS.program, readers, archive, "smtp", delivery)
        self.addCleanup(workspace.temporary.cleanup)
        self.delivery = (workspace.root / "quarterdeck.toml").read_text()
        self.environment = (workspace.root / "repos.env").read_text()
        self.set_server(workspace, **server)
        return workspace

    def set_server(self, workspace, port=None, tls="starttls", ca_file=None, user=USER, password=PASSWORD):
        ca_file = self.exim.folder / "ca.pem" if ca_file is None else ca_file
        (workspace.root / "quarterdeck.toml").write_text(
            f'{self.delivery}[delivery.smtp]\nhost = "127.0.0.1"\nport = {port or self.exim.port}\ntls = "{tls}"\n'
            f'ca_file = "{ca_file}"\nuser = "{user}"\n')
        secret = f'SMTP_PASSWORD="{password}"\n' if password else ""
        (workspace.root / "repos.env").write_text(self.environment + secret)

    def mails(self, user, count):
        """What came to a user, parsed; there must be so many and no more."""
        contents = self.exim.mails(user, count) if count else list((self.exim.folder / "mail" / user / "new").glob("*"))
        self.assertEqual(count, len(contents), user)
        return [email.message_from_bytes(content, policy=email.policy.default) for content in contents]

    def states(self, workspace):
        return {reader.split("@")[0]: state for (_, _, reader), state in workspace.states().items()}

    def row(self, workspace, user):
        return next(row for row in workspace.deliveries() if row["recipient"].split("@")[0] == user)

    def test_everybody_and_the_archive_get_it_once_whoever_is_named_in_it(self):
        for addressing, copies in (("together", 1), ("each", 2)):
            with self.subTest(addressing=addressing):
                self.setUp()
                workspace = self.workspace(delivery=f'addressing = "{addressing}"')
                for _ in range(2):
                    workspace.run(*SEND)
                    workspace.run("send")
                for user, other in (("ceo", "cfo"), ("cfo", "ceo")):
                    mail = self.mails(user, 1)[0]
                    named = [f"{user}@example.com"] if copies == 2 else ["ceo@example.com", "cfo@example.com"]
                    self.assertEqual(named, [address.addr_spec for address in mail["To"].addresses])
                    self.assertIsNone(mail["Bcc"])
                    self.assertFalse(mail.defects)
                self.mails("archive", copies)
                for row in workspace.deliveries():
                    self.assertEqual(("accepted", 1, 250), (row["state"], row["attempts"], row["last_status"]))
                    self.assertIn(row["message_id"], self.exim.log("main"))
                self.assertIn(f"A=plain:{USER}", self.exim.log("main"))

    def test_the_bytes_that_a_dry_run_shows_are_those_that_arrive(self):
        workspace = self.workspace(["ceo@example.com"], archive="")
        workspace.run("run", *ROLE)
        workspace.run("send", "--role", "ceo", "--dry-run", "--out", workspace.home / "out")
        workspace.run("send", "--role", "ceo")
        shown = next((workspace.home / "out").glob("*.eml")).read_bytes().replace(b"\r\n", b"\n")
        self.mails("ceo", 1)
        arrived = self.exim.mails("ceo", 1)[0]
        self.assertTrue(arrived.endswith(b"\n" + shown), "the bytes differ")

    def test_a_refused_reader_fails_and_the_others_get_it_once(self):
        for addressing in ("together", "each"):
            with self.subTest(addressing=addressing):
                self.setUp()
                workspace = self.workspace(["ceo@example.com", "bad@example.com", "cfo@example.com"],
                                           delivery=f'addressing = "{addressing}"')
                done = workspace.run(*SEND, expect=4)
                self.assertIn("no such user here", done.stdout)
                workspace.run(*SEND, expect=4)
                workspace.run("send", expect=4)
                self.assertEqual({"ceo": "accepted", "bad": "failed", "cfo": "accepted"}, self.states(workspace))
                row = self.row(workspace, "bad")
                self.assertEqual((550, "5.1.1 no such user here", 1),
                                 (row["last_status"], row["last_answer"], row["attempts"]))
                self.mails("ceo", 1)
                self.mails("cfo", 1)

    def test_a_reader_who_is_put_off_gets_it_later_and_the_others_once(self):
        workspace = self.workspace(["ceo@example.com", "busy@example.com", "cfo@example.com"])
        (self.exim.folder / "busy").touch()
        workspace.run(*SEND, "--patience", "1s", expect=4)
        self.assertEqual({"ceo": "accepted", "busy": "rendered", "cfo": "accepted"}, self.states(workspace))
        self.assertEqual(451, self.row(workspace, "busy")["last_status"])
        (self.exim.folder / "busy").unlink()
        workspace.run("send")
        self.assertEqual({"accepted"}, set(self.states(workspace).values()))
        for user in ("ceo", "busy", "cfo"):
            self.mails(user, 1)

    def test_what_is_set_up_wrongly_stops_everything_and_loses_nothing(self):
        faults = {"a wrong password": ({"password": "0ther-secret"}, "535"),
                  "an unknown authority": ({"ca_file": ""}, "certificate"),
                  "no file of authorities": ({"ca_file": "/nowhere/ca.pem"}, "ca_file"),
                  "no AUTH without TLS": ({"tls": "none"}, "offers no AUTH"),
                  "a port without TLS": ({"tls": "implicit"}, "TLS")}
        for name, (server, said) in faults.items():
            with self.subTest(name):
                self.setUp()
                workspace = self.workspace(delivery='addressing = "each"', **server)
                done = workspace.run(*SEND, "--patience", "1s", expect=4)
                self.assertIn(said, done.stdout)
                self.assertIn("Not all was tried", done.stdout)
                self.assertIn("--retry-failed", done.stdout)
                self.assertNotIn("the service said 0", done.stdout)
                for secret in (PASSWORD, "0ther-secret"):
                    self.assertNotIn(secret, done.stdout + done.stderr)
                self.mails("ceo", 0)
                states = self.states(workspace)
                self.assertEqual({"ceo", "cfo"}, set(states))
                self.assertIn("failed", states.values())
                self.assertLessEqual(set(states.values()), {"failed", "rendered", "planned"})
                self.assertTrue(any(said in f"{row['last_status']} {row['last_answer']}"
                                    for row in workspace.deliveries() if row["state"] == "failed"))
                self.set_server(workspace)
                workspace.run("send", "--retry-failed")
                self.assertEqual({"accepted"}, set(self.states(workspace).values()))
                self.mails("ceo", 1)
                self.mails("cfo", 1)

    def test_a_server_that_offers_no_tls_gets_nothing(self):
        with CuttingServer() as server:
            workspace = self.workspace(["ceo@example.com"], archive="", port=server.port, user="", password="")
            done = workspace.run(*SEND, expect=4)
            self.assertIn("offers no TLS", done.stdout)
            self.assertEqual({"ceo": "failed"}, self.states(workspace))
            self.assertEqual(0, server.contents)

    def test_what_a_server_that_is_down_did_not_get_goes_when_it_is_up(self):
        workspace = self.workspace(port=free_port())
        done = workspace.run(*SEND, "--patience", "1s", expect=4)
        self.assertIn("Connection refused", done.stdout)
        self.assertEqual({"rendered"}, set(self.states(workspace).values()))
        self.set_server(workspace)
        workspace.run("send")
        self.assertEqual({"accepted"}, set(self.states(workspace).values()))
        for user in ("ceo", "cfo", "archive"):
            self.mails(user, 1)

    def test_what_may_have_arrived_is_never_sent_again_by_itself(self):
        with CuttingServer() as server:
            workspace = self.workspace(["ceo@example.com"], archive="", port=server.port, tls="none", user="",
                                       password="")
            workspace.run(*SEND, expect=4)
            for again in (SEND, ("send",), ("send", "--retry-failed")):
                workspace.run(*again, expect=4)
                self.assertEqual({"ceo": "unknown"}, self.states(workspace))
            self.assertEqual(1, server.contents)
            self.set_server(workspace)
            workspace.run("deliveries", "resolve", self.row(workspace, "ceo")["id"], "--not-sent")
            workspace.run("send")
            self.mails("ceo", 1)
            self.assertEqual(1, server.contents)

    def test_names_and_domains_beyond_ascii(self):
        workspace = self.workspace(["Zoë Ångström <ceo@example.com>", "idn@bücher.example"], archive="")
        env = workspace.root / "repos.env"
        env.write_text(env.read_text().replace("Harbor Reports <", "Häfen & Söhne <"))
        workspace.run(*SEND)
        mail = self.mails("ceo", 1)[0]
        self.assertEqual("Häfen & Söhne", mail["From"].addresses[0].display_name)
        self.assertEqual(["Zoë Ångström", ""], [address.display_name for address in mail["To"].addresses])
        self.assertEqual("xn--bcher-kva.example", mail["To"].addresses[1].domain)
        self.mails("idn", 1)
        self.assertTrue(all(byte < 128 for byte in self.exim.mails("ceo", 1)[0].split(b"\n\n")[0]))


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
