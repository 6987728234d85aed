// What may go wrong between: lost answers, refusals, redirects, answers that are no JSON.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Tessera, TesseraError } from "../dist/index.js";
import { cart, noAnswer, startDemo, startProxy, startServer, terms, unique } from "./demo.js";

let demo;
before(async () => {
  demo = await startDemo();
});
after(() => demo?.stop());

/** Runs `use` with a client behind `fault`. */
async function through(fault, options, use) {
  const proxy = await startProxy(demo.url, fault);
  try {
    return await use(new Tessera({ url: proxy.url, key: demo.key, ...options }), proxy.seen);
  } finally {
    await proxy.stop();
  }
}

async function failure(promise) {
  const error = await promise.then(
    () => assert.fail("it should have failed"),
    (reason) => reason,
  );
  assert.ok(error instanceof TesseraError, String(error));
  return error;
}

const problem = (response, status, code, headers = {}) =>
  response
    .writeHead(status, { "content-type": "application/problem+json", ...headers })
    .end(JSON.stringify({ type: "/docs/errors", title: "No", status, detail: "no", code, request_id: "req_1" }));

test("a lost answer: sent again with the same key, one use taken", async () => {
  const code = unique("LOST").toUpperCase();
  const coupon = await demo.shop.createCoupon(terms(code, { limits: { total: 5 } }));
  const fault = async ({ nth, pass, send, response }) => {
    const answer = await pass();
    return nth === 1 ? noAnswer(response) : send(answer);
  };
  await through(fault, {}, async (shop, seen) => {
    const placed = await shop.createRedemption({ order_id: unique("order"), cart: cart(), discounts: { codes: [code] } });
    assert.equal(placed.state, "committed");
    assert.equal(seen.length, 2);
    assert.match(seen[0].headers["idempotency-key"], /^[0-9a-f-]{36}$/);
    assert.equal(seen[0].headers["idempotency-key"], seen[1].headers["idempotency-key"]);
    assert.equal(seen[0].body, seen[1].body);
  });
  assert.equal((await demo.shop.readCoupon(coupon.id)).uses, 1);
});

test("half an answer is a lost answer", async () => {
  const fault = async ({ nth, pass, send, response }) => {
    const answer = await pass();
    if (nth > 1) return send(answer);
    response.writeHead(200, { "content-type": "application/json", "content-length": answer.text.length });
    response.write(answer.text.slice(0, 40), () => response.socket.destroy());
  };
  await through(fault, {}, async (shop, seen) => {
    assert.equal((await shop.createQuote({ cart: cart() })).totals.subtotal, 9000);
    assert.equal(seen.length, 2);
    assert.equal(seen[0].headers["idempotency-key"], undefined);
  });
});

test("every answer lost: the error has the key, and with it the order is found, not placed twice", async () => {
  const body = { order_id: unique("order"), cart: cart() };
  const error = await through(async ({ pass, response }) => noAnswer(response, await pass()), { retries: 1 }, (shop) => failure(shop.createRedemption(body)));
  assert.equal(error.code, "client_network");
  assert.equal(error.outcomeUnknown, true);
  assert.equal(error.attempts, 2);
  const placed = await demo.shop.createRedemption(body, { idempotencyKey: error.idempotencyKey });
  assert.equal(placed.order_id, body.order_id);
});

test("nobody listens", async () => {
  const server = await startServer(() => undefined);
  await server.stop();
  const error = await failure(new Tessera({ url: server.url, key: "sk_x", retries: 1 }).createRedemption({ order_id: "o", cart: cart() }));
  assert.equal(error.code, "client_network");
  assert.equal(error.outcomeUnknown, false);
});

test("429 and 503 wait as long as they ask", async () => {
  for (const [status, code] of [[429, "rate_limited"], [503, "unavailable"]]) {
    const fault = async ({ nth, pass, send, response }) =>
      nth === 1 ? problem(response, status, code, { "retry-after": "1" }) : send(await pass());
    await through(fault, {}, async (shop, seen) => {
      const began = performance.now();
      await shop.createQuote({ cart: cart() });
      assert.ok(performance.now() - began >= 990);
      assert.equal(seen.length, 2);
    });
  }
});

test("a wait longer than the client allows is the caller's", async () => {
  await through(({ response }) => problem(response, 429, "rate_limited", { "retry-after": "120" }), {}, async (shop, seen) => {
    const error = await failure(shop.createQuote({ cart: cart() }));
    assert.equal(error.code, "rate_limited");
    assert.equal(error.retryAfterMs, 120_000);
    assert.equal(seen.length, 1);
  });
});

test("409: a refusal is not sent again, the first request still running is", async () => {
  await through(({ response }) => problem(response, 409, "total_changed"), {}, async (shop, seen) => {
    const error = await failure(shop.createRedemption({ order_id: "o", cart: cart() }));
    assert.equal(error.code, "total_changed");
    assert.equal(error.outcomeUnknown, false);
    assert.equal(seen.length, 1);
  });
  const fault = async ({ nth, pass, send, response }) => (nth === 1 ? problem(response, 409, "request_in_progress") : send(await pass()));
  await through(fault, {}, async (shop, seen) => {
    assert.equal((await shop.createRedemption({ order_id: unique("order"), cart: cart() })).state, "committed");
    assert.equal(seen[0].headers["idempotency-key"], seen[1].headers["idempotency-key"]);
  });
});

