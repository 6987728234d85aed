// A shop in one file: products, a cart, and the code box beside it. A real shop keeps its cart and prices on its server,
// signs them for the box, and places orders there with a secret key: see ../widget/README.md, "Tokens".
import { API, KEY } from "./config.js";

const PRODUCTS = [
  { id: "shirt-oxford-white", title: "Oxford shirt, white", price: 4900, categories: ["shirts"] },
  { id: "belt-leather-tan", title: "Leather belt, tan", price: 3900, categories: ["accessories"] },
  { id: "shoes-hiking-grey", title: "Hiking boots, grey", price: 18900, categories: ["shoes"] },
];
const SHIPPING = { ground: 800, express: 1900 };

const find = (id) => document.getElementById(id);
const dollars = (minor) => new Intl.NumberFormat("en", { style: "currency", currency: "USD" }).format(minor / 100);
const make = (tag, properties, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

/** How many of each product are in the cart; kept for the visit. */
const cart = new Map(JSON.parse(sessionStorage.getItem("cart") ?? "[]"));
const box = document.querySelector("tessera-box");
const form = find("checkout");

box.setAttribute("api", API);
box.setAttribute("key", KEY);
const script = make("script", { type: "module", src: `${API}/widget/tessera.js` });
script.onerror = () => (find("done").textContent = `There is no Tessera at ${API}: start \`tessera demo\`, or change config.js.`);
document.head.append(script);

find("list").append(...PRODUCTS.map((product) => make("li", {},
  make("span", {}, product.title), make("span", {}, dollars(product.price)),
  make("button", { type: "button", onclick: () => change(product, (cart.get(product.id) ?? 0) + 1) }, "Add"))));

function change(product, quantity) {
  if (quantity > 0) cart.set(product.id, quantity);
  else cart.delete(product.id);
  find("done").textContent = "";
  show();
}

/** Draws the cart and gives it to the box, which asks what it costs. */
function show() {
  const lines = PRODUCTS.filter((product) => cart.has(product.id));
  sessionStorage.setItem("cart", JSON.stringify([...cart]));
  find("empty").hidden = lines.length > 0;
  form.hidden = lines.length === 0;
  find("lines").replaceChildren(...lines.map((product) => {
    const quantity = make("input", { type: "number", min: 0, max: 99, value: cart.get(product.id), ariaLabel: `Quantity of ${product.title}` });
    quantity.onchange = () => change(product, Number(quantity.value));
    const price = make("span", {}, dollars(product.price * cart.get(product.id)));
    price.dataset.tesseraLine = product.id;
    return make("li", {}, make("span", {}, product.title), quantity, price);
  }));
  const service = form.elements.service.value;
  const email = form.elements.email.validity.valid && form.elements.email.value;
  box.cart = {
    currency: "USD",
    line_items: lines.map(({ id, title, price, categories }) => ({ id, product_id: id, title, quantity: cart.get(id), unit_price: price, categories })),
    shipping: { service, amount: SHIPPING[service] },
    customer: email ? { email } : undefined,
  };
}

form.elements.service.forEach((choice) => (choice.onchange = show));
form.elements.email.onchange = show;

box.addEventListener("tessera-next", ({ detail }) => {
  if (detail.step === "shipping") form.elements.service[0].focus();
  if (detail.step === "sign-in") form.elements.email.focus();
  if (detail.step === "items") find("list").querySelector("button").focus();
});
box.addEventListener("tessera-error", ({ detail }) => console.info(`Tessera: ${detail.detail}`));

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (box.confirm && !(await box.confirm())) return;
  // Here a shop sends the cart, `box.discounts` and `box.quote.totals.total` to its own server, which places the order.
  find("done").textContent = `Thank you! ${dollars(box.quote?.totals.total ?? 0)} it would be: this page has no server that takes orders.`;
  cart.clear();
  box.clear?.();
  show();
});

show();
