import { TesseraError } from "./error.js";

export interface Page<T> {
  data: T[];
  next_cursor?: string | null;
}

/**
 * A list of the API: `for await (const coupon of shop.listCoupons())` walks all of it and asks for the next page only when it is needed.
 * `pages()` gives whole pages, with their `next_cursor`.
 */
export class List<P extends Page<unknown>> implements AsyncIterable<P["data"][number]> {
  readonly #read: (cursor: string | undefined) => Promise<P>;
  readonly #first: string | undefined;

  constructor(read: (cursor: string | undefined) => Promise<P>, first: string | undefined) {
    this.#read = read;
    this.#first = first;
  }

  async *pages(): AsyncGenerator<P, void, undefined> {
    let cursor = this.#first;
    for (;;) {
      const page = await this.#read(cursor);
      yield page;
      if (page.next_cursor === null || page.next_cursor === undefined) return;
      if (page.next_cursor === cursor) {
        throw new TesseraError({ code: "client_unreadable", detail: "The list does not go on: `next_cursor` is the cursor that was sent." });
      }
      cursor = page.next_cursor;
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<P["data"][number], void, undefined> {
    for await (const page of this.pages()) yield* page.data as P["data"][number][];
  }
}
