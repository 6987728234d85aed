// Every call against the real server.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { Tessera, TesseraError } from "../dist/index.js";
import { cart, startDemo, terms, unique } from "./demo.js";

let demo, shop;
before(async () => {
  demo = await startDemo();
  shop = demo.shop;
});
after(() => demo?.stop());

/** A coupon with a code of its own. */
async function makeCoupon(more) {
  const code = unique("TS").toUpperCase();
  return { code, coupon: await shop.createCoupon(terms(code, more)) };
}

async function collect(list, most = Infinity) {
  const all = [];
  for await (const entry of list) {
    all.push(entry);
    if (all.length === most) break;
  }
  return all;
}

const refused = (code, status) => (error) => {
  assert.ok(error instanceof TesseraError, String(error));
  assert.equal(error.code, code);
  assert.equal(error.status, status);
  return true;
};

test("each call is named as an operation of the description", async () => {
  const described = JSON.parse(await readFile(new URL("../../../docs/openapi.json", import.meta.url), "utf8"));
  const operations = Object.values(described.paths).flatMap((path) => Object.values(path).map((operation) => operation.operationId));
  const own = ["constructor", "followEvents", "send"];
  for (const name of Object.getOwnPropertyNames(Tessera.prototype).filter((name) => !own.includes(name))) {
    const id = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    assert.ok(operations.includes(id), `${name} is no operation`);
  }
});

test("quotes: one, many, unsaved", async () => {
  const { code, coupon } = await makeCoupon();
  const quote = await shop.createQuote({ cart: cart(), discounts: { codes: [code, "NO-SUCH-CODE"] } });
  assert.equal(quote.totals.savings, 1800);
  assert.equal(quote.totals.total, 8640);
  assert.equal(quote.discounts.applied[0].coupon_id, coupon.id);
  assert.equal(quote.discounts.rejected[0].code, "NO-SUCH-CODE");
  const batch = await shop.createQuoteBatch({ quotes: [{ cart: cart(1) }, { cart: cart(3) }] });
  assert.deepEqual(batch.data.map((entry) => entry.quote.totals.subtotal), [4500, 13500]);
  const unsaved = await shop.createUnsavedQuote({ cart: cart(), coupons: [{ name: "Try", activation: "automatic", benefits: [{ kind: "percent_off", percent: 10 }] }] });
  assert.equal(unsaved.totals.savings, 900);
});

test("a publishable key quotes and nothing else", async () => {
  const page = new Tessera({ url: demo.url, key: demo.publishable });
  assert.equal((await page.createQuote({ cart: cart() })).totals.subtotal, 9000);
  await assert.rejects(page.readOrder("x"), refused("publishable_key", 403));
});

test("reservation: create, extend, update, commit, refund", async () => {
  const { code } = await makeCoupon();
  const order = unique("order");
  const held = await shop.createReservation({ order_id: order, cart: cart(), discounts: { codes: [code] }, hold_seconds: 60, expected_total: 8640 });
  assert.equal(held.state, "held");
  const longer = await shop.extendReservation(held.id, { hold_seconds: 1800 });
  assert.ok(Date.parse(longer.expires_at) > Date.parse(held.expires_at));
  const moved = await shop.updateReservation(held.id, { cart: cart(3), discounts: { codes: [code] } });
  assert.equal(moved.quote.totals.total, 12960);
  const placed = await shop.commitReservation(held.id, { expected_total: 12960 });
  assert.equal(placed.state, "committed");
  assert.equal((await shop.commitReservation(held.id)).state, "committed");
  await assert.rejects(shop.releaseReservation(held.id), (error) => error.status === 409);
  const refund = await shop.createRefund(order, { lines: [{ line_id: "l1", quantity: 1 }], reason: "too warm" });
  assert.equal(refund.amount, 4320);
  assert.equal((await shop.readOrder(order)).refunded, 4320);
  await assert.rejects(shop.createRefund(order, { lines: [{ line_id: "l1", quantity: 5 }], reason: "more" }), (error) => error.status === 409 || error.status === 422);
});

test("reservation: release gives the use back", async () => {
  const { code } = await makeCoupon({ limits: { total: 1 } });
  const held = await shop.createReservation({ order_id: unique("order"), cart: cart(), discounts: { codes: [code] } });
  const other = { order_id: unique("order"), cart: cart(), discounts: { codes: [code] } };
  await assert.rejects(shop.createReservation(other), (error) => {
    refused("discount_not_available", 409)(error);
    assert.equal(error.rejected[0].code, code);
    assert.equal(error.outcomeUnknown, false);
    return true;
  });
  assert.equal((await shop.releaseReservation(held.id)).state, "released");
  assert.equal((await shop.createReservation(other)).state, "held");
});

