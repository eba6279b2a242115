#!/usr/bin/env python3
"""Signatures and endpoints of our AWS client against botocore's.

    sigv4_test.py --sign sign_request
"""
import argparse
import datetime
import json
import random
import string
import subprocess
import sys
import unittest
from unittest import mock
from urllib.parse import quote

import boto3
import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

SIGN = None
NOW = datetime.datetime(2026, 5, 21, 9, 30, 7, tzinfo=datetime.timezone.utc)
TEXTS = ["", "a", "value", "a b", "ä", "日本", "a/b", "a+b", "a=b&c", "~-._", "%41", "100%", "*", "(x)!'", ":@", "\t", "😀", "A", "Z9",
         "list-type", "a" * 300]


def ours(requests):
    """The answers of our signer, one for each request."""
    lines = "".join(json.dumps(one) + "\n" for one in requests)
    done = subprocess.run([SIGN], input=lines, capture_output=True, text=True, check=True, encoding="utf-8")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(requests)
    return answers


def theirs(request, url, signer):
    """Headers of the same request, signed by botocore."""
    headers = [(name, value) for name, value in request["headers"]]
    asked = AWSRequest(method=request["method"], url=url, data=request["body"].encode())
    for name, value in headers:
        asked.headers.add_header(name, value)
    credentials = Credentials(request["access_key_id"], request["secret_access_key"], request["session_token"] or None)
    with mock.patch("botocore.auth.get_current_datetime", lambda *_, **__: NOW.replace(tzinfo=None)):
        signer(credentials, request["signing"], request["region"]).add_auth(asked)
    return asked.headers


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def text(self):
        return self.random.choice(TEXTS)

    def word(self):
        return "".join(self.random.choices(string.ascii_lowercase, k=self.random.randint(1, 8)))

    def path(self, parts, safe=""):
        return "/" + "/".join(quote(self.text() or self.word(), safe=safe + "-._~") for _ in range(parts))

    def headers(self):
        out = []
        for _ in range(self.random.randint(0, 3)):
            name = self.random.choice(["X-Amz-Target", "Content-Type", "X-Amz-Meta-" + self.word(), "X-Custom"])
            value = self.random.choice(["plain", "  two   spaces ", "a,b", "", "x" * 2000, 'quoted "a  b"'])
            out.append([name, value])
            if self.random.random() < 0.2:
                out.append([name, "again"])
        return out

    def request(self, service, signing, path):
        return {
            "service": service, "signing": signing,
            "region": self.random.choice(["us-east-1", "eu-west-1", "us-gov-west-1", "cn-north-1"]),
            "method": self.random.choice(["GET", "POST", "PUT", "DELETE"]),
            "path": path,
            "query": [[self.text() or "k", self.text()] for _ in range(self.random.randint(0, 5))],
            "headers": self.headers(),
            "body": self.random.choice(["", "{}", "äöü\n", "x" * 20000]),
            "time": NOW.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "access_key_id": "AKIDEXAMPLE",
            "secret_access_key": "".join(self.random.choices(string.ascii_letters + "+/", k=40)),
            "session_token": self.random.choice(["", "short", "".join(self.random.choices(string.ascii_letters + "+/=", k=2500))]),
            "endpoints": self.random.choice([{}, {}, {"": "http://127.0.0.1:5000"}, {service: "https://proxy.example.com:8443/base"}]),
        }


class Signatures(unittest.TestCase):
    def compare(self, requests, signer):
        for request, answer in zip(requests, ours(requests)):
            with self.subTest(request={k: v for k, v in request.items() if k not in ("body", "session_token")}):
                self.assertNotIn("error", answer)
                expected = theirs(request, answer["url"], signer)
                got = dict((name.lower(), value) for name, value in answer["headers"])
                for name in ("Authorization", "X-Amz-Date", "X-Amz-Security-Token", "X-Amz-Content-SHA256"):
                    self.assertEqual(got.get(name.lower()), expected.get(name), name)

    def test_services_that_encode_the_path_again(self):
        make = Generator(1)
        kinds = [("sesv2", "ses"), ("sqs", "sqs"), ("lambda", "lambda"), ("dynamodb", "dynamodb"), ("sts", "sts")]
        requests = [make.request(*make.random.choice(kinds), make.path(make.random.randint(0, 4))) for _ in range(500)]
        self.compare(requests, botocore.auth.SigV4Auth)

    def test_s3(self):
        make = Generator(2)
        requests = [make.request("s3", "s3", f"/{make.random.choice(['bucket', 'my.bucket'])}" + make.path(make.random.randint(0, 4), safe="/"))
                    for _ in range(500)]
        self.compare(requests, botocore.auth.S3SigV4Auth)


