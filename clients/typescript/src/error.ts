import type { components } from "./openapi.js";

/** What Tessera answers when it refuses, as it stands in `docs/ERRORS.md`. */
export type Problem = components["schemas"]["Problem"];
export type FieldError = components["schemas"]["FieldError"];
export type Rejected = components["schemas"]["Rejected"];
export type Quote = components["schemas"]["Quote"];

/**
 * Codes of faults that are found here and not by the server.
 * `client_network`: no whole answer came. `client_timed_out`: none came in time. `client_aborted`: your signal ended the call.
 * `client_redirect`: the answer was a redirect, which is never followed. `client_unreadable`: the answer is not what the API sends.
 * `client_invalid`: the call was not sent.
 */
export type ClientCode =
  | "client_network"
  | "client_timed_out"
  | "client_aborted"
  | "client_redirect"
  | "client_unreadable"
  | "client_invalid";

export interface ErrorParts {
  code: string;
  detail: string;
  status?: number;
  title?: string;
  requestId?: string | null;
  errors?: FieldError[];
  problem?: Problem | null;
  idempotencyKey?: string | null;
  retryAfterMs?: number | null;
  attempts?: number;
  outcomeUnknown?: boolean;
  cause?: unknown;
}

/** Every fault of a call. `code` is stable, decide by it; `detail` is for people. */
export class TesseraError extends Error {
  override readonly name = "TesseraError";
  /** A code of the API (`docs/ERRORS.md`) or a `ClientCode`. */
  readonly code: string;
  /** The HTTP status; 0 where no answer came. */
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** Finds the request in the server's log. */
  readonly requestId: string | null;
  /** The faults of the body, each with a JSON pointer; empty where the body is not the cause. */
  readonly errors: FieldError[];
  /** The whole answer, with members such as `rejected` or `quote`; null where it was no problem of the API. */
  readonly problem: Problem | null;
  /** The key that was sent: the same call with it is the same intent. */
  readonly idempotencyKey: string | null;
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfterMs: number | null;
  /** How often the request was sent. */
  readonly attempts: number;
  /** A change may have happened or not: send it again with `idempotencyKey` to learn it. */
  readonly outcomeUnknown: boolean;

  constructor(parts: ErrorParts) {
    super(`${parts.code}: ${parts.detail}`, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.code = parts.code;
    this.status = parts.status ?? 0;
    this.title = parts.title ?? "";
    this.detail = parts.detail;
    this.requestId = parts.requestId ?? null;
    this.errors = parts.errors ?? [];
    this.problem = parts.problem ?? null;
    this.idempotencyKey = parts.idempotencyKey ?? null;
    this.retryAfterMs = parts.retryAfterMs ?? null;
    this.attempts = parts.attempts ?? 0;
    this.outcomeUnknown = parts.outcomeUnknown ?? false;
  }

  /** With `discount_not_available`: why each code or claim gives nothing. */
  get rejected(): Rejected[] {
    const rejected = (this.problem as { rejected?: unknown } | null)?.rejected;
    return Array.isArray(rejected) ? (rejected as Rejected[]) : [];
  }

  /** With `total_changed`: the quote with the new total. */
  get quote(): Quote | null {
    return (this.problem as { quote?: Quote } | null)?.quote ?? null;
  }
}
