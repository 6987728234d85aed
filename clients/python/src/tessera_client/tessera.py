from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator, Mapping
from typing import Any, cast

from . import shapes
from .listing import List
from .send import Sender, segment


class Tessera:
    """Tessera's API. Each call is named as its ``operationId``; amounts are whole numbers of minor units.

    ``url``: where Tessera is; a path in front is kept. ``key``: a secret key (``sk_``), or a publishable key (``pk_``)
    with as ``customer_token`` the JWT that your server signed for a customer. ``timeout``: for each attempt, in seconds; the server ends every call within 10 s. ``retries``: how often a request is sent again. ``max_wait``: the
    longest wait before that; when the server asks for more the error comes at once.

    One client may be shared by threads; it keeps its connections until ``close()``.

    Every change takes ``idempotency_key``: yours for this intent; without it each call gets a new random one.
    ``if_version`` is the ``version`` that you read: 412 ``version_conflict`` where someone else was faster.
    """

    def __init__(
        self,
        url: str,
        key: str,
        *,
        customer_token: str | None = None,
        timeout: float = 15.0,
        retries: int = 3,
        max_wait: float = 30.0,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._sender = Sender(
            url,
            key,
            customer_token=customer_token,
            timeout=timeout,
            retries=retries,
            max_wait=max_wait,
            ssl_context=ssl_context,
        )

    def close(self) -> None:
        self._sender.close()

    def __enter__(self) -> Tessera:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Quotes: nothing is changed.

    def create_quote(self, body: shapes.QuoteRequest, *, timeout: float | None = None) -> shapes.Quote:
        """Prices a cart."""
        return cast("shapes.Quote", self._sender.send("POST", "/v1/quotes", body=body, timeout=timeout))

    def create_quote_batch(self, body: shapes.QuoteBatch, *, timeout: float | None = None) -> shapes.QuoteBatchAnswer:
        """Prices up to 1,000 carts; each has a quote or a problem of its own."""
        return cast(
            "shapes.QuoteBatchAnswer", self._sender.send("POST", "/v1/quotes/batch", body=body, timeout=timeout)
        )

    def create_unsaved_quote(self, body: shapes.UnsavedQuoteRequest, *, timeout: float | None = None) -> shapes.Quote:
        """Prices with coupons, settings and facts of the request, and nothing stored."""
        return cast("shapes.Quote", self._sender.send("POST", "/v1/quotes/unsaved", body=body, timeout=timeout))

    # Reservations

    def create_reservation(
        self,
        body: shapes.ReservationRequest,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> shapes.Reservation:
        """Holds what an order will use."""
        return cast(
            "shapes.Reservation", self._change("POST", "/v1/reservations", body, idempotency_key, None, timeout)
        )

    def extend_reservation(
        self,
        id: str,
        body: shapes.ExtendRequest,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> shapes.Reservation:
        """Holds it longer."""
        return cast(
            "shapes.Reservation",
            self._change("POST", f"/v1/reservations/{segment(id)}/extend", body, idempotency_key, None, timeout),
        )

    def update_reservation(
        self,
        id: str,
        body: shapes.UpdateRequest,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> shapes.Reservation:
        """Prices it again with another cart and moves what it holds."""
        return cast(
            "shapes.Reservation",
            self._change("PUT", f"/v1/reservations/{segment(id)}", body, idempotency_key, None, timeout),
        )

    def commit_reservation(
        self,
        id: str,
        body: shapes.CommitRequest | None = None,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> shapes.PlacedOrder:
        """Places the order."""
        return cast(
            "shapes.PlacedOrder",
            self._change("POST", f"/v1/reservations/{segment(id)}/commit", body or {}, idempotency_key, None, timeout),
        )

    def release_reservation(
        self,
        id: str,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> shapes.Reservation:
        """Gives back what it holds."""
        return cast(
            "shapes.Reservation",
            self._change("POST", f"/v1/reservations/{segment(id)}/release", {}, idempotency_key, None, timeout),
        )

    # Redemptions and orders

    def create_redemption(
        self,
        body: shapes.RedemptionRequest,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> shapes.PlacedOrder:
        """Reserves and commits in one."""
        return cast("shapes.PlacedOrder", self._change("POST", "/v1/redemptions", body, idempotency_key, None, timeout))

    def list_redemptions(
        self,
        *,
        coupon_id: str | None = None,
        code_id: str | None = None,
        customer_id: str | None = None,
        order_id: str | None = None,
        state: str | None = None,
        from_: str | None = None,
        to: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        timeout: float | None = None,
    ) -> List[shapes.RedemptionPage, shapes.Redemption]:
        """The newest first."""
        return self._list(
            "/v1/redemptions",
            {
                "coupon_id": coupon_id,
                "code_id": code_id,
                "customer_id": customer_id,
                "order_id": order_id,
                "state": state,
                "from": from_,
                "to": to,
                "limit": limit,
            },
            cursor,
            timeout,
        )

    def cancel_redemption(
        self,
        id: str,
        body: shapes.Reason,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> shapes.CancelledRedemption:
        """Gives back one use."""
        return cast(
            "shapes.CancelledRedemption",
            self._change("POST", f"/v1/redemptions/{segment(id)}/cancel", body, idempotency_key, None, timeout),
        )

    def end_renewals(
        self,
        id: str,
        body: shapes.Reason,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> shapes.EndedRenewals:
        """The subscription's later payments are no longer discounted."""
        return cast(
            "shapes.EndedRenewals",
            self._change("POST", f"/v1/redemptions/{segment(id)}/end-renewals", body, idempotency_key, None, timeout),
        )

    def read_order(self, order_id: str, *, timeout: float | None = None) -> shapes.Order:
        return cast("shapes.Order", self._sender.send("GET", f"/v1/orders/{segment(order_id)}", timeout=timeout))

    def amend_order(
        self,
        order_id: str,
        body: shapes.AmendRequest,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> shapes.Order:
        """Prices the order again with its own versions and coupons."""
        return cast(
            "shapes.Order",
            self._change("POST", f"/v1/orders/{segment(order_id)}/amend", body, idempotency_key, None, timeout),
        )

    def cancel_order(
        self,
        order_id: str,
        body: shapes.Reason,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> shapes.Order:
        """Gives back every use, budget and balance."""
        return cast(
            "shapes.Order",
            self._change("POST", f"/v1/orders/{segment(order_id)}/cancel", body, idempotency_key, None, timeout),
        )

    def create_refund(
        self,
        order_id: str,
        body: shapes.RefundRequest,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> shapes.Refund:
        """What to pay back for returned lines, or for all of the order."""
        return cast(
            "shapes.Refund",
            self._change("POST", f"/v1/orders/{segment(order_id)}/refunds", body, idempotency_key, None, timeout),
        )

    # Coupons

    def create_coupon(
        self,
        body: shapes.CouponTerms,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> shapes.Coupon:
        return cast("shapes.Coupon", self._change("POST", "/v1/coupons", body, idempotency_key, None, timeout))

    def list_coupons(
        self,
        *,
        q: str | None = None,
        state: str | None = None,
        activation: str | None = None,
        campaign_id: str | None = None,
        ends_before: str | None = None,
        ends_after: str | None = None,
        sort: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        timeout: float | None = None,
    ) -> List[shapes.CouponPage, shapes.Coupon]:
        """Archived ones only when asked for."""
        return self._list(
            "/v1/coupons",
            {
                "q": q,
                "state": state,
                "activation": activation,
                "campaign_id": campaign_id,
                "ends_before": ends_before,
                "ends_after": ends_after,
                "sort": sort,
                "limit": limit,
            },
            cursor,
            timeout,
        )

    def read_coupon(self, id: str, *, timeout: float | None = None) -> shapes.Coupon:
        return cast("shapes.Coupon", self._sender.send("GET", f"/v1/coupons/{segment(id)}", timeout=timeout))

    def update_coupon(
        self,
        id: str,
        body: Mapping[str, Any],
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
        timeout: float | None = None,
    ) -> shapes.Coupon:
        """JSON Merge Patch: what is left out stays, None takes away, lists are replaced whole."""
        return cast(
            "shapes.Coupon",
            self._change("PATCH", f"/v1/coupons/{segment(id)}", body, idempotency_key, if_version, timeout),
        )

    def enable_coupon(
        self,
        id: str,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
        timeout: float | None = None,
    ) -> shapes.Coupon:
        return cast(
            "shapes.Coupon",
            self._change("POST", f"/v1/coupons/{segment(id)}/enable", {}, idempotency_key, if_version, timeout),
        )

    def pause_coupon(
        self,
        id: str,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
        timeout: float | None = None,
    ) -> shapes.Coupon:
        return cast(
            "shapes.Coupon",
            self._change("POST", f"/v1/coupons/{segment(id)}/pause", {}, idempotency_key, if_version, timeout),
        )

    def archive_coupon(
        self,
        id: str,
        body: shapes.ArchiveCoupon | None = None,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
        timeout: float | None = None,
    ) -> shapes.Coupon:
        return cast(
            "shapes.Coupon",
            self._change(
                "POST", f"/v1/coupons/{segment(id)}/archive", body or {}, idempotency_key, if_version, timeout
            ),
        )

    def restore_coupon(
        self,
        id: str,
        *,
        idempotency_key: str | None = None,
        if_version: int | None = None,
        timeout: float | None = None,
    ) -> shapes.Coupon:
        return cast(
            "shapes.Coupon",
            self._change("POST", f"/v1/coupons/{segment(id)}/restore", {}, idempotency_key, if_version, timeout),
        )

    def duplicate_coupon(
        self,
        id: str,
        body: Mapping[str, Any] | None = None,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> shapes.Coupon:
        """A draft with the same terms but for those in ``body``."""
        return cast(
            "shapes.Coupon",
            self._change("POST", f"/v1/coupons/{segment(id)}/duplicate", body or {}, idempotency_key, None, timeout),
        )

    def delete_coupon(
        self,
        id: str,
        *,
        confirm: str,
        force: bool | None = None,
        free_codes: bool | None = None,
        idempotency_key: str | None = None,
        if_version: int | None = None,
        timeout: float | None = None,
    ) -> shapes.DeletedCoupon:
        """Only an archived coupon; ``confirm`` is its name."""
        return cast(
            "shapes.DeletedCoupon",
            self._sender.send(
                "DELETE",
                f"/v1/coupons/{segment(id)}",
                query={"confirm": confirm, "force": force, "free_codes": free_codes},
                changes=True,
                idempotency_key=idempotency_key,
                if_version=if_version,
                timeout=timeout,
            ),
        )

    def summarise_coupon(
        self, id: str, *, locale: str | None = None, timeout: float | None = None
    ) -> shapes.CouponSummary:
        """The coupon in words."""
        return cast(
            "shapes.CouponSummary",
            self._sender.send("GET", f"/v1/coupons/{segment(id)}/summary", query={"locale": locale}, timeout=timeout),
        )

    # Codes and the jobs that make them

    def create_code(
        self, coupon_id: str, body: shapes.CodeBody, *, idempotency_key: str | None = None, timeout: float | None = None
    ) -> shapes.Code:
        """One code; many are ``generate_codes``."""
        return cast(
            "shapes.Code",
            self._change("POST", f"/v1/coupons/{segment(coupon_id)}/codes", body, idempotency_key, None, timeout),
        )

    def generate_codes(
        self, coupon_id: str, body: shapes.CodeBody, *, idempotency_key: str | None = None, timeout: float | None = None
    ) -> shapes.Job:
        """``create_code`` with ``generate``: the job that makes them."""
        return cast(
            "shapes.Job",
            self._change("POST", f"/v1/coupons/{segment(coupon_id)}/codes", body, idempotency_key, None, timeout),
        )

    def list_codes(
        self,
        coupon_id: str,
        *,
        state: str | None = None,
        q: str | None = None,
        batch_id: str | None = None,
        customer_id: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        timeout: float | None = None,
    ) -> List[shapes.CodePage, shapes.Code]:
        return self._list(
            f"/v1/coupons/{segment(coupon_id)}/codes",
            {"state": state, "q": q, "batch_id": batch_id, "customer_id": customer_id, "limit": limit},
            cursor,
            timeout,
        )

    def read_code(self, id: str, *, timeout: float | None = None) -> shapes.Code:
        return cast("shapes.Code", self._sender.send("GET", f"/v1/codes/{segment(id)}", timeout=timeout))

    def lookup_code(self, body: shapes.CodeLookup, *, timeout: float | None = None) -> shapes.Code:
        """Finds a code by its text."""
        return cast("shapes.Code", self._sender.send("POST", "/v1/codes/lookup", body=body, timeout=timeout))

    def void_code(self, id: str, *, idempotency_key: str | None = None, timeout: float | None = None) -> shapes.Code:
        return cast(
            "shapes.Code", self._change("POST", f"/v1/codes/{segment(id)}/void", None, idempotency_key, None, timeout)
        )

    def change_balance(
        self,
        id: str,
        body: shapes.BalanceChange,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> shapes.Code:
        """Puts on a balance or takes off."""
        return cast(
            "shapes.Code",
            self._change("POST", f"/v1/codes/{segment(id)}/balance", body, idempotency_key, None, timeout),
        )

    def list_balance_entries(
        self,
        id: str,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        timeout: float | None = None,
    ) -> List[shapes.BalanceEntryPage, shapes.BalanceEntry]:
        return self._list(f"/v1/codes/{segment(id)}/balance", {"limit": limit}, cursor, timeout)

    def read_job(self, id: str, *, timeout: float | None = None) -> shapes.Job:
        return cast("shapes.Job", self._sender.send("GET", f"/v1/jobs/{segment(id)}", timeout=timeout))

    def cancel_job(self, id: str, *, idempotency_key: str | None = None, timeout: float | None = None) -> shapes.Job:
        return cast(
            "shapes.Job", self._change("POST", f"/v1/jobs/{segment(id)}/cancel", None, idempotency_key, None, timeout)
        )

    # Claims and wallet

    def create_claim(
        self,
        coupon_id: str,
        body: shapes.ClaimBody,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> shapes.Claim:
        """Puts a coupon into a customer's wallet."""
        return cast(
            "shapes.Claim",
            self._change("POST", f"/v1/coupons/{segment(coupon_id)}/claims", body, idempotency_key, None, timeout),
        )

    def claim_code(
        self,
        body: shapes.ClaimCodeBody,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> shapes.Claim:
        """A customer claims with a code."""
        return cast("shapes.Claim", self._change("POST", "/v1/claims", body, idempotency_key, None, timeout))

    def list_claims(
        self,
        coupon_id: str,
        *,
        state: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        timeout: float | None = None,
    ) -> List[shapes.ClaimPage, shapes.Claim]:
        return self._list(f"/v1/coupons/{segment(coupon_id)}/claims", {"state": state, "limit": limit}, cursor, timeout)

    def read_claim(self, id: str, *, locale: str | None = None, timeout: float | None = None) -> shapes.Claim:
        return cast(
            "shapes.Claim",
            self._sender.send("GET", f"/v1/claims/{segment(id)}", query={"locale": locale}, timeout=timeout),
        )

    def revoke_claim(
        self,
        id: str,
        body: shapes.Reason,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> shapes.Claim:
        return cast(
            "shapes.Claim",
            self._change("POST", f"/v1/claims/{segment(id)}/revoke", body, idempotency_key, None, timeout),
        )

    def list_claimable(
        self,
        *,
        customer_id: str | None = None,
        locale: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        timeout: float | None = None,
    ) -> List[shapes.ClaimablePage, shapes.Claimable]:
        """What a customer may claim."""
        return self._list(
            "/v1/claimable", {"customer_id": customer_id, "locale": locale, "limit": limit}, cursor, timeout
        )

    def read_wallet(
        self,
        customer_id: str,
        *,
        tab: str | None = None,
        locale: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        timeout: float | None = None,
    ) -> List[shapes.Wallet, shapes.Claim]:
        """The claims of one tab; each page also has ``counts``."""
        return self._list(
            f"/v1/customers/{segment(customer_id)}/wallet",
            {"tab": tab, "locale": locale, "limit": limit},
            cursor,
            timeout,
        )

    def rank_wallet(
        self, customer_id: str, body: shapes.WalletCart, *, timeout: float | None = None
    ) -> shapes.RankedWallet:
        """What the wallet holds for this cart, the best saving first."""
        return cast(
            "shapes.RankedWallet",
            self._sender.send("POST", f"/v1/customers/{segment(customer_id)}/wallet/best", body=body, timeout=timeout),
        )

    # Customers

    def list_customers(
        self,
        *,
        q: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        timeout: float | None = None,
    ) -> List[shapes.CustomerPage, shapes.Customer]:
        return self._list("/v1/customers", {"q": q, "limit": limit}, cursor, timeout)

    def read_customer(self, id: str, *, timeout: float | None = None) -> shapes.Customer:
        return cast("shapes.Customer", self._sender.send("GET", f"/v1/customers/{segment(id)}", timeout=timeout))

    def put_customer(
        self,
        id: str,
        body: shapes.CustomerBody,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> shapes.Customer:
        return cast(
            "shapes.Customer", self._change("PUT", f"/v1/customers/{segment(id)}", body, idempotency_key, None, timeout)
        )

    def delete_customer(
        self,
        id: str,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> shapes.DeletedCustomer:
        return cast(
            "shapes.DeletedCustomer",
            self._change("DELETE", f"/v1/customers/{segment(id)}", None, idempotency_key, None, timeout),
        )

    # Events

    def list_events(
        self,
        *,
        type: str | None = None,
        aggregate: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        timeout: float | None = None,
    ) -> List[shapes.EventPage, shapes.Event]:
        """The events up to now, the oldest first. To read on later, walk ``pages()`` and keep ``resume_cursor``."""
        return self._list("/v1/events", {"type": type, "aggregate": aggregate, "limit": limit}, cursor, timeout)

    def follow_events(
        self,
        *,
        cursor: str | None = None,
        type: str | None = None,
        aggregate: str | None = None,
        limit: int | None = None,
        interval: float = 2.0,
        stop: threading.Event | None = None,
    ) -> Iterator[shapes.EventPage]:
        """The events as they come, without end, in pages that are never empty.

        Keep ``resume_cursor`` with what you made of a page and pass it as ``cursor`` the next time. ``interval`` is the
        wait when there is nothing new, in seconds; ``stop``, once set, ends it.
        """
        ended = stop or threading.Event()
        query = {"type": type, "aggregate": aggregate, "limit": limit}
        while not ended.is_set():
            page = cast("shapes.EventPage", self._sender.send("GET", "/v1/events", query={**query, "cursor": cursor}))
            if page["data"]:
                yield page
            cursor = page["resume_cursor"]
            if page.get("next_cursor") is None:
                ended.wait(max(0.1, interval))

    # Everything else

    def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        idempotency_key: str | None = None,
        if_version: int | None = None,
        timeout: float | None = None,
    ) -> Any:
        """Any other call of the API, with the same retries and errors: ``shop.send("GET", "/v1/settings")``.

        Everything but a GET gets an ``Idempotency-Key``. Ids in ``path`` are encoded by you.
        """
        return self._sender.send(
            method,
            path,
            query=query,
            body=body,
            changes=method != "GET",
            idempotency_key=idempotency_key,
            if_version=if_version,
            timeout=timeout,
        )

    def _change(
        self,
        method: str,
        path: str,
        body: Any,
        idempotency_key: str | None,
        if_version: int | None,
        timeout: float | None,
    ) -> Any:
        return self._sender.send(
            method,
            path,
            body=body,
            changes=True,
            idempotency_key=idempotency_key,
            if_version=if_version,
            timeout=timeout,
        )

    def _list(self, path: str, query: dict[str, Any], cursor: str | None, timeout: float | None) -> List[Any, Any]:
        return List(lambda at: self._sender.send("GET", path, query={**query, "cursor": at}, timeout=timeout), cursor)
