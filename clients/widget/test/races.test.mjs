// What happens when things happen at once: the last cart wins, no answer to an old question is read, no code is lost.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Checker } from "../tessera.js";

const CART = '{"currency":"USD","line_items":[]}';
const OTHER = '{"currency":"USD","line_items":[1]}';

/** A server whose answers come when the test says so. */
let asked;
let heard;
/** @type {Checker} */
let checker;

const tick = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};
const wait = async (milliseconds) => {
  mock.timers.tick(milliseconds);
  await tick();
};

function quote(parts = {}) {
  const { applied = [], rejected = [], total = 9000, savings = 0, hints = [], balances = [] } = parts;
  const all = { subtotal: 10000, savings, balance_used: 0, balances, tax: 0, total };
  const whole = applied.map((one) => ({ coupon_id: `cpn_${one.code}`, claim_id: null, title: one.code, amount: 1000, automatic: false, ...one }));
  return { currency: "USD", line_items: [], discounts: { applied: whole, rejected }, hints, gifts: [], totals: all };
}
const no = (code, reason, details = {}) => ({ code, claim_id: null, coupon_id: `cpn_${code}`, reason: `discount_code_${reason}`, message: reason, details });
const states = () => checker.entries.map((entry) => `${entry.code ?? entry.claim} ${entry.state}`);

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  asked = [];
  heard = [];
  mock.method(globalThis, "fetch", (url, { body, signal, headers }) => new Promise((resolve, reject) => {
    const answer = (value, status = 200, more = {}) =>
      resolve(new Response(typeof value === "string" ? value : JSON.stringify(value), { status, headers: more }));
    signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
    asked.push({ url, body: body && JSON.parse(body), text: body, headers, signal, answer, fail: () => reject(new TypeError("no network")) });
  }));
  checker = new Checker((what, detail) => heard.push([what, detail]));
  checker.configure({ api: "https://coupons.example", key: "pk_1", cart: CART });
});

afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

const start = async (parts) => {
  await wait(0);
  asked.at(-1).answer(quote(parts));
  await tick();
};

test("the cart is sent byte for byte", async () => {
  const text = '{ "currency":"USD",\n "line_items":[ ] }';
  checker.configure({ cart: text });
  await wait(0);
  assert.ok(asked.at(-1).text.startsWith(`{"cart":${text},"discounts":`));
  assert.equal(asked.at(-1).headers.Authorization, "Bearer pk_1");
});

test("a cart that changes while one is checked: the last wins, whatever is answered first", async () => {
  await wait(0);
  checker.configure({ cart: OTHER });
  assert.equal(asked[0].signal.aborted, true);
  asked[0].answer(quote({ total: 1 }));
  await tick();
  assert.equal(checker.quote, null);
  await wait(300);
  assert.equal(asked.length, 2);
  asked[1].answer(quote({ total: 2 }));
  await tick();
  assert.equal(checker.quote.totals.total, 2);
  assert.equal(checker.quoted, OTHER);
});

test("many changes of the cart in a moment are asked about once", async () => {
  await start();
  for (let step = 0; step < 10; step += 1) {
    checker.configure({ cart: OTHER + " ".repeat(step) });
    await wait(100);
  }
  assert.equal(asked.length, 1);
  await wait(300);
  assert.equal(asked.length, 2);
  assert.ok(asked[1].text.includes(OTHER + " ".repeat(9)));
});

test("more codes while codes are checked: all of them are asked about", async () => {
  await start();
  checker.add("A");
  await wait(0);
  checker.add("B");
  await wait(0);
  assert.equal(asked[1].signal.aborted, true);
  assert.deepEqual(asked[2].body.discounts.codes, ["A", "B"]);
  asked[2].answer(quote({ applied: [{ code: "A" }, { code: "B" }] }));
  await tick();
  assert.deepEqual(states(), ["A on", "B on"]);
});

test("a pill that is removed while codes are checked stays removed", async () => {
  await start();
  checker.add("A");
  await wait(0);
  asked[1].answer(quote({ applied: [{ code: "A" }] }));
  await tick();
  checker.add("B");
  await wait(0);
  checker.remove(checker.entries[0]);
  asked[2].answer(quote({ applied: [{ code: "A" }, { code: "B" }] }));
  await wait(0);
  assert.deepEqual(asked[3].body.discounts.codes, ["B"]);
  asked[3].answer(quote({ applied: [{ code: "B" }] }));
  await tick();
  assert.deepEqual(states(), ["B on"]);
});

