"""A real delivery of the server, verified."""

from __future__ import annotations

import base64
import hashlib
import hmac
import queue
import time
from typing import Any

from tessera_client import WebhookError, verify_webhook

from .demo import DemoCase, Handler, Server, terms, unique


class Webhooks(DemoCase):
    def test_a_delivery_of_the_server(self) -> None:
        deliveries: queue.Queue[Any] = queue.Queue()

        def receive(handler: Handler) -> None:
            handler.send(204, b"")
            deliveries.put((handler.headers, handler.body))

        with Server(receive) as server:
            body = {"url": f"{server.url}/hook", "types": ["coupon.created"]}
            secret = self.shop.send("POST", "/v1/webhooks", body=body)["secret"]
            coupon = self.shop.create_coupon(terms(unique("HOOK").upper()))
            headers, raw = deliveries.get(timeout=30)
        event = verify_webhook(raw, headers, secret)
        self.assertEqual((event["type"], event["aggregate"]), ("coupon.created", coupon["id"]))
        self.assertEqual(event["id"], headers["webhook-id"])
        other = "whsec_" + base64.b64encode(b"another secret, another secret..").decode()
        self.assertEqual(verify_webhook(raw.decode(), dict(headers.items()), [other, secret]), event)
        given = {name.lower(): value for name, value in headers.items()}
        for wrong_body, wrong_headers, wrong_secret in (
            (raw, given, other),
            (raw + b" ", given, secret),
            (raw, {**given, "webhook-id": "evt_x"}, secret),
            (raw, {**given, "webhook-signature": "v1,é v2,x"}, secret),
            (raw, {}, secret),
        ):
            self.assertRaises(WebhookError, verify_webhook, wrong_body, wrong_headers, wrong_secret)
        self.assertRaises(ValueError, verify_webhook, raw, given, "secret")

    def test_an_old_delivery_and_one_of_the_future(self) -> None:
        secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

        def sign(at: int) -> dict[str, str]:
            digest = hmac.new(base64.b64decode(secret[6:]), f"msg_1.{at}.{{}}".encode(), hashlib.sha256).digest()
            signature = f"v1,{base64.b64encode(digest).decode()}"
            return {"Webhook-Id": "msg_1", "Webhook-Timestamp": str(at), "Webhook-Signature": signature}

        now = int(time.time())
        self.assertEqual(verify_webhook(b"{}", sign(now), secret), {})
        for at in (now - 302, now + 302):
            self.assertRaises(WebhookError, verify_webhook, b"{}", sign(at), secret)
