"""Checked by mypy, never run: what the types allow and what they refuse."""

from __future__ import annotations

from tessera_client import Tessera, verify_webhook
from tessera_client.shapes import Cart


def types_hold(shop: Tessera) -> None:
    cart: Cart = {"currency": "USD", "line_items": [{"product_id": "shirt", "quantity": 1, "unit_price": 2000}]}
    quote = shop.create_quote({"cart": cart, "discounts": {"codes": ["A"]}})
    total: int = quote["totals"]["total"]
    names: list[str] = [coupon["name"] for coupon in shop.list_coupons(state="active")]
    counts: list[int] = [page["counts"]["available"] for page in shop.read_wallet("ana").pages()]
    kind: str = verify_webhook(b"", {}, "whsec_")["type"]
    print(total, names, counts, kind)

    shop.create_quote({"cart": {"line_items": []}})  # type: ignore[typeddict-item]
    shop.create_refund("o", {"full": True})  # type: ignore[typeddict-item]
    shop.list_coupons(colour="red")  # type: ignore[call-arg]
    shop.create_redemption({"order_id": "o", "cart": cart, "expected_total": "48.00"})  # type: ignore[typeddict-item]
    print(quote["grand_total"])  # type: ignore[typeddict-item]
