import { List, type Page } from "./list.js";
import type { components, operations } from "./openapi.js";
import { Sender, segment, sleep, type CallOptions, type ClientOptions, type Query, type Request } from "./send.js";

/** The shapes of the API by name: `Schemas["Cart"]`. */
export type Schemas = components["schemas"];
type Q<O extends keyof operations> = NonNullable<operations[O]["parameters"]["query"]>;
type Locale = { locale?: string };

/** Tessera's API. Each call is named as its `operationId`; amounts are whole numbers of minor units. */
export class Tessera {
  readonly #sender: Sender;

  constructor(options: ClientOptions) {
    this.#sender = new Sender(options);
  }

  // Quotes: nothing is changed.

  /** Prices a cart. */
  async createQuote(body: Schemas["QuoteRequest"], options?: CallOptions): Promise<Schemas["Quote"]> {
    return this.#ask("/v1/quotes", body, options);
  }

  /** Prices up to 1,000 carts; each has a quote or a problem of its own. */
  async createQuoteBatch(body: Schemas["QuoteBatch"], options?: CallOptions): Promise<Schemas["QuoteBatchAnswer"]> {
    return this.#ask("/v1/quotes/batch", body, options);
  }

  /** Prices with coupons, settings and facts of the request, and nothing stored. */
  async createUnsavedQuote(body: Schemas["UnsavedQuoteRequest"], options?: CallOptions): Promise<Schemas["Quote"]> {
    return this.#ask("/v1/quotes/unsaved", body, options);
  }

  // Reservations

  /** Holds what an order will use. */
  async createReservation(body: Schemas["ReservationRequest"], options?: CallOptions): Promise<Schemas["Reservation"]> {
    return this.#change("POST", "/v1/reservations", body, options);
  }

  /** Holds it longer. */
  async extendReservation(id: string, body: Schemas["ExtendRequest"], options?: CallOptions): Promise<Schemas["Reservation"]> {
    return this.#change("POST", `/v1/reservations/${segment(id)}/extend`, body, options);
  }

  /** Prices it again with another cart and moves what it holds. */
  async updateReservation(id: string, body: Schemas["UpdateRequest"], options?: CallOptions): Promise<Schemas["Reservation"]> {
    return this.#change("PUT", `/v1/reservations/${segment(id)}`, body, options);
  }

  /** Places the order. */
  async commitReservation(id: string, body: Schemas["CommitRequest"] = {}, options?: CallOptions): Promise<Schemas["PlacedOrder"]> {
    return this.#change("POST", `/v1/reservations/${segment(id)}/commit`, body, options);
  }

  /** Gives back what it holds. */
  async releaseReservation(id: string, options?: CallOptions): Promise<Schemas["Reservation"]> {
    return this.#change("POST", `/v1/reservations/${segment(id)}/release`, {}, options);
  }

  // Redemptions and orders

  /** Reserves and commits in one. */
  async createRedemption(body: Schemas["RedemptionRequest"], options?: CallOptions): Promise<Schemas["PlacedOrder"]> {
    return this.#change("POST", "/v1/redemptions", body, options);
  }

  /** The newest first. */
  listRedemptions(query?: Q<"list_redemptions">, options?: CallOptions): List<Schemas["RedemptionPage"]> {
    return this.#list("/v1/redemptions", query, options);
  }

  /** Gives back one use. */
  async cancelRedemption(id: string, body: Schemas["Reason"], options?: CallOptions): Promise<Schemas["CancelledRedemption"]> {
    return this.#change("POST", `/v1/redemptions/${segment(id)}/cancel`, body, options);
  }

  /** The subscription's later payments are no longer discounted. */
  async endRenewals(id: string, body: Schemas["Reason"], options?: CallOptions): Promise<Schemas["EndedRenewals"]> {
    return this.#change("POST", `/v1/redemptions/${segment(id)}/end-renewals`, body, options);
  }

  async readOrder(orderId: string, options?: CallOptions): Promise<Schemas["Order"]> {
    return this.#read(`/v1/orders/${segment(orderId)}`, undefined, options);
  }

  /** Prices the order again with its own versions and coupons. */
  async amendOrder(orderId: string, body: Schemas["AmendRequest"], options?: CallOptions): Promise<Schemas["Order"]> {
    return this.#change("POST", `/v1/orders/${segment(orderId)}/amend`, body, options);
  }

  /** Gives back every use, budget and balance. */
  async cancelOrder(orderId: string, body: Schemas["Reason"], options?: CallOptions): Promise<Schemas["Order"]> {
    return this.#change("POST", `/v1/orders/${segment(orderId)}/cancel`, body, options);
  }

  /** What to pay back for returned lines, or for all of the order. */
  async createRefund(orderId: string, body: Schemas["RefundRequest"], options?: CallOptions): Promise<Schemas["Refund"]> {
    return this.#change("POST", `/v1/orders/${segment(orderId)}/refunds`, body, options);
  }

  // Coupons

  async createCoupon(body: Schemas["CouponTerms"], options?: CallOptions): Promise<Schemas["Coupon"]> {
    return this.#change("POST", "/v1/coupons", body, options);
  }

