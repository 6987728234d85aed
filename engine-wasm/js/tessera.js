// The pricing engine in a page or in node: the module's bytes in, a function that prices out. No dependencies.
//
//   import { load } from "./tessera.js";
//   const tessera = await load(fetch("tessera_engine_wasm.wasm"));
//   const quote = tessera.price({ cart, coupons, discounts, facts: { now: new Date().toISOString() } });

/** The body cannot be priced. `faults` lists all of them: `{ pointer, code, detail }`. */
export class Refused extends Error {
  constructor(faults) {
    super(faults.map((fault) => `${fault.pointer || "/"}: ${fault.detail}`).join("\n"));
    this.name = "Refused";
    this.faults = faults;
  }
}

/**
 * Loads the module.
 * @param source its bytes (ArrayBuffer or a view of one), a Response, or a promise of either.
 * @returns an engine whose `price(body)` gives the quote, and `priceText(text)` the quote's exact JSON text.
 */
export async function load(source) {
  const given = await source;
  const bytes = typeof given.arrayBuffer === "function" ? await given.arrayBuffer() : given;
  const { instance } = await WebAssembly.instantiate(bytes);
  return new Tessera(instance.exports);
}

class Tessera {
  #exports;
  #encoder = new TextEncoder();
  // Bytes that are no UTF-8 would be a fault of the engine: say so rather than show another text.
  #decoder = new TextDecoder("utf-8", { fatal: true });

  constructor(exports) {
    this.#exports = exports;
  }

  /**
   * Prices a body of `POST /v1/quotes/unsaved`.
   * @throws {Refused} with every fault of the body.
   */
  price(body) {
    return JSON.parse(this.priceText(JSON.stringify(body)));
  }

  /**
   * The same on JSON text: give it the text that was stored, and a rate such as 12.5 is read from its own digits.
   * @throws {Refused} with every fault of the body.
   */
  priceText(text) {
    const { memory, tessera_input, tessera_price, tessera_output, tessera_output_length } = this.#exports;
    const body = this.#encoder.encode(text);
    // The call may grow the memory and with that replace its buffer, so a view is made after it.
    const input = tessera_input(body.length) >>> 0;
    new Uint8Array(memory.buffer, input, body.length).set(body);
    const status = tessera_price();
    const output = tessera_output() >>> 0;
    const answer = this.#decoder.decode(new Uint8Array(memory.buffer, output, tessera_output_length() >>> 0));
    if (status !== 0) throw new Refused(JSON.parse(answer));
    return answer;
  }
}
