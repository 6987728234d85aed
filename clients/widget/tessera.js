/**
 * <tessera-box>: the code box of a cart or checkout. One file, no dependency, no build step. See README.md beside it.
 * Three parts: pure functions, `Checker` (what is known and asked; it knows no page) and `TesseraBox` (what is seen).
 *
 * @typedef {Record<string, any>} Quote The answer of `POST /v1/quotes`.
 * @typedef {object} Entry One code or claim that the shopper wants.
 * @property {string} [code] As typed.
 * @property {string} [claim] `clm_...`.
 * @property {string} name What is shown.
 * @property {"typed"|"link"|"start"|"wallet"} from Where it came from.
 * @property {"new"|"on"|"off"|"aside"|"refused"} state `new`: no answer yet; `on`: applied; `off`: not now, asked again
 *   with each cart; `aside`: another was chosen in its place; `refused`: hopeless, not asked again.
 * @property {any} [hit] Its part of the quote, when `on`.
 * @property {any} [no] Its rejection, when `off` or `refused`.
 * @property {boolean} [was] Whether it was ever applied.
 * @property {boolean} [decided] Whether the shopper has chosen between it and another.
 * @property {boolean} [lost] Whether it went away by itself and the shopper has not agreed to that.
 * @property {number} [before] What the cart cost with it, when `lost`.
 * @property {string} [by] Key of the entry it was set aside for.
 */

/** Every reason of a quote with what can be done about it, in English and French, and the step a page may offer. */
export const NEXT = {
  invalid: ["Check the spelling: O and 0, I and 1 look alike.", "Vérifiez l'orthographe : O et 0, I et 1 se ressemblent."],
  already_applied: ["It counts once.", "Il ne compte qu'une fois."],
  not_started: ["Try again from that date.", "Réessayez à partir de cette date."],
  expired: 0,
  paused: ["Try again later.", "Réessayez plus tard."],
  user_not_logged_in: ["Your code is kept.", "Votre code est gardé.", "sign-in"],
  usage_limit_reached: 0,
  customer_limit_reached: 0,
  daily_limit_reached: [],
  budget_exhausted: 0,
  balance_exhausted: 0,
  renewal_not_covered: 0,
  minimum_not_met: ["It then applies by itself.", "Il s'appliquera alors de lui-même.", "items"],
  maximum_exceeded: ["Take items out.", "Retirez des articles."],
  quantity_out_of_range: ["It then applies by itself.", "Il s'appliquera alors de lui-même.", "items"],
  weight_out_of_range: ["Change the items; it then applies by itself.", "Changez les articles ; il s'appliquera alors de lui-même."],
  required_items_missing: ["It then applies by itself.", "Il s'appliquera alors de lui-même.", "items"],
  excluded_items_present: ["Take those items out.", "Retirez ces articles."],
  user_ineligible: 0,
  first_order_only: 0,
  region_ineligible: ["Check the delivery address.", "Vérifiez l'adresse de livraison.", "address"],
  channel_ineligible: 0,
  device_ineligible: 0,
  payment_method_ineligible: ["Choose another payment method.", "Choisissez un autre moyen de paiement.", "payment"],
  shipping_service_ineligible: ["Choose that shipping service.", "Choisissez ce mode de livraison.", "shipping"],
  outside_schedule: ["It then applies by itself.", "Il s'appliquera alors de lui-même."],
  verification_required: ["Your code is kept.", "Votre code est gardé.", "verify"],
  condition_not_met: ["Change the cart.", "Modifiez le panier."],
  information_missing: [],
  currency_mismatch: 0,
  items_ineligible: ["Add an item it is for.", "Ajoutez un article concerné.", "items"],
  combination_disallowed: [],
  too_many_codes: [],
  no_effect: ["Other discounts already give it all.", "D'autres remises donnent déjà tout."],
};
const OTHER = ["Try another code.", "Essayez un autre code."];

/** What `information_missing` needs, by the beginning of the fact. */
const NEEDS = {
  "customer.country": ["Enter the delivery address.", "Indiquez l'adresse de livraison.", "address"],
  "customer.region": ["Enter the delivery address.", "Indiquez l'adresse de livraison.", "address"],
  customer: ["Sign in or enter your e-mail.", "Connectez-vous ou indiquez votre e-mail.", "sign-in"],
  shipping: ["Choose a shipping service.", "Choisissez un mode de livraison.", "shipping"],
  "context.payment": ["Choose a payment method.", "Choisissez un moyen de paiement.", "payment"],
};

/** A typed code with one of these is given back for correction; with another it waits for a cart that fits. */
const HOPELESS =
  /invalid|already|not_started|expired|paused|limit_reached|exhausted|not_covered|user_inel|first_order|channel|device|currency/;

const WORDS = {
  title: ["Discounts", "Remises"],
  open: ["Have a code?", "Vous avez un code ?"],
  label: ["Discount code", "Code de réduction"],
  several: ["Several codes? Put a comma between them.", "Plusieurs codes ? Séparez-les par une virgule."],
  apply: ["Apply", "Appliquer"],
  slow: ["Still checking. You can go on meanwhile.", "Vérification en cours. Vous pouvez continuer."],
  offline: ["You are offline. Your codes are kept.", "Vous êtes hors ligne. Vos codes sont gardés."],
  trouble: ["Codes cannot be checked right now. They are kept.", "Les codes ne peuvent pas être vérifiés pour l'instant. Ils sont gardés."],
  retry: ["Try again", "Réessayer"],
  yours: ["Your discounts", "Vos remises"],
  automatic: ["automatic", "automatique"],
  waiting: ["not applied", "non appliqué"],
  unchecked: ["not checked yet", "pas encore vérifié"],
  removed: ["removed", "retiré"],
  remove: ["Remove {0}", "Retirer {0}"],
  about: ["Conditions of {0}", "Conditions de {0}"],
  gift: ["gift", "cadeau"],
  left: ["{0} left on it", "il y reste {0}"],
  save: ["You save {0}", "Vous économisez {0}"],
  total: ["Total", "Total"],
  would: ["It would save {0}.", "Il ferait économiser {0}."],
  replaced: ["{0} is used in its place.", "{0} est utilisé à sa place."],
  clash: ["{0} and {1} do not go together", "{0} et {1} ne sont pas cumulables"],
  choose: ["Which one would you like?", "Lequel préférez-vous ?"],
  used: ["in use", "utilisé"],
  keep: ["Keep {0}", "Garder {0}"],
  swap: ["Switch to {0}", "Passer à {0}"],
  better: ["You have a better coupon: {0} off.", "Vous avez un meilleur coupon : {0} de remise."],
  have: ["You have a coupon: {0} off.", "Vous avez un coupon : {0} de remise."],
  use: ["Use it", "L'utiliser"],
  useit: ["Use {0}", "Utiliser {0}"],
  later: ["Not now", "Pas maintenant"],
  wallet: ["Your coupons ({0})", "Vos coupons ({0})"],
  saves: ["saves {0}", "économise {0}"],
  until: ["Valid until {0}", "Valable jusqu'au {0}"],
  code: ["Code {0}", "Code {0}"],
  covers: ["Given on: {0}", "Accordé sur : {0}"],
  shipping: ["Shipping", "Livraison"],
  unlocked: ["Unlocked: {0}", "Débloqué : {0}"],
  on: ["{0} is applied.", "{0} est appliqué."],
  back: ["{0} applies again.", "{0} s'applique de nouveau."],
  off: ["{0} does not apply any more. {1}", "{0} ne s'applique plus. {1}"],
  no: ["{0}: {1}", "{0} : {1}"],
  kept: ["{0} is kept until it applies.", "{0} est gardé jusqu'à ce qu'il s'applique."],
  close: ["Close", "Fermer"],
  changed: ["The total has changed", "Le total a changé"],
  old: ["Old total", "Ancien total"],
  now: ["New total", "Nouveau total"],
  agree: ["Go on with {0}", "Continuer avec {0}"],
  cart: ["Back to the cart", "Retour au panier"],
  applied: ["This code is already applied.", "Ce code est déjà appliqué."],
  "step-verify": ["Verify my account", "Vérifier mon compte"],
  "step-items": ["Show the items", "Voir les articles"],
  "step-shipping": ["Choose shipping", "Choisir la livraison"],
  "step-payment": ["Choose payment", "Choisir le paiement"],
  "step-address": ["Enter the address", "Indiquer l'adresse"],
  "step-sign-in": ["Sign in", "Se connecter"],
  "step-gifts": ["Add the gift", "Ajouter le cadeau"],
};

