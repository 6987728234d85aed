// `cargo x wasm` runs this with the module's path in TESSERA_WASM where node is on the machine.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";

import { Refused, load } from "./tessera.js";

const tessera = await load(readFile(process.env.TESSERA_WASM));

function body(quantity) {
  return {
    cart: { currency: "USD", line_items: [{ product_id: "shirt", quantity, unit_price: 8000 }] },
    coupons: [{ name: "Summer", code: "SUMMER20", benefits: [{ kind: "percent_off", percent: 20 }] }],
    discounts: { codes: ["summer-20"] },
  };
}

test("a cart is priced", () => {
  const quote = tessera.price(body(1));
  assert.equal(quote.totals.total, 6400);
  assert.deepEqual(quote.discounts.applied.map((entry) => entry.code), ["summer-20"]);
});

test("every fault is thrown with its place, and the engine goes on", () => {
  assert.throws(
    () => tessera.price(body(0)),
    (error) => error instanceof Refused && error.faults[0].pointer === "/cart/line_items/0/quantity",
  );
  assert.throws(() => tessera.priceText("{"), (error) => error.faults[0].code === "malformed_json");
  assert.equal(tessera.price(body(2)).totals.total, 12800);
});

test("a body that makes the memory grow", () => {
  const large = body(1);
  large.cart.line_items = Array.from({ length: 1000 }, (_, n) => ({ product_id: `p${n}`, quantity: 1, unit_price: 100, title: "é".repeat(200) }));
  assert.equal(tessera.price(large).totals.total, 80000);
});

test("every vector gives what its shop gives", async () => {
  const folder = new URL("../../fixtures/vectors/", import.meta.url);
  let priced = 0;
  for (const file of await readdir(folder)) {
    for (const vector of JSON.parse(await readFile(new URL(file, folder), "utf8"))) {
      const quote = tessera.price(vector.request);
      const { total_discount, totals = {} } = vector.expect;
      if (total_discount !== undefined) assert.equal(quote.totals.savings, total_discount, vector.id);
      for (const [name, amount] of Object.entries(totals)) assert.equal(quote.totals[name], amount, `${vector.id}: ${name}`);
      priced += 1;
    }
  }
  assert.ok(priced >= 467, `${priced} vectors`);
});
