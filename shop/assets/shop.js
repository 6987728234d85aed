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
}

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

/** Whether the embedded box has taken the place of the plain form. */
const hasBox = () => Boolean(customElements.get("tessera-box"));

// The checkout's price follows country, service and payment.
form?.addEventListener("change", (event) => {
  if (event.target.matches("[data-reprice], #email")) {
    send("/shop/checkout", typed(), hasBox() ? ["summary", "notices"] : ["summary", "box", "notices"]);
  }
});

// Without the embedded box its plain form is sent in the background, so that nothing that is typed is lost.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-box] button[formaction]");
  if (!button || hasBox()) return;
  event.preventDefault();
  const fields = button.name ? [...typed(), [button.name, button.value]] : [...typed(), ["codes", document.getElementById("codes").value]];
  send(button.getAttribute("formaction"), fields, ["box", "summary", "notices", "lines"]).then(() => document.getElementById("codes")?.focus());
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.id !== "codes" || hasBox()) return;
  const button = event.target.closest("[data-box]")?.querySelector(".code-field button[formaction]");
  if (!button) return;
  event.preventDefault();
  button.click();
});

// The embedded box says which codes and coupons stand in it; the shop's server keeps the same.
let known = "";
document.addEventListener("tessera-quote", (event) => {
  const box = event.target.closest("[data-box]");
  if (!box) return;
  const { discounts } = event.detail;
  const all = [...discounts.applied, ...discounts.rejected];
  const codes = discounts.codes.join(",");
  const claims = all.map((one) => one.claim_id).filter(Boolean).join(",");
  const now = JSON.stringify([codes, claims]);
  if (now === known) return;
  const isFirst = known === "";
  known = now;
  const standing = document.querySelector("tessera-box").getAttribute("codes") ?? "";
  if (isFirst && claims === "" && codes === standing) return;
  const action = form ? "/shop/checkout/codes" : "/shop/cart/codes";
  send(action, [...typed(), ["sync", "1"], ["codes", codes], ["claims", claims]], form ? ["summary", "notices"] : ["notices"]);
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
