import type { components } from "./openapi.js";

export type Event = components["schemas"]["Event"];

/** A delivery that is not to be trusted. */
export class WebhookError extends Error {
  override readonly name = "WebhookError";
}

type Headers_ = Headers | Record<string, string | string[] | undefined>;

/**
 * Verifies a delivery by Standard Webhooks and gives its event.
 * `body` is the raw body, before any parsing. Remember `event.id`, as an event may come twice.
 * While a secret is rotated, pass both.
 */
export async function verifyWebhook(
  body: string | Uint8Array,
  headers: Headers_,
  secrets: string | string[],
  toleranceSeconds = 300,
): Promise<Event> {
  const id = read(headers, "webhook-id");
  const timestamp = read(headers, "webhook-timestamp");
  const signatures = read(headers, "webhook-signature")
    .split(" ")
    .filter((entry) => entry.startsWith("v1,"))
    .map((entry) => decode(entry.slice(3)));
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(Date.now() / 1000 - Number(timestamp)) > toleranceSeconds) {
    throw new WebhookError("`webhook-timestamp` is too far from now");
  }
  const text = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const head = new TextEncoder().encode(`${id}.${timestamp}.`);
  const signed = new Uint8Array(head.length + text.length);
  signed.set(head);
  signed.set(text, head.length);
  for (const secret of typeof secrets === "string" ? [secrets] : secrets) {
    const bytes = secret.startsWith("whsec_") ? decode(secret.slice(6)) : null;
    if (bytes === null || bytes.length === 0) throw new TypeError("a webhook's secret is `whsec_` and Base64");
    const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
    for (const signature of signatures) {
      // `verify` compares in constant time.
      if (signature !== null && (await crypto.subtle.verify("HMAC", key, signature, signed))) {
        return JSON.parse(new TextDecoder().decode(text)) as Event;
      }
    }
  }
  throw new WebhookError("no signature fits");
}

function read(headers: Headers_, name: string): string {
  const value =
    headers instanceof Headers ? headers.get(name) : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  if (typeof value !== "string" || value === "") throw new WebhookError(`\`${name}\` is missing`);
  return value;
}

function decode(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
