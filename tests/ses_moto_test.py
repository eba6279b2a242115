#!/usr/bin/env python3
"""The whole way through an emulated Amazon: pre-flight, SendEmail to To and Bcc, and an event back through SNS and SQS.

    ses_moto_test.py --program quarterdeck

Needs boto3 and moto (tests/requirements.txt). moto keeps no tags and knows neither GetAccount nor the suppression list,
so the older quota and the row's message id are what is used here.
"""
import argparse
import email
import email.policy
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import boto3

OF_ONE_DELIVERY = ("To", "X-Quarterdeck-Key", "References")
READERS = ["ceo@example.com", "cfo@example.com"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_moto(url, port):
    server = subprocess.Popen([Path(sys.executable).parent / "moto_server", "-p", str(port)], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
    for _ in range(200):
        try:
            urllib.request.urlopen(url + "/moto-api/", timeout=1).read()
            return server
        except OSError:
            time.sleep(0.1)
    server.kill()
    raise SystemExit("moto does not answer")


def received_by_moto(url):
    """The raw messages that it accepted."""
    with urllib.request.urlopen(url + "/moto-api/data.json") as answer:
        return [message["raw_data"].encode() for message in json.load(answer)["ses"]["RawMessage"]]


def content_of(raw):
    """A message as its reader's program takes it: headers in order, and each part's type, name and content. Without the
    headers that one delivery has and another has not."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    headers = [(name, str(value)) for name, value in message.items() if name not in OF_ONE_DELIVERY]
    parts = [(part.get_content_type(), part.get_filename(), part["Content-ID"], part.get_content())
             for part in message.walk() if not part.is_multipart()]
    return headers, parts, [defect for part in message.walk() for defect in part.defects]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    program = str(Path(parser.parse_args().program).resolve())
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    folder = Path(tempfile.mkdtemp())
    moto = start_moto(url, port)
    wrong = []

    def check(holds, what):
        if not holds:
            wrong.append(what)

    try:
        keys = dict(region_name="us-west-2", endpoint_url=url, aws_access_key_id="a", aws_secret_access_key="b")
        ses, sqs, sns = (boto3.client(name, **keys) for name in ("sesv2", "sqs", "sns"))
        topic = sns.create_topic(Name="events")["TopicArn"]
        queue = sqs.create_queue(QueueName="events")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
        ses.create_configuration_set(ConfigurationSetName="reports", DeliveryOptions={"TlsPolicy": "REQUIRE"})

        (folder / "agent_handoffs/projects").mkdir(parents=True)
        (folder / "agent_handoffs/projects/a.md").write_text("---\nentity: a\nas_of: 2026-05-01\n---\n# A\n")
        (folder / "repos.env").write_text("AWS_REGION=us-west-2\nSES_SENDER_EMAIL=reports@example.com\nSES_BCC_ADDRESS="
                                          f"archive@example.com\nSES_RECIPIENTS={','.join(READERS)}\n")
        (folder / "quarterdeck.toml").write_text(f'[delivery]\ntransport = "ses"\nevents_queue = "{queue}"\n'
                                                 'configuration_set = "reports"\n')
        environment = dict(os.environ, AWS_ENDPOINT_URL=url, AWS_ACCESS_KEY_ID="AKIAEXAMPLEEXAMPLE",
                           AWS_SECRET_ACCESS_KEY="not-a-real-secret-9Q7x", XDG_STATE_HOME=str(folder / "state"))

        def run(*words):
            return subprocess.run([program, "-w", str(folder), *words], env=environment, capture_output=True, text=True,
                                  timeout=120)

        send = ["run", "--send", "--role", "ceo", "--as-of", "2026-05-21"]
        refused = run(*send)
        check(refused.returncode == 4 and "not verified" in refused.stderr + refused.stdout, "an unverified sender is sent")
        ses.create_email_identity(EmailIdentity="example.com")

        sent = run(*send)
        check(sent.returncode == 0, f"run --send: {sent.returncode} {sent.stderr}")
        rows = json.loads(run("deliveries", "--format", "json").stdout)
        check(sorted(row["recipient"] for row in rows) == ["archive@example.com", *READERS], f"rows: {rows}")
        check({row["state"] for row in rows} == {"accepted"}, "not all were accepted")
        # moto counts the To header and the destinations; what matters is that a second run adds nothing.
        quota = boto3.client("ses", **keys).get_send_quota
        once = quota()["SentLast24Hours"]
        check(once >= 3, f"{once} were sent")
        check(run(*send).returncode == 0 and quota()["SentLast24Hours"] == once, "the same period is sent twice")

        received = received_by_moto(url)
        frozen = list((folder / ".quarterdeck/mail").rglob("*.eml"))
        check((len(received), len(frozen)) == (1, 1), f"{len(received)} mails at moto, {len(frozen)} frozen files")
        check(content_of(received[0]) == content_of(frozen[0].read_bytes()), "moto has another mail than was frozen")

        mail = {"timestamp": "2026-05-21T10:00:00Z", "messageId": rows[0]["message_id"], "destination": READERS}
        delivery = {"timestamp": "2026-05-21T10:00:01Z", "recipients": [READERS[0]], "smtpResponse": "250 ok"}
        bounce = {"timestamp": "2026-05-21T10:00:02Z", "bounceType": "Permanent", "bounceSubType": "General",
                  "feedbackId": "f", "bouncedRecipients": [{"emailAddress": READERS[1], "diagnosticCode": "550 no"}]}
        for _ in range(2):
            sns.publish(TopicArn=topic, Message=json.dumps({"eventType": "Delivery", "mail": mail, "delivery": delivery}))
            sns.publish(TopicArn=topic, Message=json.dumps({"eventType": "Bounce", "mail": mail, "bounce": bounce}))
        events = run("events", "--format", "json")
        applied = json.loads(events.stdout)
        check(events.returncode == 4, f"a bounce needs a person: {events.returncode}")
        check((applied["applied"], applied["repeated"]) == (2, 2), f"applied: {applied}")
        states = {row["recipient"]: row["state"] for row in json.loads(run("deliveries", "--format", "json").stdout)}
        check(states == {READERS[0]: "delivered", READERS[1]: "bounced", "archive@example.com": "accepted"}, str(states))
        left = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
        check(left["ApproximateNumberOfMessages"] == "0", "the queue is not empty")

        doctor = run("doctor", "--format", "json")
        found = {row["id"]: row["outcome"] for row in json.loads(doctor.stdout)}
        check(doctor.returncode == 0, f"doctor: {doctor.stdout}")
        for name in ("aws.identity", "aws.sender", "aws.queue", "aws.clock", "aws.sandbox"):
            check(found.get(name) == "ok", f"{name}: {found.get(name)}")
        check("not-a-real-secret" not in doctor.stdout + doctor.stderr, "doctor shows a secret")
    finally:
        moto.kill()
        shutil.rmtree(folder, ignore_errors=True)
    for what in wrong:
        print("wrong:", what)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
