#!/usr/bin/env python3
"""The parts of a message as JSON: {"html", "text", "subject"}. Pictures stand inside the HTML, so that a browser shows it."""
import base64
import email
import email.policy
import json
import sys

with open(sys.argv[1], "rb") as file:
    message = email.message_from_binary_file(file, policy=email.policy.default)
html = message.get_body(("html",)).get_content()
for part in message.walk():
    if part["Content-ID"]:
        picture = base64.b64encode(part.get_payload(decode=True)).decode()
        html = html.replace("cid:" + part["Content-ID"].strip("<>"), f"data:{part.get_content_type()};base64,{picture}")
json.dump({"html": html, "text": message.get_body(("plain",)).get_content(), "subject": message["Subject"]}, sys.stdout)
