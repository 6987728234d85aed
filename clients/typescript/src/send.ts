// One request with its retries. Everything that can be sent twice is sent with the same Idempotency-Key each time,
// so that a lost answer never becomes a second use.
import { TesseraError, type ErrorParts, type Problem } from "./error.js";

export interface ClientOptions {
  /** Where Tessera is, such as `https://coupons.example.com`; a path in front is kept. */
  url: string;
  /** A secret key (`sk_`) on a server; a publishable key (`pk_`) in a page. */
  key: string;
  /** With a publishable key: the JWT that your server signed for who is signed in, or for the cart. */
  customerToken?: string;
  /** For each attempt, in milliseconds; the server ends every call within 10 s. Default 15,000. */
  timeoutMs?: number;
  /** How often a request is sent again. Default 3. */
  retries?: number;
  /** The longest wait before sending again; when the server asks for more the error comes at once. Default 30,000. */
  maxWaitMs?: number;
  /** Another `fetch`, for tests or a proxy. */
  fetch?: typeof globalThis.fetch;
}

export interface CallOptions {
  /** Yours for this intent, such as one kept with the order; without it each call gets a new random one. */
  idempotencyKey?: string;
  /** The `version` that you read: 412 `version_conflict` where someone else was faster. */
  ifVersion?: number;
  /** Instead of the client's: such as a new one after `customer_token_expired`, or one for this cart. */
  customerToken?: string;
  /** Ends the call, and the waiting between attempts. */
  signal?: AbortSignal;
  /** Instead of the client's, for each attempt. */
  timeoutMs?: number;
}

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface Request {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  query?: Query | undefined;
  body?: unknown;
  /** A change gets an Idempotency-Key. */
  changes?: boolean;
}

const FIRST_WAIT_MS = 250;
const LONGEST_BACK_OFF_MS = 8_000;
/** A proxy's 502 and 504 say as little about the outcome as a lost connection. */
const RETRIED = new Set([429, 502, 503, 504]);

export class Sender {
  readonly #base: string;
  readonly #key: string;
  readonly #customerToken: string | undefined;
  readonly #timeoutMs: number;
  readonly #retries: number;
  readonly #maxWaitMs: number;
  readonly #fetch: typeof globalThis.fetch;

  constructor(options: ClientOptions) {
    const url = new URL(options.url);
    if (!/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash) {
      throw new TypeError("`url` must be http:// or https://, without user, query and fragment");
    }
    if (!/^[!-~]+$/.test(options.key)) throw new TypeError("`key` must be a key of Tessera");
    this.#base = url.origin + url.pathname.replace(/\/+$/, "");
    this.#key = options.key;
    this.#customerToken = options.customerToken;
    this.#timeoutMs = atLeast("timeoutMs", options.timeoutMs ?? 15_000, 1);
    this.#retries = atLeast("retries", options.retries ?? 3, 0);
    this.#maxWaitMs = atLeast("maxWaitMs", options.maxWaitMs ?? 30_000, 0);
    this.#fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
  }

  async send<T>(request: Request, options: CallOptions = {}): Promise<T> {
    // Without the slash it would be another host, and get the key.
    if (!/^\/[!-~]*$/.test(request.path)) throw invalid("`path` must begin with `/` and be encoded");
    const key = request.changes ? (options.idempotencyKey ?? crypto.randomUUID()) : null;
    const headers: Record<string, string> = { Accept: "application/json", Authorization: `Bearer ${this.#key}` };
    if (key !== null) {
      if (!/^[!-~]{1,255}$/.test(key)) throw invalid("`idempotencyKey` must be 1 to 255 visible ASCII characters");
      headers["Idempotency-Key"] = key;
    }
    const token = options.customerToken ?? this.#customerToken;
    if (token !== undefined) {
      if (!/^[\w.-]+$/.test(token)) throw invalid("`customerToken` must be a JWT");
      headers["Tessera-Customer"] = token;
    }
    if (options.ifVersion !== undefined) headers["If-Match"] = `"v${options.ifVersion}"`;
    let body: string | null = null;
    if (request.body !== undefined) {
      body = writeBody(request.body);
      headers["Content-Type"] = "application/json";
    }
    const url = this.#base + request.path + writeQuery(request.query);
    const timeoutMs = atLeast("timeoutMs", options.timeoutMs ?? this.#timeoutMs, 1);
    // Whether an attempt went out whose outcome nobody knows and that no later answer has settled.
    let unknown = false;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#attempt<T>(url, { method: request.method, headers, body }, timeoutMs, options.signal);
      if ("value" in outcome) return outcome.value;
      const { parts, again } = outcome;
      unknown = request.changes === true && !isSettled(parts) && (unknown || parts.outcomeUnknown === true);
      const fail = (other: Partial<ErrorParts> = {}) =>
        new TesseraError({ ...parts, ...other, idempotencyKey: key, attempts: attempt, outcomeUnknown: unknown });
      if (!again || attempt > this.#retries) throw fail();
      const wait = Math.max(parts.retryAfterMs ?? 0, backOff(attempt));
      if (wait > this.#maxWaitMs) throw fail();
      try {
        await sleep(wait, options.signal);
      } catch (cause) {
        throw fail({ code: "client_aborted", detail: "The call was ended by its signal while it waited to be sent again.", cause });
      }
    }
  }

  async #attempt<T>(
    url: string,
    init: { method: string; headers: Record<string, string>; body: string | null },
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ): Promise<{ value: T } | { parts: ErrorParts; again: boolean }> {
    if (signal?.aborted) {
      return { parts: { code: "client_aborted", detail: "The signal of the call had ended it before." }, again: false };
    }
    const own = new AbortController();
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      own.abort();
    }, timeoutMs);
    const stop = () => own.abort();
    signal?.addEventListener("abort", stop, { once: true });
    let response: Response;
    let text: string;
    try {
      // A redirect is not followed: it would make a POST a GET, or carry the key to another host.
      response = await this.#fetch(url, { ...init, redirect: "manual", signal: own.signal, credentials: "omit", cache: "no-store" });
      text = await response.text();
    } catch (cause) {
      if (signal?.aborted && !late) {
        return { parts: { code: "client_aborted", detail: "The call was ended by its signal.", cause, outcomeUnknown: true }, again: false };
      }
      const parts = late
        ? { code: "client_timed_out", detail: `No whole answer came within ${timeoutMs} ms.` }
        : { code: "client_network", detail: `No whole answer came: ${describe(cause)}.` };
      return { parts: { ...parts, cause, outcomeUnknown: late || !isUnsent(cause) }, again: true };
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    }
    return readAnswer<T>(response, text);
  }
}