test("a cart that changes right after codes were sent takes the codes along", async () => {
  await start();
  checker.add("A");
  checker.configure({ cart: OTHER });
  await wait(300);
  assert.equal(asked.length, 2);
  assert.ok(asked[1].text.startsWith(`{"cart":${OTHER},`));
  assert.deepEqual(asked[1].body.discounts.codes, ["A"]);
});

test("typed codes: what applies becomes a pill, what waits too, what is hopeless is given back", async () => {
  await start();
  checker.add("GOOD, SOON NOPE");
  await wait(0);
  asked[1].answer(quote({ applied: [{ code: "GOOD" }], rejected: [no("SOON", "minimum_not_met"), no("NOPE", "invalid")] }));
  await tick();
  assert.deepEqual(states(), ["GOOD on", "SOON off"]);
  assert.deepEqual(checker.refusals.map((one) => one.code), ["NOPE"]);
  const { taken, news } = heard.at(-1)[1];
  assert.deepEqual(taken, ["GOOD", "SOON"]);
  assert.deepEqual(news, [["on", "GOOD"], ["no", "SOON", "minimum_not_met"], ["no", "NOPE", "invalid"]]);
  // A wrong code is not sent again with the next cart: who guesses is slowed down.
  checker.configure({ cart: OTHER });
  await wait(300);
  assert.deepEqual(asked[2].body.discounts.codes, ["GOOD", "SOON"]);
});

test("a code that a change of the cart loses stays, greyed, and comes back by itself", async () => {
  await start();
  checker.add("A");
  await wait(0);
  asked[1].answer(quote({ applied: [{ code: "A" }], total: 8000 }));
  await tick();
  checker.configure({ cart: OTHER });
  await wait(300);
  asked[2].answer(quote({ rejected: [no("A", "minimum_not_met")], total: 9000 }));
  await tick();
  assert.deepEqual(states(), ["A off"]);
  assert.equal(checker.entries[0].lost, true);
  assert.equal(checker.entries[0].before, 8000);
  checker.configure({ cart: CART });
  await wait(300);
  asked[3].answer(quote({ applied: [{ code: "A" }], total: 8000 }));
  await tick();
  assert.deepEqual(states(), ["A on"]);
  assert.equal(checker.entries[0].lost, false);
  assert.deepEqual(heard.at(-1)[1].news, [["back", "A"]]);
});

test("a code that expires after it was applied is not taken away in silence", async () => {
  await start();
  checker.add("A");
  await wait(0);
  asked[1].answer(quote({ applied: [{ code: "A" }], total: 8000 }));
  await tick();
  checker.ask();
  await wait(0);
  asked[2].answer(quote({ rejected: [no("A", "expired")], total: 9000 }));
  await tick();
  assert.deepEqual(states(), ["A off"]);
  assert.equal(checker.entries[0].lost, true);
});

for (const [name, act] of Object.entries({
  "no network": (call) => call.fail(),
  "a server that is busy": (call) => call.answer({ detail: "busy" }, 503),
  "too many requests": (call) => call.answer({ detail: "slower" }, 429),
  "a page of the network in place of the answer": (call) => call.answer("<html>sign in</html>", 200),
})) {
  test(`${name}: nothing is lost and it is asked again by itself`, async () => {
    await start();
    checker.add("A B");
    await wait(0);
    act(asked[1]);
    await tick();
    assert.equal(checker.busy, "trouble");
    assert.deepEqual(checker.discounts.codes, ["A", "B"]);
    await wait(700);
    assert.equal(asked.length, 3);
    asked[2].answer(quote({ applied: [{ code: "A" }, { code: "B" }] }));
    await tick();
    assert.equal(checker.busy, null);
    assert.deepEqual(states(), ["A on", "B on"]);
  });
}

test("after a failure the field says which codes are wanted", async () => {
  await start();
  checker.add("GUESS");
  await wait(0);
  asked[1].answer({ detail: "wait" }, 429, { "Retry-After": "120" });
  await tick();
  await wait(119000);
  assert.equal(asked.length, 2);
  checker.add("RIGHT");
  await wait(0);
  assert.deepEqual(asked[2].body.discounts.codes, ["RIGHT"]);
});

