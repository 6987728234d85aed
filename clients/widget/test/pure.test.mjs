// The pure parts: codes out of text, money, what can be done about a reason, waiting between attempts.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { NEXT, backoff, currencyDigits, money, nextStep, sameCode, say, splitCodes, totalBefore } from "../tessera.js";

const plain = (text) => text.replace(/[\u00a0\u202f]/g, " ");

test("codes are taken apart at commas, semicolons, spaces and new lines, each once", () => {
  assert.deepEqual(splitCodes(" welcome10, TEN-FROM-100\r\n\tFREE;X  "), ["welcome10", "TEN-FROM-100", "FREE", "X"]);
  assert.deepEqual(splitCodes("A a A"), ["A"]);
  assert.deepEqual(splitCodes("20-off 20OFF 20_off"), ["20-off"]);
  assert.deepEqual(splitCodes("\u200bA\ufeff،B"), ["A", "B"]);
  assert.deepEqual(splitCodes(["A", "B,C"]), ["A", "B", "C"]);
  for (const nothing of ["", "  ,\n", ", ;"]) assert.deepEqual(splitCodes(nothing), []);
  assert.equal(splitCodes("x".repeat(400))[0].length, 255);
  // A code that is only dashes is one all the same, and names of objects are codes like others.
  assert.deepEqual(splitCodes("- __proto__ constructor"), ["-", "__proto__", "constructor"]);
  assert.equal(sameCode("ｗｅｌｃｏｍｅ-10"), "WELCOME10");
});

test("money has the digits of ISO 4217 and loses none, however large", () => {
  const say = (minor, currency, locale) => plain(money(minor, currency, locale));
  assert.equal(say(6000, "USD", "en"), "$60.00");
  assert.equal(say(6000, "USD", "fr"), "60,00 $");
  assert.equal(say(-105, "EUR", "en"), "−€1.05");
  assert.equal(say(-5, "EUR", "fr"), "−0,05 €");
  assert.equal(say(0, "GBP", "en"), "£0.00");
  assert.equal(say(1234567, "JPY", "en"), "¥1,234,567");
  assert.equal(say(5, "KWD", "en"), "KWD 0.005");
  assert.equal(say(123450, "HUF", "en"), "HUF 1,234.50");
  assert.equal(say(1234, "IQD", "en"), "IQD 1.234");
  assert.equal(say(Number.MAX_SAFE_INTEGER, "USD", "en"), "$90,071,992,547,409.91");
  assert.equal(say(Number.MAX_SAFE_INTEGER, "JPY", "en"), "¥9,007,199,254,740,991");
  assert.equal(say(Number.MAX_SAFE_INTEGER, "KWD", "en"), "KWD 9,007,199,254,740.991");
  for (const minor of [1, 10, 29, 57, 99, 100, 4035, 1005, 859999999999999]) {
    const digits = money(minor, "USD", "en").replace(/[^0-9]/g, "");
    assert.equal(BigInt(digits), BigInt(minor));
  }
});

test("digits are those that the server counts in", () => {
  const digits = { USD: 2, EUR: 2, JPY: 0, KRW: 0, CLP: 0, KWD: 3, BHD: 3, TND: 3, IQD: 3, HUF: 2, COP: 2, IDR: 2, PKR: 2 };
  for (const [currency, count] of Object.entries(digits)) assert.equal(currencyDigits(currency), count, currency);
});

test("every reason of the engine has a next step in both languages, or words that say it themselves", () => {
  const source = readFileSync(new URL("../../../engine/src/reason.rs", import.meta.url), "utf8");
  const list = /^reasons! \{(.*?)^\}/ms.exec(source)[1];
  const reasons = [...list.matchAll(/= "(\w+)",/g)].map((found) => found[1]);
  assert.equal(reasons.length, 34);
  assert.deepEqual(Object.keys(NEXT).sort(), [...reasons].sort());
  // Their messages end with what to do, or the box shows the choice.
  const complete = ["daily_limit_reached", "combination_disallowed", "too_many_codes", "information_missing"];
  for (const reason of reasons) {
    const rejected = { reason: `discount_code_${reason}`, details: {} };
    const [en, fr] = ["en", "fr-CA"].map((locale) => nextStep(rejected, locale).text);
    if (complete.includes(reason)) assert.equal(en + fr, "", reason);
    else assert.ok(en.endsWith(".") && fr.endsWith(".") && en !== fr, reason);
  }
});

test("a reason that nobody knows yet still has a next step", () => {
  assert.equal(nextStep({ reason: "discount_code_of_tomorrow", details: {} }, "en").text, "Try another code.");
});

test("what is not known yet is asked for", () => {
  const missing = (...needs) => nextStep({ reason: "discount_code_information_missing", details: { needs, saving: 490 } }, "en");
  assert.deepEqual(missing("customer"), { text: "Sign in or enter your e-mail.", step: "sign-in" });
  assert.deepEqual(missing("customer.country"), { text: "Enter the delivery address.", step: "address" });
  assert.deepEqual(missing("shipping.service"), { text: "Choose a shipping service.", step: "shipping" });
  assert.deepEqual(missing("context.payment_method"), { text: "Choose a payment method.", step: "payment" });
  assert.deepEqual(missing("line_items.weight_grams"), { text: "", step: undefined });
});

test("attempts come ever less often and never before the server said", () => {
  const middle = [1, 2, 3, 4, 5, 6, 7, 20].map((attempt) => backoff(attempt, 0, 0.5));
  assert.deepEqual(middle, [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000]);
  assert.ok(backoff(1, 0, 0) < backoff(1, 0, 1));
  assert.equal(backoff(1, 7000, 0.5), 7000);
});

test("the total before is said only where it is known", () => {
  const totals = { total: 8000, savings: 2000, balance_used: 500, tax: 1333 };
  assert.equal(totalBefore({ totals }, true), 10500);
  assert.equal(totalBefore({ totals }, false), undefined);
  assert.equal(totalBefore({ totals }, false, 11000), 11000);
  assert.equal(totalBefore({ totals: { ...totals, tax: 0 } }, false), 10500);
});

test("texts are whole in both languages and take their variables", () => {
  assert.equal(say("en", "clash", "A", "B"), "A and B do not go together");
  assert.equal(say("fr-CA", "remove", "A"), "Retirer A");
  // A replacement pattern in a name is no pattern.
  assert.equal(say("en", "on", "$&"), "$& is applied.");
});
