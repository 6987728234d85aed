// The shop works without this. With it, prices follow what is typed and chosen without a new page, the box for codes is the
// embedded <tessera-box>, codes can be copied, and a checkout that is left gives back what it held.
"use strict";

const form = document.querySelector("[data-checkout]");
let isStaying = false;

// Copying is offered where it works.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
  });
}

/** Puts parts of a fetched page in the place of those that stand here, and leaves all else as it is: what is typed stays. */
function take(html, ids) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const id of ids) {
    const [here, there] = [document.getElementById(id), page.getElementById(id)];
    if (here && there) here.replaceWith(document.adoptNode(there));
  }
  const hold = document.getElementById("summary")?.dataset.hold;
  if (form && hold) form.dataset.hold = hold;
  // The embedded box stays, with what is chosen in it; another cart comes with a token of its own.
  const [box, next] = [embedded(), page.querySelector("tessera-box")];
  if (!box || !next || ids.includes("box")) return;
  const cart = next.querySelector("script[type='application/json']").textContent.trim();
  if (cart !== box.cart) {
    box.token = next.getAttribute("token");
    box.cart = cart;
  }
}

/** The embedded box, where it has taken the place of the plain form. */
const embedded = () => (customElements.get("tessera-box") ? document.querySelector("tessera-box") : null);

let sending = Promise.resolve();

/** Sends fields to the shop's server, one after another, and shows the prices that come back. */
function send(action, fields, ids) {
  sending = sending.then(async () => {
    const summary = document.getElementById("summary");
    summary?.classList.add("is-busy");
    try {
      const answer = await fetch(action, { method: "POST", body: new URLSearchParams(fields) });
      if (!answer.ok) throw new Error(`${answer.status}`);
      take(await answer.text(), ids);
    } catch {
      // The page is asked for anew: it says what is the matter.
      isStaying = true;
      location.reload();
    } finally {
      summary?.classList.remove("is-busy");
    }
  });
  return sending;
}

/** What is typed at the checkout. */
const typed = () => (form ? [...new FormData(form)].filter(([name]) => name !== "expected_total" && name !== "codes") : []);

// The checkout's price follows country, service and payment.
form?.addEventListener("change", (event) => {
  if (event.target.matches("[data-reprice], #email")) {
    send("/shop/checkout", typed(), embedded() ? ["summary", "notices"] : ["summary", "box", "notices"]);
  }
});

// Without the embedded box its plain form is sent in the background, so that nothing that is typed is lost.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-box] button[formaction]");
  if (!button || embedded()) return;
  event.preventDefault();
  const fields = button.name
    ? [...typed(), [button.name, button.value]]
    : [...typed(), ["codes", document.getElementById("codes").value]];
  send(button.getAttribute("formaction"), fields, ["box", "summary", "notices", "lines"]).then(() => document.getElementById("codes")?.focus());
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.id !== "codes" || embedded()) return;
  const button = event.target.closest("[data-box]")?.querySelector(".code-field button[formaction]");
  if (!button) return;
  event.preventDefault();
  button.click();
});

// The embedded box says which codes and coupons count in it; the shop's server keeps the same.
const standing = (box) => JSON.stringify([(box.getAttribute("codes") ?? "").split(",").filter(Boolean), [], []]);
let known = null;
document.addEventListener("tessera-quote", (event) => {
  const box = event.target;
  if (!box.closest("[data-box]")) return;
  known ??= standing(box);
  const { codes, claims, declined } = box.discounts;
  const now = JSON.stringify([codes, claims, declined]);
  // The order is placed at the server's total: should the box come to another, the server is asked again, and has the last word.
  const isOther = form && event.detail.totals.total !== Number(form.elements.expected_total?.value);
  if (now === known) return isOther && send("/shop/checkout", typed(), ["summary", "notices"]);
  known = now;
  const fields = [...typed(), ["sync", "1"], ["codes", codes.join()], ["claims", claims.join()], ["declined", declined.join()]];
  send(form ? "/shop/checkout/codes" : "/shop/cart/codes", fields, ["summary", "notices", "lines"]);
});

// What a shopper can do about a code that waits, as the box offers it; the plain form has links to the same places.
document.addEventListener("tessera-next", async ({ detail: { step } }) => {
  const pages = { "sign-in": `/shop/account?next=/shop/${form ? "checkout" : "cart"}`, items: "/shop" };
  const field = ["select", "input:checked", "input"].map((kind) => document.querySelector(`#${step} ${kind}`)).find(Boolean);
  if (field) return field.focus();
  // What is typed is there again afterwards.
  if (form) await send("/shop/checkout", typed(), []);
  location.href = pages[step] ?? `/shop/checkout#${step}`;
});

// Every choice is sent by itself.
for (const button of document.querySelectorAll(".no-script-only")) button.hidden = true;

// Quantities are taken as they are typed.
document.addEventListener("change", (event) => {
  const lines = event.target.closest("#lines");
  if (!lines || !event.target.matches("[data-quantity]") || !event.target.checkValidity()) return;
  const ids = embedded() ? ["lines", "summary", "notices"] : ["lines", "summary", "notices", "box"];
  send("/shop/cart", [...new FormData(lines.closest("form"))], ids);
});

// Whoever leaves the checkout gives back what it holds.
if (form) {
  form.addEventListener("submit", (event) => {
    // One order, however often the button is pressed.
    if (isStaying && event.submitter?.hasAttribute("data-place")) return event.preventDefault();
    isStaying = true;
  });
  addEventListener("pagehide", () => {
    if (!isStaying) navigator.sendBeacon("/shop/checkout/leave", new URLSearchParams({ hold: form.dataset.hold }));
  });
}
// A page that comes back from the browser's memory holds nothing any more.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