  listCoupons(query?: Q<"list_coupons">, options?: CallOptions): List<Schemas["CouponPage"]> {
    return this.#list("/v1/coupons", query, options);
  }

  async readCoupon(id: string, options?: CallOptions): Promise<Schemas["Coupon"]> {
    return this.#read(`/v1/coupons/${segment(id)}`, undefined, options);
  }

  /** JSON Merge Patch: what is left out stays, null takes away, arrays are replaced whole. */
  async updateCoupon(
    id: string,
    body: Partial<Schemas["CouponTerms"]> & { apply_to_claims?: "keep" | "better" | "all" },
    options?: CallOptions,
  ): Promise<Schemas["Coupon"]> {
    return this.#change("PATCH", `/v1/coupons/${segment(id)}`, body, options);
  }

  async enableCoupon(id: string, options?: CallOptions): Promise<Schemas["Coupon"]> {
    return this.#change("POST", `/v1/coupons/${segment(id)}/enable`, {}, options);
  }

  async pauseCoupon(id: string, options?: CallOptions): Promise<Schemas["Coupon"]> {
    return this.#change("POST", `/v1/coupons/${segment(id)}/pause`, {}, options);
  }

  async archiveCoupon(id: string, body: Schemas["ArchiveCoupon"] = {}, options?: CallOptions): Promise<Schemas["Coupon"]> {
    return this.#change("POST", `/v1/coupons/${segment(id)}/archive`, body, options);
  }

  async restoreCoupon(id: string, options?: CallOptions): Promise<Schemas["Coupon"]> {
    return this.#change("POST", `/v1/coupons/${segment(id)}/restore`, {}, options);
  }

  /** A draft with the same terms but for those in `body`. */
  async duplicateCoupon(id: string, body: Partial<Schemas["CouponTerms"]> = {}, options?: CallOptions): Promise<Schemas["Coupon"]> {
    return this.#change("POST", `/v1/coupons/${segment(id)}/duplicate`, body, options);
  }

  /** Only an archived coupon; `confirm` is its name. */
  async deleteCoupon(id: string, query: Q<"delete_coupon">, options?: CallOptions): Promise<Schemas["DeletedCoupon"]> {
    return this.#sender.send({ method: "DELETE", path: `/v1/coupons/${segment(id)}`, query, changes: true }, options);
  }

  /** The coupon in words. */
  async summariseCoupon(id: string, query?: Locale, options?: CallOptions): Promise<Schemas["CouponSummary"]> {
    return this.#read(`/v1/coupons/${segment(id)}/summary`, query, options);
  }

  // Codes and the jobs that make them

  /** One code: the code. With `generate`: a job. */
  createCode(couponId: string, body: Schemas["CodeBody"] & { generate: Schemas["Generate"] }, options?: CallOptions): Promise<Schemas["Job"]>;
  createCode(couponId: string, body: Schemas["CodeBody"] & { code: string }, options?: CallOptions): Promise<Schemas["Code"]>;
  async createCode(couponId: string, body: Schemas["CodeBody"], options?: CallOptions): Promise<Schemas["Code"] | Schemas["Job"]> {
    return this.#change("POST", `/v1/coupons/${segment(couponId)}/codes`, body, options);
  }

  listCodes(couponId: string, query?: Q<"list_codes">, options?: CallOptions): List<Schemas["CodePage"]> {
    return this.#list(`/v1/coupons/${segment(couponId)}/codes`, query, options);
  }

  async readCode(id: string, options?: CallOptions): Promise<Schemas["Code"]> {
    return this.#read(`/v1/codes/${segment(id)}`, undefined, options);
  }

  /** Finds a code by its text. */
  async lookupCode(body: Schemas["CodeLookup"], options?: CallOptions): Promise<Schemas["Code"]> {
    return this.#ask("/v1/codes/lookup", body, options);
  }

  async voidCode(id: string, options?: CallOptions): Promise<Schemas["Code"]> {
    return this.#change("POST", `/v1/codes/${segment(id)}/void`, undefined, options);
  }

  /** Puts on a balance or takes off. */
  async changeBalance(id: string, body: Schemas["BalanceChange"], options?: CallOptions): Promise<Schemas["Code"]> {
    return this.#change("POST", `/v1/codes/${segment(id)}/balance`, body, options);
  }

  listBalanceEntries(id: string, query?: Q<"list_balance_entries">, options?: CallOptions): List<Schemas["BalanceEntryPage"]> {
    return this.#list(`/v1/codes/${segment(id)}/balance`, query, options);
  }

  async readJob(id: string, options?: CallOptions): Promise<Schemas["Job"]> {
    return this.#read(`/v1/jobs/${segment(id)}`, undefined, options);
  }

  async cancelJob(id: string, options?: CallOptions): Promise<Schemas["Job"]> {
    return this.#change("POST", `/v1/jobs/${segment(id)}/cancel`, undefined, options);
  }

  // Claims and wallet

  /** Puts a coupon into a customer's wallet. */
  async createClaim(couponId: string, body: Schemas["ClaimBody"], options?: CallOptions): Promise<Schemas["Claim"]> {
    return this.#change("POST", `/v1/coupons/${segment(couponId)}/claims`, body, options);
  }