test("the server says when to come back", async () => {
  await wait(0);
  asked[0].answer({}, 503, { "Retry-After": "7" });
  await tick();
  await wait(6900);
  assert.equal(asked.length, 1);
  await wait(200);
  assert.equal(asked.length, 2);
});

test("what the server does not take is not asked again, and the codes stay", async () => {
  await start();
  checker.add("A");
  await wait(0);
  asked[1].answer({ detail: "The API key is not known", code: "key_unknown" }, 401);
  await tick();
  assert.equal(checker.busy, "trouble");
  await wait(60000);
  assert.equal(asked.length, 2);
  assert.deepEqual(checker.discounts.codes, ["A"]);
  const error = heard.find(([what]) => what === "error")[1];
  assert.equal(error.status, 401);
  checker.configure({ key: "pk_2" });
  await wait(300);
  assert.deepEqual(asked[2].body.discounts.codes, ["A"]);
});

test("a server that is slow is said to be, is left after ten seconds and asked again", async () => {
  await wait(0);
  await wait(3000);
  assert.equal(checker.busy, "slow");
  await wait(7000);
  assert.equal(asked[0].signal.aborted, true);
  assert.equal(checker.busy, "trouble");
  await wait(1000);
  assert.equal(asked.length, 2);
});

test("the new code excludes the present one: both totals, then keep or switch", async () => {
  await start();
  checker.add("A");
  await wait(0);
  asked[1].answer(quote({ applied: [{ code: "A" }], total: 8000 }));
  await tick();
  checker.add("B");
  await wait(0);
  const clash = no("B", "combination_disallowed", { conflicts_with: [{ coupon_id: "cpn_A", code: "A" }], if_switched: { saving: 500, total: 8500 } });
  asked[2].answer(quote({ applied: [{ code: "A" }], rejected: [clash], total: 8000 }));
  await tick();
  assert.equal(checker.clash.code, "B");
  assert.equal(checker.rivals(checker.clash), "A");
  checker.switchTo(checker.clash);
  await wait(0);
  assert.deepEqual(asked[3].body.discounts.codes, ["B"]);
  asked[3].answer(quote({ applied: [{ code: "B" }], total: 8500 }));
  await tick();
  assert.deepEqual(states(), ["A aside", "B on"]);
  assert.equal(checker.entries[0].lost, false);
  assert.equal(checker.clash, undefined);
  // And back.
  checker.switchTo(checker.entries[0]);
  await wait(0);
  assert.deepEqual(asked[4].body.discounts.codes, ["A"]);
  asked[4].answer(quote({ applied: [{ code: "A" }], total: 8000 }));
  await tick();
  assert.deepEqual(states(), ["A on", "B aside"]);
  // Who made room comes back when the other goes.
  checker.remove(checker.entries[0]);
  await wait(0);
  assert.deepEqual(asked[5].body.discounts.codes, ["B"]);
});

test("keeping puts the question away and keeps the other code at hand", async () => {
  await start();
  checker.add("A B");
  await wait(0);
  const clash = no("B", "combination_disallowed", { conflicts_with: [{ coupon_id: "cpn_A", code: "A" }], if_switched: { saving: 1, total: 8500 } });
  asked[1].answer(quote({ applied: [{ code: "A" }], rejected: [clash] }));
  await tick();
  checker.keep(checker.clash);
  assert.equal(checker.clash, undefined);
  assert.deepEqual(states(), ["A on", "B off"]);
});

test("switching away from an automatic discount declines it", async () => {
  await start({ applied: [{ code: null, automatic: true, coupon_id: "cpn_auto", title: "Sale" }] });
  checker.add("B");
  await wait(0);
  const clash = no("B", "combination_disallowed", { conflicts_with: [{ coupon_id: "cpn_auto" }], if_switched: { saving: 1, total: 8500 } });
  asked[1].answer(quote({ applied: [{ code: null, automatic: true, coupon_id: "cpn_auto", title: "Sale" }], rejected: [clash] }));
  await tick();
  checker.switchTo(checker.clash);
  await wait(0);
  assert.deepEqual(asked[2].body.discounts, { codes: ["B"], claims: [], declined: ["cpn_auto"] });
  assert.deepEqual([...checker.declined], [["cpn_auto", "Sale"]]);
});

