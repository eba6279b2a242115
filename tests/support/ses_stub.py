#!/usr/bin/env python3
"""A stand-in for Amazon SES, and a queue of events, on loopback: counts what it accepts and misbehaves on demand.

  ses_stub.py [--log FILE]          prints its port, then serves until it is killed

In a test: `with SesStub() as ses: ses.control(throttle=0.3); ...; ses.mails()`.

What it accepts is written to the log before it answers, so that a client which dies in between is found out. How it
misbehaves is set by PUT /_control with any of FAULTS; each probability is drawn for each SendEmail. `script` is a list of
answers to give first, one an attempt: {"status": 400, "type": "MessageRejected", "text": "...", "accept": false}.
Chances are drawn from a generator with a fixed seed, so a run can be repeated.

`ses.tell(event, ...)` puts events into the queue `events`, which keeps each until it is deleted.
"""
import argparse
import asyncio
import base64
import collections
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

FAULTS = {
    "delay": 0.0,            # seconds before each answer
    "jitter": 0.0,           # and up to this much more
    "drop": 0.0,             # closes without reading on
    "drop_accepted": 0.0,    # accepts, then closes without an answer
    "reset_accepted": 0.0,   # accepts, then resets the connection
    "throttle": 0.0,         # 429 TooManyRequestsException
    "unavailable": 0.0,      # 503 ServiceUnavailable, not accepted
    "error_accepted": 0.0,   # 500 InternalFailure, accepted all the same
    "outage_every": 0.0,     # every so many seconds ...
    "outage_for": 0.0,       # ... all is throttled for so long
    "enforce_rate": False,   # 429 above max_rate, by a strict bucket of recipients
    "max_rate": 1000.0,
    "max_24_hour": 50000.0,
    "sent_24_hours": 0.0,
    "production": True,
    "account_status": 200,   # of GetAccount
    "identities": None,      # {"example.com": true}; None: every identity is verified
    "suppressed": [],
    "configuration_sets": {},  # {"reports": ["SEND", ...]}
    "script": [],
    "seed": 1,
}


