"""Every call against the real server."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

from tessera_client import Tessera

from .demo import DemoCase, cart, unique


class Calls(DemoCase):
    def test_each_call_is_named_as_an_operation_of_the_description(self) -> None:
        described = json.loads((Path(__file__).parents[3] / "docs" / "openapi.json").read_text("utf-8"))
        operations = {operation["operationId"] for path in described["paths"].values() for operation in path.values()}
        own = {"close", "follow_events", "generate_codes", "send"}
        calls = {name for name in vars(Tessera) if not name.startswith("_")} - own
        self.assertEqual(calls - operations, set())

    def test_quotes(self) -> None:
        coupon, code = self.make_coupon()
        quote = self.shop.create_quote({"cart": cart(), "discounts": {"codes": [code, "NO-SUCH-CODE"]}})
        self.assertEqual(quote["totals"]["savings"], 1800)
        self.assertEqual(quote["totals"]["total"], 8640)
        self.assertEqual(quote["discounts"]["applied"][0]["coupon_id"], coupon["id"])
        self.assertEqual(quote["discounts"]["rejected"][0]["code"], "NO-SUCH-CODE")
        batch = self.shop.create_quote_batch({"quotes": [{"cart": cart(1)}, {"cart": cart(3)}]})
        self.assertEqual([entry["quote"]["totals"]["subtotal"] for entry in batch["data"]], [4500, 13500])
        benefits = [{"kind": "percent_off", "percent": 10}]
        draft = {"name": "Try", "activation": "automatic", "benefits": benefits}
        unsaved = self.shop.create_unsaved_quote({"cart": cart(), "coupons": [draft]})  # type: ignore[typeddict-item]
        self.assertEqual(unsaved["totals"]["savings"], 900)

    def test_a_publishable_key_quotes_and_nothing_else(self) -> None:
        with Tessera(self.url, self.publishable) as page:
            self.assertEqual(page.create_quote({"cart": cart()})["totals"]["subtotal"], 9000)
            self.refused("publishable_key", 403, page.read_order, "x")

    def test_reservation(self) -> None:
        _, code = self.make_coupon()
        order = unique("order")
        discounts = {"codes": [code]}
        held = self.shop.create_reservation(
            {"order_id": order, "cart": cart(), "discounts": discounts, "hold_seconds": 60, "expected_total": 8640}
        )
        self.assertEqual(held["state"], "held")
        longer = self.shop.extend_reservation(held["id"], {"hold_seconds": 1800})
        self.assertGreater(longer["expires_at"], held["expires_at"])
        moved = self.shop.update_reservation(held["id"], {"cart": cart(3), "discounts": discounts})
        self.assertEqual(moved["quote"]["totals"]["total"], 12960)
        placed = self.shop.commit_reservation(held["id"], {"expected_total": 12960})
        self.assertEqual(placed["state"], "committed")
        self.assertEqual(self.shop.commit_reservation(held["id"])["state"], "committed")
        self.refused("order_already_committed", 409, self.shop.release_reservation, held["id"])
        refund = self.shop.create_refund(order, {"lines": [{"line_id": "l1", "quantity": 1}], "reason": "too warm"})
        self.assertEqual(refund["amount"], 4320)
        self.assertEqual(self.shop.read_order(order)["refunded"], 4320)

    def test_release_gives_the_use_back(self) -> None:
        _, code = self.make_coupon(limits={"total": 1})
        discounts = {"codes": [code]}
        held = self.shop.create_reservation({"order_id": unique("order"), "cart": cart(), "discounts": discounts})
        other = {"order_id": unique("order"), "cart": cart(), "discounts": discounts}
        error = self.refused("discount_not_available", 409, self.shop.create_reservation, other)
        self.assertEqual(error.rejected[0]["code"], code)
        self.assertFalse(error.outcome_unknown)
        self.assertEqual(self.shop.release_reservation(held["id"])["state"], "released")
        self.assertEqual(self.shop.create_reservation(other)["state"], "held")  # type: ignore[arg-type]

    def test_redemption(self) -> None:
        coupon, code = self.make_coupon()
        order = {"order_id": unique("order"), "cart": cart(), "discounts": {"codes": [code]}, "expected_total": 8640}
        key = unique("key")
        first = self.shop.create_redemption(order, idempotency_key=key)  # type: ignore[arg-type]
        self.assertEqual(self.shop.create_redemption(order, idempotency_key=key), first)  # type: ignore[arg-type]
        self.assertEqual(len(list(self.shop.list_redemptions(coupon_id=coupon["id"]))), 1)
        later = self.shop.list_redemptions(coupon_id=coupon["id"], from_="2100-01-01T00:00:00Z")
        self.assertEqual(list(later), [])
        other = {**order, "order_id": unique("order")}
        self.refused("idempotency_key_reused", 422, self.shop.create_redemption, other, idempotency_key=key)
        error = self.refused("total_changed", 409, self.shop.create_redemption, {**other, "expected_total": 1})
        assert error.quote
        self.assertEqual(error.quote["totals"]["total"], 8640)
        cancelled = self.shop.cancel_redemption(first["redemptions"][0]["id"], {"reason": "by hand"})
        self.assertEqual(cancelled["state"], "cancelled")

    def test_orders(self) -> None:
        _, code = self.make_coupon()
        order = unique("order")
        self.shop.create_redemption({"order_id": order, "cart": cart(), "discounts": {"codes": [code]}})
        self.assertEqual(self.shop.amend_order(order, {"cart": cart(1)})["total"], 4320)
        self.assertEqual(self.shop.cancel_order(order, {"reason": "changed their mind"})["state"], "cancelled")
        self.refused("order_unknown", 404, self.shop.read_order, unique("none"))

    def test_renewals_end(self) -> None:
        _, code = self.make_coupon(renewals=3)
        subscribed = cart(1)
        subscribed["line_items"][0]["billing_period"] = "monthly"
        placed = self.shop.create_redemption(
            {"order_id": unique("order"), "cart": subscribed, "discounts": {"codes": [code]}}
        )
        ended = self.shop.end_renewals(placed["redemptions"][0]["id"], {"reason": "left"})
        self.assertTrue(ended["renewals_ended_at"])

    def test_the_whole_life_of_a_coupon(self) -> None:
        coupon, _ = self.make_coupon()
        id = coupon["id"]
        self.assertEqual(self.shop.read_coupon(id)["id"], id)
        updated = self.shop.update_coupon(id, {"limits": {"total": 5}}, if_version=coupon["version"])
        self.assertEqual(updated["limits"]["total"], 5)
        late = {"name": "Late"}
        self.refused("version_conflict", 412, self.shop.update_coupon, id, late, if_version=coupon["version"])
        self.assertEqual(self.shop.pause_coupon(id)["state"], "paused")
        self.assertEqual(self.shop.enable_coupon(id)["state"], "active")
        self.assertIn("20", self.shop.summarise_coupon(id, locale="fr")["summary"])
        copy = self.shop.duplicate_coupon(id, {"name": "Copy of it"})
        self.assertEqual((copy["state"], copy["name"]), ("draft", "Copy of it"))
        self.assertEqual(self.shop.archive_coupon(copy["id"])["state"], "archived")
        self.assertNotEqual(self.shop.restore_coupon(copy["id"])["state"], "archived")
        self.shop.archive_coupon(copy["id"], {"free_code": True})
        self.assertTrue(self.shop.delete_coupon(copy["id"], confirm=copy["name"], force=False)["deleted"])
        self.refused("not_found", 404, self.shop.read_coupon, copy["id"])

    def test_a_body_with_faults_names_each_of_them(self) -> None:
        body = {"name": "x", "benefits": [{"kind": "percent_off", "percent": 200}], "colour": "red"}
        error = self.refused("invalid_body", 422, self.shop.create_coupon, body)
        self.assertIn("/colour", [fault["pointer"] for fault in error.errors])
        self.assertGreaterEqual(len(error.errors), 2)
        self.assertRegex(error.request_id or "", "^req_")

    def test_a_body_too_large_says_so(self) -> None:
        body = {"cart": cart(), "discounts": {"codes": ["x" * 3_000_000]}}
        error = self.refused("body_too_large", 413, self.shop.create_quote, body)
        self.assertEqual(error.attempts, 1)

    def test_lists_walk_all_pages_and_stop_when_the_caller_does(self) -> None:
        coupon, code = self.make_coupon()
        for n in range(6):
            self.shop.create_code(coupon["id"], {"code": f"{code}-{n}X"})
        walked = list(self.shop.list_codes(coupon["id"], limit=2))
        self.assertEqual(len({entry["id"] for entry in walked}), 7)
        names = [entry["name"] for entry, _ in zip(self.shop.list_coupons(limit=1), range(3), strict=False)]
        self.assertEqual(len(names), 3)
        first = next(self.shop.list_codes(coupon["id"], limit=5).pages())
        self.assertEqual(len(first["data"]), 5)
        rest = self.shop.list_codes(coupon["id"], limit=5, cursor=first["next_cursor"])
        self.assertEqual(len(list(rest)), 2)

    def test_codes(self) -> None:
        coupon, _ = self.make_coupon()
        text = unique("ONE").upper()
        one = self.shop.create_code(coupon["id"], {"code": text, "limit": 1})
        self.assertEqual(self.shop.lookup_code({"code": text.lower()})["id"], one["id"])
        self.assertEqual(self.shop.read_code(one["id"])["code"], text)
        self.assertEqual(self.shop.void_code(one["id"])["state"], "void")
        job = self.shop.generate_codes(coupon["id"], {"generate": {"count": 50}})
        for _ in range(100):
            if job["state"] == "done":
                break
            time.sleep(0.05)
            job = self.shop.read_job(job["id"])
        self.assertEqual(job["done"], 50)
        self.refused("job_ended", 409, self.shop.cancel_job, job["id"])

    def test_a_balance_is_put_on_and_spent(self) -> None:
        benefits = [{"kind": "stored_value"}]
        coupon = self.shop.create_coupon({"name": unique("Gift"), "status": "enabled", "benefits": benefits})  # type: ignore[typeddict-item]
        text = unique("GIFT").upper()
        code = self.shop.create_code(coupon["id"], {"code": text, "balance": {"amount": 1000, "currency": "USD"}})
        self.shop.change_balance(code["id"], {"amount": 500, "currency": "USD", "reason": "sorry"})
        quote = self.shop.create_quote({"cart": cart(), "discounts": {"codes": [text]}})
        self.assertEqual(quote["totals"]["balance_used"], 1500)
        self.assertTrue(list(self.shop.list_balance_entries(code["id"])))

    def test_claims_and_the_wallet(self) -> None:
        customer = unique("customer")
        self.shop.put_customer(customer, {"email": f"{customer}@shop.example", "country": "FR"})
        coupon, _ = self.make_coupon(visibility="claimable")
        claimable = self.shop.list_claimable(customer_id=customer)
        self.assertIn(coupon["id"], [entry["coupon_id"] for entry in claimable])
        claim = self.shop.create_claim(coupon["id"], {"customer_id": customer})
        self.assertEqual(self.shop.read_claim(claim["id"])["customer_id"], customer)
        self.assertEqual(len(list(self.shop.list_claims(coupon["id"]))), 1)
        wallet = next(self.shop.read_wallet(customer, tab="available").pages())
        self.assertEqual((wallet["data"][0]["id"], wallet["counts"]["available"]), (claim["id"], 1))
        ranked = self.shop.rank_wallet(customer, {"cart": cart()})
        self.assertEqual(ranked["usable"][0]["claim"]["id"], claim["id"])
        quote = self.shop.create_quote({"cart": cart(2, customer), "discounts": {"claims": [claim["id"]]}})
        self.assertEqual(quote["discounts"]["applied"][0]["claim_id"], claim["id"])
        self.assertEqual(self.shop.revoke_claim(claim["id"], {"reason": "a test"})["state"], "revoked")
        other, code = self.make_coupon()
        self.assertEqual(self.shop.claim_code({"code": code, "customer_id": customer})["coupon_id"], other["id"])

    def test_customers_with_odd_ids(self) -> None:
        for id in (unique("a b/c?d#é%2F"), unique("plain")):
            self.shop.put_customer(id, {"name": "Zoë Quartermain"})
            self.assertEqual(self.shop.read_customer(id)["id"], id)
            self.assertIn(id, [customer["id"] for customer in self.shop.list_customers(q="Quartermain")])
            self.assertTrue(self.shop.delete_customer(id)["deleted"])
            self.refused("not_found", 404, self.shop.read_customer, id)
        for id in ("", ".", "..", "\ud800"):
            self.refused("client_invalid", 0, self.shop.delete_customer, id)

    def test_events_to_the_end_and_on(self) -> None:
        count, cursor = 0, None
        for page in self.shop.list_events(limit=200).pages():
            count, cursor = count + len(page["data"]), page["resume_cursor"]
        self.assertGreater(count, 1000)
        coupon, _ = self.make_coupon()
        stop, kinds = threading.Event(), []
        threading.Timer(0.15, self.shop.pause_coupon, [coupon["id"]]).start()
        for page in self.shop.follow_events(cursor=cursor, interval=0.1, stop=stop):
            kinds += [event["type"] for event in page["data"] if event["aggregate"] == coupon["id"]]
            if "coupon.paused" in kinds:
                stop.set()
        self.assertEqual((kinds[0], kinds[-1]), ("coupon.created", "coupon.paused"))

    def test_any_other_call(self) -> None:
        self.assertIsInstance(self.shop.send("GET", "/v1/settings"), dict)
        self.refused("path_unknown", 404, self.shop.send, "GET", "/v1/nowhere")
        for path in ("v1/settings", ".shop.example/v1", "@shop.example/v1", "/a b", "/a\r\nb", ""):
            self.refused("client_invalid", 0, self.shop.send, "GET", path)

    def test_threads_share_a_client(self) -> None:
        coupon, code = self.make_coupon(limits={"total": 5})
        won: list[str] = []

        def place() -> None:
            order = {"order_id": unique("order"), "cart": cart(), "discounts": {"codes": [code]}}
            try:
                won.append(self.shop.create_redemption(order)["order_id"])  # type: ignore[arg-type]
            except Exception as error:
                self.assertEqual(getattr(error, "code", error), "discount_not_available")

        threads = [threading.Thread(target=place) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(set(won)), 5)
        self.assertEqual(self.shop.read_coupon(coupon["id"])["uses"], 5)