test("a code that is there already is said to be, without asking", async () => {
  await start();
  checker.add("A");
  await wait(0);
  asked[1].answer(quote({ applied: [{ code: "A" }] }));
  await tick();
  checker.add("a");
  await wait(0);
  assert.equal(asked.length, 2);
  assert.equal(checker.refusals[0].message, "This code is already applied.");
  assert.deepEqual(heard.at(-1)[1].taken, ["a"]);
});

test("of what is typed twice and new, the new is asked about and the other leaves the field", async () => {
  await start();
  checker.add("A");
  await wait(0);
  asked[1].answer(quote({ applied: [{ code: "A" }] }));
  await tick();
  checker.add("a B");
  assert.deepEqual(heard.at(-1)[1].taken, ["a"]);
  await wait(0);
  assert.deepEqual(asked[2].body.discounts.codes, ["A", "B"]);
});

test("who takes the box out of the page and puts it back is answered", async () => {
  await start();
  checker.add("A");
  const waits = checker.settled();
  checker.configure({ cart: null });
  await waits;
  checker.configure({ cart: CART });
  await wait(300);
  assert.deepEqual(asked.at(-1).body.discounts.codes, ["A"]);
});

test("a balance that pays is applied like a discount", async () => {
  await start();
  checker.add("GIFT");
  await wait(0);
  asked[1].answer(quote({ balances: [{ coupon_id: "cpn_g", code: "GIFT", claim_id: null, amount: 1000, remaining: 500 }] }));
  await tick();
  assert.deepEqual(states(), ["GIFT on"]);
  assert.equal(checker.entries[0].hit.remaining, 500);
});

test("the wallet is read once for a cart, its best is shown while it is better, and used", async () => {
  checker.configure({ token: "a.b.c", wantsWallet: true });
  await wait(0);
  const [rank, first] = asked;
  assert.equal(rank.url, "https://coupons.example/v1/customers/me/wallet/best");
  assert.equal(rank.headers["Tessera-Customer"], "a.b.c");
  first.answer(quote({ total: 9000 }));
  const claim = { id: "clm_1", coupon_id: "cpn_w", coupon: { title: "Yours" } };
  rank.answer({ currency: "USD", total: 9000, usable: [{ claim, saving: 1500, total: 7500 }], unusable: [] });
  await tick();
  assert.equal(checker.better.claim.id, "clm_1");
  checker.useClaim("clm_1", "Yours");
  await wait(0);
  assert.equal(asked.length, 3);
  assert.deepEqual(asked[2].body.discounts.claims, ["clm_1"]);
  asked[2].answer(quote({ applied: [{ code: null, claim_id: "clm_1", coupon_id: "cpn_w", title: "Yours" }], total: 7500 }));
  await tick();
  assert.deepEqual(states(), ["clm_1 on"]);
  assert.equal(checker.better, false);
});

test("a wallet that does not answer is no wallet, and codes work on", async () => {
  checker.configure({ token: "a.b.c", wantsWallet: true });
  await wait(0);
  asked[0].answer({ detail: "no" }, 500);
  asked[1].answer(quote());
  await tick();
  assert.equal(checker.wallet, null);
  assert.equal(checker.busy, null);
});

test("what was unlocked is said", async () => {
  await start({ hints: [{ coupon_id: "cpn_h", title: "10 off", missing: { amount: 100 }, message: "" }] });
  checker.configure({ cart: OTHER });
  await wait(300);
  asked[1].answer(quote({ applied: [{ code: null, automatic: true, coupon_id: "cpn_h", title: "10 off" }] }));
  await tick();
  assert.equal(checker.unlocked, "10 off");
  assert.deepEqual(heard.at(-1)[1].news, [["unlocked", "10 off"]]);
});

test("without a cart nothing is asked and codes are kept until there is one", async () => {
  checker.stop();
  checker = new Checker(() => {});
  checker.add("A");
  await wait(1000);
  assert.equal(asked.length, 0);
  checker.configure({ cart: CART });
  await wait(0);
  assert.deepEqual(asked[0].body.discounts.codes, ["A"]);
});

test("whoever waits for the answer hears of trouble too", async () => {
  await start();
  checker.ask();
  const waits = checker.settled();
  await wait(0);
  asked[1].fail();
  await waits;
  assert.equal(checker.busy, "trouble");
});