class Server:
    def __init__(self, log):
        self.log = log
        self.mails = []
        self.queue = []  # of {"id", "body", "hidden_until"}
        self.told = 0
        self.requests = collections.Counter()
        self.attempts = []  # (time, recipients, status)
        self.settings = dict(FAULTS)
        self.random = random.Random(1)
        self.begun = time.monotonic()
        self.tokens, self.tokens_at = None, 0.0
        self.connections = 0
        self.port = 0

    # ---- HTTP, as little of it as there is ----

    async def serve(self, reader, writer):
        self.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                lines = head.decode("latin-1").split("\r\n")
                method, target, _ = lines[0].split(" ", 2)
                headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:] if line)}
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                answer = await self.answer(method, target, headers, body, writer)
                if answer is None:
                    return
                status, kind, payload = answer
                extra = f"x-amzn-ErrorType: {kind}\r\n" if kind else ""
                writer.write(f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n{extra}"
                             f"Date: {time.strftime('%a, %d %b %Y %H:%M:%S GMT', time.gmtime())}\r\n"
                             f"Content-Length: {len(payload)}\r\n\r\n".encode() + payload)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def answer(self, method, target, headers, body, writer):
        path, _, _ = target.partition("?")
        self.requests[f"{method} {path}"] += 1
        service, _, action = headers.get("x-amz-target", "").partition(".")
        if service == "AmazonSQS":
            return self.ask_queue(action, json.loads(body))
        if path == "/_events":
            for event in json.loads(body):
                self.told += 1
                self.queue.append({"id": f"m-{self.told}", "body": event, "hidden_until": 0.0})
            return 200, "", b"{}"
        if path == "/_control":
            self.settings.update(json.loads(body))
            self.random = random.Random(self.settings["seed"])
            self.begun, self.tokens = time.monotonic(), None
            return 200, "", b"{}"
        if path == "/_state":
            return 200, "", json.dumps({"mails": self.mails, "requests": self.requests, "attempts": self.attempts,
                                        "connections": self.connections,
                                        "waiting": len(self.queue)}).encode()
        if (method, path) == ("POST", "/v2/email/outbound-emails"):
            return await self.send_email(json.loads(body), writer)
        return self.ask(method, path, body)

    # ---- questions about the account ----

    def ask(self, method, path, body):
        s = self.settings
        parts = [urllib.parse.unquote(part) for part in path.strip("/").split("/")]
        if path == "/v2/email/account":
            if s["account_status"] != 200:
                return self.error(s["account_status"], "AccessDeniedException", "not allowed")
            return self.ok({"SendingEnabled": True, "ProductionAccessEnabled": s["production"],
                            "EnforcementStatus": "HEALTHY",
                            "SendQuota": {"Max24HourSend": s["max_24_hour"], "MaxSendRate": s["max_rate"],
                                          "SentLast24Hours": s["sent_24_hours"]}})
        if method == "POST" and path == "/" and b"GetSendQuota" in body:
            return 200, "", (f"<GetSendQuotaResponse><GetSendQuotaResult><Max24HourSend>{s['max_24_hour']}</Max24HourSend>"
                             f"<MaxSendRate>{s['max_rate']}</MaxSendRate><SentLast24Hours>{s['sent_24_hours']}"
                             "</SentLast24Hours></GetSendQuotaResult></GetSendQuotaResponse>").encode()
        if parts[:3] == ["v2", "email", "identities"] and len(parts) == 4:
            known = s["identities"]
            if known is not None and parts[3] not in known:
                return self.error(404, "NotFoundException", f"Identity {parts[3]} does not exist")
            verified = True if known is None else known[parts[3]]
            return self.ok({"IdentityType": "DOMAIN", "VerifiedForSendingStatus": verified,
                            "VerificationStatus": "SUCCESS" if verified else "PENDING"})
        if parts[:4] == ["v2", "email", "suppression", "addresses"]:
            return self.ok({"SuppressedDestinationSummaries": [
                {"EmailAddress": a, "Reason": "BOUNCE", "LastUpdateTime": 1.7e9} for a in s["suppressed"]]})
        if parts[:3] == ["v2", "email", "configuration-sets"] and len(parts) >= 4:
            sets = s["configuration_sets"]
            if parts[3] not in sets:
                return self.error(404, "NotFoundException", f"Configuration set <{parts[3]}> does not exist.")
            if len(parts) == 4:
                return self.ok({"ConfigurationSetName": parts[3], "SendingOptions": {"SendingEnabled": True},
                                "DeliveryOptions": {"TlsPolicy": "REQUIRE"}})
            return self.ok({"EventDestinations": [
                {"Name": "events", "Enabled": True, "MatchingEventTypes": sets[parts[3]],
                 "SnsDestination": {"TopicArn": "arn:aws:sns:us-west-2:123456789012:events"}}]})
        return self.error(404, "NotFoundException", f"no such thing: {method} {path}")

    # ---- the queue ----

    def ask_queue(self, action, asked):
        url = f"http://127.0.0.1:{self.port}/123456789012/events"
        if asked.get("QueueName", "events") != "events" or asked.get("QueueUrl", url) != url:
            return self.error(400, "com.amazonaws.sqs#QueueDoesNotExist", "The specified queue does not exist.")
        if action == "GetQueueUrl":
            return self.ok({"QueueUrl": url})
        now = time.monotonic()
        if action == "ReceiveMessage":
            messages = [m for m in self.queue if m["hidden_until"] <= now][:asked.get("MaxNumberOfMessages", 1)]
            for message in messages:
                message["hidden_until"] = now + asked.get("VisibilityTimeout", 30)
            return self.ok({"Messages": [
                {"MessageId": m["id"], "ReceiptHandle": "r-" + m["id"], "Body": m["body"],
                 "MD5OfBody": hashlib.md5(m["body"].encode()).hexdigest(),
                 "Attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": f"{time.time() * 1000:.0f}"}}
                for m in messages]} if messages else {})
        if action == "DeleteMessageBatch":
            gone = {entry["ReceiptHandle"] for entry in asked["Entries"]}
            self.queue = [m for m in self.queue if "r-" + m["id"] not in gone]
            return self.ok({"Successful": [{"Id": entry["Id"]} for entry in asked["Entries"]], "Failed": []})
        return self.error(400, "com.amazonaws.sqs#UnsupportedOperation", action)

    # ---- SendEmail ----

    async def send_email(self, mail, writer):
        s = self.settings
        to = mail["Destination"].get("ToAddresses", []) + mail["Destination"].get("BccAddresses", [])
        if s["delay"] or s["jitter"]:
            await asyncio.sleep(s["delay"] + self.random.random() * s["jitter"])
        if s["script"]:
            step = s["script"].pop(0)
            if step.get("accept"):
                self.accept(mail, to)
            if step.get("close"):
                return None
            return self.attempt(to, self.error(step["status"], step.get("type", ""), step.get("text", "")))
        chance = self.random.random
        if chance() < s["drop"]:
            self.attempt(to, (0,))
            return None
        if chance() < s["unavailable"]:
            return self.attempt(to, self.error(503, "ServiceUnavailable", "try again"))
        if chance() < s["throttle"] or self.in_outage() or self.too_fast(len(to)):
            return self.attempt(to, self.error(429, "TooManyRequestsException", "Maximum sending rate exceeded."))
        message_id = self.accept(mail, to)
        if chance() < s["drop_accepted"]:
            self.attempt(to, (0,))
            return None
        if chance() < s["reset_accepted"]:
            self.attempt(to, (0,))
            writer.transport.abort()
            return None
        if chance() < s["error_accepted"]:
            return self.attempt(to, self.error(500, "InternalFailure", "sorry"))
        return self.attempt(to, self.ok({"MessageId": message_id}))

    def in_outage(self):
        every, length = self.settings["outage_every"], self.settings["outage_for"]
        return every > 0 and (time.monotonic() - self.begun) % every < length

    def too_fast(self, recipients):
        """A strict bucket that holds one second's worth at most."""
        if not self.settings["enforce_rate"]:
            return False
        now, rate = time.monotonic(), self.settings["max_rate"]
        if self.tokens is None:
            self.tokens, self.tokens_at = rate, now
        self.tokens = min(rate, self.tokens + (now - self.tokens_at) * rate)
        self.tokens_at = now
        if self.tokens < recipients:
            return True
        self.tokens -= recipients
        return False

    def accept(self, mail, to):
        message_id = f"{len(self.mails) + 1:016x}-{os.getpid()}"
        record = {"time": time.time(), "to": mail["Destination"].get("ToAddresses", []),
                  "bcc": mail["Destination"].get("BccAddresses", []), "from": mail.get("FromEmailAddress", ""),
                  "tags": {t["Name"]: t["Value"] for t in mail.get("EmailTags", [])},
                  "configuration_set": mail.get("ConfigurationSetName", ""), "message_id": message_id,
                  "raw": mail["Content"]["Raw"]["Data"]}
        self.mails.append({k: v for k, v in record.items() if k != "raw"} | {"size": len(record["raw"])})
        if self.log:
            self.log.write(json.dumps(record) + "\n")
            self.log.flush()
        return message_id

    def attempt(self, to, answer):
        self.attempts.append((time.time(), len(to), answer[0]))
        return answer

    @staticmethod
    def ok(value):
        return 200, "", json.dumps(value).encode()

    @staticmethod
    def error(status, kind, text):
        return status, kind, json.dumps({"__type": kind, "message": text}).encode()