class Operations(unittest.TestCase):
    """What boto3 puts on the wire for an operation, and what we do for the same path and query."""

    CASES = [
        ("sesv2", "get_email_identity", {"EmailIdentity": "a+b@example.com"}, "GET", "/v2/email/identities/a%2Bb%40example.com", []),
        ("sesv2", "get_suppressed_destination", {"EmailAddress": "ü x@example.com"}, "GET",
         "/v2/email/suppression/addresses/%C3%BC%20x%40example.com", []),
        ("sesv2", "list_suppressed_destinations", {"NextToken": "a+/= b", "PageSize": 1000}, "GET", "/v2/email/suppression/addresses",
         [["NextToken", "a+/= b"], ["PageSize", "1000"]]),
        ("lambda", "get_policy", {"FunctionName": "arn:aws:lambda:eu-west-1:123456789012:function:a_b"}, "GET",
         "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A123456789012%3Afunction%3Aa_b/policy", []),
        ("route_53", "list_hosted_zones", {"Marker": "Z/1", "MaxItems": "100"}, "GET", "/2013-04-01/hostedzone",
         [["marker", "Z/1"], ["maxitems", "100"]]),
        ("s3", "get_bucket_policy_status", {"Bucket": "bucket"}, "GET", "/bucket", [["policyStatus", ""]]),
        ("s3", "get_object", {"Bucket": "bucket", "Key": "a b/ä+(1).txt"}, "GET", "/bucket/a%20b/%C3%A4%2B%281%29.txt", []),
    ]

    def test_have_the_address_and_the_signature_of_boto3(self):
        requests, sent = [], []
        for service, operation, arguments, method, path, query in self.CASES:
            client = boto3.client(service.replace("_", ""), region_name="eu-west-1", aws_access_key_id="AKIDEXAMPLE",
                                  aws_secret_access_key="secret", aws_session_token="token")

            def keep(request, **_):
                sent.append(request)
                raise KeyboardInterrupt  # nothing leaves

            client.meta.events.register("before-send", keep)
            with mock.patch("botocore.auth.get_current_datetime", lambda *_, **__: NOW.replace(tzinfo=None)):
                with self.assertRaises(KeyboardInterrupt):
                    getattr(client, operation)(**arguments)
            signed = sent[-1].headers["Authorization"].decode() if isinstance(sent[-1].headers["Authorization"], bytes) else sent[-1].headers["Authorization"]
            names = signed.split("SignedHeaders=")[1].split(",")[0].split(";")
            own = {"host", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256"}
            requests.append({"service": service, "region": "eu-west-1", "method": method, "path": path, "query": query,
                             "headers": [[n, _text(sent[-1].headers[n])] for n in names if n not in own],
                             "body": "", "time": NOW.strftime("%Y-%m-%dT%H:%M:%SZ"), "access_key_id": "AKIDEXAMPLE",
                             "secret_access_key": "secret", "session_token": "token", "endpoints": {}})
        for case, request, answer in zip(self.CASES, sent, ours(requests)):
            with self.subTest(operation=case[1]):
                self.assertEqual(_same_form(answer["url"]), _same_form(request.url))
                self.assertEqual(dict(answer["headers"])["Authorization"], _text(request.headers["Authorization"]))


def _text(value):
    return value.decode() if isinstance(value, bytes) else value


def _same_form(url):
    """The order of a query and the '=' of an empty value mean nothing, '+' in a query is a space."""
    base, _, query = url.partition("?")
    return base.rstrip("/"), sorted(pair.removesuffix("=").replace("+", "%20") for pair in query.split("&"))


class Endpoints(unittest.TestCase):
    SERVICES = {  # as AWS_ENDPOINT_URL_<SERVICE> spells it: as boto3 does
        "sts": "sts", "sqs": "sqs", "sns": "sns", "sesv2": "sesv2", "ses": "ses", "lambda": "lambda", "dynamodb": "dynamodb",
        "route_53": "route53", "iam": "iam", "cloudfront": "cloudfront", "cost_explorer": "ce", "budgets": "budgets",
        "cloudwatch": "cloudwatch", "cloudwatch_logs": "logs", "api_gateway": "apigateway", "apigatewayv2": "apigatewayv2",
        "application_auto_scaling": "application-autoscaling", "acm": "acm", "wafv2": "wafv2", "s3_control": "s3control",
        "resource_groups_tagging_api": "resourcegroupstaggingapi", "secrets_manager": "secretsmanager", "ssm": "ssm", "kms": "kms",
        "organizations": "organizations", "eventbridge": "events", "scheduler": "scheduler", "sso": "sso",
    }
    REGIONS = ["us-east-1", "eu-west-1", "ap-southeast-2", "cn-north-1", "cn-northwest-1", "us-gov-west-1", "us-gov-east-1",
               "eusc-de-east-1"]
    # There is no such service there; botocore makes a name up.
    NOWHERE = {("route_53", "eusc-de-east-1")}

    def test_are_those_of_botocore(self):
        wanted, requests = [], []
        for service, name in self.SERVICES.items():
            for region in self.REGIONS:
                if (service, region) in self.NOWHERE:
                    continue
                client = boto3.client(name, region_name=region, aws_access_key_id="a", aws_secret_access_key="b")
                signer = client._request_signer
                wanted.append((service, region, client.meta.endpoint_url, f"/{signer._region_name}/{signer._signing_name}/"))
                requests.append({"service": service, "region": region, "method": "GET", "path": "/", "query": [], "headers": [], "body": "",
                                 "time": "2026-05-21T09:30:07Z", "access_key_id": "A", "secret_access_key": "s", "session_token": "",
                                 "endpoints": {}})
        for (service, region, url, scope), answer in zip(wanted, ours(requests)):
            with self.subTest(service=service, region=region):
                self.assertEqual(answer["url"].rstrip("/"), url)
                self.assertIn(scope, dict(answer["headers"])["Authorization"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--sign", required=True)
    options, rest = parser.parse_known_args()
    SIGN = options.sign
    unittest.main(argv=[sys.argv[0], *rest])