test("a refusal after a lost answer settles it; 401 does not", async () => {
  for (const [status, code, unknown] of [[409, "total_changed", false], [401, "key_unknown", true]]) {
    const fault = ({ nth, response }) => (nth === 1 ? noAnswer(response) : problem(response, status, code));
    const error = await through(fault, {}, (shop) => failure(shop.createRedemption({ order_id: "o", cart: cart() })));
    assert.equal(error.code, code);
    assert.equal(error.outcomeUnknown, unknown);
  }
});

test("an answer that is no JSON", async () => {
  const html = (status) => ({ response }) => response.writeHead(status, { "content-type": "text/html" }).end("<h1>Hello</h1>");
  for (const [status, attempts] of [[200, 1], [404, 1], [500, 1], [502, 2], [503, 2]]) {
    const error = await through(html(status), { retries: 1 }, (shop) => failure(shop.createCoupon({ name: "x", benefits: [] })));
    assert.equal(error.code, "client_unreadable");
    assert.equal(error.status, status);
    assert.equal(error.attempts, attempts);
    assert.equal(error.outcomeUnknown, status === 200 || status >= 500);
    assert.match(error.detail, /text\/html/);
  }
});

test("a redirect is not followed and the key goes nowhere else", async () => {
  let elsewhere = 0;
  const other = await startServer((_, response) => {
    elsewhere += 1;
    response.end("{}");
  });
  for (const status of [301, 302, 303, 307, 308]) {
    const fault = ({ response }) => response.writeHead(status, { location: `${other.url}/v1/quotes` }).end();
    const error = await through(fault, {}, (shop) => failure(shop.createQuote({ cart: cart() })));
    assert.equal(error.code, "client_redirect");
    assert.equal(error.status, status);
  }
  await other.stop();
  assert.equal(elsewhere, 0);
});

test("no answer in time; a signal ends a call and its waiting", async () => {
  await through(() => undefined, { retries: 1, timeoutMs: 100 }, async (shop, seen) => {
    const error = await failure(shop.createRedemption({ order_id: "o", cart: cart() }));
    assert.equal(error.code, "client_timed_out");
    assert.equal(error.outcomeUnknown, true);
    assert.equal(seen.length, 2);
  });
  await through(() => undefined, {}, async (shop, seen) => {
    const error = await failure(shop.createQuote({ cart: cart() }, { signal: AbortSignal.timeout(100) }));
    assert.equal(error.code, "client_aborted");
    assert.equal(seen.length, 1);
  });
  await through(({ response }) => problem(response, 503, "unavailable", { "retry-after": "20" }), {}, async (shop) => {
    const error = await failure(shop.createQuote({ cart: cart() }, { signal: AbortSignal.timeout(100) }));
    assert.equal(error.code, "client_aborted");
  });
  const error = await failure(demo.shop.createQuote({ cart: cart() }, { signal: AbortSignal.abort() }));
  assert.equal(error.code, "client_aborted");
});

test("a list that does not go on ends with an error", async () => {
  const fault = ({ response }) => response.writeHead(200, { "content-type": "application/json" }).end('{"data":[{}],"next_cursor":"same"}');
  await through(fault, {}, async (shop, seen) => {
    const walk = async () => {
      for await (const entry of shop.listCoupons()) assert.ok(entry);
    };
    assert.equal((await failure(walk())).code, "client_unreadable");
    assert.equal(seen.length, 2);
  });
});

test("numbers that JSON would change are not sent", async () => {
  for (const expected_total of [NaN, Infinity, 2 ** 53, 10n]) {
    const error = await failure(demo.shop.createRedemption({ order_id: "o", cart: cart(), expected_total }));
    assert.equal(error.code, "client_invalid");
  }
});

test("an address or a key that cannot be right is refused at once", () => {
  for (const url of ["ftp://shop.example", "https://u:p@shop.example", "https://shop.example/?a=1"]) {
    assert.throws(() => new Tessera({ url, key: "sk_x" }), TypeError);
  }
  assert.throws(() => new Tessera({ url: demo.url, key: "sk_x\r\nX: y" }), TypeError);
  assert.throws(() => new Tessera({ url: demo.url, key: "" }), TypeError);
});

test("a customer token goes along, that of the call before that of the client", async () => {
  const fault = ({ response }) => problem(response, 401, "customer_token_expired");
  await through(fault, { customerToken: "a.b.c" }, async (shop, seen) => {
    assert.equal((await failure(shop.createQuote({ cart: cart() }))).code, "customer_token_expired");
    await failure(shop.createClaim("cpn_1", { customer_id: "me" }, { customerToken: "d.e.f" }));
    assert.deepEqual(seen.map(({ headers }) => headers["tessera-customer"]), ["a.b.c", "d.e.f"]);
    assert.equal((await failure(shop.createQuote({ cart: cart() }, { customerToken: "a b" }))).code, "client_invalid");
  });
});
