#!/usr/bin/env python3
"""docs/delivery.md, command by command: what it tells an operator to type exists, is well formed, and leads there.

Each `aws` command becomes the boto3 call that the command line would make, its parameters checked against Amazon's own
description of the service, and is made against moto where moto knows it. Each permission must be an operation's.
Needs boto3 and moto (tests/requirements.txt).
"""
import json
import re
import shlex
import socket
import subprocess
import sys
import time
import unittest
import urllib.request
from pathlib import Path

import boto3
import botocore.session
from botocore import xform_name
from botocore.exceptions import ClientError
from botocore.validate import ParamValidator

DOCUMENT = Path(__file__).parent.parent / "docs" / "delivery.md"
KEYS = dict(region_name="us-west-2", aws_access_key_id="a", aws_secret_access_key="b")
# ses: is the prefix of both versions; a message needs ses:SendRawEmail of the older one.
SERVICES_OF = {"ses": ("sesv2", "ses"), "sqs": ("sqs",)}
# Options that the command line calls otherwise than the service does.
RENAMED = {("subscribe", "endpoint"): "notification-endpoint"}
IS_UNKNOWN_TO_MOTO = {"sesv2": {"create_configuration_set_event_destination", "delete_suppressed_destination"}}


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", DOCUMENT.read_text(encoding="utf-8"), re.M | re.S)


def commands():
    """Every `aws` command: of the blocks of shell, and between backquotes in the text."""
    shell = "".join(blocks("sh")).replace("\\\n", " ")
    found = [line for line in shell.splitlines() if line.startswith("aws ")]
    return found + re.findall(r"`(aws [^`]+)`", DOCUMENT.read_text(encoding="utf-8"))


def policies():
    """Those of IAM, and the one of the queue."""
    found = [json.loads(block) for block in blocks("json")]
    return [policy for policy in found if "Statement" in policy]


def shorthand(text):
    """Name=value,Name=value of the command line."""
    return dict(part.split("=", 1) for part in text.split(","))


class Placeholders:
    """What the operator puts in place of the capitals, learned from the answers as an operator would."""

    def __init__(self):
        self.known = {}

    def fill(self, text):
        for name, value in self.known.items():
            text = text.replace(name, value)
        return text

    def learn(self, name, answer, sqs):
        if name == "create_topic":
            self.known["TOPIC_ARN"] = answer["TopicArn"]
        if name == "create_queue":
            self.known["QUEUE_URL"] = url = answer["QueueUrl"]
            attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
            self.known["QUEUE_ARN"] = attributes["QueueArn"]


class Command:
    def __init__(self, line, placeholders):
        words = shlex.split(line)
        _, self.service, operation, *rest = words
        self.model = botocore.session.get_session().get_service_model(self.service)
        self.name = operation.replace("-", "_")
        names = {xform_name(name): name for name in self.model.operation_names}
        if self.name not in names:
            raise AssertionError(f"{self.service} knows no {operation}")
        self.operation = self.model.operation_model(names[self.name])
        members = self.operation.input_shape.members
        options = {xform_name(name, "-"): name for name in members}
        options.update({new: options.pop(old) for (where, old), new in RENAMED.items() if where == self.name})
        self.arguments = {}
        for option, value in zip(rest[::2], rest[1::2], strict=True):
            if option.removeprefix("--") not in options:
                raise AssertionError(f"{self.service} {operation} takes no {option}")
            name = options[option.removeprefix("--")]
            self.arguments[name] = self.value(members[name], placeholders.fill(value), placeholders)

    @staticmethod
    def value(shape, text, placeholders):
        if shape.type_name == "string":
            return text
        if text.startswith("file://"):
            policy = next(p for p in policies() if "Principal" in p["Statement"][0])
            return {"Policy": placeholders.fill(json.dumps(policy))}
        return json.loads(text) if text.startswith("{") else shorthand(text)

    def validate(self):
        report = ParamValidator().validate(self.arguments, self.operation.input_shape)
        wrong = report.generate_report() if report.has_errors() else ""
        return wrong + self.strange_words(self.operation.input_shape, self.arguments)

    def strange_words(self, shape, value):
        """Values that are none of those an enumeration has; botocore leaves them to the service."""
        if shape.type_name == "structure":
            return "".join(self.strange_words(shape.members[name], one) for name, one in value.items())
        if shape.type_name == "list":
            return "".join(self.strange_words(shape.member, one) for one in value)
        if shape.type_name == "map":
            return "".join(self.strange_words(shape.key, one) for one in value)
        allowed = getattr(shape, "enum", [])
        return f"{value} is none of {allowed}" if allowed and value not in allowed else ""


class Document(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        cls.url = f"http://127.0.0.1:{port}"
        cls.moto = subprocess.Popen([Path(sys.executable).parent / "moto_server", "-p", str(port)],
                                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                urllib.request.urlopen(cls.url + "/moto-api/", timeout=1).read()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("moto does not answer")

    @classmethod
    def tearDownClass(cls):
        cls.moto.kill()
        cls.moto.wait()

    def client(self, service):
        return boto3.client(service, endpoint_url=self.url, **KEYS)

    def test_the_set_up_as_written_leads_to_a_queue_that_hears_of_mail(self):
        placeholders, sqs = Placeholders(), self.client("sqs")
        self.assertGreaterEqual(len(commands()), 8)
        for line in commands():
            if "--" not in line:
                continue  # named in a sentence, without what it is about
            with self.subTest(command=line):
                command = Command(line, placeholders)
                self.assertEqual("", command.validate())
                try:
                    answer = getattr(self.client(command.service), command.name)(**command.arguments)
                except ClientError as error:
                    self.assertIn(command.name, IS_UNKNOWN_TO_MOTO.get(command.service, ()), error)
                    continue
                placeholders.learn(command.name, answer, sqs)
        known = placeholders.known
        self.assertEqual({"TOPIC_ARN", "QUEUE_URL", "QUEUE_ARN"}, set(known))
        subscribed = self.client("sns").list_subscriptions_by_topic(TopicArn=known["TOPIC_ARN"])["Subscriptions"]
        self.assertEqual([known["QUEUE_ARN"]], [one["Endpoint"] for one in subscribed])
        attributes = sqs.get_queue_attributes(QueueUrl=known["QUEUE_URL"], AttributeNames=["All"])["Attributes"]
        statement, = json.loads(attributes["Policy"])["Statement"]
        self.assertEqual((known["QUEUE_ARN"], known["TOPIC_ARN"]),
                         (statement["Resource"], statement["Condition"]["ArnEquals"]["aws:SourceArn"]))
        self.assertEqual("60", attributes["VisibilityTimeout"])

    def test_commands_in_sentences_exist(self):
        for line in commands():
            _, service, operation = line.split()[:3]
            model = botocore.session.get_session().get_service_model(service)
            self.assertIn(operation, {xform_name(name, "-") for name in model.operation_names})

    def test_every_permission_is_an_operation(self):
        session = botocore.session.get_session()
        seen = 0
        for policy in policies():
            for statement in policy["Statement"]:
                actions = statement["Action"]
                for action in [actions] if isinstance(actions, str) else actions:
                    prefix, _, name = action.partition(":")
                    known = {o for s in SERVICES_OF[prefix] for o in session.get_service_model(s).operation_names}
                    self.assertIn(name, known, action)
                    seen += 1
        self.assertGreaterEqual(seen, 10)


if __name__ == "__main__":
    unittest.main()