test("redemption: the same key is the same order; another total is refused with its quote", async () => {
  const { code, coupon } = await makeCoupon();
  const body = { order_id: unique("order"), cart: cart(), discounts: { codes: [code] }, expected_total: 8640 };
  const idempotencyKey = crypto.randomUUID();
  const first = await shop.createRedemption(body, { idempotencyKey });
  assert.deepEqual(await shop.createRedemption(body, { idempotencyKey }), first);
  assert.equal((await collect(shop.listRedemptions({ coupon_id: coupon.id }))).length, 1);
  await assert.rejects(shop.createRedemption({ ...body, order_id: unique("order") }, { idempotencyKey }), refused("idempotency_key_reused", 422));
  await assert.rejects(shop.createRedemption({ ...body, order_id: unique("order"), expected_total: 1 }), (error) => {
    refused("total_changed", 409)(error);
    assert.equal(error.quote.totals.total, 8640);
    return true;
  });
  const cancelled = await shop.cancelRedemption(first.redemptions[0].id, { reason: "by hand" });
  assert.equal(cancelled.state, "cancelled");
});

test("orders: amend and cancel", async () => {
  const { code } = await makeCoupon();
  const order = unique("order");
  await shop.createRedemption({ order_id: order, cart: cart(), discounts: { codes: [code] } });
  assert.equal((await shop.amendOrder(order, { cart: cart(1) })).total, 4320);
  assert.equal((await shop.cancelOrder(order, { reason: "changed their mind" })).state, "cancelled");
  await assert.rejects(shop.readOrder(unique("none")), refused("order_unknown", 404));
});

test("renewals end", async () => {
  const { code } = await makeCoupon({ renewals: 3 });
  const line = { ...cart(1).line_items[0], billing_period: "monthly" };
  const placed = await shop.createRedemption({ order_id: unique("order"), cart: { currency: "USD", line_items: [line] }, discounts: { codes: [code] } });
  const ended = await shop.endRenewals(placed.redemptions[0].id, { reason: "left" });
  assert.ok(ended.renewals_ended_at);
});

test("coupons: their whole life", async () => {
  const { coupon } = await makeCoupon();
  assert.equal((await shop.readCoupon(coupon.id)).id, coupon.id);
  const updated = await shop.updateCoupon(coupon.id, { name: "Renamed", limits: { total: 5 } }, { ifVersion: coupon.version });
  assert.equal(updated.limits.total, 5);
  await assert.rejects(shop.updateCoupon(coupon.id, { name: "Late" }, { ifVersion: coupon.version }), refused("version_conflict", 412));
  assert.equal((await shop.pauseCoupon(coupon.id)).state, "paused");
  assert.equal((await shop.enableCoupon(coupon.id)).state, "active");
  assert.match((await shop.summariseCoupon(coupon.id, { locale: "fr" })).summary, /20/);
  const copy = await shop.duplicateCoupon(coupon.id, { name: "Copy of it" });
  assert.equal(copy.state, "draft");
  assert.equal(copy.name, "Copy of it");
  assert.equal((await shop.archiveCoupon(copy.id)).state, "archived");
  assert.notEqual((await shop.restoreCoupon(copy.id)).state, "archived");
  await shop.archiveCoupon(copy.id, { free_code: true });
  assert.equal((await shop.deleteCoupon(copy.id, { confirm: copy.name })).deleted, true);
  await assert.rejects(shop.readCoupon(copy.id), refused("not_found", 404));
});

test("a body with faults names each of them", async () => {
  await assert.rejects(shop.createCoupon({ name: "x", benefits: [{ kind: "percent_off", percent: 200 }], colour: "red" }), (error) => {
    refused("invalid_body", 422)(error);
    assert.ok(error.errors.some(({ pointer }) => pointer === "/colour"), JSON.stringify(error.errors));
    assert.ok(error.errors.length >= 2);
    assert.match(error.requestId, /^req_/);
    return true;
  });
});

test("a body too large says so", async () => {
  const body = { cart: cart(), discounts: { codes: ["x".repeat(3_000_000)] } };
  await assert.rejects(shop.createQuote(body), (error) => {
    refused("body_too_large", 413)(error);
    assert.equal(error.attempts, 1);
    return true;
  });
});

test("lists walk all pages and stop when the caller does", async () => {
  const { coupon, code } = await makeCoupon();
  for (let n = 0; n < 6; n += 1) await shop.createCode(coupon.id, { code: `${code}-${n}X` });
  const walked = await collect(shop.listCodes(coupon.id, { limit: 2 }));
  assert.equal(new Set(walked.map(({ id }) => id)).size, 7);
  assert.equal((await collect(shop.listCoupons({ limit: 1 }), 3)).length, 3);
  const pages = shop.listCodes(coupon.id, { limit: 5 }).pages();
  const first = (await pages.next()).value;
  assert.equal(first.data.length, 5);
  assert.equal((await collect(shop.listCodes(coupon.id, { limit: 5, cursor: first.next_cursor }))).length, 2);
});

