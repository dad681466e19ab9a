import { STATUS_CODES } from 'node:http';

/** One wrong field of a request body, as RFC 9457 problem details and the form name it. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

export interface ProblemOptions {
  /** Header fields that belong to this answer, such as Allow or Retry-After. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Every wrong field at once. */
  readonly errors?: readonly FieldError[];
  /** What went wrong underneath; for the log, never shown. */
  readonly cause?: unknown;
}

/** A refusal that a client may read: thrown anywhere, answered in one place (`errors.ts`). */
export class Problem extends Error {
  override readonly name = 'Problem';
  /** The phrase of the status: what RFC 9457 asks of a problem whose type is `about:blank`. */
  readonly title: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];

  /**
   * @param status 400 to 599
   * @param detail one or two sentences: what is wrong and what to do
   */
  constructor(
    readonly status: number,
    readonly detail: string,
    options: ProblemOptions = {},
  ) {
    super(detail, { cause: options.cause });
    this.title = STATUS_CODES[status] ?? 'Error';
    this.headers = options.headers ?? {};
    this.errors = options.errors ?? [];
  }

  /** The problem details of RFC 9457. */
  toJSON(): object {
    const { title, status, detail, errors } = this;
    return { type: 'about:blank', title, status, detail, ...(errors.length > 0 && { errors }) };
  }
}

/** Something behind the app is not responding: the client should come back in `retryAfterSeconds`. */
export function unavailable(detail: string, cause?: unknown, retryAfterSeconds = 2): Problem {
  return new Problem(503, detail, { headers: { 'Retry-After': String(retryAfterSeconds) }, cause });
}