const isFrench = (locale) => /^fr\b/i.test(locale);

/** A text in the language of a locale, with its variables. */
export const say = (locale, name, ...values) => WORDS[name][+isFrench(locale)].replace(/\{(\d)\}/g, (_, at) => values[at]);

/** The codes in what was typed or pasted: between commas, semicolons, white space and new lines, each once. */
export function splitCodes(text) {
  const seen = {};
  for (const code of `${text}`.replace(/[\u200b-\u200d\u2060\ufeff]/g, "").split(/[\s,;،、]+/)) {
    // A code is never longer; cut it is still not one.
    if (code) seen["_" + sameCode(code)] ??= code.slice(0, 255);
  }
  return Object.values(seen);
}

/** What the writings of one code share: case, dashes and underscores do not count. */
export const sameCode = (code) => code.normalize("NFKC").toUpperCase().replace(/[\p{Pd}_\s]/gu, "") || code;

/**
 * How many digits the minor unit of a currency has. Of some currencies browsers write fewer than ISO 4217 has, in which
 * amounts are counted.
 */
export const currencyDigits = (currency) =>
  "AFN ALL COP HUF IDR IRR KPW LAK LBP MGA MMK PKR SLL SOS SYP YER".includes(currency) ? 2
    : currency === "IQD" ? 3
      : new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;

/** An amount in minor units as a shopper reads it. Its digits are moved as text and never computed with: none is lost. */
export function money(minor, currency, locale) {
  const digits = currencyDigits(currency);
  const text = `${BigInt(minor)}`.replace("-", "").padStart(digits + 1, "0");
  const at = text.length - digits;
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    currencyDisplay: /USD|EUR|GBP|JPY/.test(currency) ? "narrowSymbol" : "symbol",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(`${minor < 0 ? "-" : ""}${text.slice(0, at)}.${text.slice(at) || 0}`).replace("-", "\u2212");
}

/**
 * What a shopper can do about a rejection.
 * @returns {{text: string, step: string | undefined}} In words, and as what a page may offer as a button.
 */
export function nextStep({ reason, details }, locale) {
  const need = Object.keys(NEEDS).find((fact) => details?.needs?.some((one) => one.startsWith(fact)));
  const next = NEEDS[need] ?? (NEXT[reason.slice(14)] || OTHER);
  return { text: next[+isFrench(locale)] ?? "", step: next[2] };
}

/** Milliseconds until the next attempt: 0.5 s, 1 s, 2 s … 30 s, spread out, and never before the server said. */
export const backoff = (attempt, asked = 0, random = Math.random()) =>
  Math.max(asked, Math.min(30000, 500 * 2 ** (attempt - 1)) * (0.75 + random / 2));

/** What the cart cost without discounts and balances; `undefined` where the tax of that is not known. */
export const totalBefore = ({ totals }, isTaxIncluded, known) =>
  isTaxIncluded || (!totals.tax && totals.total) ? totals.total + totals.savings + totals.balance_used : known;

/** What tells an entry from the others. */
const keyOf = (entry) => entry.claim ?? sameCode(entry.code);

/**
 * What is known of the codes, and the asking. One question runs at a time, always about the newest cart and codes: what
 * answers an older one is not read. No error takes a code away.
 */
export class Checker {
  api = "";
  key = "";
  token = "";
  locale = "en";
  wantsWallet = false;
  /** @type {string | null} The cart, as it is sent. */
  cart = null;
  /** @type {Entry[]} */
  entries = [];
  /** Automatic discounts the shopper took off, with their titles. */
  declined = new Map();
  /** @type {Quote | null} */
  quote = null;
  /** The cart that `quote` is about. */
  quoted = null;
  /** Typed codes that are refused for good, until the next are typed. */
  refusals = [];
  /** @type {null | "checking" | "slow" | "offline" | "trouble"} */
  busy = null;
  /** Title of what the last change of the cart unlocked. */
  unlocked = "";
  /** The shopper's claims for the cart, best first. */
  wallet = null;
  /** A cart and its total with no discount on it. */
  plain = [];
  #turn = 0;
  #attempt = 0;
  #abort = null;
  #timers = [];
  #ranked = "";
  #waiting = [];

  /** @param {(what: "change" | "answer" | "error", detail?: any) => void} tell Hears of everything. */
  constructor(tell) {
    this.tell = tell;
  }

  /** Takes settings and cart; what is the same as before asks nothing. */
  configure(settings) {
    if (Object.keys(settings).every((name) => this[name] === settings[name])) return;
    if (settings.cart !== this.cart) this.unlocked = "";
    Object.assign(this, settings);
    this.ask(this.quote ? 300 : 0);
  }

  /** Codes, claims and declined coupons that count, also those that wait for a cart that fits. */
  get discounts() {
    const of = (name) => this.#sent().map((entry) => entry[name]).filter(Boolean);
    return { codes: of("code"), claims: of("claim"), declined: [...this.declined.keys()] };
  }