  /** A customer claims with a code. */
  async claimCode(body: Schemas["ClaimCodeBody"], options?: CallOptions): Promise<Schemas["Claim"]> {
    return this.#change("POST", "/v1/claims", body, options);
  }

  listClaims(couponId: string, query?: Q<"list_claims">, options?: CallOptions): List<Schemas["ClaimPage"]> {
    return this.#list(`/v1/coupons/${segment(couponId)}/claims`, query, options);
  }

  async readClaim(id: string, query?: Locale, options?: CallOptions): Promise<Schemas["Claim"]> {
    return this.#read(`/v1/claims/${segment(id)}`, query, options);
  }

  async revokeClaim(id: string, body: Schemas["Reason"], options?: CallOptions): Promise<Schemas["Claim"]> {
    return this.#change("POST", `/v1/claims/${segment(id)}/revoke`, body, options);
  }

  /** What a customer may claim. */
  listClaimable(query?: Q<"list_claimable">, options?: CallOptions): List<Schemas["ClaimablePage"]> {
    return this.#list("/v1/claimable", query, options);
  }

  /** The claims of one tab; each page also has `counts`. */
  readWallet(customerId: string, query?: Q<"read_wallet">, options?: CallOptions): List<Schemas["Wallet"]> {
    return this.#list(`/v1/customers/${segment(customerId)}/wallet`, query, options);
  }

  /** What the wallet holds for this cart, the best saving first. */
  async rankWallet(customerId: string, body: Schemas["WalletCart"], options?: CallOptions): Promise<Schemas["RankedWallet"]> {
    return this.#ask(`/v1/customers/${segment(customerId)}/wallet/best`, body, options);
  }

  // Customers

  listCustomers(query?: Q<"list_customers">, options?: CallOptions): List<Schemas["CustomerPage"]> {
    return this.#list("/v1/customers", query, options);
  }

  async readCustomer(id: string, options?: CallOptions): Promise<Schemas["Customer"]> {
    return this.#read(`/v1/customers/${segment(id)}`, undefined, options);
  }

  async putCustomer(id: string, body: Schemas["CustomerBody"], options?: CallOptions): Promise<Schemas["Customer"]> {
    return this.#change("PUT", `/v1/customers/${segment(id)}`, body, options);
  }

  async deleteCustomer(id: string, options?: CallOptions): Promise<Schemas["DeletedCustomer"]> {
    return this.#change("DELETE", `/v1/customers/${segment(id)}`, undefined, options);
  }

  // Events

  /** The events up to now, the oldest first. To read on later, walk `pages()` and keep `resume_cursor`. */
  listEvents(query?: Q<"list_events">, options?: CallOptions): List<Schemas["EventPage"]> {
    return this.#list("/v1/events", query, options);
  }

  /**
   * The events as they come, without end, in pages that are never empty. Keep `resume_cursor` with what you made of a page and
   * pass it as `cursor` the next time. `options.signal` ends it without an error; `intervalMs` is the wait when there is nothing new.
   */
  async *followEvents(
    query: Q<"list_events"> & { intervalMs?: number } = {},
    options: CallOptions = {},
  ): AsyncGenerator<Schemas["EventPage"], void, undefined> {
    const { intervalMs = 2_000, ...asked } = query;
    let cursor = asked.cursor;
    while (!options.signal?.aborted) {
      let page: Schemas["EventPage"];
      try {
        page = await this.#read("/v1/events", { ...asked, cursor }, options);
      } catch (error) {
        if (options.signal?.aborted) return;
        throw error;
      }
      if (page.data.length > 0) yield page;
      cursor = page.resume_cursor;
      if (page.next_cursor == null) await sleep(Math.max(100, intervalMs), options.signal).catch(() => undefined);
    }
  }

  /**
   * Any other call of the API, with the same retries and errors: `shop.send({ method: "GET", path: "/v1/settings" })`.
   * Everything but a GET gets an `Idempotency-Key`. Ids in `path` are encoded by you.
   */
  send<T = unknown>(request: Omit<Request, "changes">, options?: CallOptions): Promise<T> {
    return this.#sender.send<T>({ ...request, changes: request.method !== "GET" }, options);
  }

  #read<T>(path: string, query: Query | undefined, options: CallOptions | undefined): Promise<T> {
    return this.#sender.send<T>({ method: "GET", path, query }, options);
  }

  /** A POST that changes nothing. */
  #ask<T>(path: string, body: unknown, options: CallOptions | undefined): Promise<T> {
    return this.#sender.send<T>({ method: "POST", path, body }, options);
  }

  #change<T>(method: Request["method"], path: string, body: unknown, options: CallOptions | undefined): Promise<T> {
    return this.#sender.send<T>({ method, path, body, changes: true }, options);
  }

  #list<P extends Page<unknown>>(path: string, query: Query | undefined, options: CallOptions | undefined): List<P> {
    const { cursor, ...asked } = query ?? {};
    return new List<P>((at) => this.#read<P>(path, { ...asked, cursor: at }, options), cursor == null ? undefined : String(cursor));
  }
}
