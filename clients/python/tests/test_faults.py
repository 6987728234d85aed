"""What may go wrong between: lost answers, refusals, redirects, answers that are no JSON."""

from __future__ import annotations

import decimal
import os
import socket
import time
import unittest
from collections.abc import Callable
from typing import Any

from tessera_client import Tessera, TesseraError

from .demo import DemoCase, Handler, Server, cart, terms, unique


def order(**more: Any) -> Any:
    return {"order_id": unique("order"), "cart": cart(), **more}


class Faults(DemoCase):
    def failure(self, call: Callable[[], Any]) -> TesseraError:
        with self.assertRaises(TesseraError) as caught:
            call()
        return caught.exception

    def through(self, fault: Callable[[Handler], None], use: Callable[[Tessera, Server], Any], **options: Any) -> Any:
        """Runs `use` with a client behind `fault`."""
        with Server(fault) as server, Tessera(server.url, self.key, **options) as shop:
            return use(shop, server)

    def pass_on(self, handler: Handler) -> None:
        handler.send(*handler.ask(self.url))

    def test_a_lost_answer_takes_one_use(self) -> None:
        code = unique("LOST").upper()
        coupon = self.shop.create_coupon(terms(code, limits={"total": 5}))

        def fault(handler: Handler) -> None:
            status, body = handler.ask(self.url)
            handler.drop() if handler.nth == 1 else handler.send(status, body)

        def use(shop: Tessera, server: Server) -> None:
            self.assertEqual(shop.create_redemption(order(discounts={"codes": [code]}))["state"], "committed")
            self.assertEqual(len(server.seen), 2)
            self.assertRegex(server.keys()[0] or "", "^[0-9a-f-]{36}$")
            self.assertEqual(server.keys()[0], server.keys()[1])
            self.assertEqual(server.seen[0][3], server.seen[1][3])

        self.through(fault, use)
        self.assertEqual(self.shop.read_coupon(coupon["id"])["uses"], 1)

    def test_half_an_answer_is_a_lost_answer(self) -> None:
        def fault(handler: Handler) -> None:
            status, body = handler.ask(self.url)
            if handler.nth > 1:
                return handler.send(status, body)
            handler.send_response(status)
            handler.send_header("content-length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body[:40])
            handler.drop()

        def use(shop: Tessera, server: Server) -> None:
            self.assertEqual(shop.create_quote({"cart": cart()})["totals"]["subtotal"], 9000)
            self.assertEqual(server.keys(), [None, None])

        self.through(fault, use)

    def test_every_answer_lost(self) -> None:
        body = order()

        def fault(handler: Handler) -> None:
            handler.ask(self.url)
            handler.drop()

        error = self.through(fault, lambda shop, _: self.failure(lambda: shop.create_redemption(body)), retries=1)
        self.assertEqual((error.code, error.outcome_unknown, error.attempts), ("client_network", True, 2))
        placed = self.shop.create_redemption(body, idempotency_key=error.idempotency_key)
        self.assertEqual(placed["order_id"], body["order_id"])

    def test_nobody_listens(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            shop = Tessera(f"http://127.0.0.1:{taken.getsockname()[1]}", "sk_x", retries=1)
            error = self.failure(lambda: shop.create_redemption(order()))
        self.assertEqual((error.code, error.outcome_unknown, error.attempts), ("client_network", False, 2))

    def test_a_connection_that_was_idle_and_ended_is_no_fault(self) -> None:
        def fault(handler: Handler) -> None:
            self.pass_on(handler)
            handler.close_connection = True

        def use(shop: Tessera, server: Server) -> None:
            for _ in range(3):
                shop.create_redemption(order())
                time.sleep(0.05)
            self.assertEqual(len(server.seen), 3)

        self.through(fault, use, retries=0)

    def test_connections_are_kept(self) -> None:
        peers = set()

        def fault(handler: Handler) -> None:
            peers.add(handler.client_address)
            self.pass_on(handler)

        self.through(fault, lambda shop, _: [shop.create_quote({"cart": cart()}) for _ in range(5)])
        self.assertEqual(len(peers), 1)

    @unittest.skipUnless(hasattr(os, "fork"), "no fork on this system")
    def test_a_forked_child_has_connections_of_its_own(self) -> None:
        peers = []

        def fault(handler: Handler) -> None:
            peers.append(handler.client_address)
            handler.send(200, b"{}")

        def use(shop: Tessera, _: Server) -> None:
            shop.read_coupon("parent")
            child = os.fork()
            if child == 0:
                try:
                    shop.read_coupon("child")
                finally:
                    os._exit(0)
            os.waitpid(child, 0)
            shop.read_coupon("parent")

        self.through(fault, use)
        self.assertEqual(len(peers), 3)
        self.assertEqual(peers[0], peers[2])
        self.assertNotEqual(peers[0], peers[1])

    def test_429_and_503_wait_as_long_as_they_ask(self) -> None:
        for status, code in ((429, "rate_limited"), (503, "unavailable")):

            def fault(handler: Handler, status: int = status, code: str = code) -> None:
                handler.problem(status, code, retry_after="1") if handler.nth == 1 else self.pass_on(handler)

            began = time.monotonic()
            seen = self.through(fault, lambda shop, server: (shop.create_quote({"cart": cart()}), len(server.seen))[1])
            self.assertEqual(seen, 2)
            self.assertGreaterEqual(time.monotonic() - began, 0.99)

    def test_a_wait_longer_than_the_client_allows_is_the_callers(self) -> None:
        def use(shop: Tessera, server: Server) -> None:
            error = self.failure(lambda: shop.create_quote({"cart": cart()}))
            self.assertEqual((error.code, error.retry_after, len(server.seen)), ("rate_limited", 120.0, 1))

        self.through(lambda handler: handler.problem(429, "rate_limited", retry_after="120"), use)

    def test_409_is_not_sent_again_but_the_first_still_running_is(self) -> None:
        def use(shop: Tessera, server: Server) -> None:
            error = self.failure(lambda: shop.create_redemption(order()))
            self.assertEqual((error.code, error.outcome_unknown, len(server.seen)), ("total_changed", False, 1))

        self.through(lambda handler: handler.problem(409, "total_changed"), use)

        def fault(handler: Handler) -> None:
            handler.problem(409, "request_in_progress") if handler.nth == 1 else self.pass_on(handler)

        def again(shop: Tessera, server: Server) -> None:
            self.assertEqual(shop.create_redemption(order())["state"], "committed")
            self.assertEqual(server.keys()[0], server.keys()[1])

        self.through(fault, again)

    def test_a_refusal_after_a_lost_answer_settles_it_and_401_does_not(self) -> None:
        for status, code, unknown in ((409, "total_changed", False), (401, "key_unknown", True)):

            def fault(handler: Handler, status: int = status, code: str = code) -> None:
                handler.drop() if handler.nth == 1 else handler.problem(status, code)

            error = self.through(fault, lambda shop, _: self.failure(lambda: shop.create_redemption(order())))
            self.assertEqual((error.code, error.outcome_unknown), (code, unknown))

    def test_an_answer_that_is_no_json(self) -> None:
        for status, attempts in ((200, 1), (404, 1), (500, 1), (502, 2), (503, 2)):

            def fault(handler: Handler, status: int = status) -> None:
                handler.send(status, b"<h1>\xff Hello</h1>", content_type="text/html")

            error = self.through(
                fault, lambda shop, _: self.failure(lambda: shop.create_redemption(order())), retries=1
            )
            self.assertEqual((error.code, error.status, error.attempts), ("client_unreadable", status, attempts))
            self.assertEqual(error.outcome_unknown, status == 200 or status >= 500)
            self.assertIn("text/html", error.detail)

    def test_a_redirect_is_not_followed_and_the_key_goes_nowhere_else(self) -> None:
        with Server(lambda handler: handler.send(200, b"{}")) as other:
            for status in (301, 302, 303, 307, 308):

                def fault(handler: Handler, status: int = status) -> None:
                    handler.send(status, b"", location=f"{other.url}/v1/quotes")

                error = self.through(fault, lambda shop, _: self.failure(lambda: shop.create_quote({"cart": cart()})))
                self.assertEqual((error.code, error.status), ("client_redirect", status))
            self.assertEqual(other.seen, [])

    def test_no_answer_in_time(self) -> None:
        def silent(handler: Handler) -> None:
            time.sleep(0.5)

        def dripping(handler: Handler) -> None:
            handler.send_response(200)
            handler.send_header("content-length", "100000")
            handler.end_headers()
            try:
                for _ in range(20):
                    handler.wfile.write(b" ")
                    time.sleep(0.05)
            except OSError:
                handler.close_connection = True

        for fault in (silent, dripping):
            began = time.monotonic()
            error = self.through(
                fault, lambda shop, _: self.failure(lambda: shop.create_redemption(order())), retries=0, timeout=0.2
            )
            self.assertEqual((error.code, error.outcome_unknown), ("client_timed_out", True))
            self.assertLess(time.monotonic() - began, 5)

    def test_a_list_that_does_not_go_on_ends_with_an_error(self) -> None:
        def use(shop: Tessera, server: Server) -> None:
            self.assertEqual(self.failure(lambda: list(shop.list_coupons())).code, "client_unreadable")
            self.assertEqual(len(server.seen), 2)

        self.through(lambda handler: handler.send(200, b'{"data":[{}],"next_cursor":"same"}'), use)

    def test_what_json_cannot_carry_is_not_sent(self) -> None:
        for total in (float("nan"), float("inf"), decimal.Decimal(5), "\ud800"):
            error = self.failure(lambda total=total: self.shop.create_redemption(order(expected_total=total)))  # type: ignore[misc]
            self.assertEqual(error.code, "client_invalid")
        error = self.failure(lambda: self.shop.create_redemption(order(), idempotency_key="a\r\nb"))
        self.assertEqual(error.code, "client_invalid")

    def test_an_address_or_a_key_that_cannot_be_right_is_refused_at_once(self) -> None:
        for url in ("ftp://shop.example", "https://u:p@shop.example", "https://shop.example/?a=1", "shop.example"):
            self.assertRaises(ValueError, Tessera, url, "sk_x")
        for key in ("", "sk_x\r\nX: y"):
            self.assertRaises(ValueError, Tessera, self.url, key)
        self.assertRaises(ValueError, Tessera, self.url, "pk_x", customer_token="a b")

    def test_a_customer_token_goes_along(self) -> None:
        def use(shop: Tessera, server: Server) -> None:
            error = self.failure(lambda: shop.create_quote({"cart": cart()}))
            self.assertEqual(error.code, "customer_token_expired")
            self.assertEqual(server.seen[0][2].get("Tessera-Customer"), "a.b.c")

        self.through(lambda handler: handler.problem(401, "customer_token_expired"), use, customer_token="a.b.c")