test("codes: find, read, void; a batch is a job", async () => {
  const { coupon } = await makeCoupon();
  const text = unique("ONE").toUpperCase();
  const one = await shop.createCode(coupon.id, { code: text, limit: 1 });
  assert.equal((await shop.lookupCode({ code: text.toLowerCase() })).id, one.id);
  assert.equal((await shop.readCode(one.id)).code, text);
  assert.equal((await shop.voidCode(one.id)).state, "void");
  let job = await shop.createCode(coupon.id, { generate: { count: 50 } });
  for (let left = 100; job.state !== "done" && left > 0; left -= 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    job = await shop.readJob(job.id);
  }
  assert.equal(job.done, 50);
  await assert.rejects(shop.cancelJob(job.id), refused("job_ended", 409));
});

test("a balance is put on and spent", async () => {
  const coupon = await shop.createCoupon({ name: unique("Gift"), status: "enabled", benefits: [{ kind: "stored_value" }] });
  const text = unique("GIFT").toUpperCase();
  const code = await shop.createCode(coupon.id, { code: text, balance: { amount: 1000, currency: "USD" } });
  const more = await shop.changeBalance(code.id, { amount: 500, currency: "USD", reason: "sorry" });
  assert.equal(more.balance.amount ?? more.balance.available, 1500);
  const quote = await shop.createQuote({ cart: cart(), discounts: { codes: [text] } });
  assert.equal(quote.totals.balance_used, 1500);
  const entries = await collect(shop.listBalanceEntries(code.id));
  assert.ok(entries.length >= 1);
});

test("claims and the wallet", async () => {
  const customer = unique("customer");
  await shop.putCustomer(customer, { email: `${customer}@shop.example`, country: "FR" });
  const { coupon, code } = await makeCoupon({ visibility: "claimable" });
  const claimable = await collect(shop.listClaimable({ customer_id: customer }));
  assert.ok(claimable.some((entry) => entry.coupon_id === coupon.id));
  const claim = await shop.createClaim(coupon.id, { customer_id: customer });
  assert.equal((await shop.readClaim(claim.id)).customer_id, customer);
  assert.equal((await collect(shop.listClaims(coupon.id))).length, 1);
  const wallet = await shop.readWallet(customer, { tab: "available" }).pages().next();
  assert.equal(wallet.value.data[0].id, claim.id);
  assert.equal(wallet.value.counts.available, 1);
  const ranked = await shop.rankWallet(customer, { cart: cart() });
  assert.equal(ranked.usable[0].claim.id, claim.id);
  assert.equal(ranked.usable[0].saving > 0, true);
  const quote = await shop.createQuote({ cart: cart(2, customer), discounts: { claims: [claim.id] } });
  assert.equal(quote.discounts.applied[0].claim_id, claim.id);
  assert.equal((await shop.revokeClaim(claim.id, { reason: "a test" })).state, "revoked");
  const other = await makeCoupon();
  assert.equal((await shop.claimCode({ code: other.code, customer_id: customer })).coupon_id, other.coupon.id);
  assert.ok(code);
});

test("customers: put, read, find, delete; odd ids", async () => {
  for (const id of [unique("a b/c?d#é%2F"), unique("plain")]) {
    await shop.putCustomer(id, { name: "Zoë Quillfeather" });
    assert.equal((await shop.readCustomer(id)).id, id);
    assert.ok((await collect(shop.listCustomers({ q: "Quillfeather" }))).some((customer) => customer.id === id));
    assert.equal((await shop.deleteCustomer(id)).deleted, true);
    await assert.rejects(shop.readCustomer(id), refused("not_found", 404));
  }
});

test("an id that would be another path is not sent", async () => {
  for (const id of ["", ".", "..", "\ud800"]) {
    await assert.rejects(shop.deleteCustomer(id), refused("client_invalid", 0));
  }
});

test("events: to the end, and on from where one stopped", async () => {
  let cursor, count = 0;
  for await (const page of shop.listEvents({ limit: 200 }).pages()) {
    count += page.data.length;
    cursor = page.resume_cursor;
  }
  assert.ok(count > 1000);
  const { coupon } = await makeCoupon();
  const stop = new AbortController();
  const types = [];
  setTimeout(() => void shop.pauseCoupon(coupon.id), 150);
  for await (const page of shop.followEvents({ cursor, intervalMs: 100 }, { signal: stop.signal })) {
    types.push(...page.data.filter(({ aggregate }) => aggregate === coupon.id).map(({ type }) => type));
    if (types.includes("coupon.paused")) stop.abort();
  }
  assert.equal(types[0], "coupon.created");
  assert.equal(types.at(-1), "coupon.paused");
});

test("any other call", async () => {
  const settings = await shop.send({ method: "GET", path: "/v1/settings" });
  assert.equal(typeof settings, "object");
  await assert.rejects(shop.send({ method: "GET", path: "/v1/nowhere" }), refused("path_unknown", 404));
  for (const path of ["v1/settings", ".shop.example/v1", "@shop.example/v1", "/a b", ""]) {
    await assert.rejects(shop.send({ method: "GET", path }), refused("client_invalid", 0));
  }
});
