// Compiled by `npm run check`, never run: what the types allow and what they refuse.
import { Tessera, verifyWebhook, type Schemas } from "../src/index.js";

export async function typesHold(shop: Tessera): Promise<void> {
  const cart: Schemas["Cart"] = { currency: "USD", line_items: [{ product_id: "shirt", quantity: 1, unit_price: 2000 }] };
  const quote = await shop.createQuote({ cart, discounts: { codes: ["A"] } });
  const total: number = quote.totals.total;
  for await (const coupon of shop.listCoupons({ state: "active" })) coupon.name satisfies string;
  for await (const page of shop.readWallet("ana").pages()) page.counts.available satisfies number;
  const code = await shop.createCode("cpn_1", { code: "ABC" });
  code.code satisfies string;
  const job = await shop.createCode("cpn_1", { generate: { count: 5 } });
  job.done satisfies number;
  (await verifyWebhook("", new Headers(), "whsec_")).type satisfies string;

  // @ts-expect-error an amount is a number of minor units
  await shop.createReservation({ order_id: "o", cart, expected_total: "48.00" });
  // @ts-expect-error a cart has a currency
  await shop.createQuote({ cart: { line_items: [] } });
  // @ts-expect-error a refund has a reason
  await shop.createRefund("o", { full: true });
  // @ts-expect-error there is no such query
  shop.listCoupons({ colour: "red" });
  // @ts-expect-error a member that the answer does not have
  total.toFixed(), quote.totals.grand_total;
}