function readAnswer<T>(response: Response, text: string): { value: T } | { parts: ErrorParts; again: boolean } {
  const { status } = response;
  const requestId = response.headers.get("x-request-id");
  if (response.type === "opaqueredirect" || (status >= 300 && status < 400)) {
    const to = response.headers.get("location");
    const detail = `The answer is a redirect${to ? ` to ${to}` : ""}, which is not followed. Set \`url\` to where Tessera is.`;
    return { parts: { code: "client_redirect", detail, status, requestId }, again: false };
  }
  const retryAfterMs = readRetryAfter(response.headers.get("retry-after"));
  const json = parse(text);
  if (response.ok && typeof json === "object" && json !== null) return { value: json as T };
  const problem = isProblem(json) ? json : null;
  const again = RETRIED.has(status) || problem?.code === "request_in_progress";
  if (problem === null) {
    const kind = response.headers.get("content-type") ?? "no content type";
    const detail = `The answer ${status} is not of Tessera's API (${kind}): ${text.slice(0, 200)}`;
    // What stands between may have answered after the change was made.
    const outcomeUnknown = response.ok || status >= 500;
    return { parts: { code: "client_unreadable", detail, status, requestId, retryAfterMs, outcomeUnknown }, again };
  }
  return {
    parts: {
      code: problem.code,
      detail: problem.detail,
      status,
      title: problem.title,
      requestId: problem.request_id ?? requestId,
      errors: problem.errors ?? [],
      problem,
      retryAfterMs,
      outcomeUnknown: problem.code === "timed_out" || problem.code === "request_in_progress" || problem.code === "internal",
    },
    again,
  };
}

/** A refusal that is kept with its Idempotency-Key: had an earlier attempt made the change, that answer would have come instead. */
function isSettled({ status, problem, code }: ErrorParts): boolean {
  return problem != null && code !== "request_in_progress" && [404, 409, 412, 422].includes(status ?? 0);
}

function isProblem(json: unknown): json is Problem {
  return typeof json === "object" && json !== null && typeof (json as Problem).code === "string" && typeof (json as Problem).detail === "string";
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Refuses what JSON would silently change: NaN becomes null, and an amount above 2^53 - 1 another amount. */
function writeBody(body: unknown): string {
  return JSON.stringify(body, (name, value: unknown) => {
    if (typeof value === "bigint") throw invalid(`\`${name}\` is a bigint; amounts are numbers up to 2^53 - 1`);
    if (typeof value === "number" && (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))) {
      throw invalid(`\`${name}\` is ${value}, which JSON cannot carry exactly`);
    }
    return value;
  });
}

function writeQuery(query: Query | undefined): string {
  const entries = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null);
  return entries.length === 0 ? "" : `?${new URLSearchParams(entries.map(([name, value]) => [name, String(value)]))}`;
}

/** An id as a segment of a path. `.` and `..` would be another path, whatever their spelling. */
export function segment(id: string): string {
  if (typeof id !== "string" || id === "" || id === "." || id === "..") {
    throw invalid(`\`${id}\` cannot stand in a path`);
  }
  try {
    return encodeURIComponent(id);
  } catch {
    throw invalid("the id is not valid Unicode");
  }
}

/** Seconds or an HTTP date. */
function readRetryAfter(value: string | null): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

/** Doubles with each attempt; the random half keeps many clients from coming back together. */
function backOff(attempt: number): number {
  const most = Math.min(LONGEST_BACK_OFF_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
  return most / 2 + (Math.random() * most) / 2;
}

export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

function atLeast(name: string, value: number, least: number): number {
  if (!Number.isInteger(value) || value < least || value > 2 ** 31 - 1) throw new TypeError(`\`${name}\` must be a whole number from ${least}`);
  return value;
}

function invalid(detail: string): TesseraError {
  return new TesseraError({ code: "client_invalid", detail });
}

/** No connection was made, as far as the runtime tells; a browser does not. */
function isUnsent(cause: unknown): boolean {
  const code = (cause as { cause?: { code?: unknown } } | null)?.cause?.code;
  return code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "EAI_AGAIN";
}

function describe(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return inner instanceof Error ? inner.message || inner.name : String(inner);
}
