// A real delivery of the server, verified.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { verifyWebhook, WebhookError } from "../dist/index.js";
import { startDemo, startServer, terms, unique } from "./demo.js";

let demo;
before(async () => {
  demo = await startDemo();
});
after(() => demo?.stop());

test("a delivery of the server", async () => {
  let arrived;
  const delivery = new Promise((resolve) => (arrived = resolve));
  const receiver = await startServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    response.writeHead(204).end();
    arrived({ headers: request.headers, body: Buffer.concat(chunks) });
  });
  const { secret } = await demo.shop.send({ method: "POST", path: "/v1/webhooks", body: { url: `${receiver.url}/hook`, types: ["coupon.created"] } });
  const coupon = await demo.shop.createCoupon(terms(unique("HOOK").toUpperCase()));
  const { headers, body } = await delivery;
  await receiver.stop();
  const event = await verifyWebhook(body, headers, secret);
  assert.equal(event.type, "coupon.created");
  assert.equal(event.aggregate, coupon.id);
  assert.equal(event.id, headers["webhook-id"]);
  const other = `whsec_${Buffer.from("another secret, another secret..").toString("base64")}`;
  assert.equal((await verifyWebhook(body.toString(), new Headers(headers), [other, secret])).id, event.id);
  await assert.rejects(verifyWebhook(body, headers, other), WebhookError);
  await assert.rejects(verifyWebhook(`${body} `, headers, secret), WebhookError);
  await assert.rejects(verifyWebhook(body, { ...headers, "webhook-id": "evt_x" }, secret), WebhookError);
  await assert.rejects(verifyWebhook(body, { ...headers, "webhook-signature": "v1,!!! v2,x" }, secret), WebhookError);
  await assert.rejects(verifyWebhook(body, {}, secret), WebhookError);
});

test("an old delivery and one of the future", async () => {
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const sign = (timestamp) => ({
    "webhook-id": "msg_1",
    "webhook-timestamp": String(timestamp),
    "webhook-signature": `v1,${createHmac("sha256", Buffer.from(secret.slice(6), "base64")).update(`msg_1.${timestamp}.{}`).digest("base64")}`,
  });
  const now = Math.floor(Date.now() / 1000);
  assert.deepEqual(await verifyWebhook("{}", sign(now), secret), {});
  await assert.rejects(verifyWebhook("{}", sign(now - 301), secret), WebhookError);
  await assert.rejects(verifyWebhook("{}", sign(now + 301), secret), WebhookError);
});