class SesStub:
    """The stub as a process of its own, so that a test may be busy or die."""

    def __enter__(self):
        self.log = tempfile.NamedTemporaryFile(suffix=".jsonl")
        self.process = subprocess.Popen([sys.executable, __file__, "--log", self.log.name], stdout=subprocess.PIPE,
                                        text=True)
        self.port = int(self.process.stdout.readline())
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.log.close()

    def environment(self):
        """What a program needs to take the stub for SES."""
        return {"AWS_ENDPOINT_URL": self.url, "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE0000000",
                "AWS_SECRET_ACCESS_KEY": "stub-secret-stub-secret-stub-secret", "AWS_REGION": "us-west-2"}

    def control(self, **settings):
        unknown = set(settings) - set(FAULTS)
        if unknown:
            raise ValueError(f"the stub knows no {unknown}")
        self.put("/_control", settings)

    def put(self, path, value):
        request = urllib.request.Request(self.url + path, json.dumps(value).encode(), method="PUT")
        urllib.request.urlopen(request).read()

    def tell(self, *events):
        """Puts events into the queue, in this order."""
        self.put("/_events", [json.dumps(event) for event in events])

    def reset(self, **settings):
        self.control(**(FAULTS | settings))

    def state(self):
        with urllib.request.urlopen(f"{self.url}/_state") as answer:
            return json.loads(answer.read())

    def mails(self):
        """Everything it accepted, with the decoded message under "message"."""
        with open(self.log.name, encoding="utf-8") as log:
            mails = [json.loads(line) for line in log]
        for mail in mails:
            mail["message"] = base64.b64decode(mail.pop("raw"))
        return mails

    def received(self):
        """How often each (recipient, report, period) was accepted."""
        counts = collections.Counter()
        for mail in self.mails():
            for recipient in mail["to"]:
                counts[recipient, mail["tags"].get("report"), mail["tags"].get("period")] += 1
        return counts


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--log")
    options = parser.parse_args()
    log = open(options.log, "a", encoding="utf-8") if options.log else None
    server = Server(log)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, limit=2**27)
    server.port = listening.sockets[0].getsockname()[1]
    print(server.port, flush=True)
    await listening.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