  #sent() {
    return this.entries.filter((entry) => !/aside|refused/.test(entry.state));
  }

  /**
   * Takes codes in.
   * @param {string} text
   * @param {Entry["from"]} from
   */
  add(text, from = "typed") {
    const isTyped = from === "typed";
    const codes = splitCodes(text);
    const news = [];
    const taken = [];
    let isNew = false;
    if (isTyped) this.refusals = [];
    // Where a question failed, what was taken out of the field since is not wanted any more: a code may be why it failed.
    const isGone = (entry) => entry.state === "new" && entry.from === "typed" && !codes.map(sameCode).includes(keyOf(entry));
    if (isTyped && /off|trou/.test(this.busy)) this.entries = this.entries.filter((entry) => !isGone(entry));
    for (const code of codes) {
      const known = this.entries.find((entry) => keyOf(entry) === sameCode(code));
      if (!known) this.entries.push({ code, name: code, from, state: "new" });
      else if (isTyped && known.state === "on") {
        const no = { code, reason: "discount_code_already_applied", message: say(this.locale, "applied") };
        this.refusals.push(no);
        news.push(["no", code, no.message]);
        taken.push(code);
        continue;
      } else if (isTyped) this.#revive(Object.assign(known, { code, from }));
      isNew ||= !known || isTyped;
    }
    if (isNew) this.ask();
    this.tell("answer", { taken: this.cart ? taken : codes, news });
  }

  /** Puts other codes in place of all there are. */
  replace(text) {
    const kept = splitCodes(text).map(sameCode);
    this.entries = this.entries.filter((entry) => entry.claim || kept.includes(keyOf(entry)));
    this.ask();
    this.add(text, "start");
  }

  /** Takes a code or claim off. Who had to make room for it comes back. */
  remove(entry) {
    this.entries = this.entries.filter((other) => other !== entry);
    this.entries.filter((other) => other.by === keyOf(entry)).forEach(this.#revive);
    this.ask();
  }

  #revive = (entry) => Object.assign(entry, { state: "new", by: undefined, decided: false });

  /** Uses a code or claim in place of those it does not go with. */
  switchTo(entry) {
    const key = keyOf(entry);
    for (const { code, coupon_id } of entry.no?.details.conflicts_with ?? []) {
      const rival = this.entries.find((other) => (code ? other.code === code : other.hit?.coupon_id === coupon_id));
      if (rival) Object.assign(rival, { state: "aside", by: key, lost: false, hit: undefined });
      else this.declined.set(coupon_id, this.#titleOf(coupon_id));
    }
    const holder = this.entries.find((other) => keyOf(other) === entry.by);
    if (holder) Object.assign(holder, { state: "aside", by: key, lost: false, hit: undefined });
    this.#revive(entry).decided = true;
    this.ask();
  }

  /** Stays with what is used now. */
  keep(entry) {
    Object.assign(entry, { decided: true, lost: false });
    this.tell("change");
  }

  /** Uses a claim of the wallet. Who picks has chosen: what it replaces is not asked about once more. */
  useClaim(claim, name) {
    this.entries.forEach((entry) => (entry.decided = true));
    this.entries.push({ claim, name, from: "wallet", state: "new", decided: true });
    this.ask();
  }

  clear() {
    this.entries = [];
    this.refusals = [];
    this.declined.clear();
    this.ask();
  }

  /** Asks anew, after so many milliseconds. */
  ask(delay = 0) {
    this.stop();
    this.#attempt = 0;
    this.busy = this.cart ? "checking" : null;
    if (this.busy) this.#in(delay, () => this.#send());
    else this.#settle();
    this.tell("change");
  }

  /** Forgets what runs. */
  stop() {
    this.#turn += 1;
    this.#abort?.abort();
    this.#clear();
  }

  #in(delay, act) {
    this.#timers.push(setTimeout(act, delay));
  }

  #clear() {
    this.#timers.splice(0).forEach(clearTimeout);
  }

  /** Until the question that runs is answered, or cannot be. */
  async settled() {
    while (/check|slow/.test(this.busy)) await new Promise((done) => this.#waiting.push(done));
  }

  #settle() {
    this.#waiting.splice(0).forEach((done) => done());
  }

  async #send() {
    const turn = this.#turn;
    const { cart } = this;
    const abort = (this.#abort = new AbortController());
    this.#clear();
    this.#in(3000, () => {
      if (this.busy === "checking") this.busy = "slow";
      this.tell("change");
    });
    this.#in(10000, () => abort.abort());
    this.#rank(cart);
    try {
      const quote = await this.#call("/v1/quotes", `{"cart":${cart},"discounts":${JSON.stringify(this.discounts)}}`, abort.signal);
      if (turn === this.#turn) this.answer(quote, cart);
    } catch (failure) {
      if (turn !== this.#turn) return;
      this.#clear();
      this.busy = globalThis.navigator?.onLine === false ? "offline" : "trouble";
      const why = failure.status ? failure.message : `no answer from ${this.api}; does its storefront_origins list this page?`;
      if (this.busy === "trouble" && !this.#attempt) console.warn("tessera-box:", why);
      // What the server does not take it does not take the second time either.
      if (!failure.isFinal && ++this.#attempt < 9) this.#in(backoff(this.#attempt, failure.wait), () => this.#send());
      this.tell("error", failure);
      this.tell("change");
      this.#settle();
    }
  }

  /** Calls the API. A failure says by `isFinal` that asking again is of no use. */
  async #call(path, body, signal) {
    const headers = { Authorization: `Bearer ${this.key}` };
    if (body) headers["Content-Type"] = "application/json";
    if (this.token) headers["Tessera-Customer"] = this.token;
    const response = await fetch(this.api + path, { method: body ? "POST" : "GET", headers, body, signal, credentials: "omit" });
    const { ok, status } = response;
    const problem = await response.json().catch(() => null);
    if (ok && problem) return problem;
    // Who answers something else for the server, such as the sign-in page of a network, is no answer.
    const isFinal = !ok && status < 500 && !/408|425|429/.test(status);
    const wait = Math.min(600000, response.headers.get("Retry-After") * 1000 || 0);
    throw Object.assign(new Error(problem?.detail ?? status), { status, isFinal, problem, wait });
  }

  /** The wallet's claims for a cart; without an answer there is no wallet, and nothing else is the worse for it. */
  async #rank(cart) {
    const what = this.wantsWallet && this.token && this.token + cart;
    if (!what) this.wallet = null;
    if (!what || this.#ranked === what) return;
    this.#ranked = what;
    try {
      const wallet = await this.#call("/v1/customers/me/wallet/best", `{"cart":${cart}}`);
      if (this.#ranked === what) this.wallet = { ...wallet, cart };
      this.tell("change");
    } catch (failure) {
      if (this.#ranked === what) this.#ranked = "";
      this.tell("error", failure);
    }
  }

  /** What is said in public of coupons: for their conditions. */
  listClaimable() {
    return this.#call(`/v1/claimable?limit=200&locale=${isFrench(this.locale) ? "fr" : "en"}`);
  }

  /** Takes a quote for a cart in: what was asked for, or what the shop's server was told. */
  answer(quote, cart = this.cart) {
    const { discounts, totals } = quote;
    const old = this.quote;
    const taken = [];
    const news = [];
    this.#clear();
    for (const entry of this.#sent()) {
      const isIt = (part) => (entry.claim ? part.claim_id === entry.claim : part.code === entry.code);
      const hit = discounts.applied.find(isIt) ?? totals.balances.find(isIt);
      const no = discounts.rejected.find(isIt);
      const before = entry.state;
      const isTyped = before === "new" && entry.from === "typed";
      if (isTyped) taken.push(entry.code);
      if (hit) {
        const name = hit.title ?? entry.name;
        if (before !== "on") news.push([entry.was ? "back" : "on", name]);
        Object.assign(entry, { state: "on", hit, no: undefined, name, was: true, lost: false, decided: false });
        continue;
      }
      Object.assign(entry, { state: "off", no, hit: undefined });
      if (before === "on") {
        // What costs no more than before needs nobody's consent.
        entry.lost = cart !== this.quoted || totals.total > old.totals.total;
        entry.before = old.totals.total;
      }
      if (before !== "off") news.push([before === "on" ? "off" : "no", entry.name, no?.message ?? ""]);
      if (entry.was || !HOPELESS.test(no?.reason.slice(14))) continue;
      if (isTyped) {
        this.refusals.push(no);
        if (!no.reason.endsWith("applied")) taken.pop();
        this.entries = this.entries.filter((other) => other !== entry);
      } else if (no.reason.endsWith("invalid")) entry.state = "refused";
    }
    const isOn = (list, hint) => list.some((one) => one.coupon_id === hint.coupon_id);
    const opened = old?.hints.find((hint) => isOn(discounts.applied, hint) && !isOn(old.discounts.applied, hint));
    if (opened) news.push(["unlocked", (this.unlocked = opened.title)]);
    if (!totals.savings && !totals.balance_used) this.plain = [cart, totals.total];
    Object.assign(this, { quote, quoted: cart, busy: null });
    this.tell("answer", { taken, news, quote });
    this.#settle();
  }

  #titleOf(coupon) {
    return this.quote.discounts.applied.find((one) => one.coupon_id === coupon)?.title;
  }

  /** One that does not go with another, where the shopper has not chosen yet. */
  get clash() {
    return this.entries.findLast((entry) => entry.state === "off" && entry.no?.details.if_switched && !entry.decided);
  }

  /** Names of those that a code or claim does not go with. */
  rivals(entry) {
    return entry.no.details.conflicts_with.map((one) => this.#titleOf(one.coupon_id) ?? one.code).join(", ");
  }

  /** The best claim of the wallet, where it is not used and makes the cart cheaper. */
  get better() {
    const best = this.wallet?.cart === this.quoted && this.wallet?.usable[0];
    return best && !this.entries.some((entry) => entry.claim === best.claim.id) && best.total < this.quote.totals.total && best;
  }
}

/** A part of the page as it should be: a name with classes, attributes, what is in it. */
const h = (name, props, ...kids) => {
  const [tag, ...classes] = name.split(".");
  return { tag, props: classes[0] ? { class: classes.join(" "), ...props } : (props ?? {}), kids: kids.flat(9).filter(Boolean) };
};

/**
 * Makes the children of a node what they should be. Nodes of the same key stay the same nodes, so that neither focus nor
 * a click that has begun is lost.
 */
function patch(parent, kids) {
  const known = new Map([...parent.childNodes].map((node) => [node.k, node]));
  const count = {};
  const nodes = kids.map((kid) => {
    const { tag = "#", props, kids: inner } = kid.tag ? kid : {};
    const key = props?.k ?? tag + (count[tag] = (count[tag] ?? 0) + 1);
    const node = known.get(key) ?? (!props ? new Text() : /svg|rect|circle/.test(tag)
      ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag));
    known.delete((node.k = key));
    if (!props) {
      if (node.data !== `${kid}`) node.data = kid;
      return node;
    }
    for (const name of Object.keys({ ...node.had, ...props })) {
      const value = props[name];
      if (name.startsWith("on")) node[name] = value;
      else if (name === "k" || value === node.had?.[name]) continue;
      else if (value == null || value === false) node.removeAttribute(name);
      else node.setAttribute(name, value === true ? "" : value);
    }
    node.had = props;
    patch(node, inner);
    return node;
  });
  for (const node of [...parent.childNodes]) if (!nodes.includes(node)) node.remove();
  let at = parent.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
}

/** Colours by name, on paper and on ink. */
const COLOURS = `raised #f8f3e9 #201e29,edge #8b8172 #8d879b,ink #1d1b26 #f1ede4,quiet #5d5868 #b3adbf,accent #a83e12 #ff9a66,on-accent #fff #16151d,saved #1c6b3c #86d9a3,attention #7d4b00 #f2b950,danger #a51d24 #ff9c94`;
const CSS = `
:host{display:block;--ground:var(--tessera-ground,Canvas);${COLOURS.replace(/(\S+) (\S+) ([^,]+),?/g, "--$1:var(--tessera-$1,light-dark($2,$3));")}
--radius:var(--tessera-radius,8px);--mono:var(--tessera-mono,ui-monospace,Menlo,Consolas,monospace)}
:host([theme=light]){color-scheme:light}
:host([theme=dark]){color-scheme:dark}
:host([hidden]),[hidden]{display:none}
*{box-sizing:border-box;margin:0;padding:0}
.box,dialog{font:16px/1.45 var(--tessera-font,system-ui,"Segoe UI",Roboto,sans-serif);background:var(--ground);color:var(--ink);text-align:start}
.box,ul{display:flex;flex-direction:column;overflow-wrap:anywhere;list-style:none}
.box>:not(:empty,.only){margin-block-end:12px}
ul{gap:8px}
button,input{font:inherit;color:inherit;background:none;border:1px solid var(--edge);border-radius:var(--radius);min-height:44px;padding:8px 12px}
button{min-width:44px;cursor:pointer}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.main{background:var(--accent);border-color:var(--accent);color:var(--on-accent);font-weight:600}
.link{border:0;color:var(--accent);text-decoration:underline;padding-inline:4px;text-align:start}
.start{align-self:start}
label,b,.head{font-weight:600}
.head{font-size:17px}
.quiet,.dim .name{color:var(--quiet)}
.quiet,.code,.tag{font-size:14px}
form{display:flex;gap:8px;margin-block:4px}
.field{flex:1;min-width:0;position:relative}
input{width:100%;background:var(--raised);padding-inline-end:40px}
input,.code{font-family:var(--mono);letter-spacing:.05em}
[aria-invalid]{border-color:var(--danger)}
.spin{position:absolute;inset-block-start:12px;inset-inline-end:12px;width:20px;height:20px;border:3px dotted var(--accent);border-radius:50%;opacity:0;animation:turn 2s linear infinite,show 0s .3s forwards}
.now{opacity:1}
@keyframes turn{to{transform:rotate(1turn)}}
@keyframes show{to{opacity:1}}
@media (prefers-reduced-motion:reduce){.spin{animation:show 0s .3s forwards}}
.no{color:var(--danger)}
.note,.pill,.ticket{background:var(--raised);border-radius:var(--radius);padding:10px 12px;border:1px solid var(--edge)}
.note{border-inline-start:4px solid var(--attention)}
.good{border-color:var(--saved)}
.flex{display:flex;flex-wrap:wrap;align-items:center;gap:6px 10px}
.row{display:flex;align-items:center}
.row>.flex,.pill>.flex{padding-block:8px}
.grow{flex:1;min-width:6em}
.pill{padding-block:0;padding-inline-end:0}
.pill>:not(.row){padding-block-end:8px;padding-inline-end:12px}
.pill .amount{margin-inline-start:8px}
.dim{border-style:dashed}
.pill.dim .name{text-decoration:line-through}
.more{gap:2px}
.tag{border:1px solid var(--edge);border-radius:99px;padding:0 8px;color:var(--quiet)}
.amount{color:var(--saved);font-weight:600}
.amount,.big,dd{font-variant-numeric:tabular-nums;white-space:nowrap}
.icon{border-color:transparent;padding:0;flex:none}
i{display:inline-block;width:22px;border:1px solid var(--edge);border-radius:50%;font:italic 600 14px/20px serif}
.two{display:grid;grid-template-columns:repeat(auto-fit,minmax(120px,1fr));gap:12px;margin-block:8px}
.big{font-size:20px;font-weight:600}
svg{display:block;width:100%;height:12px;margin-block:6px;overflow:visible}
:host(:dir(rtl)) svg{transform:scaleX(-1)}
:host(:dir(rtl)) :not(button,i){text-align:right}
p,span,label,li,button{unicode-bidi:plaintext}
p .link{margin-block:-12px}
.track{fill:var(--edge);opacity:.35}.fill{fill:var(--saved)}.mark{fill:var(--ground);stroke:var(--saved);stroke-width:2}
.ticket{position:relative;padding-inline:20px;clip-path:inset(0 round var(--radius))}
.ticket:before,.ticket:after{content:"";position:absolute;inset-block-start:calc(50% - 8px);inset-inline-start:-9px;width:14px;height:14px;border-radius:50%;background:var(--ground);border:1px solid var(--edge)}
.ticket:after{inset-inline:auto -9px}
.sum{border-block-start:1px solid var(--edge);padding-block-start:10px}
.end{margin-inline-start:auto}
dl{display:grid;grid-template-columns:1fr auto;gap:4px 16px;margin-block:12px}
dialog{margin:auto;width:min(440px,calc(100vw - 32px));border:1px solid var(--edge);border-radius:12px;padding:20px}
dialog::backdrop{background:#0008}
.only{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
`;

/** Codes of links that wait in the session; a browser that keeps nothing has none. */
const stored = (codes) => {
  try {
    if (codes) sessionStorage.setItem("tessera-codes", codes.join());
    return sessionStorage.getItem("tessera-codes") ?? "";
  } catch {
    return "";
  }
};

/** Keeps the codes of the link by which somebody came, on whatever page that is. */
const keepLinkCodes = () => {
  const codes = new URLSearchParams(location.search).getAll("coupon");
  if (codes[0]) stored(splitCodes([stored(), ...codes]));
};

/** How far it is, of how much, with marks on the way. */
const bar = (at, most, marks, words) => {
  const share = (amount) => `${Math.min(100, Math.round((amount / most) * 1000) / 10)}%`;
  return h("svg", { role: "img", "aria-label": words },
    h("rect.track", { y: 2, width: "100%", height: 8, rx: 4 }),
    h("rect.fill", { k: "fill", y: 2, width: share(at), height: 8, rx: 4 }),
    marks.map((mark) => h("circle.mark", { cx: share(mark), cy: 6, r: 5 })));
};

/** What a token says, as text; nothing where it is none. */
const claimsOf = (token) => {
  try {
    return atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"));
  } catch {
    return "";
  }
};

/** The element. */
export class TesseraBox extends (globalThis.HTMLElement ?? Object) {
  static formAssociated = true;
  static observedAttributes = ["api", "key", "token", "locale", "name", "codes", "wallet", "steps"];

  #internals = this.attachInternals();
  #root = this.attachShadow({ mode: "open" });
  #checker = new Checker((what, detail) => this.#hear(what, detail));
  #isReady = false;
  #cart = null;
  #parsed = null;
  #isOpen = false;
  #wasSet = "";
  #news = "";
  /** What is unfolded or put away: keys of pills, `wallet`, `bar`, ids of claims that are not wanted now. */
  #marked = new Set();
  #facts = null;
  #dialog = null;
  #confirming = null;
  #isPressed = false;
  /** When the form was read, and what ends listening to it. */
  #readAt = 0;
  #submit = null;
  #left = null;

  connectedCallback() {
    addEventListener("online", this.#online);
    addEventListener("pagehide", this.#leave);
    this.#root.adoptedStyleSheets = [sheet];
    // The fallback is neither shown nor sent; what was typed into it before the script came is taken over.
    for (const field of this.querySelectorAll("input,select,textarea,button")) {
      if (field.value && !field.disabled && field.name === this.getAttribute("name") && field.name) this.#checker.add(field.value, "start");
      field.disabled = true;
    }
    // What was set before the script came.
    for (const name of ["cart", "token", "codes"].filter((name) => Object.hasOwn(this, name))) {
      const { [name]: value } = this;
      delete this[name];
      this[name] = value;
    }
    this.#cart ??= this.querySelector("script[type='application/json']")?.textContent.trim() ?? null;
    if (this.hasAttribute("url-codes")) {
      keepLinkCodes();
      const url = new URL(location);
      url.searchParams.delete("coupon");
      if (url.href !== location.href) history.replaceState(history.state, "", url);
      this.#checker.add(stored(), "link");
    }
    this.#isOpen ||= !this.hasAttribute("closed");
    this.#isReady = true;
    this.#configure();
    this.#hear("change");
  }

  disconnectedCallback() {
    removeEventListener("online", this.#online);
    removeEventListener("pagehide", this.#leave);
    this.#isReady = false;
    this.#checker.configure({ cart: null });
    this.#dialog?.done(false);
  }

  attributeChangedCallback(name, old, value) {
    if (name === "codes" && old !== value) this.#checker.replace(value ?? "");
    this.#configure();
  }

  formAssociatedCallback(form) {
    this.#left?.abort();
    this.#left = new AbortController();
    const { signal } = this.#left;
    form?.addEventListener("formdata", () => (this.#readAt = Date.now()), { signal });
    form?.addEventListener("submit", (event) => (this.#submit = event), { signal });
  }

  formResetCallback() {
    this.#checker.replace(this.getAttribute("codes") ?? "");
  }

  formStateRestoreCallback(state) {
    if (!this.hasAttribute("codes")) this.#checker.add(state, "start");
  }

  /** The cart: an object, or its JSON text, which is sent byte for byte. */
  get cart() {
    return this.#cart;
  }

  set cart(cart) {
    this.#cart = cart ?? null;
    this.#configure();
  }

  get token() {
    return this.getAttribute("token");
  }

  set token(token) {
    this.setAttribute("token", token ?? "");
  }

  /** The codes that count, in the order they were entered; also those that wait for a cart that fits. */
  get codes() {
    return this.discounts.codes;
  }

  set codes(codes) {
    this.#checker.replace(codes ?? "");
  }

  /** The same, separated by commas: what a form sends. */
  get value() {
    return this.codes.join();
  }

  set value(codes) {
    this.codes = codes;
  }

  /** The last quote, or `null`. */
  get quote() {
    return this.#checker.quote;
  }

  /** What to send as `discounts` when the order is placed: codes, claims and what was declined. */
  get discounts() {
    return this.#checker.discounts;
  }

  focus() {
    this.#isOpen = true;
    this.#draw();
    this.#find("input")?.focus();
  }

  /** Forgets all codes, also those of links: for after the order. */
  clear() {
    stored([]);
    this.#news = "";
    this.#checker.clear();
  }

  /** Asks anew. */
  refresh() {
    this.#checker.ask();
  }

  /**
   * For the moment of placing. Prices anew and, when a coupon was lost or the total rose, asks the shopper.
   * @param {Quote} [quote] The quote of a 409 of the shop's server, in place of asking.
   * @returns {Promise<boolean>} Whether the order may be placed. Also `true` where nothing can be checked: the server checks.
   */
  confirm(quote) {
    this.#confirming ??= this.#confirm(quote).finally(() => (this.#confirming = null));
    return this.#confirming;
  }

  async #confirm(given) {
    const checker = this.#checker;
    const { quote: shown } = checker;
    if (given) {
      checker.stop();
      checker.answer(given);
    } else checker.ask();
    await checker.settled();
    if (!this.#isReady) return false;
    const lost = checker.entries.filter((entry) => entry.lost);
    const hasRisen = shown ? checker.quote.totals.total > shown.totals.total : Boolean(given);
    if (!lost.length && !hasRisen) return true;
    const isAgreed = await new Promise((done) => {
      this.#dialog = { old: hasRisen ? shown?.totals.total : lost.at(-1).before, done };
      this.#draw();
    });
    this.#dialog = null;
    if (isAgreed) checker.entries.forEach((entry) => (entry.lost = false));
    this.#draw();
    return isAgreed;
  }

  get #locale() {
    try {
      const wanted = this.getAttribute("locale") || this.#parsed?.context?.locale || this.closest("[lang]")?.lang;
      const [locale] = Intl.getCanonicalLocales(wanted.replace("_", "-"));
      return /^(en|fr)\b/.test(locale) ? locale : "en";
    } catch {
      return "en";
    }
  }

  /** Hands attributes and cart to the checker. */
  #configure() {
    const cart = this.#cart;
    const token = this.token ?? "";
    try {
      this.#parsed = typeof cart === "string" ? JSON.parse(cart) : cart;
    } catch {
      this.#parsed = null;
    }
    if (!this.#isReady) return;
    const locale = this.#locale;
    // Messages come in the language of the cart. Signed, or as text, it is not touched.
    const isAsIs = !cart || typeof cart === "string" || claimsOf(token).includes("cart_sha256");
    const sent = isAsIs ? cart : { ...cart, context: { ...cart.context, locale: cart.context?.locale ?? locale } };
    this.#checker.configure({
      api: (this.getAttribute("api") ?? new URL(import.meta.url).origin).replace(/\/$/, ""),
      key: this.getAttribute("key") ?? "",
      token,
      locale,
      wantsWallet: this.hasAttribute("wallet"),
      cart: typeof sent === "string" ? sent || null : sent && JSON.stringify(sent),
    });
    this.#draw();
  }

  /** A page that is left with its form sent: the shop's server has the codes of links now. */
  #leave = () => {
    // What the browser sends may be answered late; a script may read the form and never send it.
    const isSent = this.#submit?.defaultPrevented === false || Date.now() - this.#readAt < 3000;
    if (isSent && this.hasAttribute("url-codes")) stored([]);
  };

  #online = () => {
    if (/off|trou/.test(this.#checker.busy)) this.#checker.ask();
  };

  /** New lines of what is pasted are kept apart, which a field of one line would run together. */
  #paste = (event) => {
    const text = event.clipboardData.getData("text");
    if (!/[\n\t]/.test(text)) return;
    event.preventDefault();
    const { target } = event;
    target.setRangeText(splitCodes(text).join(" "), target.selectionStart, target.selectionEnd, "end");
  };

  #hear(what, detail) {
    if (!this.#isReady) return;
    const checker = this.#checker;
    if (what === "error") {
      const { status = 0, problem, message } = detail;
      return this.#dispatch("tessera-error", { status, code: problem?.code, detail: message, problem });
    }
    if (what === "answer") {
      if (!checker.busy) this.#isPressed = false;
      this.#emptyField(detail.taken);
      this.#announce(detail.news);
    }
    const links = checker.entries.filter((entry) => entry.from === "link" && entry.state !== "refused");
    if (this.hasAttribute("url-codes")) stored(links.map((entry) => entry.code));
    if (checker.entries.length) this.#isOpen = true;
    this.#draw();
    this.#setValue();
    if (!detail?.quote) return;
    this.#bind();
    this.#dispatch("tessera-quote", detail.quote);
  }

  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  #setValue() {
    const name = this.getAttribute("name");
    const { codes, claims, declined } = this.discounts;
    const data = new FormData();
    data.append(name, codes.join());
    if (claims[0]) data.append(`${name}-claims`, claims.join());
    if (declined[0]) data.append(`${name}-declined`, declined.join());
    this.#internals.setFormValue(name ? data : null, codes.join());
    if (codes.join() === this.#wasSet) return;
    this.#wasSet = codes.join();
    this.#dispatch("tessera-codes", codes);
  }

  /** Takes out of the field what was answered. What was typed since stays, and so does what has to be corrected. */
  #emptyField(taken) {
    const input = this.#find("input");
    const { value = "", selectionEnd } = input ?? {};
    const done = taken.map(sameCode);
    const codes = splitCodes(value);
    const left = codes.filter((code) => !done.includes(sameCode(code)));
    if (left.length === codes.length) return;
    input.value = left.join(" ");
    const at = Math.max(0, input.value.length - value.length + selectionEnd);
    input.setSelectionRange(at, at);
  }

  #announce(news) {
    if (!news[0]) return;
    const { quote } = this.#checker;
    const words = news.map((one) => this.#t(...one));
    if (quote?.totals.savings) words.push(`${this.#t("save", this.#money(quote.totals.savings))}.`);
    if (quote) words.push(`${this.#t("total")} ${this.#money(quote.totals.total)}.`);
    // The same words twice are said twice.
    this.#news = words.join(" ") + (this.#news.endsWith("\u00a0") ? "" : "\u00a0");
  }

  #t(name, ...values) {
    return say(this.#checker.locale, name, ...values);
  }

  #money(minor) {
    return money(minor, this.#checker.quote.currency, this.#checker.locale);
  }

  #find(selector) {
    return this.#root.querySelector(selector);
  }

  get #before() {
    const { quote, quoted, plain } = this.#checker;
    return totalBefore(quote, this.#parsed?.prices_include_tax, plain[0] === quoted ? plain[1] : undefined);
  }

  /** Writes the figures into the page. */
  #bind() {
    if (!this.hasAttribute("bind")) return;
    const { totals, shipping, line_items } = this.#checker.quote;
    const figures = {
      total: [totals.total, this.#before],
      subtotal: [totals.subtotal],
      savings: [totals.savings],
      tax: [totals.tax],
      discount: [-totals.items_discount - totals.order_discount - totals.setup_fees_discount],
      shipping: shipping && [shipping.total, shipping.amount],
    };
    for (const node of document.querySelectorAll("[data-tessera],[data-tessera-line]")) {
      const { tessera, tesseraLine } = node.dataset;
      const line = line_items.find((one) => one.id === tesseraLine);
      const [now, old] = (tessera ? figures[tessera] : line && [line.total, line.subtotal]) ?? [];
      if (now !== undefined) patch(node, [old > now && h("s", {}, this.#money(old)), " ", this.#money(now)].filter(Boolean));
    }
  }

  #draw() {
    if (!this.#isReady) return;
    const focused = this.#root.activeElement;
    patch(this.#root, [this.#view()]);
    const dialog = this.#find("dialog:not([open])");
    dialog?.showModal();
    if (focused?.isConnected === false && !this.#dialog) (this.#find("input") ?? this.#find("button"))?.focus();
  }

  #view() {
    const { locale, quote, wallet } = this.#checker;
    const isOpen = this.#isOpen || wallet?.usable[0];
    return h("div.box", { role: "group", "aria-label": this.#t("title"), lang: isFrench(locale) ? "fr" : "en" },
      this.#linkBar(),
      !this.hasAttribute("no-field") && (isOpen ? this.#field() : this.#button(this.#t("open"), () => this.focus(), "link start", { "aria-expanded": "false" })),
      this.#trouble(),
      quote && [this.#clash(), this.#better()],
      this.#pills(),
      quote && [this.#hints(), this.#wallet(), this.#sum()],
      h("p.only", { k: "news", role: "status" }, this.#news),
      this.#dialog && this.#consent());
  }

  #button(text, onclick, kind, props) {
    return h("button", { type: "button", k: kind + text, class: kind, onclick, ...props }, text);
  }

  #mark(what) {
    if (!this.#marked.delete(what)) this.#marked.add(what);
    this.#draw();
  }

  #field() {
    const { busy, refusals } = this.#checker;
    const isChecking = /check|slow/.test(busy);
    const onsubmit = (event) => {
      event.preventDefault();
      const { value } = this.#find("input");
      this.#isPressed = true;
      if (splitCodes(value)[0]) this.#checker.add(value);
      else this.focus();
    };
    return h("div", { k: "field" },
      h("label", { for: "code" }, this.#t("label")),
      h("form", { onsubmit, onpaste: this.#paste },
        h("div.field", {},
          h("input", {
            id: "code", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", enterkeyhint: "done",
            "aria-describedby": "several errors", "aria-invalid": refusals[0] && "true",
          }),
          isChecking && h(this.#isPressed ? "span.spin.now" : "span.spin")),
        h("button.main", { "aria-busy": isChecking && "true" }, this.#t("apply"))),
      h("p.quiet", { id: "several" }, this.#t("several")),
      h("ul.no", { id: "errors" }, refusals.map((no) => h("li", { k: no.code }, h("span.code", {}, no.code), " ", no.message, " ", this.#next(no)))));
  }

  /** What can be done about a rejection, with a button where the page takes the step. */
  #next(no) {
    const { text, step } = nextStep(no, this.#checker.locale);
    return [text, " ", this.#step(step, no)];
  }

  #step(step, detail) {
    const isTaken = step && this.getAttribute("steps")?.split(" ").includes(step);
    return isTaken && this.#button(this.#t(`step-${step}`), () => this.#dispatch("tessera-next", { ...detail, step }), "link");
  }

  #trouble() {
    const { busy } = this.#checker;
    const isBad = /off|trou/.test(busy);
    return h(isBad ? "div.note" : "div.quiet", { k: "trouble", role: "status" },
      busy && busy !== "checking" && `${this.#t(busy)} `,
      isBad && this.#button(this.#t("retry"), () => this.refresh(), "link"));
  }

  #linkBar() {
    const entry = this.#checker.entries.find((one) => one.from === "link" && /on|off/.test(one.state));
    return entry && !this.#marked.has("bar") && h(entry.state === "on" ? "div.note.good.flex" : "div.note.flex", { k: "bar" },
      h("p.grow", {}, this.#t(entry.state === "on" ? "on" : "kept", entry.code), " ", entry.no?.message),
      this.#button("×", () => this.#mark("bar"), "icon", { "aria-label": this.#t("close") }));
  }

  #clash() {
    const checker = this.#checker;
    const entry = checker.clash;
    if (!entry) return;
    const rivals = checker.rivals(entry);
    const { total } = entry.no.details.if_switched;
    const now = checker.quote.totals.total;
    const isBetter = total < now;
    return h("section.note", { k: "clash", "aria-labelledby": "clash" },
      h("p.head", { id: "clash" }, this.#t("clash", rivals, entry.name)),
      h("p", {}, isBetter ? this.#t("better", this.#money(now - total)) : this.#t("choose")),
      h("div.two", {},
        h("div", {}, h("p", {}, rivals, " ", h("span.tag", {}, this.#t("used"))), h("p.big", {}, this.#money(now))),
        h("div", {}, h("p", {}, entry.name), h("p.big", {}, this.#money(total)))),
      h("div.flex", {},
        this.#button(this.#t("keep", rivals), () => checker.keep(entry), isBetter ? "" : "main"),
        this.#button(this.#t("swap", entry.name), () => checker.switchTo(entry), isBetter ? "main" : "")));
  }

  #better() {
    const checker = this.#checker;
    const { claim, saving } = checker.better || {};
    if (!claim || this.#marked.has(claim.id)) return;
    const hasOne = checker.entries.some((entry) => entry.state === "on");
    return h("section.note.good.flex", { k: "better", "aria-label": claim.coupon.title },
      h("p.grow", {}, this.#t(hasOne ? "better" : "have", this.#money(saving)), " ", h("span.quiet", {}, claim.coupon.title)),
      this.#button(this.#t("use"), () => checker.useClaim(claim.id, claim.coupon.title), "main"),
      this.#button(this.#t("later"), () => this.#mark(claim.id), "link"));
  }

  #pills() {
    const checker = this.#checker;
    const inField = splitCodes(this.#find("input")?.value ?? "").map(sameCode);
    const pills = checker.entries.map((entry) => {
      const key = keyOf(entry);
      const { state, name, code, hit } = entry;
      // What is asked about elsewhere in the box is not shown twice.
      if (entry === checker.clash || (state === "new" && entry.from === "typed" && inField.includes(key))) return;
      const own = code !== name && code && h("span.code", {}, code);
      const remaining = hit?.remaining ?? null;
      const tags = hit ? [own, remaining !== null && h("span.quiet", {}, this.#t("left", this.#money(remaining)))]
        : [own, h("span.tag", {}, this.#t(state === "new" ? "unchecked" : "waiting"))];
      return this.#pill(key, name, tags, hit, () => checker.remove(entry), this.#why(entry));
    });
    for (const hit of checker.quote?.discounts.applied ?? []) {
      const { coupon_id, title } = hit;
      const decline = () => {
        checker.declined.set(coupon_id, title);
        checker.ask();
      };
      if (hit.automatic && !checker.declined.has(coupon_id)) pills.push(this.#pill(coupon_id, title, h("span.tag", {}, this.#t("automatic")), hit, decline));
    }
    for (const [coupon, title] of checker.declined) {
      const accept = () => {
        checker.declined.delete(coupon);
        checker.ask();
      };
      pills.push(h("li.pill.dim", { k: coupon }, h("div.flex", {}, h("span.name", {}, title), h("span.tag", {}, this.#t("removed")), this.#button(this.#t("useit", title), accept, "link"))));
    }
    return pills.some(Boolean) && h("ul", { k: "pills", "aria-label": this.#t("yours") }, pills);
  }

  #pill(key, name, tags, hit, remove, why) {
    const isOpen = this.#marked.has(key);
    const toggle = () => {
      this.#learn();
      this.#mark(key);
    };
    const gifts = this.#checker.quote?.gifts.filter((gift) => gift.coupon_id === hit?.coupon_id) ?? [];
    return h(hit ? "li.pill" : "li.pill.dim", { k: key },
      h("div.row", {},
        h("div.flex.grow", {}, h("span.name", {}, name), tags),
        hit && h("bdi.amount", {}, gifts[0] && !hit.amount ? this.#t("gift") : this.#money(-hit.amount)),
        hit && h("button.icon", { k: "i", type: "button", "aria-expanded": `${isOpen}`, "aria-label": this.#t("about", name), onclick: toggle }, h("i", {}, "i")),
        this.#button("×", remove, "icon", { "aria-label": this.#t("remove", name) })),
      gifts.map((gift) => h("p", { k: gift.product_id }, `${gift.quantity} × ${gift.product_id} `, this.#step("gifts", gift))),
      why,
      hit && isOpen && this.#more(hit));
  }

  /** Why a code gives nothing now, what can be done, and how far it is. */
  #why(entry) {
    const checker = this.#checker;
    const { no, state, name } = entry;
    if (state === "aside") {
      const other = checker.entries.find((one) => keyOf(one) === entry.by);
      return h("p", {}, this.#t("replaced", other?.name), " ", this.#button(this.#t("useit", name), () => checker.switchTo(entry), "link"));
    }
    if (!no) return;
    const { saving, if_switched, actual, needed } = no.details;
    return h("div", {},
      h("p", {}, no.message, " ", this.#next(no), saving > 0 && this.#t("would", this.#money(saving))),
      if_switched && entry.decided && this.#button(`${this.#t("swap", name)} (${this.#money(if_switched.total)})`, () => checker.switchTo(entry), "link"),
      needed?.amount > actual?.amount && bar(actual.amount, needed.amount, [], no.message));
  }

  /** What is known of the conditions of a discount: its own words, how long, its code, on what. */
  #more(hit) {
    const { locale, wallet } = this.#checker;
    const ours = (one) => one.coupon_id === hit.coupon_id;
    const { coupon, ends_at } = wallet?.usable.map((one) => one.claim).find(ours) ?? this.#facts?.find?.(ours) ?? {};
    const { description, summary } = coupon ?? this.#facts?.find?.(ours) ?? {};
    const until = ends_at && new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" }).format(new Date(ends_at));
    const on = hit.allocations?.map(({ path, amount }) => {
      const line = this.#parsed?.line_items?.[/\d+/.exec(path)];
      return `${line?.title ?? line?.product_id ?? this.#t("shipping")} ${this.#money(-amount)}`;
    });
    const lines = [description ?? summary, until && this.#t("until", until), hit.code && this.#t("code", hit.code), on?.[0] && this.#t("covers", on.join(" · "))];
    return h("ul.more.quiet", {}, lines.filter(Boolean).map((line) => h("li", {}, line)));
  }

  /** Reads once what is said of coupons in public; without an answer the quote's own words are all there is. */
  #learn() {
    this.#facts ??= this.#checker.listClaimable().then(
      ({ data }) => {
        this.#facts = data;
        this.#draw();
      },
      () => (this.#facts = null),
    );
  }

  #hints() {
    const { quote, entries, unlocked } = this.#checker;
    const hints = quote.hints.filter((hint) => !entries.some((entry) => entry.no?.coupon_id === hint.coupon_id));
    const steps = hints.map(({ missing }) => !missing.of && Object.keys(missing).length < 2 && missing.amount).filter(Boolean);
    const base = quote.totals.subtotal;
    const [first, ...more] = hints;
    return (first || unlocked) && h("section.note.good", { k: "hints", "aria-label": this.#t("title") },
      unlocked && h("p.amount", {}, "✓ ", this.#t("unlocked", unlocked)),
      first && h("p", {}, h("b", {}, first.message), " ", h("span.quiet", {}, first.title)),
      steps[0] && bar(base, base + Math.max(...steps), steps.map((step) => base + step), first.message),
      h("ul.quiet", {}, more.slice(0, 3).map((hint) => h("li", { k: hint.coupon_id }, hint.message))));
  }

  #wallet() {
    const checker = this.#checker;
    const { usable, unusable } = checker.wallet ?? { usable: [], unusable: [] };
    const all = [...usable, ...unusable];
    const isOpen = this.#marked.has("wallet");
    return all[0] && h("section", { k: "wallet", "aria-label": this.#t("wallet", all.length) },
      this.#button(this.#t("wallet", all.length), () => this.#mark("wallet"), "link", { "aria-expanded": `${isOpen}` }),
      isOpen && h("ul", {}, all.map(({ claim, saving, message }) => {
        const { title, description, summary } = claim.coupon;
        const isUsed = checker.entries.some((entry) => entry.claim === claim.id);
        const use = () => checker.useClaim(claim.id, title);
        return h(message ? "li.ticket.dim" : "li.ticket", { k: claim.id }, h("div.flex", {},
          h("div.grow.name", {}, h("p", {}, h("b", {}, title)), h("p.quiet", {}, message ?? description ?? summary)),
          !message && [h("bdi.amount", {}, this.#t("saves", this.#money(saving))),
            isUsed ? h("span.tag", {}, this.#t("used")) : this.#button(this.#t("use"), use, "", { "aria-label": `${this.#t("use")}: ${title}` })]));
      })));
  }

  #sum() {
    const { totals } = this.#checker.quote;
    const before = this.#before;
    return !this.hasAttribute("no-sum") && (totals.savings || totals.balance_used) && h("div.sum.flex", { k: "sum" },
      h("span.amount", {}, totals.savings && this.#t("save", this.#money(totals.savings))),
      h("div.flex.end", {},
        h("span", {}, this.#t("total")),
        before > totals.total && h("s.quiet", { k: "old" }, this.#money(before)),
        h("bdi.big", {}, this.#money(totals.total))));
  }

  #consent() {
    const checker = this.#checker;
    const { old, done } = this.#dialog;
    const now = this.#money(checker.quote.totals.total);
    const lost = checker.entries.filter((entry) => entry.lost);
    return h("dialog", { k: "dialog", "aria-labelledby": "changed", onclose: () => done(false) },
      h("p.head", { id: "changed" }, this.#t("changed")),
      h("ul", {}, lost.map((entry) => h("li", { k: keyOf(entry) }, this.#t("off", entry.name, entry.no?.message ?? "")))),
      h("dl", {}, old != null && h("dt", {}, this.#t("old")), old != null && h("dd", {}, h("s", {}, this.#money(old))), h("dt", {}, this.#t("now")), h("dd.big", {}, now)),
      h("div.flex", {},
        this.#button(this.#t("agree", now), () => done(true), "main"),
        this.#button(this.#t("cart"), () => done(false), "")));
  }
}

let sheet = null;
if (globalThis.customElements && !customElements.get("tessera-box")) {
  sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  keepLinkCodes();
  customElements.define("tessera-box", TesseraBox);
}
